"""Corrections by a person: read strictly, applied last, refused when the value has changed."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.tables import TABLES
from harvest.tables.build import Harvested, tabulate
from harvest.tables.overrides import (
    FIELDS,
    BadOverride,
    bundled,
    is_derived,
    parsed,
    read_overrides,
    written,
)
from tests.records import record
from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import RowSink

HEADER = "\t".join(FIELDS) + "\n"
WHO = ("A. Reviewer", "2026-11-23", "the paper says so", "PMID 1")


def line(*values: str) -> str:
    return "\t".join((*values, *WHO)) + "\n"


DOSE = (NCT_ID, "doses", "0", "daily_mg_max")


def harvested(*lines: str, records: tuple[bytes, ...] = ()) -> RowSink:
    sink = RowSink()
    overrides = read_overrides(HEADER + "".join(lines), TABLES)
    given = records or (rich_record(), record(2))
    tabulate((Harvested(None, each) for each in given), sink, overrides)
    return sink


def test_a_correction_stands_in_the_table_in_its_evidence_and_in_its_own_row() -> None:
    rows = harvested(line(*DOSE, "4.5", "3"))
    assert rows["doses"][0]["daily_mg_max"] == 3.0
    assert rows["doses"][0]["daily_mg_min"] == 4.5, "one value is corrected, not what is like it"
    (told,) = [row for row in rows["evidence"] if row["rule"] == "override"]
    assert (told["table"], told["row_position"], told["column"]) == ("doses", 0, "daily_mg_max")
    assert told["reason"] == (
        "corrected from 4.5 by A. Reviewer, 2026-11-23: the paper says so (source: PMID 1)"
    )
    (override,) = rows["overrides"]
    assert override["outcome"] == "applied"
    assert (override["old_text"], override["new_text"]) == ("4.5", "3")
    assert rows["issues"] == []


def test_null_is_written_na_both_ways() -> None:
    rows = harvested(line(*DOSE, "4.5", "NA"))
    assert rows["doses"][0]["daily_mg_max"] is None
    rows = harvested(line(NCT_ID, "doses", "0", "duration_days", "NA", "56"))
    assert rows["doses"][0]["duration_days"] == 56


def test_a_correction_of_a_value_that_has_changed_is_refused_and_raised() -> None:
    rows = harvested(line(*DOSE, "6", "3"))
    assert rows["doses"][0]["daily_mg_max"] == 4.5
    assert (rows["overrides"][0]["outcome"], rows["overrides"][0]["found_text"]) == (
        "refused",
        "4.5",
    )
    (issue,) = rows["issues"]
    assert (issue["kind"], issue["nct_id"]) == ("override_not_applied", NCT_ID)
    assert "from 6 to 3 does not apply: refused" in issue["message"]


def test_two_corrections_of_one_value_are_applied_in_turn() -> None:
    rows = harvested(line(*DOSE, "4.5", "3"), line(*DOSE, "3", "2"))
    assert rows["doses"][0]["daily_mg_max"] == 2.0
    assert [row["outcome"] for row in rows["overrides"]] == ["applied", "applied"]


def test_a_row_or_a_study_that_is_not_there_is_told() -> None:
    rows = harvested(
        line(NCT_ID, "doses", "999", "daily_mg_max", "1", "2"),
        line("NCT99999999", "doses", "0", "daily_mg_max", "1", "2"),
    )
    assert [row["outcome"] for row in rows["overrides"]] == ["no_such_row", "no_such_study"]
    assert [issue["nct_id"] for issue in rows["issues"]] == [NCT_ID]


def test_a_row_with_several_key_numbers_is_named_with_slashes() -> None:
    rows = harvested(line(NCT_ID, "dose_steps", "0/0", "daily_mg", "4.5", "3"))
    assert rows["dose_steps"][0]["daily_mg"] == 3.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nct_id\ttable\n", "line 1: the columns must be"),
        (HEADER + "NCT1\tdoses\n", "line 2: 2 columns in place of 10"),
        (HEADER + line(NCT_ID, "nothing", "0", "x", "1", "2"), "no table 'nothing'"),
        (HEADER + line(NCT_ID, "issues", "0", "kind", "1", "2"), "no table 'issues'"),
        (HEADER + line(NCT_ID, "doses", "0", "nothing", "1", "2"), "no column 'nothing'"),
        (HEADER + line(NCT_ID, "arms", "0", "label", "A", "B"), "the registry's own word"),
        (HEADER + line(NCT_ID, "doses", "0", "position", "0", "1"), "the registry's own word"),
        (HEADER + line(*DOSE, "much", "3"), "could not convert"),
        (HEADER + line(NCT_ID, "doses", "0", "role", "assigned", "given"), "none of assigned"),
        (HEADER + line(NCT_ID, "doses", "0", "role", "assigned", "NA"), "never null"),
        (HEADER + "\t".join((*DOSE, "4.5", "3", "", "", "", "")) + "\n", "who is empty"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(BadOverride, match=message):
        read_overrides(text, TABLES)


def test_an_empty_file_and_empty_lines_are_no_corrections() -> None:
    assert read_overrides("", TABLES) == ()
    assert read_overrides(HEADER + "\n\t\n", TABLES) == ()


def test_the_bundled_corrections_can_be_read() -> None:
    for override in read_overrides(bundled(), TABLES):
        assert override.old != override.new


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("daily_mg_max", 4.5),
        ("daily_mg_max", 0.0001),
        ("duration_days", 84),
        ("is_titrated", True),
        ("is_titrated", None),
        ("dose_class", "LDN"),
        ("schedule", "0:1.5;7:3"),
    ],
)
def test_a_value_comes_back_from_what_is_written_of_it(column: str, value: Any) -> None:
    assert parsed(written(value), TABLES["doses"].columns[column]) == value


def test_what_the_registry_says_is_not_derived() -> None:
    assert not is_derived(TABLES["studies"], "brief_title")
    assert is_derived(TABLES["studies"], "minimum_age_years")
    assert is_derived(TABLES["doses"], "daily_mg_max")
