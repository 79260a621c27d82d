"""How values compare: words, dates, numbers and ages."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from harvest.replica.pieces import Piece

_WORDS = re.compile(r"[^\W_]+")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([01][0-9]|2[0-3]):([0-5][0-9]))?)?)?"
)
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_AGE = re.compile(r"([0-9]{1,6})\s*(year|month|week|day|hour|minute)s?", re.IGNORECASE)
_END_OF_DAY = 1439 / 1440
_DAYS = {
    "year": 365.25,
    "month": 365.25 / 12,
    "week": 7.0,
    "day": 1.0,
    "hour": 1 / 24,
    "minute": 1 / 1440,
}


def words(text: str) -> str:
    """The words of a text, case folded, one space between; all but letters and digits divides."""
    return " ".join(_WORDS.findall(text.casefold()))


def bounds(piece: Piece, text: str) -> tuple[float, float] | None:
    """The span a date, number or age covers on its kind's scale; None if it is not one.

    "2022" is the whole year. A partial date in a record counts as its first day [ours].
    """
    if piece.kind == "date":
        return _date_bounds(text)
    if piece.kind == "number":
        return (float(text), float(text)) if _NUMBER.fullmatch(text) else None
    found = _AGE.fullmatch(text.strip())
    if found is None:
        return None
    days = int(found[1]) * _DAYS[found[2].lower()]
    return days, days


def _date_bounds(text: str) -> tuple[float, float] | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 1)
    last_month = month if found[2] else 12
    try:
        first = date(year, month, int(found[3] or 1)).toordinal()
        last = (
            first
            if found[3]
            else date(year, last_month, monthrange(year, last_month)[1]).toordinal()
        )
    except ValueError:
        return None
    if found[4]:
        minute = first + (int(found[4]) * 60 + int(found[5])) / 1440
        return minute, minute
    return first, last + _END_OF_DAY
