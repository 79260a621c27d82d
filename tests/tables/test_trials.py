"""The tables of what was collected by hand."""

from __future__ import annotations

from typing import get_args

from harvest.tables import TABLES
from harvest.tables.trials import rows
from harvest.trials import bundled, model
from tests.tables.rows import RowSink, of_records

NAMES = ("trials", "trial_ids", "reports", "published_results")


def sink() -> RowSink:
    return of_records([])


def test_every_line_is_a_row_in_every_release_without_any_record_too() -> None:
    found = sink()
    assert [len(found[name]) for name in NAMES] == [len(lines) for lines in bundled()]


def test_every_field_of_a_line_is_a_column() -> None:
    found = bundled()
    for name, lines in zip(NAMES, found, strict=True):
        extra = set(TABLES[name].columns) - set(lines[0]._fields)
        assert set(lines[0]._fields) <= set(TABLES[name].columns)
        assert extra <= {"nct_id", "position"}


def test_a_number_stands_with_its_trial_report_and_registration() -> None:
    (row,) = [
        row
        for row in sink()["published_results"]
        if (row["finding_id"], row["statistic"]) == ("INNOVA_pain_3m", "md")
    ]
    assert (row["value"], row["arm"], row["versus"]) == (0.49, "naltrexone 4.5 mg", "placebo")
    assert (row["trial_id"], row["nct_id"]) == ("INNOVA", "NCT04739995")
    assert row["report_id"] == "INNOVA_PAPER"


def test_a_trial_without_an_nct_number_has_null() -> None:
    found = {row["trial_id"]: row["nct_id"] for row in sink()["trials"]}
    assert found["YOUNGER2009PILOT"] is None
    assert found["FINAL"] == "NCT04270877"


def test_registrations_are_numbered_within_their_trial() -> None:
    positions: dict[str, list[int]] = {}
    for row in sink()["trial_ids"]:
        positions.setdefault(row["trial_id"], []).append(row["position"])
    assert positions["FINAL"] == [0, 1, 2]
    assert all(each == list(range(len(each))) for each in positions.values())


def test_codes_are_those_of_the_lines() -> None:
    column = TABLES["published_results"].columns["statistic"]
    assert column.codes == get_args(model.Statistic)


def test_rows_come_in_the_order_of_the_tables() -> None:
    order = [table.name for table, _ in rows(bundled())]
    assert list(dict.fromkeys(order)) == list(NAMES)
