"""Makes steps of a drug's amounts: a titration over time, or nothing where they are alternatives.

The notation `startday:mg;...` starts at 0; a plan that is told in study days keeps them as they are
written, unless it starts on day 1, which is the first day of treatment and so offset 0.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from harvest.parse.doses.events import Event
from harvest.parse.doses.items import Period
from harvest.parse.doses.model import Step

_MAX_STEPS = 60
_TOLERANCE = 1e-9


class Plan(NamedTuple):
    """How a dose runs over time.

    Attributes:
        steps: Empty where the text does not fix them.
        final: The last daily amount; None where it is not fixed.
        is_titrated: Whether the dose changes by plan.
        days: Length of the plan where all steps have one.
        rule: Name of the rule.
        reason: Why there is no final amount or there are no steps.
    """

    steps: tuple[Step, ...]
    final: float | None
    rule: str
    reason: str = ""
    days: int | None = None
    is_titrated: bool = False


def make_plan(
    events: tuple[Event, ...], intervals: tuple[float, ...], spans: tuple[Period, ...]
) -> Plan:
    """The plan of a drug's daily amounts; `spans` are periods that stand beside no amount."""
    increments = tuple(e for e in events if e.role == "increment")
    roles = {"dose", "target", "upper", "cap"} if increments else {"dose", "target"}
    doses = tuple(e for e in events if e.role in roles and e.levels)
    if not doses:
        return Plan((), None, "no_daily_amount")
    if increments:
        return _by_increments(doses, increments[0], intervals)
    doses = _distinct(doses)
    if len(doses) == 1:
        return _of_one(doses[0], intervals, spans)
    return _of_weekly(doses, intervals) or _of_many(doses)


def _distinct(doses: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without amounts that are said again without a time of their own."""
    kept: list[Event] = []
    has_periods = any(event.periods for event in doses)
    for i, event in enumerate(doses):
        same = [other for other in kept if other.levels == event.levels]
        if same and not event.periods and not _moves(event):
            continue
        elsewhere = any(
            event.low == o.low and event.high == o.high for j, o in enumerate(doses) if j != i
        )
        if has_periods and not event.periods and elsewhere and not _moves(event):
            continue
        kept.append(event)
    return tuple(kept)


def _moves(event: Event) -> bool:
    return bool(event.bound.flags & {"then", "up", "down"})


def _of_one(event: Event, intervals: tuple[float, ...], spans: tuple[Period, ...]) -> Plan:  # noqa: PLR0911 - a list of cases in order
    amount, flags = event.bound.amount, event.bound.flags
    is_ramp = any(period.kind == "ramp" for period in (*event.periods, *spans))
    if len(event.levels) == 1:
        level = event.levels[0]
        if is_ramp or (event.role == "target" and flags & {"up", "down"}):
            return Plan(
                (), level, "target_without_steps", "the steps are not stated", is_titrated=True
            )
        if event.is_optional:
            return Plan((), level, "one_dose", "the dose depends on the patient")
        return Plan((Step(0, level),), level, "one_dose", days=_length(event))
    if amount.joined == "range" and flags & {"up", "down"} and not event.is_optional:
        return Plan(
            (), event.levels[-1], "titrated_from_to", "the steps are not stated", is_titrated=True
        )
    if amount.joined == "list" and (flags & {"up", "down"}):
        days = _consecutive(event, intervals, spans)
        if days is not None:
            steps = tuple(Step(int(i * days), level) for i, level in enumerate(event.levels))
            return Plan(
                steps,
                event.levels[-1],
                "consecutive_steps",
                days=int(days * len(steps)),
                is_titrated=True,
            )
        return Plan(
            (),
            event.levels[-1],
            "titrated_list",
            "the days of the steps are not stated",
            is_titrated=True,
        )
    return Plan((), None, "alternatives", "a range or alternatives: no single final dose")


def _consecutive(
    event: Event, intervals: tuple[float, ...], spans: tuple[Period, ...]
) -> float | None:
    """Days of each step of a list that fills a period: 4 doses over 4 days."""
    if any(level <= 0 for level in event.levels) or event.levels != tuple(sorted(event.levels)):
        return None
    count = len(event.levels)
    if len(set(intervals)) == 1 and intervals[0] > 0:
        return intervals[0]
    lengths = {period.days for period in (*event.periods, *spans) if period.days}
    if len(lengths) != 1:
        return None
    days = lengths.pop() / count
    return days if days in {1.0, 7.0} else None


def _length(event: Event) -> int | None:
    lengths = [period.days for period in event.periods if period.kind == "lasting" and period.days]
    return int(lengths[0]) if len(set(lengths)) == 1 else None


def _by_increments(
    doses: tuple[Event, ...], increment: Event, intervals: tuple[float, ...]
) -> Plan:
    """ "starting at 1.5 mg, increased by 1.5 mg every week to 6 mg"."""
    start, last = doses[0], doses[-1]
    titrated = start is not last or start.role != "dose"
    single = len(start.levels) == 1 and len(increment.levels) == 1
    if not titrated or not single:
        final = None
        return Plan((), final, "increments", "the first or the last dose is not stated")
    step, days = increment.levels[0], intervals[0] if len(set(intervals)) == 1 else 0.0
    if not days:
        lengths = {p.days for p in increment.periods if p.days}
        days = lengths.pop() if len(lengths) == 1 else 0.0
    target = last.high
    steps = _ladder(start.low, step, target, days) if days and start is not last else ()
    final = None if last.is_optional else target
    reason = "" if steps else "the time of the steps is not stated"
    return Plan(steps, final, "increments", reason, is_titrated=True)


def _ladder(start: float, step: float, target: float, days: float) -> tuple[Step, ...]:
    if step <= 0 or target <= start or (target - start) / step > _MAX_STEPS:
        return ()
    count = (target - start) / step
    if abs(count - round(count)) > 1e-6:
        return ()
    return tuple(Step(int(i * days), round(start + i * step, 9)) for i in range(round(count) + 1))


def _of_many(doses: tuple[Event, ...]) -> Plan:
    doses = _target_last(doses)
    timed = None
    last = doses[-1]
    is_choice = last.bound.amount.joined in {"list", "slash"} and "between" not in last.bound.flags
    is_choice = is_choice or (
        "or" in last.bound.flags
        and bool(last.bound.flags & {"up", "down"})
        and "then" not in last.bound.flags
    )
    final = None if last.is_optional or is_choice else last.high
    if not is_choice:
        timed = _timed(doses)
    if timed is not None:
        steps, days = timed
        return Plan(steps, final, "steps", days=days, is_titrated=True)
    in_time = sum(bool(e.periods) or _moves(e) for e in doses)
    ordered = all(bool(e.periods) or _moves(e) for e in doses[1:])
    if last.role == "target" or (ordered and in_time):
        reason = "the days of the steps are not all stated"
        if last.is_optional:
            reason = "the last step depends on the patient"
        if is_choice or ("or" in last.bound.flags and not _moves(last)):
            return Plan((), None, "alternatives", "alternatives: no single final dose")
        return Plan((), final, "titrated", reason, is_titrated=True)
    return Plan((), None, "alternatives", "several doses without their order: no final dose")


def _of_weekly(doses: tuple[Event, ...], intervals: tuple[float, ...]) -> Plan | None:
    """ "1.5 mg, increasing weekly to 3 mg and 4.5 mg": each dose is held for one interval."""
    if len(set(intervals)) != 1 or not intervals[0] or any(e.is_optional for e in doses):
        return None
    levels = [level for event in doses for level in event.levels]
    is_plain = all(e.role in {"dose", "target"} and not e.periods for e in doses)
    is_listed = all(e.bound.amount.joined in {"one", "list"} for e in doses)
    has_choice = any("or" in e.bound.flags for e in doses)
    if (
        not is_plain
        or not is_listed
        or has_choice
        or levels != sorted(set(levels))
        or len(levels) < 3
    ):
        return None
    steps = tuple(Step(int(i * intervals[0]), level) for i, level in enumerate(levels))
    return Plan(steps, levels[-1], "weekly_steps", is_titrated=True)


def _target_last(doses: tuple[Event, ...]) -> tuple[Event, ...]:
    """ "4.5 mg (1.5 mg in week 1, 3 mg in week 2)": the dose that is named first comes last."""
    first, rest = doses[0], doses[1:]
    label = _label(rest[0])
    starts_over = label is not None and label.start <= 1 and all(event.periods for event in rest)
    if first.periods or not starts_over or first.high < max(event.high for event in rest):
        return doses
    return (*rest, first)


def _timed(doses: tuple[Event, ...]) -> tuple[tuple[Step, ...], int | None] | None:
    """Steps whose starts all follow from the text, and their length where the last has one."""
    if any(len(event.levels) != 1 or event.is_optional for event in doses):
        return None
    if not any(event.periods for event in doses):
        return None
    starts: list[float] = []
    clock: float | None = 0.0
    labelled = [_label(event) for event in doses]
    is_study = any(label is not None and label.is_study_day for label in labelled)
    if is_study and labelled[0] is None:
        return None
    shift = 1.0 if is_study and labelled[0] is not None and labelled[0].start == 1 else 0.0
    for i, event in enumerate(doses):
        label, lasting, after = labelled[i], _lasting(event), _after(event)
        if label is not None:
            starts.append(label.start - (shift if label.is_study_day else 0.0))
            clock = starts[-1] + label.days if label.days else None
        elif after is not None and starts:
            starts.append(after if after > starts[-1] else starts[-1] + after)
            clock = None
        else:
            if clock is None:
                return None
            starts.append(clock)
            clock = None
        if lasting is not None:
            clock = starts[-1] + lasting
    if any(b <= a for a, b in pairwise(starts)):
        return None
    held = [Step(int(start), e.levels[0]) for start, e in zip(starts, doses, strict=True)]
    steps = tuple(
        step for i, step in enumerate(held) if not i or step.daily_mg != held[i - 1].daily_mg
    )
    return steps, int(clock - starts[0]) if clock is not None else None


def _label(event: Event) -> Period | None:
    return (
        next((p for p in event.periods if p.kind == "label"), None) if not _lasting(event) else None
    )


def _lasting(event: Event) -> float | None:
    kinds = {"lasting", "following"}
    return next(
        (p.days for p in event.periods if p.kind in kinds and p.days and not p.is_total), None
    )


def _after(event: Event) -> float | None:
    return next((p.start for p in event.periods if p.kind == "after"), None)
