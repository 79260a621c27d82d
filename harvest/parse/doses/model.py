"""What a reader of doses returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from harvest.parse.evidence import Evidence


class Step(NamedTuple):
    """A dose held from a day on: `start_day` counts from 0, or is the study day as written."""

    start_day: int
    daily_mg: float


class Reason(NamedTuple):
    """Why a field is null or uncertain."""

    field: str
    text: str


class FieldEvidence(NamedTuple):
    """What a field was read from."""

    field: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class DoseStatement:
    """What one text says about one drug.

    Attributes:
        drug: Published name; an unlisted drug as written in lower case.
        group: naltrexone, depot, implant, combination, antagonist, compound, placebo, other,
            context or unlisted.
        per_dose_mg_min, per_dose_mg_max: Milligrams at one time, where stated so.
        daily_mg_min, daily_mg_max, daily_mg_final: Milligrams per day; final is the last step.
        basis: absolute, mg/kg, per 70 kg, per tablet, percent, depot, implant, mixed, none;
            None for a basis outside this list (mg per square metre, units).
        schedule: Steps, empty where the text does not fix them.
        is_titrated: Whether the dose changes over time by plan.
        frequency, timing, route, form: Codes, several joined by ";".
        duration_days: Of the treatment with this drug.
        partners: Drugs in the same fixed combination.
        evidence: For each field that was read.
        reasons: For each field that was left null.
    """

    drug: str
    group: str
    per_dose_mg_min: float | None = None
    per_dose_mg_max: float | None = None
    daily_mg_min: float | None = None
    daily_mg_max: float | None = None
    daily_mg_final: float | None = None
    basis: str | None = "none"
    schedule: tuple[Step, ...] = ()
    is_titrated: bool = False
    frequency: str | None = None
    timing: str | None = None
    route: str | None = None
    form: str | None = None
    duration_days: int | None = None
    partners: tuple[str, ...] = ()
    evidence: tuple[FieldEvidence, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def evidence_of(self, field: str) -> Evidence | None:
        """What a field was read from; None where it is null."""
        return next((one.evidence for one in self.evidence if one.field == field), None)

    def reason_of(self, field: str) -> str | None:
        """Why a field is null; None where it is not, or where the text is silent."""
        return next((one.text for one in self.reasons if one.field == field), None)


@dataclass(frozen=True, slots=True)
class DoseSummary:
    """What a whole text says about its treatment, in the fields of the labelled set.

    Attributes:
        drug: Published name, several joined by ";"; "none" where no drug is named.
        is_naltrexone: "yes" or "no"; None where the text names no drug.
        daily_mg_min, daily_mg_max, daily_mg_final: Milligrams per day.
        basis: As in `DoseStatement`.
        schedule: "0:1.5;7:3", or None.
        frequency, timing, route, form: Codes, several joined by ";"; a route that follows
            another by ">".
        duration_days: Of the treatment.
        combination: Partners and drugs beside, joined by ";".
        dose_class: By the largest daily amount.
        is_ldn: "yes", "no" or "uncertain".
        is_ldn_reason: Why, in a sentence.
        reasons: For fields that were left null.
        statements: All that was read, one for each drug.
    """

    drug: str
    is_naltrexone: str | None
    daily_mg_min: float | None
    daily_mg_max: float | None
    daily_mg_final: float | None
    basis: str | None
    schedule: str | None
    frequency: str | None
    timing: str | None
    route: str | None
    form: str | None
    duration_days: int | None
    combination: str | None
    dose_class: str
    is_ldn: str
    is_ldn_reason: str
    reasons: tuple[Reason, ...]
    statements: tuple[DoseStatement, ...]


def schedule_text(steps: tuple[Step, ...]) -> str | None:
    """ "0:1.5;7:3;14:4.5" of steps; None of none."""
    return ";".join(f"{day}:{number_text(mg)}" for day, mg in steps) or None


def number_text(number: float) -> str:
    """A number without needless zeros and without an exponent."""
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return text or "0"
