"""Finds the instruments that a text names."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from harvest.parse.automaton import Hit, longest
from harvest.parse.evidence import Span
from harvest.parse.outcomes.vocabulary import NAME_WORDS, NAMES, Name
from harvest.parse.outcomes.words import END, Word, correct, words

_SHARE_OF_CAPITALS = 0.6
_MAKES_OTHER = frozenset(
    {"specific", "scleroderma", "pediatric", "paediatric", "parental", "partner", "family"}
)
_REACH = 15
_SMALL = frozenset({"a", "in", "on", "by", "or", "with", "from", "at"})


class Mention(NamedTuple):
    """A name of an instrument in a text: `words[start:end]`."""

    instrument: str
    version: str | None
    subscale: str | None
    start: int
    end: int
    span: Span


@lru_cache(maxsize=256)
def heard(text: str) -> tuple[str, ...]:
    """The text's words as the vocabulary would spell them."""
    return tuple(correct(word.key) for word in words(text))


@lru_cache(maxsize=256)
def mentions(text: str, around: str) -> tuple[Mention, ...]:
    """Instruments named in `text`; `around` is all that may tell abbreviations apart."""
    heard_here, written = heard(text), words(text)
    hits = [
        hit
        for hit in NAMES.find(heard_here)
        if _is_written_so(text, written, hit) and _is_joined(text, written, hit)
    ]
    if not hits:
        return ()
    context = heard(around)
    found: list[Mention] = []
    last = (-1, -1)
    foreign = _foreign(around)
    fits: dict[tuple[tuple[str, ...], ...], bool] = {(): True}
    for hit in longest(hits):
        if (hit.start, hit.end) == last or hit.value.written.casefold() in foreign:
            continue
        needs = hit.value.needs
        if needs not in fits:
            fits[needs] = any(_stands_in(need, context) for need in needs)
        if not fits[needs]:
            continue
        last = (hit.start, hit.end)
        if hit.value.instrument and not _is_other(heard_here, hit):
            span = Span(written[hit.start].span.start, written[hit.end - 1].span.end)
            name = hit.value
            found.append(
                Mention(
                    name.instrument,
                    name.version or None,
                    name.subscale or None,
                    hit.start,
                    hit.end,
                    span,
                )
            )
    return tuple(found)


def _is_other(seen: tuple[str, ...], hit: Hit[Name]) -> bool:
    """A word before a full name that makes it another instrument: "Diabetes-Specific ..."."""
    return hit.start > 0 and hit.end - hit.start > 1 and seen[hit.start - 1] in _MAKES_OTHER


def _stands_in(need: tuple[str, ...], context: tuple[str, ...]) -> bool:
    """Whether the words stand there in a row; a single long word may go on ("catastroph")."""
    if len(need) == 1:
        return any(word == need[0] or (len(need[0]) > 6 and need[0] in word) for word in context)
    return any(context[at : at + len(need)] == need for at in range(len(context)))


def _is_written_so(text: str, written: tuple[Word, ...], hit: Hit[Name]) -> bool:
    """Capitals match capitals only: PEG is a scale, a peg is not."""
    name = hit.value.written
    if name != name.upper() or any(c.isdigit() for c in name):
        return True
    there = text[written[hit.start].span.start : written[hit.end - 1].span.end]
    letters = [c for c in there if c.isalpha()]
    return sum(c.isupper() for c in letters) >= _SHARE_OF_CAPITALS * len(letters)


def _is_joined(text: str, written: tuple[Word, ...], hit: Hit[Name]) -> bool:
    """An "a" belongs to a name only where a hyphen or bracket joins it: HADS-A, not "HADS a"."""
    for at in range(hit.start + 1, hit.end):
        if written[at].key in ("a", "i"):
            gap = text[written[at - 1].span.end : written[at].span.start]
            if gap and not gap.strip():
                return False
    last = written[hit.end - 1]
    goes_on = hit.end < len(written) and written[hit.end].span.start == last.span.end
    is_item_bank = goes_on and last.key.isdigit() and written[hit.end].key in ("a", "b", "c", "d")
    return not is_item_bank  # "Short Form 8a" is a PROMIS form, not the SF-8


@lru_cache(maxsize=256)
def _foreign(text: str) -> frozenset[str]:
    """Abbreviations that the text itself spells out as something else than our instrument.

    "Functional Impairment Scale (FIS)" is not the Fatigue Impact Scale.
    """
    seen, written = heard(text), words(text)
    foreign: set[str] = set()
    for hit in NAMES.find(seen):
        name = hit.value.written
        before = text[max(written[hit.start].span.start - 1, 0) : written[hit.start].span.start]
        if before != "(" or not name.isupper() or not hit.value.instrument:
            continue
        spelt = _spelt_out(written, hit)
        known = NAME_WORDS.get(hit.value.instrument, set())
        heard_words = {correct(word) for word in spelt}
        if spelt and known and 2 * len(heard_words & known) < len(heard_words):
            foreign.add(name.casefold())
    return frozenset(foreign)


def _spelt_out(written: tuple[Word, ...], hit: Hit[Name]) -> tuple[str, ...]:
    """The words before the bracket whose initials make the abbreviation."""
    letters = [c for c in hit.value.written.casefold() if c.isalpha()]
    taken: list[str] = []
    at = hit.start - 1
    first = at - _REACH
    while letters and at >= max(first, 0) and written[at].key != END:
        key = written[at].key
        if key[0] == letters[-1]:
            letters.pop()
            taken.append(key)
        elif key not in _SMALL:
            return ()
        at -= 1
    return tuple(taken) if not letters else ()
