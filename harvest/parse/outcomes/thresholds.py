"""Responder thresholds: "at least 30 % reduction", "change in FIQ > 25%", "PGIC 1 or 2".

A threshold is a comparator with a number, or a bare percentage, beside a word of improvement.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from harvest.parse.evidence import Span
from harvest.parse.outcomes.files import word_class
from harvest.parse.outcomes.model import Field, Threshold, finding
from harvest.parse.tokens import Token, tokens

_SIGNS = {"≥": ">=", "⩾": ">=", ">": ">", "≤": "<=", "<": "<"}
_PHRASES = {
    ("at", "least"): ">=",
    ("minimum", "of"): ">=",
    ("more", "than"): ">",
    ("greater", "than"): ">",
    ("higher", "than"): ">",
    ("larger", "than"): ">",
    ("less", "than"): "<",
    ("a",): ">=",
}
_OR_MORE = frozenset({("or", "more"), ("or", "greater"), ("or", "higher"), ("or", "better")})
_BETTER = word_class("response")
_POINTS = frozenset({"point", "points", "mm", "cm", "unit", "units"})
_SCALES = frozenset({"scale", "likert", "rating", "numeric", "numerical", "nrs"})
_REACH = 7
_STEPS = frozenset({"or", "and", "to", "/"})


class _Limit(NamedTuple):
    comparator: str
    is_written: bool
    start: int


def thresholds(text: str, field: Field) -> tuple[Threshold, ...]:
    """All thresholds of a text in order, each number with its own comparator."""
    all_tokens = tokens(text, decimal_comma=False)
    found: list[Threshold] = []
    for at, token in enumerate(all_tokens):
        if token.value is None or token.value <= 0:
            continue
        unit, end = _unit(all_tokens, at)
        if unit is None or (end < len(all_tokens) and all_tokens[end].text in _SCALES):
            continue
        limit = _limit(all_tokens, at, end)
        if not _is_improvement(all_tokens, limit.start, end):
            continue
        if not limit.is_written and unit != "percent":
            continue
        span = Span(all_tokens[limit.start].span.start, all_tokens[end - 1].span.end)
        where = finding(field, span, "threshold", "stated" if limit.is_written else "inferred")
        found.append(Threshold(limit.comparator, token.value, unit, where))
    return tuple(dict.fromkeys(found))


def categories(text: str, field: Field, names: tuple[str, ...]) -> tuple[Threshold, ...]:
    """The steps that count as a response, as in "PGIC 1 or 2" or "score of 1 or 2"."""
    all_tokens = tokens(text, decimal_comma=False)
    before = frozenset(names) | {"score", "scores", "rating", "of", "=", "category", ")", "a"}
    for at in range(1, len(all_tokens) - 2):
        first, joint, second = all_tokens[at : at + 3]
        if first.value is None or second.value is None or joint.text not in _STEPS:
            continue
        if all_tokens[at - 1].text in before and second.value == first.value + 1:
            span = Span(first.span.start, second.span.end)
            where = finding(field, span, "response_categories")
            return tuple(Threshold("=", n, "category", where) for n in (first.value, second.value))
    return ()


def _unit(row: tuple[Token, ...], at: int) -> tuple[Literal["percent", "points"] | None, int]:
    after = row[at + 1].text if at + 1 < len(row) else ""
    if after == "-" and at + 2 < len(row) and row[at + 2].text in _POINTS | {"%"}:
        return ("percent" if row[at + 2].text == "%" else "points"), at + 3
    if after in ("%", "percent"):
        return "percent", at + 2
    if after in _POINTS:
        return "points", at + 2
    if after in ("and", ",", "or", "/", "to") and at + 3 < len(row) and row[at + 3].text == "%":
        return ("percent" if row[at + 2].value is not None else None), at + 1
    return None, at + 1


def _limit(row: tuple[Token, ...], at: int, end: int) -> _Limit:
    if at >= 2 and row[at - 1].text == "=" and row[at - 2].text in (">", "<"):
        return _Limit(row[at - 2].text + "=", is_written=True, start=at - 2)
    if at >= 1 and row[at - 1].text in _SIGNS:
        return _Limit(_SIGNS[row[at - 1].text], is_written=True, start=at - 1)
    for phrase, sign in _PHRASES.items():
        start = at - len(phrase)
        if start >= 0 and tuple(token.text for token in row[start:at]) == phrase:
            return _Limit(sign, is_written=True, start=start)
    if tuple(token.text for token in row[end : end + 2]) in _OR_MORE:
        return _Limit(">=", is_written=True, start=at)
    return _Limit(">=", is_written=False, start=at)


def _is_improvement(row: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether a word of improvement stands near, in the same sentence."""
    for place in range(end, min(end + _REACH, len(row))):
        if row[place].text in (".", ";"):
            break
        if row[place].text in _BETTER:
            return True
    for place in range(start - 1, max(start - 1 - _REACH, -1), -1):
        if row[place].text in (".", ";"):
            break
        if row[place].text in _BETTER:
            return True
    return False
