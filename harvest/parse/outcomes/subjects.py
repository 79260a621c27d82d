"""What an outcome is about: the concepts in a text, without those that only tell who took part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from harvest.parse.automaton import Hit, longest
from harvest.parse.outcomes.mentions import Mention, heard
from harvest.parse.outcomes.vocabulary import CONCEPT_NAMES
from harvest.parse.outcomes.words import END, words

_PEOPLE = frozenset(
    {"patient", "subject", "people", "women", "men", "adult", "children", "individual"}
)
_CONDITION = frozenset(
    {"chronic", "neuropathic", "pelvic", "widespread", "refractory", "comorbid", "myofascial"}
)
_REACH = 6
_BETWEEN = 2
_FAR = 30


@lru_cache(maxsize=256)
def people(text: str) -> frozenset[int]:
    """Places of the words that say with which illness people take part."""
    found: set[int] = set()
    written = words(text)
    for at, word in enumerate(written[:-1]):
        if word.key not in _PEOPLE:
            continue
        gap = text[word.span.end : written[at + 1].span.start].casefold()
        if gap.strip() not in ("with", "with the"):
            continue
        for place in range(at + 1, min(at + 1 + _REACH, len(written))):
            if (
                written[place].key == END
                or "," in text[written[place - 1].span.end : written[place - 1].span.end + 1]
            ):
                break
            found.add(place)
    return frozenset(found)


def is_condition(text: str, start: int, end: int) -> bool:
    """Whether the words at this place name the illness of the participants, not what is rated."""
    seen = heard(text)
    before = seen[start - 1] if start else ""
    after = seen[end] if end < len(seen) else ""
    return (
        before in _CONDITION or after == "patient" or not people(text).isdisjoint(range(start, end))
    )


def subjects(text: str, named: Sequence[Mention]) -> list[Hit[str]]:
    """The concepts that a text speaks of, outside of the instruments' own names."""
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    hits = [
        hit
        for hit in CONCEPT_NAMES.find(heard(text))
        if not inside.intersection(range(hit.start, hit.end))
        and not is_condition(text, hit.start, hit.end)
    ]
    return longest(hits)


def nearest(hits: Sequence[Hit[str]], seen: Sequence[str], start: int, end: int) -> list[Hit[str]]:
    """The concept closest to a place in the same sentence, with those that a list adds to it."""
    best: int | None = None
    first = bisect_left(hits, start - _FAR, key=lambda hit: hit.start)
    last = bisect_left(hits, end + _FAR, key=lambda hit: hit.start)
    for at, hit in enumerate(hits[first:last], first):
        if END in seen[min(hit.start, start) : max(hit.end, end)]:
            continue
        if best is None or _gap(hit, start, end) < _gap(hits[best], start, end):
            best = at
    if best is None:
        return []
    chosen = [hits[best]]
    for hit in hits[best + 1 : last]:
        if hit.start - chosen[-1].end >= _BETWEEN or hit.start < chosen[-1].end:
            break
        chosen.append(hit)
    return chosen


def _gap(hit: Hit[str], start: int, end: int) -> int:
    return hit.start - end if hit.start >= end else start - hit.end
