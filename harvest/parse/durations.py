"""Ages and durations of the form "18 Months": a number and a unit."""

from __future__ import annotations

import re
from functools import lru_cache
from math import floor

from harvest.parse import Unread

_AMOUNT = re.compile(r"(\d{1,4}(?:\.\d{1,3})?) (year|month|week|day|hour|minute)s?", re.I | re.A)

# A year's worth of each unit. Convention: 12 months, 365.25 days, hence 52.1775 weeks.
_PER_YEAR = {
    "year": 1.0,
    "month": 12.0,
    "week": 52.1775,
    "day": 365.25,
    "hour": 365.25 * 24,
    "minute": 365.25 * 24 * 60,
}
# Days in each unit. Convention: a planned year is 365 days, a month a twelfth of it.
_DAYS = {"year": 365.0, "month": 365 / 12, "week": 7.0, "day": 1.0}


@lru_cache(maxsize=4096)
def read_amount(text: str) -> tuple[float, str]:
    """The number and the unit (singular, lower case) of a text such as "18 Months".

    Raises:
        Unread: Anything else.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise Unread("not a number with a unit of years, months, weeks, days, hours or minutes")
    return float(match[1]), match[2].lower()


def age_years(text: str | None) -> float | None:
    """An age in years: months / 12, weeks / 52.1775, days / 365.25."""
    if text is None:
        return None
    amount, unit = read_amount(text)
    return amount / _PER_YEAR[unit]


def duration_days(text: str | None) -> int | None:
    """A duration in whole days: week 7, month 365 / 12 rounded half up, year 365.

    Raises:
        Unread: No such form, or a duration under a day.
    """
    if text is None:
        return None
    amount, unit = read_amount(text)
    if unit not in _DAYS:
        raise Unread("a duration in hours or minutes has no whole days")
    return floor(amount * _DAYS[unit] + 0.5)
