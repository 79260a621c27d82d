"""Finds all phrases of a vocabulary in one pass over a text's words (Aho and Corasick 1975)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """A phrase found: `words[start:end]` and what the phrase stands for."""

    start: int
    end: int
    value: T


class Automaton(Generic[T]):
    """Phrases over words; a search takes time in proportion to the words plus the hits."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], T]]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._ends: list[list[tuple[int, T]]] = [[]]
        for phrase, value in phrases:
            if phrase:
                self._add(phrase, value)
        self._fall = self._falls()

    def find(self, words: Sequence[str]) -> list[Hit[T]]:
        """Every hit in the order of its last word, overlapping ones included."""
        hits: list[Hit[T]] = []
        steps, falls, ends = self._next, self._fall, self._ends
        at = 0
        for place, word in enumerate(words):
            while at and word not in steps[at]:
                at = falls[at]
            at = steps[at].get(word, 0)
            if ends[at]:
                hits += [Hit(place + 1 - size, place + 1, value) for size, value in ends[at]]
        return hits

    def _add(self, phrase: tuple[str, ...], value: T) -> None:
        at = 0
        for word in phrase:
            if word not in self._next[at]:
                self._next[at][word] = len(self._next)
                self._next.append({})
                self._ends.append([])
            at = self._next[at][word]
        self._ends[at].append((len(phrase), value))

    def _falls(self) -> list[int]:
        """Where to go on when the next word does not fit: the longest end that also begins."""
        falls = [0] * len(self._next)
        queue = deque(self._next[0].values())
        while queue:
            at = queue.popleft()
            for word, child in self._next[at].items():
                queue.append(child)
                fall = falls[at]
                while fall and word not in self._next[fall]:
                    fall = falls[fall]
                falls[child] = self._next[fall].get(word, 0) if at else 0
                self._ends[child] += self._ends[falls[child]]
        return falls


def longest(hits: Iterable[Hit[T]]) -> list[Hit[T]]:
    """Of hits that overlap the longest (the first, if equal), in the order of the text.

    Hits over the very same words are all kept.
    """
    taken: dict[int, tuple[int, int]] = {}
    kept: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        place = (hit.start, hit.end)
        if all(taken.get(at, place) == place for at in range(*place)):
            taken.update(dict.fromkeys(range(*place), place))
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end))
