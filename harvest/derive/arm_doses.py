"""What an arm gets of each drug in each period: one answer out of all that the record says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from harvest.derive.doses import Arm, Dose
from harvest.derive.drugs import Drug
from harvest.derive.labels import AuthorLabel, Label, author_label
from harvest.derive.periods import GIVEN, ArmPeriod
from harvest.derive.texts import of_arm, of_intervention, of_study
from harvest.derive.trace import Trace, missing, shown
from harvest.derive.winning import Winner, winner
from harvest.parse import Unread
from harvest.parse.doses import Exposure, exposure
from harvest.parse.doses.classes import Answer
from harvest.parse.evidence import Evidence
from harvest.record.study import Study

TABLE = "arm_period_doses"
# Columns that hold a field of the statement as it is.
COLUMNS = frozenset(
    {"daily_mg_min", "daily_mg_max", "daily_mg_final", "basis", "schedule"}
    | {"frequency", "timing", "route", "form"}
)


class Course(NamedTuple):
    """How much of a drug a period amounts to, or why that cannot be said."""

    exposure: Exposure | None
    days: int | None
    reason: str | None


class ArmPeriodDose:
    """One drug of one period of one arm.

    Attributes:
        arm_position: The arm; None for a study without arms.
        period_number: The period's number in the arm; None where the record does not say in which
            period the drug is given.
        drug: The drug.
        won: The statement that stands for it.
        candidates: All statements on it, with their positions.
        label: What the record calls the dose.
    """

    def __init__(
        self,
        arm: Arm,
        drug: Drug,
        period: ArmPeriod | None,
        candidates: Sequence[tuple[int, Dose]],
        won: Winner,
        label: Label | None,
    ) -> None:
        self.arm_position = arm.position
        self.intervention_position = drug.intervention_position
        self.drug = drug
        self.period_number = None if period is None else period.period_number
        self.period = period
        self.candidates = candidates
        self.won = won
        self.label = label
        self.statement = won.dose.statement

    @cached_property
    def course(self) -> Course:
        """The schedule over the days of the period, or of the drug where those are not known."""
        obstacle = self._obstacle
        if obstacle is not None or self._days is None:
            return Course(None, self._days, obstacle or "the texts do not say how long")
        try:
            return Course(exposure(self.statement.schedule, self._days), self._days, None)
        except Unread as reason:
            return Course(None, self._days, str(reason))

    @property
    def _obstacle(self) -> str | None:
        """Why the amounts of the statement do not add up to an exposure."""
        one = self.statement
        if self.drug.is_placebo:
            return "a placebo holds no drug"
        if one.daily_mg_max is None:
            return one.reason_of("daily_mg_max") or "no text says how much"
        if one.basis != "absolute":
            return f"the amount is {one.basis}, not a fixed one"
        if not one.schedule:
            return "the texts do not fix which amount is taken when"
        return None

    @cached_property
    def _length(self) -> tuple[int | None, str]:
        """Length of the period, else of the drug by the statement that won, else by another;
        and where it stands."""
        if self.period is not None and self.period.days is not None:
            return self.period.days, self.period.how
        if self.statement.duration_days is not None:
            return self.statement.duration_days, self.won.dose.path
        others = {
            dose.statement.duration_days: dose.path
            for _, dose in self.candidates
            if dose.statement.duration_days is not None
        }
        if len(others) == 1:
            return next(iter(others.items()))
        return None, "texts disagree" if others else "no text says it"

    @property
    def _days(self) -> int | None:
        return self._length[0]

    @property
    def account(self) -> str:
        """How the sum was made, or why there is none."""
        if self.course.reason is not None:
            return self.course.reason
        days, where = self._length
        return f"{self.won.dose.schedule} over {days} days (length: {where})"

    @property
    def daily_mg_target(self) -> float | None:
        """The amount that the plan leads to: the largest of its steps."""
        steps = self.statement.schedule
        if steps:
            return max(step.daily_mg for step in steps)
        return self.statement.daily_mg_final

    @property
    def days_at_target(self) -> int | None:
        """Days on that amount."""
        steps, target, days = self.statement.schedule, self.daily_mg_target, self.course.days
        if self.course.exposure is None or days is None:
            return None
        ends = [*(step.start_day for step in steps[1:]), steps[0].start_day + days]
        return sum(
            end - step.start_day
            for step, end in zip(steps, ends, strict=True)
            if step.daily_mg == target
        )

    @property
    def days_to_target(self) -> int | None:
        """Days before it is first reached."""
        steps, target = self.statement.schedule, self.daily_mg_target
        if self.course.exposure is None:
            return None
        return next(s.start_day for s in steps if s.daily_mg == target) - steps[0].start_day

    @property
    def daily_mg_mean(self) -> float | None:
        """Mean of the plan."""
        return None if self.course.exposure is None else self.course.exposure.mean_daily_mg

    @property
    def cumulative_mg(self) -> float | None:
        """Sum of the plan."""
        return None if self.course.exposure is None else self.course.exposure.cumulative_mg

    @property
    def dose_class(self) -> str:
        """By the largest daily amount."""
        return self.won.dose.dose_class

    @property
    def answer(self) -> Answer:
        """Whether it is low-dose naltrexone, and why."""
        return self.won.dose.answer

    @property
    def is_ldn_toljan(self) -> str:
        """By the band of Toljan and Vrooman."""
        return self.won.dose.is_ldn_of("toljan_2018")

    @property
    def is_ldn_innova(self) -> str:
        """By the band of INNOVA's protocol."""
        return self.won.dose.is_ldn_of("innova")

    @property
    def is_ldn_hatfield(self) -> str:
        """By the band of Hatfield."""
        return self.won.dose.is_ldn_of("hatfield_2020")

    @property
    def author_label(self) -> AuthorLabel | None:
        """What the record's own words call the dose."""
        return None if self.label is None else self.label.code

    @property
    def conditions(self) -> str | None:
        """What the texts on this drug make the dose depend on."""
        codes = [each.code for _, dose in self.candidates for each in dose.conditions]
        return ";".join(dict.fromkeys(codes)) or None

    @property
    def conflicts(self) -> str | None:
        """Statements that disagree with the one that won."""
        return "; ".join(each.message for each in self.won.conflicts) or None

    @property
    def found(self) -> Iterator[tuple[str, Dose, Evidence]]:
        """Each column that was read, with its statement and its words."""
        for field, evidence in self.won.dose.evidence:
            if field in COLUMNS:
                yield field, self.won.dose, evidence
        for _, dose in self.candidates:
            for each in dose.conditions:
                yield "conditions", dose, Evidence(each.span, each.code, "stated")


def arm_period_doses(
    study: Study, arms: Iterable[Arm], doses: Sequence[Dose], periods: Iterable[ArmPeriod]
) -> tuple[ArmPeriodDose, ...]:
    """One answer for every drug of every arm in every period in which it is given.

    A drug that no period of its arm names has one row without a period.
    """
    by_arm: dict[int | None, list[ArmPeriod]] = {}
    for period in periods:
        by_arm.setdefault(period.arm_position, []).append(period)
    return tuple(
        row for arm in arms for row in _of_arm(study, arm, doses, by_arm.get(arm.position, []))
    )


def _of_arm(
    study: Study, arm: Arm, doses: Sequence[Dose], periods: Sequence[ArmPeriod]
) -> Iterator[ArmPeriodDose]:
    for place, drug in enumerate(arm.drugs):
        candidates = _candidates(arm, drug, doses)
        won = winner(candidates)
        if won is None:
            continue
        label = _label(study, arm, drug) if drug.group == "naltrexone" else None
        given = [each for each in periods if each.kind in GIVEN and place in each.drugs]
        for period in given or (None,):
            yield ArmPeriodDose(arm, drug, period, candidates, won, label)


def _label(study: Study, arm: Arm, drug: Drug) -> Label | None:
    """The label in the arm's own texts and its intervention's, else in the study's titles."""
    module = study.protocolSection.armsInterventionsModule
    place = drug.intervention_position
    own = list(of_intervention(place, module.interventions[place]))
    if arm.position is not None:
        own += of_arm(arm.position, arm.group)
    titles = (text for text in of_study(study) if text.source in ("brief_title", "official_title"))
    return author_label(own) or author_label(titles)


def _candidates(arm: Arm, drug: Drug, doses: Sequence[Dose]) -> list[tuple[int, Dose]]:
    """The statements on one drug of one arm, those on the study as a whole included.

    Where the arm has several interventions of the drug and the one at hand says how much, what
    the arm says of all of them together is left out.
    """
    found = _all_candidates(arm, drug, doses)
    is_told = any(dose.has_amount for _, dose in found if dose.intervention_position is not None)
    if not is_told:
        return found
    return [
        (place, dose)
        for place, dose in found
        if dose.role == "study" or dose.intervention_position is not None
    ]


def _all_candidates(arm: Arm, drug: Drug, doses: Sequence[Dose]) -> list[tuple[int, Dose]]:
    return [
        (place, dose)
        for place, dose in enumerate(doses)
        if (
            dose.role == "assigned"
            and dose.arm_position == arm.position
            and dose.intervention_position in (drug.intervention_position, None)
            and (drug.is_meant_by(dose.statement) or drug.group == "unlisted")
        )
        or (dose.role == "study" and not drug.is_placebo and drug.is_meant_by(dose.statement))
    ]


def arm_dose_traces(rows: Iterable[ArmPeriodDose]) -> Iterator[Trace]:
    """Where every value was read, which statement won and why, and what disagreed."""
    for place, row in enumerate(rows):
        for column, dose, evidence in row.found:
            yield shown(TABLE, place, column, dose.path, dose.text, evidence)
        if row.label is not None:
            text = row.label.text
            yield shown(TABLE, place, "author_label", text.path, text.text, row.label.evidence)
        yield missing(TABLE, place, "dose_position", row.won.dose.path, row.won.why)
        yield missing(TABLE, place, "cumulative_mg", None, row.account)
        for conflict in row.won.conflicts:
            yield missing(TABLE, place, "conflicts", conflict.dose.path, conflict.message)
