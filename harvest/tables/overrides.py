"""A person's corrections of derived values: read from a file, applied last, never in silence.

The file is tab-separated with the columns of `FIELDS`. A project keeps its own beside the data as
`overrides.tsv`; harvest brings one of its own, reviewed like code. `row` is the key of the row
within the study: the `position`, several numbers joined by a slash, or nothing in `studies`.
`old` and `new` are written as in the table, `NA` for null.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from harvest.tables.declare import Column, Table
from harvest.tables.trials import BY_HAND

FIELDS = ("nct_id", "table", "row", "column", "old", "new", "who", "when", "why", "source")
NULL = "NA"
Outcome = Literal["applied", "refused", "no_such_row", "no_such_study"]
# What the registry says is not ours to correct, nor what we say of our own doings. What was
# collected by hand is corrected where it stands, in `harvest/trials`.
_CLOSED_TABLES = frozenset({"evidence", "issues", "overrides", "search_hits"}) | {
    table.name for table in BY_HAND
}


class BadOverride(ValueError):
    """A line that cannot be an override; the message says why."""


class Override(NamedTuple):
    """One correction, as written.

    Attributes:
        line: Where it stands in its file.
        values: By the names of `FIELDS`.
        old, new: The values, of the column's type.
    """

    line: int
    values: dict[str, str]
    old: Any
    new: Any

    @property
    def place(self) -> tuple[str, str, str]:
        """Study, table and row."""
        return self.values["nct_id"], self.values["table"], self.values["row"]


def bundled() -> str:
    """The corrections that come with harvest."""
    return (files("harvest.tables") / "overrides.tsv").read_text(encoding="utf-8")


def read_overrides(text: str, tables: dict[str, type[Table]]) -> tuple[Override, ...]:
    """The corrections of a file.

    Raises:
        BadOverride: A header or line that makes no sense; what is wrong, and where.
    """
    lines = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(lines, None)
    if header is None:
        return ()
    if tuple(header) != FIELDS:
        raise BadOverride(f"line 1: the columns must be {', '.join(FIELDS)}, separated by tabs")
    found: list[Override] = []
    for number, line in enumerate(lines, start=2):
        if any(cell.strip() for cell in line):
            found.append(_override(number, line, tables))
    return tuple(found)


def _override(number: int, line: list[str], tables: dict[str, type[Table]]) -> Override:
    if len(line) != len(FIELDS):
        raise BadOverride(f"line {number}: {len(line)} columns in place of {len(FIELDS)}")
    values = dict(zip(FIELDS, (cell.strip() for cell in line), strict=True))
    for name in ("nct_id", "table", "column", "who", "when", "why", "source"):
        if not values[name]:
            raise BadOverride(
                f"line {number}: {name} is empty; a correction says who, when and why"
            )
    table = tables.get(values["table"])
    if table is None or table.name in _CLOSED_TABLES:
        raise BadOverride(f"line {number}: there is no table {values['table']!r} to correct")
    column = table.columns.get(values["column"])
    if column is None:
        raise BadOverride(f"line {number}: {table.name} has no column {values['column']!r}")
    if not is_derived(table, values["column"]):
        raise BadOverride(
            f"line {number}: {table.name}.{values['column']} is the registry's own word; only "
            "derived values are corrected"
        )
    try:
        return Override(
            number, values, parsed(values["old"], column), parsed(values["new"], column)
        )
    except ValueError as reason:
        raise BadOverride(f"line {number}: {reason}") from None


def is_derived(table: type[Table], name: str) -> bool:
    """Whether a column holds what harvest made of the record, and is no part of the key."""
    column = table.columns[name]
    is_made = column.origin == "derived" or (column.origin == "source" and column.read is not None)
    return is_made and name not in table.key


def parsed(written: str, column: Column) -> Any:
    """A value as written in the file, in the column's type.

    Raises:
        ValueError: It does not fit.
    """
    if written == NULL:
        if column.required:
            raise ValueError("the column is never null")
        return None
    if column.codes:
        if written not in column.codes:
            raise ValueError(f"{written!r} is none of {', '.join(column.codes)}")
        return written
    if pa.types.is_boolean(column.type):
        if written not in ("true", "false"):
            raise ValueError(f"{written!r} is neither true nor false")
        return written == "true"
    if pa.types.is_integer(column.type):
        return int(written)
    if pa.types.is_floating(column.type):
        return float(written)
    if pa.types.is_string(column.type):
        return written
    raise ValueError("columns of this type are not corrected")


class Corrections:
    """Applies overrides to rows as they pass, and says at the end what became of each."""

    def __init__(self, overrides: Iterable[Override] = ()) -> None:
        self.overrides = tuple(overrides)
        self._at: dict[tuple[str, str, str], list[int]] = {}
        for number, override in enumerate(self.overrides):
            self._at.setdefault(override.place, []).append(number)
        self._studies = {override.values["nct_id"] for override in self.overrides}
        self.outcomes: dict[int, tuple[Outcome, str | None]] = {}

    def concern(self, nct_id: str) -> bool:
        """Whether any of them is of this study."""
        if nct_id not in self._studies:
            return False
        for number, override in enumerate(self.overrides):
            if override.values["nct_id"] == nct_id:
                self.outcomes.setdefault(number, ("no_such_row", None))
        return True

    def apply(
        self, table: type[Table], row: tuple[Any, ...]
    ) -> tuple[tuple[Any, ...], tuple[Override, ...]]:
        """The row as corrected, and the overrides that were applied to it."""
        columns = list(table.columns)
        key = "/".join(str(row[columns.index(name)]) for name in table.key if name != "nct_id")
        applied = []
        for number in self._at.get((row[columns.index("nct_id")], table.name, key), ()):
            override = self.overrides[number]
            place = columns.index(override.values["column"])
            if _same(row[place], override.old):
                row = (*row[:place], override.new, *row[place + 1 :])
                self.outcomes[number] = ("applied", None)
                applied.append(override)
            else:
                self.outcomes[number] = ("refused", written(row[place]))
        return row, tuple(applied)

    def rows(self) -> Iterable[tuple[Override, Outcome, str | None]]:
        """Every override with what became of it and the value that was found in its place."""
        for number, override in enumerate(self.overrides):
            yield override, *self.outcomes.get(number, ("no_such_study", None))


def written(value: Any) -> str:
    """A value as a file of overrides has it."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def _same(found: Any, old: Any) -> bool:
    if isinstance(found, float) and isinstance(old, float):
        return abs(found - old) <= 1e-9 * max(1.0, abs(found))
    return bool(found == old)
