"""Dates as the registry writes them: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from harvest.parse import Unread

Precision = Literal["year", "month", "day"]
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


class PartialDate(NamedTuple):
    """The first day of the period that a text names, and how much of it the text gave."""

    first_day: datetime
    precision: Precision


@lru_cache(maxsize=65_536)
def read_date(text: str) -> PartialDate:
    """A partial date, never more precise than the text.

    Raises:
        Unread: Not one of the three forms, or no day of the calendar.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise Unread("not a date of the form YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = match.groups()
    try:
        first_day = datetime(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise Unread(f"no such day ({error})") from error
    return PartialDate(first_day, "day" if day else "month" if month else "year")


def first_day(text: str | None) -> datetime | None:
    """First day of the period named, at midnight, without a zone."""
    return None if text is None else read_date(text).first_day


def earliest(*texts: str | None) -> datetime | None:
    """The earliest first day of several partial dates; texts that are no dates do not count."""
    found = []
    for text in texts:
        try:
            found.append(first_day(text))
        except Unread:
            continue
    return min((each for each in found if each is not None), default=None)


def precision(text: str | None) -> Precision | None:
    """Whether the text names a day, a month or a year; None for a text that is no date."""
    try:
        return None if text is None else read_date(text).precision
    except Unread:
        return None


def minute(text: str | None) -> datetime | None:
    """A time of the form `YYYY-MM-DDTHH:MM`, without a zone (the registry gives none).

    Raises:
        Unread: Any other form.
    """
    if text is None:
        return None
    if not _MINUTE.fullmatch(text):
        raise Unread("not a time of the form YYYY-MM-DDTHH:MM")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Unread(f"no such time ({error})") from error
