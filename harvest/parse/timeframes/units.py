"""Days of an amount of time, by the project's convention."""

from __future__ import annotations

import math
from typing import Final

from harvest.parse.timeframes.model import Unit

# From small to large: a length may go on in a smaller unit ("2 years and 3 months").
ORDER: Final = ("second", "minute", "hour", "day", "week", "month", "year")
SHORT: Final = frozenset({"second", "minute", "hour"})
# How many of a unit fill the next that people count in; fewer go on with the length before them.
FILLS: Final = {"second": 60, "minute": 60, "hour": 24, "day": 31, "week": 5, "month": 12}
_DAYS: Final[dict[str, float]] = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 365 / 12,
    "year": 365.0,
}


def days_of(amount: float, unit: Unit) -> float:
    """The days of an amount; those of months and years are rounded half up to whole days."""
    if unit in ("month", "year"):
        # 18 months are 547.5 days, which binary fractions may miss by a hair.
        exact = amount * 365 / 12 if unit == "month" else amount * 365
        return float(math.floor(round(exact, 6) + 0.5)) if math.isfinite(exact) else exact
    return amount * _DAYS.get(unit, math.nan)


def larger(first: Unit, second: Unit) -> bool:
    """Whether the first unit is the larger; a sum of mixed units is not to be told."""
    return first in ORDER and second in ORDER and ORDER.index(first) > ORDER.index(second)
