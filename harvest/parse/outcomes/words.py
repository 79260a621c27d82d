"""Brings the words of a text to one form, so that names are found in whatever way they are written.

Case, hyphens, plurals, British and American forms and small slips of spelling do not change a name;
the places in the text are kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from harvest.parse.evidence import Span
from harvest.parse.outcomes.files import rows
from harvest.parse.tokens import tokens

_UNHEARD = frozenset({"the", "of", "for", "and", "to", "with"})
_ENDS = frozenset({".", ";", "\u2022"})
_LONG = 8
_LONGEST = 24
END = "."


class Word(NamedTuple):
    """A word in the form that is compared, and where it stands; `END` between sentences."""

    key: str
    span: Span


@lru_cache(maxsize=256)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text without articles and marks, sentence ends kept; linear in its length."""
    found: list[Word] = []
    for token in tokens(text, decimal_comma=False):
        if token.kind == "mark":
            if token.text in _ENDS:
                found.append(Word(END, token.span))
            elif token.text == "%":
                found.append(Word("percent", token.span))
        elif token.kind == "number":
            found.append(Word(f"{token.value:g}", token.span))
        elif token.text not in _UNHEARD:
            found.append(Word(_one_form(token.text), token.span))
    return tuple(found)


def keys(name: str) -> tuple[str, ...]:
    """A name of the vocabulary as the sequence of keys that is looked for."""
    return tuple(word.key for word in words(name) if word.key != END)


def learn(names: Iterable[tuple[str, ...]]) -> None:
    """Tells the spelling which long words the vocabulary has; called while it is loaded."""
    for word in {word for name in names for word in name}:
        if len(word) >= _LONG and word.isalpha() and word not in _KNOWN:
            _KNOWN.add(word)
            for near in _near(word):
                _NEAR.setdefault(near, word)
    correct.cache_clear()


@lru_cache(maxsize=65_536)
def correct(word: str) -> str:
    """The long word of the vocabulary that differs by one letter, else the word itself."""
    if not _LONG <= len(word) + 1 <= _LONGEST or word in _KNOWN or not word.isalpha():
        return word
    for near in _near(word):
        meant = _NEAR.get(near)
        if meant and meant[0] == word[0] and abs(len(meant) - len(word)) <= 1:
            if meant.startswith(word) or word.startswith(meant):
                return word  # another form of the word, not a slip
            return meant
    return word


@lru_cache(maxsize=65_536)
def _one_form(word: str) -> str:
    plain = word[:-2] if word.endswith(("'s", "\u2019s")) else word
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = _SPELLING.get(plain, plain)
    if len(plain) > 4 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        plain = plain[:-1]
    return _SPELLING.get(plain, plain)


def _near(word: str) -> Iterator[str]:
    """The word itself and the word without each of its letters (but the first)."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


_SPELLING = {row["written"]: row["meant"] for row in rows("outcome_spelling.tsv")}
_KNOWN: set[str] = set()
_NEAR: dict[str, str] = {}
