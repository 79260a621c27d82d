"""Numbers as the registry writes them: text with comparators, separators and sentinels.

"<0.001", "1,234", ".10", "-.7", "= 0.03", "NA". Source: values and p-values of posted results,
which the registry serves as strings (data definitions, Outcome Measure Data).
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from harvest.parse import Unread
from harvest.parse.evidence import Span

Comparator = Literal["<", "<=", "=", ">=", ">", "~"]
SENTINELS: Final = frozenset({"na", "n/a", "nr", "nd", "ne", "not applicable", "not reported"})
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
