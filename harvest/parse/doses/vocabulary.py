"""The word lists of the dose grammar, read from tab-separated files that a pharmacist can review.

Every list has a `term`, what it stands for, and the source of the entry. Terms match whole words
in any case; `#` in a term stands for a number ("every # hours"), and a hyphen in the text may
stand where the term has a space.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from harvest.parse.tokens import Token, tokens

_HYPHENS = frozenset("-\u2010\u2011\u2013")
_SLOT = "#"


class Entry(NamedTuple):
    """What a term stands for.

    Attributes:
        kind: The list it comes from ("drug", "frequency", "route", ...).
        code: Its value in the published lists, or its part in the grammar.
        value: A number of the entry as written in its file ("24/#", "7"), or "".
        upper: Whether it matches only where the text has it in capitals, as LDN and NTX.
    """

    kind: str
    code: str
    value: str
    upper: bool


class Drug(NamedTuple):
    """A drug by its published name, and the group that decides how its doses are read."""

    name: str
    group: str


class Default(NamedTuple):
    """What an unstated route or form of a drug is taken to be, from `from_mg` per dose on."""

    route: str
    form: str
    from_mg: float


class Strength(NamedTuple):
    """The milligrams of the two parts of a fixed combination in one unit."""

    first: str
    first_mg: float
    second: str
    second_mg: float


class Node:
    """A step of the tree of terms."""

    __slots__ = ("entry", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.entry: Entry | None = None


def rows(name: str) -> list[list[str]]:
    """The lines of a word list, without its heading."""
    text = (files("harvest.parse") / "vocabulary" / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line]


def build(terms: list[tuple[str, Entry]]) -> Node:
    """A tree that finds the longest of the terms in one walk."""
    root = Node()
    for term, entry in terms:
        node = root
        for token in tokens(term):
            if token.text in _HYPHENS and node is not root:
                continue
            node = node.next.setdefault(token.text, Node())
        if node.entry is None:
            node.entry = entry
    return root


def longest(
    root: Node, found: tuple[Token, ...], at: int
) -> tuple[Entry, int, float | None] | None:
    """The longest term that starts at a token: entry, token after it, number in its slot."""
    first = found[at]
    if first.text not in root.next and not (first.kind == "number" and _SLOT in root.next):
        return None
    best: tuple[Entry, int, float | None] | None = None
    paths: list[tuple[Node, int, float | None]] = [(root, at, None)]
    while paths:
        node, i, number = paths.pop()
        is_word = i == at or found[i - 1].text not in _HYPHENS
        if node.entry is not None and is_word and (best is None or i > best[1]):
            best = (node.entry, i, number)
        if i >= len(found):
            continue
        token = found[i]
        literal = node.next.get(token.text)
        slot = node.next.get(_SLOT) if token.kind == "number" else None
        if slot is not None:
            paths.append((slot, i + 1, token.value))
        if literal is not None:
            paths.append((literal, i + 1, number))
        elif slot is None and i > at and token.text in _HYPHENS and node.next:
            paths.append((node, i + 1, number))
    return best


_KINDS = (
    ("dose_frequencies", "frequency"),
    ("dose_routes", "route"),
    ("dose_forms", "form"),
    ("dose_phrases", "phrase"),
)


@cache
def drug_tree() -> Node:
    """Names of drugs and of placebo."""
    return build(
        [
            (term, Entry("drug", term if drug == "=" else drug, group, match == "upper"))
            for term, drug, group, match, *_ in rows("drugs")
        ]
    )


@cache
def trees() -> tuple[Node, ...]:
    """All other terms, one tree for each list, in the order in which ties are decided."""
    return tuple(
        build(
            [(term, Entry(kind, code, value, upper=False)) for term, code, value, *_ in rows(name)]
        )
        for name, kind in _KINDS
    )


@cache
def first_words() -> frozenset[str]:
    """Every word that one of these terms begins with."""
    return frozenset(word for tree in trees() for word in tree.next)


@cache
def units() -> Node:
    """Units of mass, and units that are no mass."""
    return build(
        [(t, Entry("unit", code, value, upper=False)) for t, code, value, *_ in rows("dose_units")]
    )


@cache
def per_units() -> Node:
    """What a mass can be given per: kilogram, day, tablet."""
    return build(
        [(t, Entry("per", code, value, upper=False)) for t, code, value, *_ in rows("dose_per")]
    )


@cache
def time_units() -> dict[str, tuple[str, float]]:
    """Units of time with their days; those under a day have 0."""
    return {term: (code, float(value)) for term, code, value, *_ in rows("dose_times")}


@cache
def plain_words() -> frozenset[str]:
    """Ordinary words, which may stand beside a dose and are no drug."""
    return frozenset(row[0] for row in rows("dose_plain"))


@cache
def generic_endings() -> tuple[str, ...]:
    """Endings of generic names ("-gabalin")."""
    return tuple(row[0] for row in rows("dose_stems"))


@cache
def lookalikes() -> dict[str, frozenset[str]]:
    """Words beside which an abbreviation is not naltrexone, by abbreviation."""
    found: dict[str, set[str]] = {}
    for word, abbreviation, *_ in rows("dose_lookalikes"):
        found.setdefault(abbreviation, set()).add(word)
    return {abbreviation: frozenset(words) for abbreviation, words in found.items()}


@cache
def defaults() -> dict[str, Default]:
    """Unstated routes and forms by drug."""
    return {
        drug: Default(route, form, float(from_mg))
        for drug, route, form, from_mg, *_ in rows("dose_defaults")
    }


@cache
def strengths() -> dict[str, Strength]:
    """Fixed combinations of one known strength."""
    return {
        drug: Strength(first, float(first_mg), second, float(second_mg))
        for drug, first, first_mg, second, second_mg, *_ in rows("dose_combinations")
    }


def is_drug_like(word: str) -> bool:
    """Whether an unlisted word may be a drug's name: not ordinary, and not formed like a verb."""
    if len(word) < 4 or word in plain_words():
        return False
    return not word.endswith(_ORDINARY_ENDINGS)


_ORDINARY_ENDINGS = (
    *("ed", "ing", "ly", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ical", "able"),
    *("ible", "ful", "less", "ive", "ism", "ology", "graphy", "tions", "ments", "ized", "ised"),
)
