"""What the texts on a study as a whole say of its periods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harvest.derive.texts import Text, of_study
from harvest.parse.evidence import Evidence
from harvest.parse.periods import Kind, Period, PeriodPlan, read_periods
from harvest.record.study import Study


class Length(NamedTuple):
    """A length in days with the words that it was read from."""

    days: int
    text: Text
    evidence: Evidence


class Listed(NamedTuple):
    """A period that a text on the study lists."""

    period: Period
    text: Text


class StudyPlan:
    """The periods of a study, as its titles, its model description, summary and details have them.

    Attributes:
        is_crossover: The registered intervention model is crossover.
    """

    def __init__(self, study: Study) -> None:
        model = study.protocolSection.designModule.designInfo.interventionModel
        self.is_crossover = model == "CROSSOVER"
        self._plans = [(text, read_periods(text.text)) for text in of_study(study)]

    def length_of(self, treatment: str | None, number: int, count: int) -> Length | None:
        """How long an arm's treatment period is, of which it has `count`.

        A text that lists as many periods tells it by their order; else one that names the
        treatment; else one that has a single length for every period. Texts that disagree give
        none.
        """
        return (
            self._by_order(treatment, number, count)
            or self._by_name(treatment)
            or self._of_each(count)
        )

    def _by_order(self, treatment: str | None, number: int, count: int) -> Length | None:
        for text, plan in self._plans:
            listed = _treatments(plan)
            if count > 1 and len(listed) == count:
                one = listed[number]
                if one.days is not None and one.treatment in (None, treatment):
                    return Length(one.days, text, one.evidence)
        return None

    def _by_name(self, treatment: str | None) -> Length | None:
        found = []
        for text, plan in self._plans:
            named = [one for one in _treatments(plan) if one.treatment == treatment is not None]
            named = named if named and named[0].days is not None else _beside(plan, treatment)
            if len(named) == 1 and named[0].days is not None:
                found.append(Length(named[0].days, text, named[0].evidence))
        return _agreed(found)

    def _of_each(self, count: int) -> Length | None:
        found = []
        for text, plan in self._plans:
            listed = _treatments(plan)
            field = "period_days" if count > 1 or self.is_crossover else "treatment_days"
            days, evidence = getattr(plan, field), plan.evidence_of(field)
            if len(listed) == 1 and listed[0].treatment is None and listed[0].days is not None:
                found.append(Length(listed[0].days, text, listed[0].evidence))
            elif days is not None and evidence is not None:
                found.append(Length(days, text, evidence))
        return _agreed(found)

    @property
    def washout(self) -> Length | None:
        """Between the periods; of length 0 where a text says that there is none."""
        for text, plan in self._plans:
            evidence = plan.evidence_of("washout_days")
            if plan.washout_days is not None and evidence is not None:
                return Length(plan.washout_days, text, evidence)
        return None

    @property
    def speaks_of_washout(self) -> bool:
        """Whether a text names a washout, with or without its length."""
        return any(
            plan.washout_days is not None
            or plan.reason_of("washout_days") is not None
            or any(one.kind == "washout" for one in plan.periods)
            for _, plan in self._plans
        )

    def listed(self, kind: Kind) -> Iterator[Listed]:
        """Periods of a kind, by the first text that lists any."""
        for text, plan in self._plans:
            found = [Listed(one, text) for one in plan.periods if one.kind == kind]
            if found:
                yield from found
                return


def _beside(plan: PeriodPlan, treatment: str | None) -> list[Period]:
    """Of treatments told side by side the one; "the drug" beside a placebo is what is tested."""
    if treatment is None:
        return []
    told = [one for one in plan.by_treatment if one.treatment == treatment]
    if not told and treatment != "placebo" and len(plan.by_treatment) == 2:
        told = [one for one in plan.by_treatment if one.treatment is None]
    return told


def _agreed(found: list[Length]) -> Length | None:
    """The first of lengths that are all the same; texts that disagree give none."""
    return found[0] if len({each.days for each in found}) == 1 else None


def _treatments(plan: PeriodPlan) -> list[Period]:
    return [one for one in plan.periods if one.kind == "treatment"]
