"""What the harvest says of itself."""

from __future__ import annotations

from typing import get_args

from harvest.record.decode import FindingKind
from harvest.tables import TABLES
from harvest.tables.account import IssueKind, Issues, SearchHits
from tests.tables.rich import rich_record
from tests.tables.rows import of_records


def test_every_kind_of_finding_is_a_kind_of_issue() -> None:
    assert set(get_args(FindingKind)) < set(get_args(IssueKind))
    assert Issues.columns["kind"].codes == get_args(IssueKind)


def test_an_issue_of_a_record_without_a_number_needs_no_study() -> None:
    assert not Issues.columns["nct_id"].required
    assert Issues.references == ()
    assert Issues.key == ("issue_number",)


def test_a_study_that_several_searches_found_has_a_row_for_each() -> None:
    assert SearchHits.key == ("nct_id", "search")
    assert not SearchHits.columns["parameters"].required


def test_neither_table_comes_from_the_record_itself() -> None:
    rows = of_records([rich_record()])
    for table in (Issues, SearchHits):
        assert table in TABLES.values()
        assert rows.tuples[table.name] == []
        assert not any(column.sources for column in table.columns.values())
