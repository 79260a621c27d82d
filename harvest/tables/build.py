"""Takes records through all tables: bytes of studies in, rows out, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from harvest.derive import Case
from harvest.derive.trace import Trace
from harvest.history.timeline import Past
from harvest.record.decode import UnreadableRecord, decode
from harvest.tables import TABLES
from harvest.tables.account import Issues, Overrides, SearchHits
from harvest.tables.claims import rows as claim_rows
from harvest.tables.collector import uncollected
from harvest.tables.declare import Rows, Table
from harvest.tables.estimates import Estimates, Gathered
from harvest.tables.history import rows as history_rows
from harvest.tables.overrides import Corrections, Override
from harvest.tables.read import reader
from harvest.tables.trials import rows as trial_rows
from harvest.trials import bundled
from harvest.trials.claims import bundled as claims

SHOWN = 500


@dataclass(frozen=True, slots=True)
class Harvested:
    """One record on its way to the tables.

    Attributes:
        nct_id: As found when it came in; None for a record without one that can be read.
        record: UTF-8 JSON; None for a study that is gone, of which only the past is told.
        searches: Name and request parameters of every search that found it.
        past: Its versions, this one among them.
    """

    nct_id: str | None
    record: bytes | None
    searches: tuple[tuple[str, str | None], ...] = ()
    past: Past | None = None


class Sink(Protocol):
    """Where rows go."""

    def add(self, table: type[Table], row: tuple[Any, ...]) -> None:
        """Take one row, in the order of the table's columns."""


def tabulate(records: Iterable[Harvested], sink: Sink, overrides: Iterable[Override] = ()) -> int:
    """Send the rows of all records to `sink`; returns the number of studies read.

    Rows come in the order of the records, then of the registry's own lists. A record that cannot
    be read gives an issue row and does not stop the others. Overrides are applied last; what
    became of each is a row of its own. What was collected by hand follows once, as it is.
    """
    corrections = Corrections(overrides)
    readers: list[tuple[type[Table], Callable[..., Rows]]] = [
        (table, reader(table)) for table in TABLES.values() if table.each
    ]
    issues = _Issues(sink)
    estimates = Gathered(bundled())
    studies = 0
    for harvested, record in _with_past(uncollected(records), sink):
        try:
            decoded = decode(record)
        except UnreadableRecord as reason:
            shown = record.decode("utf-8", "replace")
            issues.add(harvested.nct_id, "unreadable_record", None, shown, str(reason))
            continue
        studies += 1
        case = Case(decoded.study)
        nct_id = case.study.nct_id
        for finding in decoded.findings:
            issues.add(nct_id, finding.kind, finding.path, finding.value, finding.message)

        def report(kind: str, path: str, value: str, message: str, nct_id: str = nct_id) -> None:
            issues.add(nct_id, kind, path, value, message)

        is_corrected = corrections.concern(nct_id)
        for table, rows in readers:
            for row in rows(case, report):
                if is_corrected:
                    row, applied = corrections.apply(table, row)  # noqa: PLW2901
                    case.corrections.extend(map(_trace, applied))
                sink.add(table, row)
        for row in estimates.rows(case):
            sink.add(Estimates, row)
        for remark in case.remarks:
            issues.add(nct_id, *remark)
        for search, parameters in harvested.searches:
            sink.add(SearchHits, (nct_id, search, parameters))
    _tell_corrections(corrections, sink, issues)
    for table, row in (*trial_rows(bundled()), *claim_rows(claims())):
        sink.add(table, row)
    for row in estimates.rest():
        sink.add(Estimates, row)
    return studies


def _tell_corrections(corrections: Corrections, sink: Sink, issues: _Issues) -> None:
    """What became of each override; one that does not apply is an issue."""
    for number, (override, outcome, found) in enumerate(corrections.rows()):
        values = override.values
        sink.add(
            Overrides,
            (
                *(number, values["nct_id"], values["table"], values["row"], values["column"]),
                *(values["old"], values["new"], outcome, found),
                *(values["who"], values["when"], values["why"], values["source"]),
            ),
        )
        if outcome in ("refused", "no_such_row"):
            issues.add(
                values["nct_id"],
                "override_not_applied",
                None,
                found or "",
                f"the override of {values['table']}.{values['column']} from {values['old']} to "
                f"{values['new']} does not apply: {outcome.replace('_', ' ')}",
            )


def _with_past(records: Iterable[Harvested], sink: Sink) -> Iterator[tuple[Harvested, bytes]]:
    """The records that are there, after the rows on their past."""
    for harvested in records:
        if harvested.past is not None:
            for table, row in history_rows(harvested.past):
                sink.add(table, row)
        if harvested.record is not None:
            yield harvested, harvested.record


def _trace(override: Override) -> Trace:
    values = override.values
    said = (
        f"corrected from {values['old']} by {values['who']}, {values['when']}: {values['why']} "
        f"(source: {values['source']})"
    )
    row = values["row"]
    row_position = int(row) if row.isdecimal() else None
    return Trace(
        values["table"],
        row_position,
        values["column"],
        None,
        None,
        None,
        None,
        "override",
        None,
        said,
    )


class _Issues:
    """Numbers the issue rows as they come."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._number = 0

    def add(
        self, nct_id: str | None, kind: str, path: str | None, value: str, message: str
    ) -> None:
        shown = value[:SHOWN]
        self._sink.add(Issues, (self._number, nct_id, kind, path, shown, message))
        self._number += 1
