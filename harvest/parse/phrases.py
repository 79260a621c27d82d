"""Finds the phrases of a word list in a text: what has no structure beyond its words.

A list is a tab-separated file with `phrase`, `code` and `source`; a phrase matches whole words in
any case, with hyphens or spaces between them, and the longest of those that overlap counts.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from harvest.parse.automaton import Automaton, longest
from harvest.parse.evidence import Span
from harvest.parse.tokens import Token, tokens

_HYPHENS = frozenset("-\u2010\u2011\u2013")


class Phrase(NamedTuple):
    """A phrase that was found.

    Attributes:
        code: What it stands for.
        span: Its words.
    """

    code: str
    span: Span


class Phrases:
    """A word list of `parse/vocabulary`."""

    def __init__(self, name: str) -> None:
        text = (files("harvest.parse") / "vocabulary" / name).read_text(encoding="utf-8")
        rows = (line.split("\t") for line in text.splitlines()[1:] if line)
        self._automaton = Automaton(
            (tuple(each.text for each in _words(phrase)), code) for phrase, code, *_ in rows
        )
        self.find = lru_cache(maxsize=16_384)(self._find)

    def _find(self, text: str) -> tuple[Phrase, ...]:
        words = _words(text)
        hits = longest(self._automaton.find([word.text for word in words]))
        return tuple(
            Phrase(hit.value, Span(words[hit.start].span.start, words[hit.end - 1].span.end))
            for hit in hits
        )


def _words(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.text not in _HYPHENS]
