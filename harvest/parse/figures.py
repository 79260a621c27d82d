"""Numbers as the registry writes them: text with comparators, separators and sentinels.

"<0.001", "1,234", ".10", "-.7", "= 0.03", "NA". Source: values and p-values of posted results,
which the registry serves as strings (data definitions, Outcome Measure Data).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from harvest.parse import Unread
from harvest.parse.evidence import Span

Comparator = Literal["<", "<=", "=", ">=", ">", "~"]
Sentinel = Literal["not_available", "nr", "nd", "ne", "not_applicable", "not_reported"]
# The registry calls NA not available. What NR, ND and NE stand for the record does not say: not
# reached as well as not reported.
SENTINELS: Final[dict[str, Sentinel]] = {
    "na": "not_available",
    "n/a": "not_available",
    "nr": "nr",
    "nd": "nd",
    "ne": "ne",
    "not applicable": "not_applicable",
    "not reported": "not_reported",
}
LARGEST_COUNT: Final = 2**31 - 1
_NUMBER = re.compile(
    r"\s*(?P<comparator><=|>=|=<|=>|<|>|=|~|\u2264|\u2265|\u2248)?\s*"
    r"(?P<sign>[-+\u2212\u2013])?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?:\s*(?:[eE]|[x\u00d7]\s*10\s*\^?)\s*(?P<exponent>[-+\u2212]?\d{1,3}))?"
    r"\s*(?P<percent>%)?\s*"
)
_SPELLED: Final[dict[str, Comparator]] = {
    "<": "<",
    "<=": "<=",
    "=": "=",
    ">=": ">=",
    ">": ">",
    "~": "~",
    "=<": "<=",
    "=>": ">=",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2248": "~",
}


class Figure(NamedTuple):
    """A number as written.

    Attributes:
        value: None for a sentinel.
        comparator: "=" where none is written.
        is_percent: A percent sign stands behind it.
        sentinel: "NA", "NR" and the like in capitals, else None.
        span: The words without the blanks around them.
    """

    value: float | None
    comparator: Comparator
    is_percent: bool
    sentinel: str | None
    span: Span


def read_figure(text: str) -> Figure:
    """The number that a text is, whole; nothing is picked out of longer words.

    Raises:
        Unread: Empty, no number, or more than one.
    """
    span = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
    plain = text.strip()
    if not plain:
        raise Unread("empty")
    if plain.casefold() in SENTINELS:
        return Figure(None, "=", is_percent=False, sentinel=plain.upper(), span=span)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Unread("not one number")
    return Figure(
        _value(match),
        _comparator(match["comparator"]),
        is_percent=match["percent"] is not None,
        sentinel=None,
        span=span,
    )


def _value(match: re.Match[str]) -> float:
    exponent = (match["exponent"] or "0").replace("\u2212", "-")
    value = float(f"{match['digits'].replace(',', '')}e{exponent}")
    if value == float("inf"):
        raise Unread("too large")
    return -value if match["sign"] in ("-", "\u2212", "\u2013") else value


def _comparator(written: str | None) -> Comparator:
    if written is None:
        return "="
    return _SPELLED[written]


# --- readers of columns -------------------------------------------------------------------------
# A number, its comparator and its sentinel are columns side by side; only the number's reader
# says that a text could not be read, or the same issue would stand three times.


@lru_cache(maxsize=4096)
def _attempt(text: str) -> Figure | str:
    try:
        return read_figure(text)
    except Unread as reason:
        return str(reason)


def number(text: str | None) -> float | None:
    """The number, None for a sentinel.

    Raises:
        Unread: No number.
    """
    if text is None:
        return None
    found = _attempt(text)
    if isinstance(found, str):
        raise Unread(found)
    return found.value


def comparator(text: str | None) -> Comparator | None:
    """How the number is to be compared; None where there is no number."""
    found = None if text is None else _attempt(text)
    is_number = isinstance(found, Figure) and found.value is not None
    return found.comparator if is_number else None  # type: ignore[union-attr]


def sentinel(text: str | None) -> Sentinel | None:
    """What stands in place of a number."""
    found = None if text is None else _attempt(text)
    if not isinstance(found, Figure) or found.sentinel is None:
        return None
    return SENTINELS[found.sentinel.casefold()]


def whole(text: str | None) -> int | None:
    """A number of people or things.

    Raises:
        Unread: No number, a fraction, a bound, below zero, or more than a table holds.
    """
    value = number(text)
    if value is None:
        return None
    if comparator(text) != "=":
        raise Unread("a bound, not a count")
    if not value.is_integer() or not 0 <= value <= LARGEST_COUNT:
        raise Unread("not a count")
    return int(value)


def percent(text: str | None) -> float | None:
    """A share from 0 to 100.

    Raises:
        Unread: No number, a bound, or outside.
    """
    value = number(text)
    if value is None:
        return None
    if comparator(text) != "=" or not 0 <= value <= 100:
        raise Unread("not a percentage")
    return value


def exact(text: str | None) -> float | None:
    """The number, None for everything that is no plain number: a bound, a sentinel, other words."""
    found = None if text is None else _attempt(text)
    if not isinstance(found, Figure) or found.comparator != "=":
        return None
    return found.value


def decimals(text: str | None) -> int:
    """With how many decimals a number is written."""
    match = None if text is None else re.search(r"\.(\d+)", text)
    return len(match[1]) if match is not None else 0
