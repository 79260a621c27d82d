"""Decides from the notes what kind of time frame a text is, and puts the answer together."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from harvest.parse.evidence import Certainty, Evidence
from harvest.parse.timeframes.doubts import Doubt
from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.model import Kind, TimeFrame, TimePoint, Unit
from harvest.parse.timeframes.notes import Notes
from harvest.parse.timeframes.units import SHORT

_INFERRED: Final = frozenset(
    {"sum_of_lengths", "cycle_and_day", "repeated_step", "after_known_end", "first_week_of_range"}
)
_LISTS_ZERO: Final = frozenset({"multiple", "period", "intraday", "timepoint"})
_LONG: Final = frozenset({"week", "month", "year"})


def classified(notes: Notes, text: str) -> TimeFrame:
    """The answer."""
    points = _from_first_day(notes)
    kind = _kind(notes, points)
    if kind == "estimate":
        points = points[-1:]
    has_day_zero = any(point.value == 0 and point.unit == "day" for point in points)
    moments = [_time_point(point, text, has_day_zero=has_day_zero) for point in points]
    if notes.zero is not None and not notes.is_zero_told and kind in _LISTS_ZERO:
        moments.append(_zero_point(notes.zero, notes, text))
    if kind not in _LISTS_ZERO:
        moments = [moment for moment in moments if moment.days != 0]
    if not moments:
        return unresolved(Doubt("no number", None), notes)
    unique = {moment.days: moment for moment in sorted(moments, key=_clarity)}
    ordered = tuple(unique[days] for days in sorted(unique))
    anchors = {point.anchor.kind: point.anchor for point in ordered if point.anchor is not None}
    return TimeFrame(
        kind=kind,
        timepoints_days=tuple(moment.days for moment in ordered),
        last_day=ordered[-1].days,
        has_baseline=_has_baseline(notes),
        is_change=notes.is_change,
        is_estimated=notes.is_estimated,
        unit=_unit(points),
        points=ordered,
        anchor=next(iter(anchors.values())) if len(anchors) == 1 else None,
        is_partial=bool(notes.opens or notes.ends or notes.steps),
        reason=None,
        reason_span=None,
    )


def unresolved(doubt: Doubt, notes: Notes) -> TimeFrame:
    """An answer without days, that says why."""
    return TimeFrame(
        kind="unresolved",
        timepoints_days=(),
        last_day=None,
        has_baseline=notes.zero is not None,
        is_change=notes.is_change,
        is_estimated=False,
        unit="none",
        points=(),
        anchor=None,
        is_partial=False,
        reason=doubt.reason,
        reason_span=doubt.span,
    )


def _has_baseline(notes: Notes) -> bool:
    is_compared = notes.is_change and "baseline anchor" in notes.seen
    return notes.zero is not None or is_compared or any(point.value == 0 for point in notes.points)


def _from_first_day(notes: Notes) -> list[Item]:
    """The points, with "week 1" at the start of a range taken to its first day."""
    if notes.is_change:
        return notes.points  # "change from week 1 to week 12" compares two visits
    starts = {start for start, _ in notes.ranges}
    return [
        replace(point, value=0.0, rule="first_week_of_range")
        if place in starts and point.is_position and point.amount == 1 and point.unit in _LONG
        else point
        for place, point in enumerate(notes.points)
    ]


def _kind(notes: Notes, points: list[Item]) -> Kind:
    if notes.is_change:
        return "change"
    if points and all(point.unit in SHORT and point.value <= 1 for point in points):
        return "intraday"
    has_phase = any(phase.meaning == "length" for phase in notes.phases)
    if has_phase or any(point.rule == "sum_of_lengths" for point in points):
        return "compound"
    if notes.is_expected and (len(points) == 1 or _begins_on_day_one(notes, points)):
        return "estimate"
    return _kind_by_count(notes, points)


def _kind_by_count(notes: Notes, points: list[Item]) -> Kind:
    days = {point.value for point in points} | ({0.0} if notes.zero is not None else set())
    is_bounded = bool(notes.bounds) and len(points) == 1
    if notes.upper and all(point.is_of_group for point in points):
        return "period"
    if len(days) <= 2 and (len(notes.ranges) == 1 or is_bounded):
        return "period"
    # "week 12 or early termination" is one visit.
    events = [item for item in notes.opens if item.tag != "code" and item.rule != "alternative"]
    return "multiple" if len(days) + len(events) > 1 else "timepoint"


def _begins_on_day_one(notes: Notes, points: list[Item]) -> bool:
    return notes.ranges == [(0, 1)] and len(points) == 2 and 0 <= points[0].value <= 1


def _unit(points: list[Item]) -> Unit:
    named = [point for point in points if point.rule != "named_baseline"] or points
    units = {point.unit for point in named}
    if not units:
        return "none"
    return units.pop() if len(units) == 1 else "mixed"


def _clarity(moment: TimePoint) -> int:
    """Where two tell the same day, the one with a number is kept."""
    return 0 if moment.unit == "none" else 1


def _zero_point(zero: Item, notes: Notes, text: str) -> TimePoint:
    return TimePoint(
        days=0.0,
        elapsed_days=0.0,
        is_study_day=False,
        unit="none",
        label=zero.label or text[slice(*zero.span)],
        bound="exact",
        anchor=notes.zero_anchor,
        tolerance_days=zero.tolerance,
        evidence=Evidence(zero.span, "named_start", "stated"),
    )


def _time_point(point: Item, text: str, *, has_day_zero: bool) -> TimePoint:
    is_study_day = (
        point.is_position
        and point.unit == "day"
        and point.value >= 1
        and point.anchor is None
        and not has_day_zero
    )
    certainty: Certainty = "inferred" if point.rule in _INFERRED else "stated"
    return TimePoint(
        days=point.value,
        elapsed_days=point.value - 1 if is_study_day else point.value,
        is_study_day=is_study_day,
        unit=point.unit,
        label=point.label or text[slice(*point.span)],
        bound=point.bound,
        anchor=point.anchor,
        tolerance_days=point.tolerance,
        evidence=Evidence(point.span, point.rule, certainty),
    )
