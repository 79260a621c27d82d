"""Scores readings against labelled strings, field by field."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from harvest.parse.doses import DoseSummary, summarise

FIELDS = (
    *("drug", "is_naltrexone", "daily_mg_min", "daily_mg_max", "daily_mg_final", "basis"),
    *("schedule", "frequency", "timing", "route", "form", "duration_days", "dose_class", "is_ldn"),
)
_NUMBERS = frozenset({"daily_mg_min", "daily_mg_max", "daily_mg_final", "duration_days"})


class Miss(NamedTuple):
    """A field of a labelled string that was read otherwise."""

    row: str
    field: str
    wanted: str
    got: object


class Score(NamedTuple):
    """How a file of labels was read."""

    rows: int
    right: int
    misses: tuple[Miss, ...]
    false_ldn: tuple[str, ...]


def labels(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a file of labels; a quotation mark is a character like any other."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def score(path: Path) -> Score:
    """Reads every string of a file and compares all labelled fields."""
    misses: list[Miss] = []
    false_ldn: list[str] = []
    rows = list(labels(path))
    for row in rows:
        summary = summarise(row["string"], row["context_drug"] or None)
        misses.extend(_misses(row, summary))
        if summary.is_ldn == "yes" and row["is_ldn"] not in {"yes", ""}:
            false_ldn.append(row["id"])
    right = len(rows) - len({miss.row for miss in misses})
    return Score(len(rows), right, tuple(misses), tuple(false_ldn))


def _misses(row: dict[str, str], summary: DoseSummary) -> Iterator[Miss]:
    for field in FIELDS:
        wanted, got = row[field], getattr(summary, field)
        if wanted and not _is_same(field, wanted, got):
            yield Miss(row["id"], field, wanted, got)


def _is_same(field: str, wanted: str, got: object) -> bool:
    """`NA` is null; numbers meet within a thousandth of themselves."""
    if wanted == "NA" or got is None:
        return (wanted == "NA") == (got is None)
    if field in _NUMBERS:
        assert isinstance(got, int | float)
        return abs(float(wanted) - got) <= 1e-3 * max(abs(float(wanted)), 1e-9)
    return wanted == got
