"""Cuts a text into sentences of words, in one form for British and American spelling."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from harvest.parse.evidence import Span
from harvest.parse.tokens import tokens

_ENDS = frozenset(".;!?\u2022*")
# Hyphens are not heard: "double-blind" is "double blind". "Randomised" is "randomized".
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\\")
_ISE = ("randomis", "randomiz")


class Word(NamedTuple):
    """A word, number or mark in the form that is compared, and where it stands."""

    key: str
    span: Span


Sentence = tuple[Word, ...]


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences and lines of a text; linear in its length."""
    found: list[Sentence] = []
    current: list[Word] = []
    before = 0
    for token in tokens(text, decimal_comma=False):
        # A stop after one letter is no end: "e.g.", "i.e.", "C. difficile".
        is_short = bool(current) and len(current[-1].key) == 1 and current[-1].key.isalpha()
        is_end = token.kind == "mark" and token.text in _ENDS and not is_short
        if current and (is_end or "\n" in text[before : token.span.start]):
            found.append(tuple(current))
            current = []
        before = token.span.end
        if token.text in _ENDS or token.text in _HYPHENS:
            continue
        key = f"{token.value:g}" if token.value is not None else token.text.replace(*_ISE)
        current.append(Word(key, token.span))
    if current:
        found.append(tuple(current))
    return tuple(found)


def keys(sentence: Sentence) -> tuple[str, ...]:
    """The words alone."""
    return tuple(word.key for word in sentence)


def phrase(term: str) -> tuple[str, ...]:
    """A term of the vocabulary as the words that are looked for."""
    return tuple(word.key for sentence in sentences(term) for word in sentence)


def span(sentence: Sentence, start: int, end: int) -> Span:
    """Where the words `start` to `end` stand."""
    return Span(sentence[start].span.start, sentence[end - 1].span.end)
