from __future__ import annotations

from typing import Any

import pytest

from harvest.history import changes, switching, tracks, versions
from harvest.tables import TABLES
from harvest.tables.build import Harvested, tabulate
from harvest.tables.history import HISTORY, rows
from tests.history.pasts import outcomes, past, sent
from tests.records import compact, nct, record
from tests.tables.rows import RowSink

PAIN, FIQ = ("Pain VAS", "12 weeks"), ("FIQ total", "12 weeks")


@pytest.mark.parametrize(
    ("table", "row", "own"),
    [
        ("record_versions", versions.VersionRow, 2),
        ("changes", changes.ChangeRow, 2),
        ("outcome_versions", tracks.OutcomeRow, 2),
        ("outcome_links", tracks.LinkRow, 2),
        ("switching", switching.Switching, 1),
    ],
)
def test_a_row_has_the_columns_of_its_table(table: str, row: Any, own: int) -> None:
    assert tuple(TABLES[table].columns)[own:] == row._fields


def test_the_past_of_a_study_is_in_all_tables() -> None:
    one, other = sent("2026-01-01", **outcomes((PAIN,))), sent("2026-02-01", **outcomes((FIQ,)))
    found = [table for table, _ in rows(past(one, other))]
    assert set(found) == set(HISTORY)
    for table, row in rows(past(one, other)):
        assert row[0] == nct(1)
        for value, column in zip(row, table.columns.values(), strict=True):
            assert value is not None or not column.required
            if column.codes and value is not None:
                assert value in column.codes


def test_a_study_that_is_gone_has_a_past_and_no_row_in_studies() -> None:
    sink = RowSink()
    gone = past(sent("2026-01-01"), None)
    studies = tabulate([Harvested(nct(1), None, past=gone), Harvested(nct(2), record(2))], sink)
    assert studies == 1
    assert sink.column("studies", "nct_id") == [nct(2)]
    assert sink.column("changes", "kind") == ["study_removed"]
    assert sink.column("record_versions", "is_removed") == [True]


def test_contact_persons_do_not_reach_the_changes() -> None:
    def of(phone: str) -> dict[str, Any]:
        contact = [{"name": "A Person", "phone": phone}]
        site = {"facility": "F", "city": phone, "contacts": contact}
        found = sent("2026-01-01", contactsLocationsModule={"locations": [site],
                     "centralContacts": contact})  # fmt: skip
        return {**found, "resultsSection": {"moreInfoModule": {"pointOfContact": contact[0]}}}

    told = list(rows(past(of("555-0100"), of("555-0199"))))
    assert sum(table.name == "changes" for table, _ in told) == 2
    assert b"A Person" in compact(of("555-0100"))
    assert "A Person" not in repr(told)
