"""What a remark in parentheses tells of the words before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.notes import Notes, State, counts_from
from harvest.parse.timeframes.windows import SAME_SHARE

_FROM_THE_START: Final = frozenset(
    {"randomisation", "enrolment", "inclusion", "first dose", "treatment start", "baseline"}
)
# Two ways to tell one time differ by a day ("week 4 (day 29)") or a tenth ("3 months (12 weeks)").
_SAME_DAYS: Final = 1.01


def take_gloss(inner: Notes, notes: Notes, state: State) -> None:
    """Takes the notes on a remark into those on the text around it."""
    notes.is_change |= inner.is_change
    for tag, seen in inner.seen.items():
        notes.seen.setdefault(tag, seen)
    notes.cycle_lengths_differ |= inner.cycle_lengths_differ
    notes.cycle_days = notes.cycle_days or inner.cycle_days
    notes.steps.extend(inner.steps)
    place = state.point_before()
    if place is not None:
        tolerance = inner.seen.get("tolerance")
        if tolerance is not None:
            point = notes.points[place]
            notes.points[place] = replace(point, tolerance=tolerance.value or None)
        if inner.points:
            _second_telling(place, inner, notes)
        else:
            _name_of_point(place, inner, notes)
    elif state.last_tag == "base" and not state.is_to:
        # "baseline (week 0)", "baseline (4 weeks before surgery)" tell nothing new.
        if len(inner.points) > 1:
            notes.points.extend(inner.points)
            notes.is_zero_told |= all(point.value < 0 for point in inner.points)
    else:
        _in_place_of_words(inner, notes, state)


def _name_of_point(place: int, inner: Notes, notes: Notes) -> None:
    """ "Day 1 (baseline)", "12 weeks (end of treatment)", "6 weeks (T1)"."""
    point = notes.points[place]
    if inner.zero is not None:
        if point.is_position and point.value <= 7:
            notes.zero = notes.zero or inner.zero
            notes.points[place] = replace(point, value=0.0, rule="named_baseline")
        return
    for event in (*inner.opens, *inner.ends):
        if event.tag == "moment":
            notes.know_end(event, point.value)
        else:
            notes.points[place] = replace(notes.points[place], label=event.text)


def _second_telling(  # noqa: PLR0911 - a list of cases in order
    place: int, inner: Notes, notes: Notes
) -> None:
    """ "12 weeks (day 84)", "3 months post-treatment (22 weeks)", "1 year (3, 6 and 12 months)"."""
    point = notes.points[place]
    other = inner.points[0]
    if _is_sum(point, inner) or _is_aside(point, inner):
        return
    notes.faults.extend(inner.faults)
    notes.is_estimated |= inner.is_estimated
    if len(inner.points) > 1:
        latest = max(item.value for item in inner.points)
        is_range = bool(notes.ranges) and notes.ranges[-1][1] == place
        if is_range and inner.ranges and _is_same(latest, point.value):
            return  # "weeks 5-6 (days 29-42)"
        if inner.ranges or _is_same(latest, point.value):
            _replace_by_list(place, inner, notes)
            return
        if place in notes.bounds and not inner.bounds and latest < point.value:
            notes.merge(inner)  # "up to 10 years (at 3 months and 1 year)"
            return
    elif _is_same(point.value, other.value):
        notes.zero = notes.zero or inner.zero
        return
    elif _counts_from_elsewhere(point) and other.value > point.value:
        # The one in parentheses is the time on the study's own clock.
        notes.points[place] = replace(other, tolerance=point.tolerance)
        notes.bounds.update({place} if 0 in inner.bounds else ())
        return
    elif inner.upper and other.value > 2 * point.value:
        # "until a relapse within 3 weeks (up to 3 years)"
        notes.points[place] = other
        notes.bounds.add(place)
        notes.upper.add(place)
        return
    notes.faults.append(("contradiction", other.span))


def _is_sum(point: Item, inner: Notes) -> bool:
    """Whether a remark tells the parts that make up a length: "10 weeks (6 + 4 weeks)"."""
    parts = [*inner.points, *(phase for phase in inner.phases if phase.meaning == "length")]
    is_lengths = not any(part.is_position for part in (point, *parts))
    return len(parts) > 1 and is_lengths and sum(part.value for part in parts) == point.value


def _is_aside(point: Item, inner: Notes) -> bool:
    """Whether a remark counts from something later, or tells how long each part takes.

    "week 18 (after 4 weeks of the second treatment)", "1 year (6 months after the end)", "26 weeks
    (with two washouts of 1 week)".
    """
    is_elsewhere = any(_counts_from_elsewhere(item) for item in inner.points)
    is_smaller = all(item.value < point.value for item in inner.points)
    is_part = {"part", "every"} & inner.seen.keys() and _divides(inner.points[0], point)
    return is_smaller and (
        is_elsewhere or bool({"after", "phase", "plus"} & inner.seen.keys() or is_part)
    )


def _divides(part: Item, whole: Item) -> bool:
    return part.value > 0 and part.unit == whole.unit and whole.amount % part.amount == 0


def _replace_by_list(place: int, inner: Notes, notes: Notes) -> None:
    del notes.points[place]
    notes.bounds.discard(place)
    notes.upper.discard(place)
    if notes.ranges and place in notes.ranges[-1]:
        notes.ranges.pop()
    notes.merge(inner)


def _is_same(first: float, second: float) -> bool:
    days = abs(first - second)
    return days <= _SAME_DAYS or days <= SAME_SHARE * max(abs(first), abs(second))


def _counts_from_elsewhere(point: Item) -> bool:
    """Whether a point counts from something that may happen long after the start."""
    return point.anchor is not None and point.anchor.kind not in _FROM_THE_START


def _in_place_of_words(inner: Notes, notes: Notes, state: State) -> None:
    """ "end of treatment (8 weeks)", "T1 (6 weeks)", "until death (up to 5 years)"."""
    label = notes.opens[-1] if notes.opens and notes.opens[-1].tag == "code" else None
    if len(inner.points) == 1 and state.lone_event and notes.opens:
        event = notes.opens.pop()
        if not counts_from(inner.points[0], event):
            notes.know_end(event, inner.points[0].value)
    elif len(inner.points) == 1 and label is not None:
        notes.opens.pop()
        inner.points[0] = replace(inner.points[0], label=label.text)
    elif not inner.points and inner.zero is not None and label is not None:
        notes.opens.pop()
    if inner.points and state.is_to:
        notes.close_range(inner.points[-1].value)
    place = len(notes.points)
    notes.merge(inner)
    if inner.points:
        if state.bound and len(inner.points) == 1:
            notes.bounds.add(place)  # "during treatment (12 weeks)"
        if state.is_to and len(inner.points) == 1:
            if state.last is None:
                notes.bounds.add(place)
            else:
                notes.ranges.append((state.last, place))
        state.past_moment(len(notes.points) - 1, "point")
    elif inner.zero is not None:
        state.past_moment(-1, "base")
