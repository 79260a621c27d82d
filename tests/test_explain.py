"""A study with its values beside the words that they were read from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harvest.curate import curate
from harvest.errors import UsageError
from harvest.explain import Explained, explain, text_at, told
from tests.flow.commands import harvest
from tests.records import MONDAY, at, record, snapshot
from tests.tables.rich import NCT_ID, rich_record


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    curate(folder, snapshot(folder, [rich_record(), record(2)], at(MONDAY)))
    return folder


def found(data: Path, table: str = "doses") -> Explained:
    return explain(data, NCT_ID, table=table)


def test_a_value_stands_beside_its_words_its_path_and_its_rule(data: Path) -> None:
    value = next(each for each in found(data).values if each.column == "daily_mg_max")
    assert (value.value, value.words) == ("4.5", "4.5 mg")
    assert value.path == "protocolSection.armsInterventionsModule.armGroups[0].description"
    assert (value.before, value.after) == ("", " at night")
    assert value.rule
    assert value.heading == "doses 0: arm 0, none, arm description"


def test_all_tables_come_in_their_order_and_one_can_be_asked_for(data: Path) -> None:
    everything = explain(data, NCT_ID)
    assert {value.table for value in everything.values} >= {"studies", "doses", "arm_period_doses"}
    assert everything.values[0].table == "studies"
    assert {value.table for value in found(data).values} == {"doses"}


def test_lines_mark_the_words_in_their_text(data: Path) -> None:
    lines = list(told(found(data), ("<", ">")))
    assert lines[0].startswith(f"{NCT_ID}  Naltrexone for pain")
    assert "  daily_mg_max = 4.5" in lines
    assert "      <4.5 mg> at night" in lines


def test_what_is_null_says_why(data: Path) -> None:
    lines = list(told(found(data, "arm_period_doses"), ("<", ">")))
    assert "  cumulative_mg = NA" in lines
    assert any("do not say how long" in line for line in lines)


def test_the_words_stay_where_the_snapshot_is_gone(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    shutil.rmtree(copy / "raw")
    value = next(each for each in found(copy).values if each.column == "daily_mg_max")
    assert (value.before, value.words, value.after) == ("", "4.5 mg", "")


@pytest.mark.parametrize("number", ["NCT1", "", "fibromyalgia", "NCT00001234x"])
def test_something_that_is_no_number_is_refused(data: Path, number: str) -> None:
    with pytest.raises(UsageError, match="no registry number; one looks like NCT01234567"):
        explain(data, number)


def test_a_study_table_or_release_that_is_not_there_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no study NCT09999999"):
        explain(data, "NCT09999999")
    with pytest.raises(UsageError, match="no table 'dosages'; there: studies"):
        explain(data, NCT_ID, table="dosages")
    with pytest.raises(UsageError, match=r"no release '2020\.01\.1'"):
        explain(data, NCT_ID, release="2020.01.1")
    with pytest.raises(UsageError, match="run `harvest refresh`"):
        explain(tmp_path, NCT_ID)


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.b[1].c", "x"), ("a.b[9].c", None), ("a.none", None), ("a.b", None), ("a.b[0]", None)],
)
def test_a_text_is_found_by_its_path(path: str, text: str | None) -> None:
    assert text_at({"a": {"b": [{}, {"c": "x"}]}}, path) == text


def test_the_command_prints_it_and_json_has_every_field(data: Path) -> None:
    done = harvest("explain", NCT_ID.lower(), "--table", "doses", "--data", data)
    assert done.code == 0
    assert "[[4.5 mg]] at night" in done.out
    done = harvest("explain", NCT_ID, "--table", "doses", "--data", data, "--json")
    (study,) = done.result["studies"]
    assert study["nct_id"] == NCT_ID
    assert {value["column"] for value in study["values"]} >= {"daily_mg_max", "frequency"}
    assert harvest("explain", "NCT1", "--data", data).code == 2
