"""Cuts a text into numbers, words and marks; the ground that all grammars here stand on."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from harvest.parse.evidence import Span

Kind = Literal["number", "word", "mark"]
# A comma before exactly three digits groups thousands ("1,200 mg"). A number never takes a letter
# in, so "4.5mg" is a number and a word. A point or comma belongs to a number only before a digit,
# so a sentence may end after one.
_SHAPES = (
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+[DECIMAL]\d+|\d+|(?<![\w.])\.\d+)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)?)"
    r"|(?P<mark>\S)"
)
_WITH_COMMA = re.compile(_SHAPES.replace("DECIMAL", r".,\u00b7"))
_WITHOUT_COMMA = re.compile(_SHAPES.replace("DECIMAL", r".\u00b7"))


class Token(NamedTuple):
    """One number, word or mark of a text.

    Attributes:
        kind: `number` for digits and number words alike ("twelve", "twenty-four").
        text: As written, case folded.
        value: Of a number.
        span: Where it stands.
    """

    kind: Kind
    text: str
    value: float | None
    span: Span


@lru_cache(maxsize=16_384)
def tokens(text: str, *, decimal_comma: bool = True) -> tuple[Token, ...]:
    """All tokens in order; takes time in proportion to the text's length.

    With `decimal_comma`, "1,5" is one number, as in doses; without, it is a list of two, as in
    "weeks 1,2,4".
    """
    return tokens_within(text, 0, len(text), decimal_comma=decimal_comma)


def tokens_within(
    text: str, start: int, end: int, *, decimal_comma: bool = True
) -> tuple[Token, ...]:
    """The tokens of a stretch of a text, with their places in the whole of it."""
    found: list[Token] = []
    add = found.append
    # Made without the checks of their classes: this is where a harvest spends its time.
    make = tuple.__new__
    shapes = _WITH_COMMA if decimal_comma else _WITHOUT_COMMA
    for match in shapes.finditer(text, start, end):
        written = match[0].casefold()
        kind = match.lastgroup
        span = make(Span, match.span())
        if kind == "number":
            add(make(Token, ("number", written, _value(written), span)))
        elif kind == "word" and written in _NUMBER_WORDS:
            _add_number_word(found, Token("number", written, _NUMBER_WORDS[written], span))
        else:
            add(make(Token, (kind, written, None, span)))
    return tuple(found)


def _value(written: str) -> float:
    if written.isdecimal():
        return float(written)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        return float(written.replace(",", ""))
    return float(written.replace(",", ".").replace("\u00b7", "."))


def _add_number_word(found: list[Token], new: Token) -> None:
    """Joins "twenty" and "four", with or without a hyphen, into one number."""
    tens = found[-2] if len(found) > 1 and found[-1].text == "-" else found[-1] if found else None
    is_pair = (
        tens is not None
        and tens.kind == "number"
        and tens.text.isalpha()
        and tens.value in range(20, 100, 10)
        and new.value in range(1, 10)
    )
    if not is_pair:
        found.append(new)
        return
    assert tens is not None
    assert tens.value is not None
    assert new.value is not None
    while found[-1] is not tens:
        found.pop()
    found[-1] = Token(
        "number",
        f"{tens.text}-{new.text}",
        tens.value + new.value,
        Span(tens.span.start, new.span.end),
    )


def _read_number_words() -> dict[str, float]:
    text = (files("harvest.parse") / "vocabulary" / "numbers.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines()[1:] if line)
    return {word: float(value) for word, value, *_ in lines}


_NUMBER_WORDS = _read_number_words()
