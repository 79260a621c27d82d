"""Writes out what is said to repeat ("every 3 months up to 2 years") and what cycles stand for."""

from __future__ import annotations

from dataclasses import replace
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
    is_told = notes.cycle_days is not None and not notes.cycle_lengths_differ
    is_from_one = all(cycle.value for cycle in notes.cycles)  # some count from cycle 0
    if not (is_told and is_from_one and (_counted(notes) or _placed(notes))):
        notes.faults.append(("cycle of unknown length", notes.cycles[0].span))


def _keep_bound(notes: Notes) -> None:
    """ "Day 1 of cycles 1 to 8, ..., up to 24 months": the cycles are inside of the bound."""
    place = max(notes.upper, key=lambda at: notes.points[at].value, default=-1)
    notes.points[:] = notes.points[place:][:1]
    notes.bounds, notes.upper = ({0}, {0}) if notes.upper else (set(), set())
    notes.ranges.clear()


def _counted(notes: Notes) -> bool:
    """ "up to 6 cycles", "the end of cycle 8"."""
    if notes.points or any(cycle.meaning not in ("count", "end") for cycle in notes.cycles):
        return False
    for cycle in notes.cycles:
        days = cycle.value * (notes.cycle_days or 0.0)
        point = replace(cycle, tag="point", unit="day", amount=days, value=days)
        if cycle.meaning == "count":
            notes.bounds.add(len(notes.points))
        notes.points.append(replace(point, rule="cycle_and_day"))
    return True


def _placed(notes: Notes) -> bool:
    """ "cycle 2 day 1, cycle 4 day 1": each day stands right behind its cycle."""
    if not notes.points or len(notes.points) != len(notes.cycles):
        return False
    by_end = {cycle.span.end: cycle for cycle in notes.cycles}
    for place, point in enumerate(notes.points):
        cycle = by_end.get(point.span.start) or by_end.get(point.span.start - 1)
        if cycle is None or not point.is_position or point.unit != "day":
            return False
        days = (cycle.value - 1) * (notes.cycle_days or 0.0) + point.value
        label = f"{cycle.text} day {point.amount:g}"
        notes.points[place] = replace(point, value=days, rule="cycle_and_day", label=label)
    return True


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
