"""Whether two times are one time for a researcher: 12 weeks and 3 months are.

The rule is the project's own and follows from how people count. A month is written as four weeks
(28 days) or as a twelfth of a year (30.4 days), so that one and the same visit stands at 84 or at
91 days, at 168 or 183, at 336 or 365: always 8 % apart. Two visits that are planned as different
ones are rarely closer than one in eight ("week 7" and "week 8"). A tenth of the later time lies
between the two. Beside that, "day 8" and "week 1" are one visit, since the first day is day 1 to
some and day 0 to others: from the sixth day on, one day makes no difference. Nothing but 0 is a
baseline, and hours are compared as strictly as years.

The relation is not transitive (84 meets 91 and 91 meets 100, but 84 does not meet 100), so it says
which points are near a time that is asked for; it does not sort points into groups.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SAME_SHARE: Final = 0.1
"""Two times are the same if they differ by no more than this share of the later one."""
SAME_DAYS: Final = 1.0
"""And from `FIRST_DAY` on, if they differ by no more days than this."""
FIRST_DAY: Final = 6.0
# What binary fractions may add to a difference.
_HAIR: Final = 1e-9


class Window(NamedTuple):
    """The days that count as the same time, both ends included."""

    earliest: float
    latest: float


def same_time(days_a: float, days_b: float) -> bool:
    """Whether two points of time, in days from one start, are the same for a researcher.

    See the module for the rule and its reason. Study-day numbers go in as elapsed days.
    """
    near, far = sorted((abs(days_a), abs(days_b)))
    if days_a * days_b <= 0:
        return days_a == days_b
    apart = far - near
    is_day = near >= FIRST_DAY - _HAIR and apart <= SAME_DAYS + _HAIR
    return is_day or apart <= SAME_SHARE * far + _HAIR


def window(days: float, tolerance_days: float | None = None) -> Window:
    """The earliest and the latest day that are the same time as this one.

    Args:
        days: A point of time.
        tolerance_days: The window that the text states, if it does ("week 12 +/- 14 days"); the
            wider of the two counts.
    """
    size = abs(days)
    near, far = size * (1 - SAME_SHARE), size / (1 - SAME_SHARE)
    if size >= FIRST_DAY + SAME_DAYS:
        near = min(near, size - SAME_DAYS)
    if size >= FIRST_DAY:
        far = max(far, size + SAME_DAYS)
    if tolerance_days is not None:
        near, far = min(near, size - tolerance_days), max(far, size + tolerance_days)
    return Window(near, far) if days >= 0 else Window(-far, -near)
