"""Cuts a text into sentences of tagged items: lengths, kinds of period, treatments, joints."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from harvest.parse.doses.items import Item as DoseItem
from harvest.parse.doses.lexer import read_drugs
from harvest.parse.doses.vocabulary import longest, rows, time_units
from harvest.parse.evidence import Span
from harvest.parse.periods.items import MARKS, Item, terms
from harvest.parse.periods.model import Why
from harvest.parse.tokens import Token, tokens, tokens_within

_DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_TO: Final = _DASHES | {"to", "through", "thru", "until", "and"}
_BOUNDARY: Final = re.compile(r"[!?]\s*|\.\s+|\s*\n\s*|(?<=.)(?=[\u2022*])", re.DOTALL)
_ENDS: Final = frozenset(".!?\u2022*|")
_AT_LEAST: Final = frozenset({"least", "minimum", "minimal", "\u2265"})
_ABOUT: Final = frozenset({"about", "approximately", "approx", "around", "roughly", "~", "ca"})
_ARTICLES: Final = frozenset({"a", "an", "one"})
# Words that say nothing about the order of things.
_SILENT: Final = _AT_LEAST | _ABOUT | {"a", "an", "the", "this", "these", "those", "their", "its"}
_BEFORE_ARTICLE: Final = frozenset({"for", "over", "during", "after", "by", "with", "and", "then"})
_BEHIND_ARTICLE: Final = frozenset({"of", "long", "washout", "wash"}) | _DASHES
_TELLING: Final = frozenset(
    {"washout", "run_in", "baseline", "extension", "crossover", "parallel", "group", "period"}
    | {"then", "followed_by", "stop", "other_treatment"}
)
_HOURS_IN_DAY: Final = 24
_LONGEST: Final = 40 * 365.0


def read_sentences(text: str) -> Iterator[tuple[Item, ...]]:
    """The sentences of a text that can tell of periods, each as its items.

    Takes time in proportion to the text's length. A sentence without a word for a time, a phase or
    an order is left out before it is looked at closely: most of a description is such.
    """
    for start, end in _sentences(text):
        found = tokens_within(text, start, end, decimal_comma=False)
        if any(token.text in _telling() for token in found):
            sentence = tuple(_items(text, found))
            if sentence:
                yield sentence


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences stand: to a new line, a bullet, or a stop that no small letter follows."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        after = match.end()
        is_stop = match[0].startswith(".") and "\n" not in match[0]
        if is_stop and text[after : after + 1].islower():
            continue
        yield start, after
        start = after
    yield start, len(text)


@cache
def _telling() -> frozenset[str]:
    """Words without one of which a sentence tells of no period: of each term its longest."""
    listed = (tokens(term) for term, tag, *_ in rows("period_terms") if tag in _TELLING)
    return frozenset(time_units()) | {max((one.text for one in term), key=len) for term in listed}


def _items(text: str, found: tuple[Token, ...]) -> Iterator[Item]:
    """The items of one sentence."""
    start = found[0].span.start
    drugs = {
        start + item.span.start: item._replace(
            span=Span(start + item.span.start, start + item.span.end)
        )
        for item in read_drugs(text[start : found[-1].span.end])
        if item.group != "negated"
    }
    at = 0
    while at < len(found):
        if found[at].text in _ENDS:
            at += 1
            continue
        if found[at].text in _DASHES and _is_apart(found, at):
            yield Item(":", "-", found[at].span)
            at += 1
            continue
        item, at = _item(found, at, drugs)
        if item is not None:
            yield item


def _is_apart(found: tuple[Token, ...], at: int) -> bool:
    """Whether a dash stands between spaces, as after a heading."""
    return 0 < at < len(found) - 1 and (
        found[at - 1].span.end < found[at].span.start
        and found[at].span.end < found[at + 1].span.start
    )


def _item(  # noqa: PLR0911 - a list of cases in order
    found: tuple[Token, ...], at: int, drugs: dict[int, DoseItem]
) -> tuple[Item | None, int]:
    token = found[at]
    if token.kind == "number" or token.text in _ARTICLES:
        length = _length(found, at)
        if length is not None:
            return length
    if token.kind == "word":
        numbered = _numbered(found, at)
        if numbered is not None:
            return numbered
    match = longest(terms(), found, at)
    drug = _drug(found, at, drugs)
    if drug is not None and (match is None or match[1] <= drug[1]):
        return drug
    if match is not None:
        entry, after, _ = match
        span = Span(token.span.start, found[after - 1].span.end)
        words = " ".join(one.text for one in found[at:after] if one.text not in _DASHES)
        return Item(entry.kind, words, span, is_plural=words.endswith("s")), after
    if token.kind == "number":
        return Item("n", token.text, token.span, number=token.value), at + 1
    if token.text in _SILENT:
        return None, at + 1
    if token.text in MARKS:
        if token.text == ">" and found[at - 1].text in _DASHES:
            return Item("t", "->", token.span), at + 1
        return Item(MARKS[token.text], token.text, token.span), at + 1
    if token.kind == "mark":
        return None, at + 1
    return Item("w", token.text, token.span), at + 1


def _drug(found: tuple[Token, ...], at: int, drugs: dict[int, DoseItem]) -> tuple[Item, int] | None:
    drug = drugs.get(found[at].span.start)
    if drug is None:
        return None
    span: Span = drug.span
    after = at + 1
    while after < len(found) and found[after].span.end <= span.end:
        after += 1
    return Item("D", drug.code, span), after


def _text(found: tuple[Token, ...], at: int) -> str:
    return found[at].text if 0 <= at < len(found) else ""


def _length(  # noqa: PLR0911, PLR0912 - a list of cases in order
    found: tuple[Token, ...], at: int
) -> tuple[Item, int] | None:
    """ "8 weeks", "8-week", "7-10 days", "8 (eight) weeks", "a month", "12 weeks (84 days)"."""
    is_article = found[at].kind == "word"
    number = 1.0 if is_article else found[at].value or 0.0
    i = at + 1
    why: Why | None = None
    if not is_article:
        if (
            _text(found, i) == "("
            and _kind(found, i + 1) == "number"
            and _text(found, i + 2) == ")"
        ):
            i += 3
        if _text(found, i) in _TO | {"or"} and _kind(found, i + 1) == "number":
            why, i = "a range", i + 2
    elif _kind(found, i) == "number":
        return None
    if _text(found, i) in _DASHES:
        i += 1
    if _text(found, i) in ("consecutive", "full", "additional", "more", "further", "whole"):
        i += 1
    unit = time_units().get(_text(found, i))
    if unit is None or len(_text(found, i)) == 1:
        return None
    if is_article and _text(found, i) in ("second", "sec"):
        return None  # "a second period"
    if found[at].text in ("a", "an") and not (
        _text(found, at - 1) in _BEFORE_ARTICLE or _text(found, i + 1) in _BEHIND_ARTICLE
    ):
        return None  # "three times a week"
    days, short = _days(number, unit[0], _text(found, i))
    after = i + 1
    if _text(found, after) in _DASHES and _text(found, after + 1) == "long":
        after += 2
    elif _text(found, after) in ("long", "'", "\u2019"):
        after += 1
    after = _past_gloss(found, after)
    before = {_text(found, at - 1), _text(found, at - 2), _text(found, at - 3)}
    bound = "at least" if before & _AT_LEAST else "about" if before & _ABOUT else ""
    if (
        why is None
        and _text(found, at - 1) in ("to", "maximum", "<", "\u2264")
        and ("up" in before or _text(found, at - 1) != "to")
    ):
        why = "an upper bound"
    if _text(found, i + 1) in ("per", "weekly") or (
        _text(found, i + 1) in ("a", "each", "every", "/") and _text(found, i + 2) in time_units()
    ):
        return Item("r", "times", Span(found[at].span.start, found[i].span.end)), i + 1
    # "1, 3 and 6 months" are points of time.
    j = at - 1
    while _text(found, j) in {",", "and", "or"} | _DASHES:
        j -= 1
    is_list = 0 <= j < at - 1 and not is_article and found[at - 1].text not in _DASHES
    if is_list and (found[j].value or _LONGEST) < (found[at].value or 0):
        return Item("v", "points", Span(found[at].span.start, found[i].span.end)), i + 1
    why = why or short
    span = Span(found[at].span.start, found[i].span.end)
    written = found[i].text
    is_hyphenated = written in ("day", "week", "month", "year") and number != 1
    return Item(
        "L", written, span, None if why else days, why,
        number=number, bound=bound, is_plural=not is_hyphenated,
    ), after  # fmt: skip


def _past_gloss(found: tuple[Token, ...], at: int) -> int:
    """Past "(84 days)" behind a length."""
    if _text(found, at) == "(" and _kind(found, at + 1) == "number":
        end = at + 2
        if _text(found, end) in _DASHES:
            end += 1
        if _text(found, end) in time_units() and _text(found, end + 1) == ")":
            return end + 2
    return at


def _days(number: float, unit: str, written: str) -> tuple[int | None, Why | None]:
    if unit == "short":
        hours = number if written.startswith("h") else 0.0
        if hours >= _HOURS_IN_DAY and hours % _HOURS_IN_DAY == 0 and hours / 24 < _LONGEST:
            return int(hours / _HOURS_IN_DAY), None
        return None, "under a day"
    days = number * next(value for code, value in time_units().values() if code == unit)
    if not 0 < days <= _LONGEST:
        return None, "not in days"
    # 18 months are 547.5 days, which binary fractions may miss by a hair.
    return math.floor(round(days, 6) + 0.5), None


def _kind(found: tuple[Token, ...], at: int) -> str:
    return found[at].kind if 0 <= at < len(found) else ""


def _numbered(found: tuple[Token, ...], at: int) -> tuple[Item, int] | None:
    """ "days 22-32", "Week 1 to Week 8"; a single day or week is a point of time."""
    unit = time_units().get(found[at].text)
    if unit is None or unit[0] not in ("day", "week", "month") or len(found[at].text) == 1:
        return None
    if _kind(found, at + 1) != "number":
        return None
    first = found[at + 1].value or 0.0
    i = at + 2
    span = Span(found[at].span.start, found[i - 1].span.end)
    # A single day or week says when, not how long; it must not be taken for a count.
    point = Item("w", found[at].text, span), i
    if _text(found, i) not in _TO - {"and"}:
        return point
    i += 1
    if time_units().get(_text(found, i), ("",))[0] == unit[0]:
        i += 1
    if _kind(found, i) != "number" or _text(found, i + 1) in time_units():
        return point
    last = found[i].value or 0.0
    if last <= first or last > _LONGEST:
        return point
    size = unit[1]
    span = Span(found[at].span.start, found[i].span.end)
    start = first if unit[0] == "day" else max(first - 1, 0) * size
    days: float | None = (last - first + 1) * size
    why: Why | None = None
    if first == 0:
        days, why = (last * size, None) if unit[0] != "day" else (None, "shared ends")
    elif unit[0] != "day" and first != 1:
        days, why = None, "shared ends"
    return Item(
        "P", unit[0], span, None if days is None else math.floor(days + 0.5), why,
        start=math.floor(start + 0.5), last=last, number=first,
    ), i + 1  # fmt: skip
