"""Which subscale or item of an instrument an outcome uses: it decides the domain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harvest.parse.automaton import Hit, longest
from harvest.parse.outcomes.mentions import Mention, heard
from harvest.parse.outcomes.subjects import is_condition
from harvest.parse.outcomes.vocabulary import PART_NAMES, PARTS, Part
from harvest.parse.outcomes.words import END

_REACH_AFTER, _REACH_BEFORE = 1, 2
_BY_NAME = {(part.instrument, part.name): part for part, _ in PARTS}
WHOLE = frozenset({"total", "global"})


def part_named(instrument: str, name: str) -> Part | None:
    """A part by its name in the table."""
    return _BY_NAME.get((instrument, name))


def parts_in_title(title: str, named: Sequence[Mention], instrument: str) -> list[Part]:
    """The parts of an instrument that a title names, in its order."""
    hits = [
        hit
        for hit in _hits(title, named, instrument)
        if not is_condition(title, hit.start, hit.end)
    ]
    return _distinct(hit.value for hit in longest(hits))


def parts_beside(text: str, named: Sequence[Mention], instrument: str) -> list[Part]:
    """The parts that stand right beside the instrument's name: "BPI interference"."""
    seen = heard(text)
    places = [mention for mention in named if mention.instrument == instrument][:20]
    hits = [
        hit
        for hit in _hits(text, named, instrument)
        if any(_is_beside(seen, hit, mention) for mention in places)
    ]
    return _distinct(hit.value for hit in longest(hits))


def _is_beside(seen: Sequence[str], hit: Hit[Part], mention: Mention) -> bool:
    """Between them are few words and no end of a sentence."""
    if hit.start >= mention.end:
        gap, reach = seen[mention.end : hit.start], _REACH_AFTER
    elif hit.end <= mention.start:
        gap, reach = seen[hit.end : mention.start], _REACH_BEFORE
    else:
        return True
    return len(gap) <= reach and END not in gap


def _hits(text: str, named: Sequence[Mention], instrument: str) -> list[Hit[Part]]:
    """Names of parts that are not inside an instrument's own name ("General Health Survey")."""
    seen = heard(text)
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    return [
        hit
        for hit in PART_NAMES.find(seen)
        if hit.value.instrument == instrument
        and not inside.issuperset(range(hit.start, hit.end))
        and seen[hit.end : hit.end + 1] != ("survey",)
    ]


def _distinct(parts: Iterable[Part]) -> list[Part]:
    found = list(dict.fromkeys(parts))
    special = [part for part in found if part.name not in WHOLE]
    return special or found[:1]
