"""The items of a text on periods, and the letters by which the patterns know them."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from harvest.parse.doses.vocabulary import Entry, Node, build, rows
from harvest.parse.evidence import Span
from harvest.parse.periods.model import Why

# One letter for each tag of the word list, so that a sentence is a string that patterns can match.
LETTERS: Final = {
    "washout": "W",
    "run_in": "R",
    "baseline": "B",
    "follow_up": "F",
    "extension": "E",
    "taper": "T",
    "other_phase": "S",
    "treatment": "X",
    "period": "N",
    "study": "Y",
    "parallel": "H",
    "open_label": "O",
    "adjective": "a",
    "for": "f",
    "of": "o",
    "copula": "g",
    "then": "t",
    "followed_by": "b",
    "after": "A",
    "before": "p",
    "preceded_by": "Q",
    "each": "V",
    "between": "z",
    "crossover": "C",
    "other_treatment": "q",
    "without": "x",
    "group": "G",
    "or": "|",
    "and": "&",
    "first": "1",
    "receive": "y",
    "stop": "Z",
    "past": "h",
    "eligible": "e",
    "may": "m",
    "every": "r",
    "visit": "v",
    "survival": "s",
    "rinse": "U",
    "dead": "d",
    "link": "i",
    "name": "D",
    "people": "u",
    "step": "^",
}
MARKS: Final = {
    ",": ",", ";": ",", ":": ":", "(": "(", "[": "(", ")": ")", "]": ")",
    "/": "|", "+": "&", "&": "&", "\u2192": "t", ">": "t",
}  # fmt: skip


class Item(NamedTuple):
    """A piece of a text.

    Attributes:
        letter: Of its tag; also D for a drug, L for a length, P for numbered days or weeks, n for
            a number, w for any other word.
        text: As written, case folded; of a drug its published name.
        span: Where.
        days: Of a length or of numbered days.
        why: Why a length has no days.
        start: First day of numbered days.
        last: Last number of numbered days, as written.
        number: Of a number.
        bound: "", "at least" or "about".
        is_plural: Of a noun or a unit.
    """

    letter: str
    text: str
    span: Span
    days: int | None = None
    why: Why | None = None
    start: int | None = None
    last: float | None = None
    number: float | None = None
    bound: str = ""
    is_plural: bool = False


@cache
def terms() -> Node:
    """The word list as one tree."""
    listed = [
        (term, Entry(LETTERS[tag], tag, "", upper=False)) for term, tag, *_ in rows("period_terms")
    ]
    return build(listed)
