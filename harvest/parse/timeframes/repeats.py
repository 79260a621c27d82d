"""Writes out what is said to repeat ("every 3 months up to 2 years") and what cycles stand for."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Final

from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.notes import Notes
from harvest.parse.timeframes.units import SHORT, days_of

# More are a diary, which is told as a period.
_MOST_STEPS: Final = 60
# Months and years round, so that the last step may miss the stated end by a little.
_SLACK_DAYS: Final = 2.0


def with_cycles(notes: Notes) -> None:
    """Puts a day for "cycle 3 day 1" where the length of a cycle is stated."""
    if not notes.cycles:
        return
    if notes.upper or notes.is_expected:
        _keep_bound(notes)
        return
    is_from_one = all(cycle.value for cycle in notes.cycles)  # some count from cycle 0
    if not (is_from_one and (_counted(notes) or _placed(notes))):
        notes.faults.append(("cycle of unknown length", notes.cycles[0].span))


def _keep_bound(notes: Notes) -> None:
    """ "Day 1 of cycles 1 to 8, ..., up to 24 months": the cycles are inside of the bound."""
    place = max(notes.upper, key=lambda at: notes.points[at].value, default=-1)
    notes.points[:] = notes.points[place:][:1]
    notes.bounds, notes.upper = ({0}, {0}) if notes.upper else (set(), set())
    notes.ranges.clear()


def _counted(notes: Notes) -> bool:
    """ "up to 6 cycles", "the end of cycles 2 and 8", "cycles 1-6"."""
    cycles = notes.cycles
    if notes.points or not _is_length_told(notes):
        return False
    meanings = {cycle.meaning for cycle in cycles}
    is_ended = cycles[0].meaning == "end" and meanings <= {"end", "code"}
    if meanings == {"code"}:
        if not _is_from_first(notes):
            return False
        del cycles[:-1]
    elif not is_ended and meanings != {"count"}:
        return False
    for cycle in cycles:
        days = cycle.value * (notes.cycle_days or 0.0)
        point = replace(cycle, tag="point", unit="day", amount=days, value=days)
        if not is_ended:
            notes.bounds.add(len(notes.points))
        notes.points.append(replace(point, rule="cycle_and_day"))
    return True


def _is_length_told(notes: Notes) -> bool:
    return notes.cycle_days is not None and not notes.cycle_lengths_differ


def _is_from_first(notes: Notes) -> bool:
    """Whether the cycles are the first ones without a gap: "cycle 1", "cycles 1-6"."""
    numbers = [cycle.value for cycle in notes.cycles]
    is_range = len(numbers) == 2 and numbers[0] == 1 and ({"dash", "to"} & notes.seen.keys())
    return bool(is_range) or numbers == [float(at) for at in range(1, len(numbers) + 1)]


def _placed(notes: Notes) -> bool:
    """ "cycle 2 day 1, cycle 4 day 1", "days 1 and 8 of cycles 1 and 2"."""
    parts = sorted((*notes.points, *notes.cycles), key=lambda part: part.span.start)
    runs = [list(run) for _, run in groupby(parts, key=lambda part: part.tag)]
    is_told = _is_length_told(notes) or all(cycle.value == 1 for cycle in notes.cycles)
    if not is_told or len(runs) % 2 or any(cycle.meaning != "code" for cycle in notes.cycles):
        return False
    if not all(point.is_position and point.unit == "day" for point in notes.points):
        return False
    made: list[Item] = []
    for first, second in zip(runs[::2], runs[1::2], strict=True):
        cycles, points = (first, second) if first[0].tag == "cycle" else (second, first)
        if len(cycles) * len(points) > _MOST_STEPS:
            return False
        made.extend(_day_of_cycle(point, cycle, notes) for cycle in cycles for point in points)
    if len(made) != len(notes.points) and (notes.ranges or notes.bounds):
        return False
    notes.points[:] = made
    return True


def _day_of_cycle(point: Item, cycle: Item, notes: Notes) -> Item:
    days = (cycle.value - 1) * (notes.cycle_days or 0.0) + point.value
    label = f"{cycle.text} day {point.amount:g}"
    return replace(point, value=days, rule="cycle_and_day", label=label)


def with_steps(notes: Notes) -> None:
    """Lists the points of one step with a stated end; an adverb ("weekly") makes no points."""
    end = _end_of_steps(notes)
    if end is None:
        return
    step, last = notes.steps[0], notes.points[end]
    earlier = [point for place, point in enumerate(notes.points) if place != end]
    made = _written_out(step, max((point.value for point in earlier), default=0.0), last.value)
    if not made or abs(last.value - made[-1].value - step.value) > max(
        _SLACK_DAYS, step.value * 0.1
    ):
        return  # too many, or the steps do not meet the stated end
    notes.points[:] = [*earlier, *made, replace(last, bound="exact")]
    notes.steps.clear()
    notes.ranges.clear()
    notes.bounds.clear()
    notes.upper.clear()


def _end_of_steps(notes: Notes) -> int | None:
    """The place of the point where the steps end, if there is just one step and one end."""
    if len(notes.steps) != 1 or notes.is_expected or notes.ends or notes.cycles:
        return None
    step = notes.steps[0]
    if step.value <= 1 or step.unit in SHORT or step.unit == "none":
        return None
    if len(notes.ranges) == 1 and len(notes.points) == 1:
        return 0
    return next(iter(notes.bounds)) if len(notes.bounds) == 1 and not notes.ranges else None


def _written_out(step: Item, first: float, last: float) -> list[Item]:
    made: list[Item] = []
    for count in range(1, _MOST_STEPS + 1):
        days = first + days_of(step.amount * count, step.unit)
        if days > last - step.value / 2:
            return made
        made.append(replace(step, tag="point", value=days, rule="repeated_step"))
    return []
