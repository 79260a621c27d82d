"""When a change was made, against the start of the study, its completion and its results."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from harvest.history.kinds import at
from harvest.parse import Unread
from harvest.parse.dates import read_date

Timing = Literal[
    "before_start",
    "after_start",
    "after_primary_completion",
    "after_results_posted",
    "unknown",
]
_STATUS = "protocolSection.statusModule."
START = f"{_STATUS}startDateStruct.date"
COMPLETION = f"{_STATUS}primaryCompletionDateStruct.date"
POSTING = f"{_STATUS}resultsFirstPostDateStruct.date"


class When(NamedTuple):
    """A change against the dates of its study; days are negative before.

    Attributes:
        timing: The last of these events that was over.
        after_start, after_completion, after_posting: Days, from the first day of a date that is
            given to the month or year only.
    """

    timing: Timing
    after_start: int | None
    after_completion: int | None
    after_posting: int | None


def when(changed: datetime | None, document: dict[str, Any]) -> When:
    """A change of that day against the dates that the record then gave.

    A day within a month that is all that the record gives is neither before nor after it.
    """
    if changed is None:
        return When("unknown", None, None, None)
    day = changed.date()
    spans = [_span(at(document, path)) for path in (START, COMPLETION, POSTING)]
    days = (None if span is None else (day - span[0]).days for span in spans)
    return When(_timing(day, *spans), *days)


Span = tuple[date, date] | None


def _timing(day: date, start: Span, completion: Span, posting: Span) -> Timing:
    events: tuple[tuple[Span, Timing], ...] = (
        (posting, "after_results_posted"),
        (completion, "after_primary_completion"),
        (start, "after_start"),
    )
    for span, timing in events:
        if span is not None and day > span[1]:
            return timing
        if span is not None and span[0] != span[1] and day >= span[0]:
            return "unknown"
    return "unknown" if start is None else "before_start"


def _span(text: Any) -> Span:
    """First and last day of the period that a date names."""
    try:
        first, precision = read_date(text if isinstance(text, str) else "")
    except Unread:
        return None
    day = first.date()
    match precision:
        case "day":
            return day, day
        case "month":
            return day, day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "year":
            return day, day.replace(month=12, day=31)
