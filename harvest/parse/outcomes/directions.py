"""What a higher score means, where the text says so.

Two kinds of statements: "higher scores indicate worse ...", and the labels of a scale's ends
("0 = no pain, 10 = worst pain", "from very bad to very good").
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from harvest.parse.evidence import Span
from harvest.parse.outcomes.files import word_class
from harvest.parse.outcomes.valence import valence
from harvest.parse.tokens import Token, tokens

_TO_SUBJECT = 4
_TO_VERB = 7
_STOPS = frozenset({".", ";", "(", ")", "\n"})
_JOINTS = frozenset({"=", ":", "(", "-", "\u2013", "is", "being", "means", "indicates", "for"}) | {
    "indicating",
    "represents",
    "representing",
    "meaning",
    "as",
    "corresponds",
    "equals",
    "denotes",
    "reflects",
    "are",
    "refers",
    "[",
    "'",
    '"',
    "\u201c",
    "\u2018",
    "\u00b4",
    ",",
    "indicate",
    "means",
    "equal",
    "points",
    "point",
    "scores",
    "score",
    "mm",
    "cm",
}
_LABEL = 7


class Said(NamedTuple):
    """A statement of direction: 1 when a higher score is better, -1 when it is worse."""

    sign: int
    span: Span
    rule: str


class Label(NamedTuple):
    """A number of a scale with the valence of its label, and whether the label is an extreme."""

    value: float
    sign: int
    is_extreme: bool
    span: Span


@lru_cache(maxsize=256)
def said_direction(text: str) -> Said | None:
    """The direction that a text states; None where it states none or contradicts itself."""
    row = tokens(text, decimal_comma=False)
    found = [said for said in _statements(row) if said.sign]
    if found:
        signs = {said.sign for said in found}
        return found[0] if len(signs) == 1 else None
    return _by_labels(text) or _by_range_of_words(row)


def is_two_sided(text: str) -> bool:
    """Whether a text says both that higher is better and that it is worse."""
    found = _statements(tokens(text, decimal_comma=False))
    return len({said.sign for said in found if said.sign}) > 1


def _statements(row: tuple[Token, ...]) -> list[Said]:
    high, low, subject = word_class("high"), word_class("low"), word_class("subject")
    verbs = word_class("means") | {"=", ":"}
    found: list[Said] = []
    skip_to = 0
    for at, token in enumerate(row):
        sign = 1 if token.text in high else -1 if token.text in low else 0
        if not sign or at < skip_to:
            continue
        named = _first(row, at + 1, _TO_SUBJECT, subject)
        if named is None and at and row[at - 1].text in subject:
            named = at
        if named is None and not (at + 1 < len(row) and row[at + 1].text in verbs):
            continue
        verb = _first(row, (named if named is not None else at) + 1, _TO_VERB, verbs)
        if verb is None:
            continue
        start = (
            verb if row[verb].text in ("worse", "better", "poorer", "worst", "best") else verb + 1
        )
        end = _sentence_end(row, start)
        meant = valence(row, start, end)
        if meant:
            span = Span(token.span.start, row[min(end, len(row)) - 1].span.end)
            found.append(Said(sign * meant, span, "higher_scores_mean"))
            skip_to = start + 1
    return found


def _first(row: tuple[Token, ...], start: int, reach: int, wanted: frozenset[str]) -> int | None:
    for at in range(start, min(start + reach, len(row))):
        if row[at].text in wanted:
            return at
        if row[at].text in (".", ";"):
            return None
    return None


def _sentence_end(row: tuple[Token, ...], start: int) -> int:
    for at in range(start, min(start + 14, len(row))):
        if row[at].text in _STOPS or (
            row[at].text in ("and", "while", ",") and at > start + 1 and _turns(row, at)
        ):
            return at
    return min(start + 14, len(row))


def _turns(row: tuple[Token, ...], at: int) -> bool:
    """Whether the other end of the scale is spoken of next: "... and lower scores ..."."""
    both = word_class("high") | word_class("low")
    ahead = row[at + 1 : at + 4]
    return any(token.text in both for token in ahead) and any(
        token.text in word_class("subject") for token in row[at + 1 : at + 6]
    )


@lru_cache(maxsize=256)
def labels(text: str) -> tuple[Label, ...]:
    """Numbers that carry a label: "0 (no pain)", "100 = slept extremely well"."""
    row = tokens(text, decimal_comma=False)
    found: list[Label] = []
    for at, token in enumerate(row):
        if token.value is None or at + 1 >= len(row) or _is_part_of_name(row, at):
            continue
        start = at + 1
        while start < len(row) and start < at + 4 and row[start].text in _JOINTS:
            start += 1
        if start == at + 1 and row[start].kind != "word":
            continue
        end = start
        while end < len(row) and end < start + _LABEL and _goes_on(row[end]):
            end += 1
        sign = valence(row, start, end)
        if sign:
            words = {token.text for token in row[start:end]}
            span = Span(token.span.start, row[end - 1].span.end)
            found.append(Label(token.value, sign, _is_extreme(words), span))
    return tuple(found)


def _goes_on(token: Token) -> bool:
    return token.kind == "word" and token.text not in ("to", "through", "while", "and")


def _is_part_of_name(row: tuple[Token, ...], at: int) -> bool:
    return (
        at > 0
        and row[at - 1].text == "-"
        and at > 1
        and row[at - 1].span.start == row[at - 2].span.end
    )


def _is_extreme(words: set[str]) -> bool:
    return not words.isdisjoint(
        {"no", "worst", "best", "very", "extremely", "maximum", "maximal", "none", "most", "not"}
        | {"extreme", "unbearable", "imaginable", "possible", "never", "excruciating", "perfect"}
        | {"excellent", "terrible", "full", "completely", "always", "unable", "perfectly"}
    )


def _by_labels(text: str) -> Said | None:
    found = labels(text)
    if not found:
        return None
    low = min(found, key=lambda label: label.value)
    high = max(found, key=lambda label: label.value)
    if low.value == high.value or low.sign == high.sign:
        return None
    start, end = sorted((low.span.start, high.span.start))
    return Said(high.sign, Span(start, max(low.span.end, high.span.end, end)), "labelled_ends")


def _by_range_of_words(row: tuple[Token, ...]) -> Said | None:
    """ "from very bad to very good": the scale goes from the first to the second."""
    for at, token in enumerate(row):
        if token.text != "from":
            continue
        middle = _first(row, at + 2, 5, frozenset({"to"}))
        if middle is None or any(token.value is not None for token in row[at:middle]):
            continue
        first, second = valence(row, at + 1, middle), valence(row, middle + 1, middle + 4)
        if first and second and first != second:
            last = min(middle + 3, len(row) - 1)
            return Said(second, Span(token.span.start, row[last].span.end), "range_of_words")
    return None
