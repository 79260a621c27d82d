"""Reasons to give no answer: a wrong time is worse than none."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from harvest.parse.evidence import Span
from harvest.parse.timeframes.model import Reason
from harvest.parse.timeframes.notes import Notes, end_of, kind_of
from harvest.parse.timeframes.units import SHORT

# Moments whose own time is unknown, so what counts from them cannot stand beside other times.
UNKNOWN_CLOCKS: Final = frozenset(
    {"last dose", "treatment end", "study end", "discharge", "progression", "death", "withdrawal"}
)
_BIRTHS: Final = frozenset({"delivery", "gestation"})
# Starts that lie close enough to be one clock.
_START: Final = frozenset(
    {"randomisation", "enrolment", "inclusion", "consent", "registration", "baseline",
     "first dose", "treatment start", "treatment", "dose", "injection"}
)  # fmt: skip
_FARTHEST_DAYS: Final = 150 * 365
# What a text without a point speaks of, the most telling first.
_EARLY: Final[dict[str, Reason]] = {
    "recalled": "recall period only",
    "cycle": "cycle of unknown length",
    "step": "frequency only",
}
_LATE: Final[dict[str, Reason]] = {
    "calendar": "calendar date",
    "phase": "phases",
    "often": "frequency only",
    "clock": "calendar date",
    "moment": "event",
    "joined": "event",
}
# Words that say that a baseline is not all that is meant.
_MORE: Final = frozenset(
    {"to", "after", "joined", "over", "and", "or", "then", "calendar", "phase", "often", "shift",
     "versus", "between", "upto", "within", "clock", "measured"}
)  # fmt: skip


class Doubt(NamedTuple):
    """Why there is no answer, and the words that stand in the way."""

    reason: Reason
    span: Span | None


def doubt(notes: Notes) -> Doubt | None:
    """The first reason not to answer, or None."""
    if not notes.points:
        return _stated(notes) or _nothing(notes)
    checks = (_stated, _far, _open_end, _no_list, _clocks, _hours_of_days)
    return next((found for check in checks if (found := check(notes)) is not None), None)


def away_places(notes: Notes) -> set[int]:
    """The points that count from a moment whose own time the text does not tell."""
    # "post-treatment, 3 months post-treatment": the treatment has an end of its own.
    visits = {kind_of(item) for item in notes.opens if item.tag == "moment"}
    clocks = UNKNOWN_CLOCKS | ({"treatment"} & visits)
    if "treatment end" in notes.known_ends or _goes_back_to_treatment(notes):
        clocks |= {"treatment"}
    if notes.zero is None or notes.zero.meaning != "before":
        clocks |= _BIRTHS
    if notes.zero_anchor is not None:
        clocks -= {notes.zero_anchor.kind}
    return {
        place
        for place, point in enumerate(notes.points)
        if point.anchor is not None and point.value >= 0 and point.anchor.kind in clocks
    }


def _goes_back_to_treatment(notes: Notes) -> bool:
    """ "12 weeks, and 4 weeks post-treatment": the treatment ends after the weeks before."""
    latest = 0.0
    for point in notes.points:
        if point.anchor is None:
            latest = max(latest, point.value)
        elif point.anchor.kind == "treatment" and 0 <= point.value <= latest:
            return True
    return False


def _stated(notes: Notes) -> Doubt | None:
    if not notes.faults:
        return None
    reason, span = notes.faults[0]
    is_date = reason == "number without a unit" and "calendar" in notes.seen
    return Doubt("calendar date" if is_date else reason, span)


def _nothing(notes: Notes) -> Doubt | None:
    """Without a number only a baseline that stands alone is an answer."""
    for tag, reason in _EARLY.items():
        if tag in notes.seen:
            return Doubt(reason, notes.seen[tag].span)
    events = notes.ends or notes.opens
    if events:
        is_label = all(item.tag == "code" for item in events)
        return Doubt("visit label" if is_label else "event", events[0].span)
    if notes.zero is not None and not notes.is_change and not notes.seen.keys() & _MORE:
        comma = notes.seen.get("comma")
        if comma is None or notes.last_zero is None or comma.span < notes.last_zero.span:
            return None
        return Doubt("no number", comma.span)  # "screening, withdrawal visit"
    late = (
        Doubt(reason, notes.seen[tag].span) for tag, reason in _LATE.items() if tag in notes.seen
    )
    return next(late, Doubt("no number", None))


def _far(notes: Notes) -> Doubt | None:
    # Not "greater than", so that what is no number at all fails too.
    far = (point for point in notes.points if not abs(point.value) <= _FARTHEST_DAYS)
    return next((Doubt("too far away", point.span) for point in far), None)


def _open_end(notes: Notes) -> Doubt | None:
    """A range that ends in an event without a time, and no bound on it."""
    if not notes.ends or notes.upper or notes.is_expected:
        return None
    return Doubt("event", notes.ends[0].span)


def _no_list(  # noqa: PLR0911 - a list of cases in order
    notes: Notes,
) -> Doubt | None:
    """Lengths that do not ascend are phases and no points of one clock.

    "28 days of treatment and 7 days of follow-up"; "14 days blinded and 14 days open-label" too.
    """
    points = notes.points
    if notes.phases and max(point.value for point in points) <= 0:
        return Doubt("phases", notes.phases[0].span)
    if len(notes.steps) > 1 and not notes.upper and not notes.is_expected:
        return Doubt("phases", notes.steps[1].span)
    if notes.is_change or notes.steps:
        return None
    if any(point.is_position or point.value <= 0 for point in points):
        return None
    if all(point.is_of_group for point in points):
        return None
    is_twice = len(points) == 2 and points[0].value == points[1].value
    goes_back = any(second.value < first.value for first, second in pairwise(points))
    if goes_back or (is_twice and notes.zero is None and not notes.ranges):
        return Doubt("phases", points[-1].span)
    return None


def _clocks(notes: Notes) -> Doubt | None:
    """Points that count from different moments, of which the text does not tell the distance."""
    anchors = [point.anchor for point in notes.points if point.anchor is not None]
    origins = {"start" if anchor.kind in _START else anchor.kind for anchor in anchors}
    if len(origins - UNKNOWN_CLOCKS) > 1:
        return Doubt("two clocks", anchors[0].span)
    away = [notes.points[place] for place in sorted(away_places(notes))]
    if not away or (len(away) == len(notes.points) and notes.zero is None):
        return None
    for point in away:
        if point.anchor is not None and end_of(point.anchor.kind) not in notes.known_ends:
            return Doubt("two clocks", point.anchor.span)
    return None


def _hours_of_days(notes: Notes) -> Doubt | None:
    """ "Day 1 and day 8: 1, 2 and 4 hours after the dose" are hours of each day."""
    is_placed = False
    for point in notes.points:
        if is_placed and point.unit in SHORT and not point.is_position:
            return Doubt("two clocks", point.span)
        is_placed |= point.is_position and point.value >= 1 and point.unit not in SHORT
    return None
