"""The way from a derived value back to the registry's words."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.evidence import Certainty, Evidence

SHOWN = 300


class Trace(NamedTuple):
    """Why one column of one row holds what it holds.

    Attributes:
        table: Name of the table.
        row_position: The row's `position` in it; None in a table with one row per study.
        column: Name of the column.
        path: JSON path of the text, with list indices; None where no single text stands behind it.
        span_start, span_end: Code points in that text, end exclusive.
        words: The words of the span, at most 300 characters of them.
        rule: Name of the rule that read them; None where the value is null.
        certainty: Stated, inferred or assumed; None where the value is null.
        reason: Why the value is null, or what is to be known of it.
    """

    table: str
    row_position: int | None
    column: str
    path: str | None
    span_start: int | None
    span_end: int | None
    words: str | None
    rule: str | None
    certainty: Certainty | None
    reason: str | None


def shown(
    table: str, row: int | None, column: str, path: str, text: str, evidence: Evidence
) -> Trace:
    """The trace of a value that was read from `text`, which stands at `path`."""
    start, end = evidence.span
    return Trace(
        table,
        row,
        column,
        path,
        start,
        end,
        text[start : min(end, start + SHOWN)],
        evidence.rule,
        evidence.certainty,
        None,
    )


def missing(table: str, row: int | None, column: str, path: str | None, reason: str) -> Trace:
    """The trace of a null, or a remark on a value."""
    return Trace(table, row, column, path, None, None, None, None, None, reason)
