"""The word lists of the design readers, tab-separated files that a trialist can review."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from harvest.parse.automaton import Automaton
from harvest.parse.designs.words import phrase


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list by column name."""
    text = (files("harvest.parse") / "vocabulary" / name).read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    columns = head.split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines if line)


@cache
def design_terms() -> Automaton[tuple[str, str]]:
    """What designs are called, and the words that say whose design it is: (kind, code)."""
    return Automaton(
        (phrase(row["term"]), (row["kind"], row["code"])) for row in rows("design_terms.tsv")
    )


@cache
def control_terms() -> Automaton[str]:
    """What a comparison is made with: placebo, sham, no treatment, historical."""
    return Automaton((phrase(row["term"]), row["code"]) for row in rows("design_controls.tsv"))


@cache
def single_words(kind: str) -> frozenset[str]:
    """The words of one kind in the lists of the criteria readers."""
    return frozenset(row["word"] for row in rows("design_words.tsv") if row["kind"] == kind)
