"""Reads the tables of the vocabulary, which a reviewer may extend without touching code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table by column name; empty cells are empty texts."""
    text = (files("harvest.parse") / "vocabulary" / name).read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    columns = head.split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines if line)


def cell(row: dict[str, str], column: str) -> tuple[str, ...]:
    """The values of a cell, which a semicolon parts."""
    return tuple(value.strip() for value in row[column].split(";") if value.strip())


@cache
def word_class(kind: str) -> frozenset[str]:
    """All words of one kind of `outcome_words.tsv`."""
    found = (row for row in rows("outcome_words.tsv") if row["kind"] == kind)
    return frozenset(word for row in found for word in cell(row, "words"))
