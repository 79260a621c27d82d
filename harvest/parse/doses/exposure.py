"""How much of a drug a schedule gives over a treatment: arithmetic on steps, no reading.

Source: the definition of cumulative dose as the sum of daily doses. FINAL's `0:1.5;7:3;14:4.5;21:6`
over 84 days is 441 mg, 5.25 mg a day on average.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from harvest.parse import Unread
from harvest.parse.doses.model import Step


class Exposure(NamedTuple):
    """What a schedule amounts to.

    Attributes:
        days: Length of the treatment.
        cumulative_mg: Sum over all days.
        mean_daily_mg: Cumulative amount by days.
        days_at_target: Days on the last step's amount.
        days_to_target: Days before the last step.
    """

    days: int
    cumulative_mg: float
    mean_daily_mg: float
    days_at_target: int
    days_to_target: int


def exposure(steps: tuple[Step, ...], days: int) -> Exposure:
    """The exposure of steps over a treatment that lasts `days` from the first step on.

    Raises:
        Unread: No steps, steps not in order, or a treatment that ends before the last step.
    """
    if not steps:
        raise Unread("no schedule")
    starts = [step.start_day - steps[0].start_day for step in steps]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise Unread("the steps are not in order")
    if days <= starts[-1]:
        raise Unread("the treatment ends before the last step of the schedule")
    ends = [*starts[1:], days]
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    total = sum(step.daily_mg * length for step, length in zip(steps, lengths, strict=True))
    return Exposure(days, round(total, 9), round(total / days, 9), lengths[-1], starts[-1])


def read_schedule(text: str) -> tuple[Step, ...]:
    """The steps of "0:1.5;7:3".

    Raises:
        Unread: Any other form.
    """
    steps = []
    for part in text.split(";"):
        day, colon, amount = part.partition(":")
        if not colon or not day.isdecimal():
            raise Unread(f"not a schedule: {text!r}")
        try:
            steps.append(Step(int(day), float(amount)))
        except ValueError:
            raise Unread(f"not a schedule: {text!r}") from None
    return tuple(steps)
