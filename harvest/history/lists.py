"""Pairs the items of two lists by what they are, never by where they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

LIKENESS = 0.5
"""Two items without a key in common are one item that was renamed from this share of words on."""
MOST_COMPARED = 100
"""Of items that have nothing equal; beyond it they are taken as removed and added, so that the work
stays within bounds whatever a record holds."""
NAMES = (
    *("id", "groupId", "nctId", "abbrev", "label", "name", "title", "term", "measure"),
    *("pmid", "url", "facility", "date", "type", "units"),
)
"""What an item of a list that is not in `lists.tsv` is told by: the first of these that it has."""
_WORD = re.compile(r"\w+")


class Matched(NamedTuple):
    """The pairs of two lists as indices, and what is left of either."""

    pairs: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


class _Rule(NamedTuple):
    key: tuple[str, ...]
    is_similar_enough: bool


def match(path: str, old: Sequence[Any], new: Sequence[Any]) -> Matched:
    """Which item of one list is which of the other.

    Equal items first, then those of the same key, in order where a key comes twice; for arms and
    interventions at last those that share most of their words.

    Args:
        path: Of the list, positions left out, such as `...referencesModule.references`.
        old, new: Its items in the two versions.
    """
    rule = _rules().get(path) or _Rule((), is_similar_enough=False)
    pairing = Pairing(old, new)
    pairing.by(canonical)
    pairing.by(lambda item: _key(item, rule.key))
    if rule.is_similar_enough:
        left = [*(old[n] for n in pairing.left_old), *(new[n] for n in pairing.left_new)]
        bags = {id(item): words(item) for item in left}
        pairing.by_likeness(lambda one, other: likeness(bags[id(one)], bags[id(other)]))
    return pairing.result()


class Pairing:
    """Pairs what is left of two lists, one way after the other."""

    def __init__(self, old: Sequence[Any], new: Sequence[Any]) -> None:
        self._old, self._new = old, new
        self.left_old = list(range(len(old)))
        self.left_new = list(range(len(new)))
        self.pairs: dict[int, int] = {}

    def by(self, key: Callable[[Any], Hashable | None]) -> list[tuple[int, int]]:
        """Pair items of equal keys, in their order; None is no key. Returns the new pairs."""
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in self.left_old:
            if (found := key(self._old[place])) is not None:
                waiting[found].append(place)
        made = []
        for place in self.left_new:
            found = key(self._new[place])
            if found is not None and waiting.get(found):
                made.append((waiting[found].popleft(), place))
        return self._take(made)

    def by_likeness(
        self, likeness_of: Callable[[Any, Any], float], least: float = LIKENESS
    ) -> list[tuple[int, int]]:
        """Pair the most alike first, down to `least`; of equals those that come first."""
        if len(self.left_old) * len(self.left_new) > MOST_COMPARED**2:
            return []
        scored = sorted(
            (-score, one, other)
            for one in self.left_old
            for other in self.left_new
            if (score := likeness_of(self._old[one], self._new[other])) >= least
        )
        made: dict[int, int] = {}
        taken: set[int] = set()
        for _, one, other in scored:
            if one not in made and other not in taken:
                made[one] = other
                taken.add(other)
        return self._take(sorted(made.items()))

    def _take(self, made: list[tuple[int, int]]) -> list[tuple[int, int]]:
        self.pairs.update(made)
        olds, news = {old for old, _ in made}, {new for _, new in made}
        self.left_old = [place for place in self.left_old if place not in olds]
        self.left_new = [place for place in self.left_new if place not in news]
        return made

    def result(self) -> Matched:
        """What was found."""
        pairs = tuple(sorted(self.pairs.items(), key=lambda pair: pair[1]))
        return Matched(pairs, tuple(self.left_old), tuple(self.left_new))


def canonical(item: Any) -> bytes:
    """The same bytes for the same content, whatever the order of an object's fields."""
    return msgspec.json.encode(item, order="sorted")


def words(item: Any) -> Counter[str]:
    """The words of a text, or of all texts in an item."""
    return Counter(word for text in _texts(item) for word in _WORD.findall(text.casefold()))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of the words that two have in common (Dice), from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _texts(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for part in item.values():
            yield from _texts(part)
    elif isinstance(item, list):
        for part in item:
            yield from _texts(part)


def _key(item: Any, names: tuple[str, ...]) -> Hashable | None:
    if not isinstance(item, dict):
        return None
    if not names:
        names = tuple(name for name in NAMES if name in item)[:1]
    found = tuple((name, str(item[name])) for name in names if name in item)
    return found or None


@cache
def _rules() -> dict[str, _Rule]:
    lines = files("harvest.history").joinpath("lists.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {row[0]: _Rule(tuple(row[1].split()), row[2] == "yes") for row in rows}
