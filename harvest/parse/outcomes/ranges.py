"""Ranges of numbers in a text: "0-10", "from 0 to 24", "between 10 and 50"."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.evidence import Span
from harvest.parse.outcomes.files import word_class
from harvest.parse.outcomes.model import Field
from harvest.parse.tokens import Token, tokens

_DASHES = frozenset({"-", "\u2013", "\u2014", "\u2212", "~"})
_NOT_SCORES_AFTER = word_class("no_score_before")
_NOT_SCORES_BEFORE = word_class("no_score_after")
_MARKERS = frozenset({"range", "ranges", "ranging", "from", "between", "scored", "scale", "scores"})
_TOTALS = word_class("total")
_ITEMS = word_class("item")
_BANDS = word_class("band")
_LATEST_YEAR = 1900
_BANDS_AT_LEAST = 3
_WINDOW = 12


class Range(NamedTuple):
    """The ends of a scale as stated; either may be missing."""

    low: float | None
    high: float | None
    weight: int
    field: Field
    span: Span
    rule: str


def ranges(text: str, field: Field) -> list[Range]:
    """ "0-10", "from 0 to 24", "between 10 and 50"."""
    row = tokens(text, decimal_comma=False)
    found: list[Range] = []
    at = 0
    while at < len(row):
        one = _range_at(row, at, field)
        if one is not None:
            found.append(one)
        at += 1
    return _without_bands(found)


def _without_bands(found: list[Range]) -> list[Range]:
    """Three ranges or more that join end to end are categories of one scale: "1-10, 11-16, ..." """
    joined: list[list[Range]] = []
    for one in found:
        last = joined[-1][-1].high if joined else None
        if last is not None and one.low in (last, last + 1):
            joined[-1].append(one)
        else:
            joined.append([one])
    return [
        one._replace(weight=-1) if len(chain) >= _BANDS_AT_LEAST else one
        for chain in joined
        for one in chain
    ]


def _range_at(row: tuple[Token, ...], at: int, field: Field) -> Range | None:
    low = row[at].value
    if low is None:
        return None
    joint = _joint(row, at + 1)
    if joint is None:
        return None
    second, is_between = joint
    if is_between and not any(token.text == "between" for token in row[max(at - 2, 0) : at]):
        return None
    high = row[second].value
    start = at
    if at and row[at - 1].text in _DASHES | {"\u2212"}:
        is_minus = (
            at < 2 or row[at - 2].span.end < row[at - 1].span.start or row[at - 2].text in "(["
        )
        if not is_minus or row[at - 1].span.end < row[at].span.start:
            return None
        low, start = -low, at - 1
    if (
        high is None
        or low >= high
        or low >= _LATEST_YEAR
        or (0 < low < 1)
        or _is_no_score(row, start, second)
    ):
        return None  # a fraction at the lower end is a reliability or a probability
    return Range(
        low, high, _weight(row, start, second), field, span_of(row, start, second), "range"
    )


def _joint(row: tuple[Token, ...], at: int) -> tuple[int, bool] | None:
    """Where the second number of a range stands; whether "and" joins them."""
    if at + 1 >= len(row):
        return None
    if row[at].text in ("points", "point", "mm", "cm", "="):
        at += 1
    if at < len(row) and row[at].text == "(":
        at = _after_bracket(row, at)
    if at + 1 >= len(row):
        return None
    text = row[at].text
    if text in ("to", "through") or text in _DASHES or text == "and":
        ahead = at + 1
        if row[ahead].text in ("a", "maximum", "of"):
            ahead += 1
        if ahead < len(row) and row[ahead].value is not None:
            return ahead, text == "and"
    return None


def _after_bracket(row: tuple[Token, ...], at: int) -> int:
    """The place behind a bracket with a label: "0 (no pain) to 10"."""
    for place in range(at + 1, min(at + _WINDOW, len(row))):
        if row[place].text == ")":
            return place + 1
        if row[place].value is not None:
            return at
    return at


def _is_no_score(row: tuple[Token, ...], start: int, second: int) -> bool:
    after = row[second + 1].text if second + 1 < len(row) else ""
    beyond = row[second + 2].text if second + 2 < len(row) else ""
    before = row[start - 1].text if start else ""
    is_chain = after in _DASHES and second + 2 < len(row) and row[second + 2].value is not None
    is_unit = after in _NOT_SCORES_AFTER or (after in _DASHES and beyond in _NOT_SCORES_AFTER)
    if any(token.text == "confidence" for token in row[max(start - _WINDOW, 0) : start]):
        return True
    is_cut_off = before == "of" and start > 1 and row[start - 2].text in ("score", "scores")
    is_cut_off = is_cut_off and not any(t.text in _MARKERS for t in row[max(start - 5, 0) : start])
    return is_chain or is_unit or is_cut_off or before in _NOT_SCORES_BEFORE or before in ("/", "#")


def _weight(row: tuple[Token, ...], start: int, second: int) -> int:
    """3 of a total, 2 where called a range, 1 plain, 0 of an item, -1 of a band."""
    if any(token.text in _BANDS for token in row[second + 1 : second + 5]) and _is_band(
        row, second
    ):
        return -1
    if any(token.text == "likert" for token in row[max(start - 4, 0) : start]):
        return 0
    weight = 0 if _is_of_items(row, second) else 1
    for place in range(start - 1, max(start - 1 - _WINDOW, -1), -1):
        text = row[place].text
        if text in (".", ";"):
            break
        if text in _TOTALS:
            return 0 if _is_of_items(row, second) else 3
        if text in _ITEMS:
            is_number = row[place - 1].value is not None or row[place - 1].text == "-"
            if not (text in ("item", "items", "questions", "question") and place and is_number):
                return 0
            return (
                0
                if any(t.text in ("rated", "scored", "answered", "with") for t in row[place:start])
                else weight
            )
        if text in _MARKERS:
            weight = 2 if weight else 0
    return weight


def _is_of_items(row: tuple[Token, ...], second: int) -> bool:
    """Items named right behind: "the sum of the scores (0-5) from all 10 questions"."""
    return any(token.text in _ITEMS for token in row[second + 1 : second + 7])


def _is_band(row: tuple[Token, ...], second: int) -> bool:
    """A label of severity right behind: "10-14 moderate", "5 to 9 = mild"."""
    for token in row[second + 1 : second + 5]:
        if token.text in _BANDS:
            return True
        if token.text in (".", ";", ",", ")", "("):
            return False
    return False


def span_of(row: tuple[Token, ...], first: int, last: int) -> Span:
    """From the first to the last of these tokens."""
    return Span(row[first].span.start, row[last].span.end)
