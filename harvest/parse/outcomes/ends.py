"""Single ends of a scale: labels, "maximum score is 100", "100-mm VAS", "7-point Likert"."""

from __future__ import annotations

from itertools import pairwise

from harvest.parse.evidence import Span
from harvest.parse.outcomes.directions import Label, labels
from harvest.parse.outcomes.files import word_class
from harvest.parse.outcomes.model import Field
from harvest.parse.outcomes.ranges import Range, span_of
from harvest.parse.tokens import Token, tokens

_NOT_SCORES_AFTER = word_class("no_score_before")
_ITEMS = word_class("item")
_SCALES = frozenset({"vas", "scale", "visual", "line", "horizontal", "nrs", "likert", "rating"})


def ends(text: str, field: Field, usual: tuple[float | None, float | None]) -> list[Range]:
    """Labelled ends, and "maximum score is 100", "out of 100", "minimum 0, maximum 21"."""
    stated = _stated_ends(text, field)
    if stated and stated[0].low is not None and stated[0].high is not None:
        return stated
    return _labelled_ends(text, field, usual) or stated


def _labelled_ends(
    text: str, field: Field, usual: tuple[float | None, float | None]
) -> list[Range]:
    found = labels(text)
    if not found:
        return []
    low, high = min(found, key=_value), max(found, key=_value)
    is_usual = (low.value, high.value) == usual
    if low.value < high.value and (low.sign != high.sign or is_usual):
        span = Span(min(low.span.start, high.span.start), max(low.span.end, high.span.end))
        is_end = high.is_extreme or high.value == usual[1]
        if low.is_extreme or low.value == usual[0]:
            return [Range(low.value, high.value if is_end else None, 2, field, span, "labels")]
        if is_end:
            return [Range(None, high.value, 2, field, span, "labels")]
    if low.is_extreme and low.value == usual[0]:
        return [Range(low.value, None, 1, field, low.span, "labels")]
    return []


def _stated_ends(text: str, field: Field) -> list[Range]:
    row = tokens(text, decimal_comma=False)
    both = _both_ends(row)
    low_end, high_end = both or (_stated_end(row, "min"), _stated_end(row, "max"))
    if low_end is None and high_end is None:
        return []
    places = [at for at in (low_end, high_end) if at is not None]
    span = span_of(row, min(places), max(places))
    low_value = _signed(row, low_end)
    high_value = _signed(row, high_end)
    if low_value is not None and high_value is not None and low_value >= high_value:
        return []
    return [Range(low_value, high_value, 2, field, span, "stated_end")]


def _value(label: Label) -> float:
    return label.value


def _signed(row: tuple[Token, ...], at: int | None) -> float | None:
    if at is None:
        return None
    value = row[at].value
    is_minus = at > 0 and row[at - 1].text in ("-", "\u2212")
    return -value if is_minus and value is not None else value


def _both_ends(row: tuple[Token, ...]) -> tuple[int, int] | None:
    """ "Minimum and maximum scores are 0 and 63"."""
    for at in range(len(row) - 2):
        words = [token.text[:3] for token in row[at : at + 3]]
        if words[0] != "min" or words[2] != "max" or row[at + 1].text not in ("and", "/", "-"):
            continue
        numbers = [
            place for place in range(at + 3, min(at + 24, len(row))) if _is_score(row, place)
        ]
        for first, second in pairwise(numbers):
            if row[first + 1].text in ("and", "to", "-") and second - first <= 3:
                return first, second
    return None


def _is_score(row: tuple[Token, ...], at: int) -> bool:
    return row[at].value is not None and not _is_name_number(row, at)


def _stated_end(row: tuple[Token, ...], which: str) -> int | None:
    """The number behind "maximum score is" or "out of"."""
    for at, token in enumerate(row):
        is_end = token.text in (which, which + "imum", which + "imal")
        if which == "max" and token.text == "of" and at and row[at - 1].text == "out":
            is_end = True
        if not is_end:
            continue
        if any(word.text in _ITEMS for word in row[max(at - 4, 0) : at]):
            continue
        for place in range(at + 1, min(at + 6, len(row))):
            if row[place].text in (".", ";", ",") or row[place].text in _ITEMS:
                break
            if row[place].value is not None:
                after = {token.text for token in row[place + 1 : place + 3]}
                if not after & _NOT_SCORES_AFTER and not _is_name_number(row, place):
                    return place
                break
    return None


def _is_name_number(row: tuple[Token, ...], at: int) -> bool:
    return at > 1 and row[at - 1].text == "-" and row[at - 2].kind == "word"


def lines(text: str, field: Field) -> list[Range]:
    """ "100-mm VAS", "10 cm line": the length of the line is the scale."""
    row = tokens(text, decimal_comma=False)
    for at, token in enumerate(row):
        if token.value not in (10.0, 100.0):
            continue
        unit = at + 2 if at + 1 < len(row) and row[at + 1].text == "-" else at + 1
        if unit < len(row) and row[unit].text in ("mm", "cm", "millimeter", "centimeter"):
            near = {word.text for word in row[max(at - 4, 0) : unit + 5]}
            if near & _SCALES:
                return [Range(0.0, token.value, 1, field, span_of(row, at, unit), "line_length")]
    return []


def points(text: str, field: Field, usual: tuple[float | None, float | None]) -> Range | None:
    """ "7-point Likert": the top of a scale that counts from one, if nothing speaks against it."""
    row = tokens(text, decimal_comma=False)
    for at, token in enumerate(row):
        if token.value is None or not 3 <= token.value <= 7:
            continue
        place = at + 1 + (at + 1 < len(row) and row[at + 1].text == "-")
        if place >= len(row) or row[place].text not in ("point", "points"):
            continue
        near = {word.text for word in row[place + 1 : place + 4]}
        if near & {"likert"} and usual[1] in (None, token.value):
            return Range(None, token.value, 1, field, span_of(row, at, place), "likert_points")
        if near & _SCALES and usual[1] == token.value:
            return Range(None, token.value, 1, field, span_of(row, at, place), "likert_points")
    return None
