"""What a text says about the periods of a trial, as data with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harvest.parse.doses.model import FieldEvidence, Reason
from harvest.parse.evidence import Evidence

__all__ = ["Evidence", "FieldEvidence", "Kind", "Period", "PeriodPlan", "Reason", "Why"]

# A taper (detoxification too) and a baseline are kinds of their own, since nothing is compared in
# them. Screening is no period of the trial.
Kind = Literal[
    "treatment",
    "run_in",
    "washout",
    "placebo_lead_in",
    "extension",
    "follow_up",
    "baseline",
    "taper",
]
Why = Literal[
    "not stated",
    "a range",
    "an upper bound",
    "under a day",
    "contradiction",
    "dose steps",
    "other lengths",
    "alternatives",
    "no listed treatment",
    "shared ends",
    "not in days",
    "before the treatment",
    "after the treatment",
    "periods differ",
    "periods not counted",
]


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the trial.

    Attributes:
        kind: What is done in it.
        treatment: What is taken: a listed drug by its published name, something else as written
            in lower case; None where unsaid or where it may be one of several.
        days: Its length; the shortest one where the text says "at least" (see the rule).
        start_day: As the text counts: study days as numbered, weeks from day 0.
        is_open_label: Whether the text says so.
        evidence: The words that the length was read from, or those that name the period.
        why_no_days, why_no_treatment: Why these are null.
    """

    kind: Kind
    treatment: str | None
    days: int | None
    start_day: int | None
    is_open_label: bool
    evidence: Evidence
    why_no_days: Why | None = None
    why_no_treatment: Why | None = None


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """What one text says about the course of its trial.

    Attributes:
        periods: In the order in which a participant goes through them, as far as the text says;
            of several sequences the first. Arms that run side by side are one period.
        by_treatment: Treatments of different lengths that the text names side by side, without
            their order: "eight weeks of naltrexone and four weeks of placebo".
        washout_days: Between treatments; 0 where the text says that there is none.
        period_days: Of each treatment period, where they are as long as each other.
        treatment_days: Of all treatment periods together, extensions left out.
        follow_up_days: After the treatment.
        is_crossover: Whether the text says so of the design (not of a rescue).
        is_parallel: Whether the text says so.
        sequence: The words that spell the order of the treatments ("AB/BA").
        evidence: For each field of the study that was read.
        reasons: For each that is null though the text speaks of it.
    """

    periods: tuple[Period, ...] = ()
    by_treatment: tuple[Period, ...] = ()
    washout_days: int | None = None
    period_days: int | None = None
    treatment_days: int | None = None
    follow_up_days: int | None = None
    is_crossover: bool = False
    is_parallel: bool = False
    sequence: str | None = None
    evidence: tuple[FieldEvidence, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def evidence_of(self, field: str) -> Evidence | None:
        """What a field was read from; None where it is null."""
        return next((one.evidence for one in self.evidence if one.field == field), None)

    def reason_of(self, field: str) -> str | None:
        """Why a field is null; None where it is not, or where the text is silent."""
        return next((one.text for one in self.reasons if one.field == field), None)
