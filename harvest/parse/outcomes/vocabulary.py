"""Instruments, their names, subscales and domains, and the concepts that titles speak of.

All of it stands in tables (`vocabulary/instruments.tsv`, `vocabulary/outcome_*.tsv`) with the paper
each row comes from.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from harvest.parse.automaton import Automaton
from harvest.parse.outcomes.files import cell, rows
from harvest.parse.outcomes.model import Direction, Form, Strength
from harvest.parse.outcomes.words import keys, learn

NONE = "none"


class Placed(NamedTuple):
    """Where something stands in the two core sets; empty = contested, `none` = outside."""

    omeract: tuple[str, ...]
    omeract_strength: str
    immpact: tuple[str, ...]
    immpact_strength: str


class Entry(NamedTuple):
    """One instrument of the vocabulary."""

    name: str
    form: Form
    direction: Direction
    usual: tuple[float | None, float | None]
    placed: Placed
    refines: str
    group: str
    source: str


class Part(NamedTuple):
    """A subscale or an item of an instrument."""

    instrument: str
    name: str
    direction: Direction
    usual: tuple[float | None, float | None]
    placed: Placed
    source: str


class Concept(NamedTuple):
    """What is rated: pain, fatigue, sleep quality."""

    name: str
    direction: Direction
    placed: Placed
    on_vas: str
    on_nrs: str
    on_plain_scale: str


class Name(NamedTuple):
    """One way to write an instrument.

    Attributes:
        written: As the table has it; capitals alone match capitals only.
        instrument: What it names; empty where the letters mean something foreign.
        version: Which version the name tells.
        subscale: Which part the name tells.
        needs: Of an abbreviation with several meanings: words that must stand in the text.
        is_ambiguous: Whether it comes from the table of such abbreviations.
    """

    written: str
    instrument: str
    version: str
    subscale: str
    needs: tuple[tuple[str, ...], ...]
    is_ambiguous: bool


def _number(text: str) -> float | None:
    return float(text) if text else None


def _placed(row: dict[str, str]) -> Placed:
    return Placed(
        cell(row, "omeract"), row["omeract_strength"], cell(row, "immpact"), row["immpact_strength"]
    )


def _usual(row: dict[str, str]) -> tuple[float | None, float | None]:
    return _number(row["usual_min"]), _number(row["usual_max"])


def _names() -> list[Name]:
    plain = [
        Name(row["name"], row["instrument"], row["version"], "", (), is_ambiguous=False)
        for row in rows("outcome_names.tsv")
    ]
    ambiguous = [
        Name(
            row["name"],
            row["instrument"],
            "",
            row["subscale"],
            tuple(keys(need) for need in cell(row, "needs")),
            is_ambiguous=True,
        )
        for row in rows("outcome_ambiguous.tsv")
    ]
    return plain + ambiguous


def strength(text: str) -> Strength:
    """The strength of a placement; unsaid is the weakest."""
    return cast(Strength, text or "nearest")


ENTRIES = {
    row["instrument"]: Entry(
        row["instrument"],
        cast(Form, row["form"]),
        cast(Direction, row["direction"]),
        _usual(row),
        _placed(row),
        row["refines"],
        row["group"],
        row["source"],
    )
    for row in rows("instruments.tsv")
}
CONCEPTS = {
    row["concept"]: Concept(
        row["concept"],
        cast(Direction, row["direction"]),
        _placed(row),
        row["on_vas"],
        row["on_nrs"],
        row["on_plain_scale"],
    )
    for row in rows("outcome_concepts.tsv")
}
PARTS = [
    (
        Part(
            row["instrument"],
            row["subscale"],
            cast(Direction, row["direction"]),
            _usual(row),
            _placed(row),
            row["source"],
        ),
        cell(row, "names"),
    )
    for row in rows("outcome_subscales.tsv")
]
# A short form has a range of its own; what is not listed is not assumed.
VERSIONS = {
    (row["instrument"], row["version"]): _usual(row) for row in rows("outcome_versions.tsv")
}
TIERS = {
    (row["framework"], row["domain"]): (row["tier"], row["source"])
    for row in rows("outcome_frameworks.tsv")
}
DOMAIN_ORDER = {place: at for at, place in enumerate(TIERS)}
NAMES = Automaton((keys(name.written), name) for name in _names())
CONCEPT_NAMES = Automaton(
    (keys(name), row["concept"])
    for row in rows("outcome_concepts.tsv")
    for name in cell(row, "names")
)
PART_NAMES = Automaton((keys(name), part) for part, names in PARTS for name in names)
# Words by which full names are told from other things with the same initials.
NAME_WORDS: dict[str, set[str]] = {}
for _name in _names():
    if _name.instrument and " " in _name.written:
        NAME_WORDS.setdefault(_name.instrument, set()).update(keys(_name.written))
learn(keys(name.written) for name in _names())
