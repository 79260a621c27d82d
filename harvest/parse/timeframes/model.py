"""What a time frame says: when an outcome is measured, as data with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from harvest.parse.evidence import Evidence, Span

Kind = Literal[
    "timepoint", "multiple", "change", "period", "compound", "estimate", "intraday", "unresolved"
]
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year", "mixed", "none"]
Bound = Literal["exact", "at most", "at least", "within range"]
Reason = Literal[
    "empty",
    "no number",
    "event",
    "visit label",
    "recall period only",
    "frequency only",
    "cycle of unknown length",
    "calendar date",
    "number without a unit",
    "two clocks",
    "contradiction",
    "ambiguous unit",
    "phases",
    "too far away",
]


class Anchor(NamedTuple):
    """The moment that a time is counted from, where the text states it.

    Attributes:
        kind: `randomisation`, `enrolment`, `first dose`, `surgery`, ... : see the list of moments.
        span: Its words.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One point of time.

    Attributes:
        days: Days from the start that the text counts from; "Day 29" is 29, a baseline 0.
        elapsed_days: As `days`, but one less for a study-day number, since Day 1 is the start.
            The same as `days` where the text has a Day 0 or counts from an operation.
        is_study_day: Whether it is a number of a study day.
        unit: As written; `none` for a baseline without a number.
        label: As the text names it ("week 6", "baseline"), or the name of its visit.
        bound: Whether the point itself is meant, or the latest or earliest day.
        anchor: What it is counted from, if stated.
        tolerance_days: The window around it, if stated ("Week 12 +/- 3 days").
        evidence: The words, the rule and the certainty.
    """

    days: float
    elapsed_days: float
    is_study_day: bool
    unit: Unit
    label: str
    bound: Bound
    anchor: Anchor | None
    tolerance_days: float | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """What a time frame says. Where it is not sure, it says why and gives no days.

    Attributes:
        kind: `timepoint` (one), `multiple` (a list), `change` (the text says so), `period` (from
            one time to another, or up to one), `compound` (phases or sums of lengths), `estimate`
            (an expected duration), `intraday` (all within the first 24 hours, counted in hours or
            less), or `unresolved`.
        timepoints_days: All points in days, ascending, each once. A baseline or start that is
            named is 0, but left out of a `change`, an `estimate` and a `compound`.
        last_day: The last of them.
        has_baseline: Whether a baseline or a start is named as a moment of its own.
        is_change: Whether the text speaks of a change.
        is_estimated: Whether it says approximately, about, an average of.
        unit: Of the numbers; `mixed` where they differ, `none` where there are none.
        points: One for each of `timepoints_days`, in the same order.
        anchor: What the numbers are counted from, if the text states just one.
        is_partial: Whether a moment without a number stands beside those with one ("week 4, week
            12 and discharge").
        reason: Why it is unresolved.
        reason_span: The words that stand in the way.
    """

    kind: Kind
    timepoints_days: tuple[float, ...]
    last_day: float | None
    has_baseline: bool
    is_change: bool
    is_estimated: bool
    unit: Unit
    points: tuple[TimePoint, ...]
    anchor: Anchor | None
    is_partial: bool
    reason: Reason | None
    reason_span: Span | None
