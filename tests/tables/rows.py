"""Rows of all tables made from a few records, as dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harvest.tables import TABLES
from harvest.tables.build import Harvested, tabulate
from harvest.tables.declare import Table
from tests.records import compact, study

Row = dict[str, Any]


class RowSink:
    """Takes rows as `tabulate` gives them, in their order."""

    def __init__(self) -> None:
        self.tuples: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}

    def add(self, table: type[Table], row: tuple[Any, ...]) -> None:
        self.tuples[table.name].append(row)

    def __getitem__(self, name: str) -> list[Row]:
        columns = TABLES[name].columns
        return [dict(zip(columns, row, strict=True)) for row in self.tuples[name]]

    def column(self, table: str, name: str) -> list[Any]:
        place = list(TABLES[table].columns).index(name)
        return [row[place] for row in self.tuples[table]]

    def issues(self) -> list[tuple[str, str | None, str]]:
        """Kind, path and value of every issue."""
        return [(row["kind"], row["path"], row["value_text"]) for row in self["issues"]]


def of_records(records: Iterable[bytes]) -> RowSink:
    """Rows of records that come as bytes."""
    sink = RowSink()
    tabulate((Harvested(None, record) for record in records), sink)
    return sink


def of_study(
    number: int = 1,
    *,
    results: dict[str, Any] | None = None,
    documents: dict[str, Any] | None = None,
    annotations: dict[str, Any] | None = None,
    derived: dict[str, Any] | None = None,
    **protocol: Any,
) -> RowSink:
    """Rows of one record with these modules of the protocol, and other sections where given."""
    record = study(number, **protocol)
    given = {
        "resultsSection": results,
        "documentSection": documents,
        "annotationSection": annotations,
        "derivedSection": derived,
    }
    record.update({name: section for name, section in given.items() if section is not None})
    return of_records([compact(record)])


def only(rows: list[Row]) -> Row:
    """The one row that there is."""
    (row,) = rows
    return row
