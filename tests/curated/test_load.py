from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import harvest
from harvest.curated.release import Releases
from harvest.errors import UsageError
from harvest.tables import TABLES
from tests.records import nct


def test_the_latest_release_is_the_default_and_another_can_be_pinned(released: Path) -> None:
    assert len(harvest.load("studies", data=released)) == 6
    assert len(harvest.load("studies", release="2026.11.1", data=released)) == 5


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_the_type_that_the_dictionary_says(released: Path, name: str) -> None:
    frame = harvest.load(name, data=released)
    for row in harvest.describe(name).itertuples():
        assert str(frame.dtypes[row.column]) == row.pandas, row.column
    assert list(frame.columns) == list(TABLES[name].columns)


def test_pandas_alone_reads_the_same(released: Path) -> None:
    path = released / "curated" / "2026.11.2" / "studies.parquet"
    pd.testing.assert_frame_equal(pd.read_parquet(path), harvest.load("studies", data=released))


def test_values_arrive_as_what_they_are(released: Path) -> None:
    row = harvest.load("studies", data=released).set_index("nct_id").loc[nct(1)]
    assert row.start_date == pd.Timestamp("2019-06-01")
    assert row.start_date_precision == "month"
    assert row.enrollment == 40
    assert row.is_open_to_healthy_volunteers is False or not row.is_open_to_healthy_volunteers
    assert row.minimum_age_years == 18.0
    assert row.minimum_age_text == "18 Years"
    assert row.phase == "PHASE2"
    assert pd.isna(row.maximum_age_years)


def test_codes_are_categories_and_phases_have_an_order(released: Path) -> None:
    phase = harvest.load("studies", data=released).phase
    assert phase.cat.ordered
    order = list(phase.cat.categories)
    assert order.index("PHASE1") < order.index("PHASE1_PHASE2") < order.index("PHASE2")
    assert (phase >= "PHASE1").all()


def test_columns_and_filters_are_applied(released: Path) -> None:
    frame = harvest.load(
        "studies",
        columns=["nct_id", "enrollment"],
        filters=[("nct_id", "in", [nct(2), nct(3)])],
        data=released,
    )
    assert list(frame.columns) == ["nct_id", "enrollment"]
    assert frame.nct_id.tolist() == [nct(2), nct(3)]


def test_what_the_table_is_travels_with_it(released: Path) -> None:
    attrs = harvest.load("studies", columns=["nct_id"], data=released).attrs
    assert attrs["release"] == "2026.11.2"
    assert attrs["snapshot"] == "2026-11-17T060000Z"
    assert attrs["source"] == "http://127.0.0.1/api/v2"
    assert "2026.11.2" in attrs["citation"]
    assert attrs["columns"]["nct_id"] == TABLES["studies"].columns["nct_id"].description
    assert attrs["title"] == TABLES["studies"].title()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ({"table": "nowhere"}, "there are studies"),
        ({"table": "studies", "columns": ["nope"]}, r"harvest\.describe\('studies'\)"),
        ({"table": "studies", "release": "2026.11.9"}, r"there: 2026\.11\.1, 2026\.11\.2"),
        ({"table": "studies", "release": "newest"}, r"such as 2026\.11\.1"),
    ],
)
def test_what_is_not_there_is_a_usage_error_with_the_next_step(
    released: Path, call: dict[str, Any], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        harvest.load(**call, data=released)


def test_a_filter_on_a_column_that_is_not_there_is_a_usage_error(released: Path) -> None:
    with pytest.raises(UsageError, match="no column 'nope'"):
        harvest.load("studies", filters=[("nope", "==", 1)], data=released)


def test_no_release_yet_is_a_usage_error_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `harvest refresh`"):
        harvest.load("studies", data=tmp_path)


def test_the_data_folder_comes_from_the_environment(
    released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARVEST_DATA", str(released))
    assert len(harvest.load("studies")) == 6


def test_the_data_folder_is_found_from_a_folder_below(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = data.parent / "notebooks" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    monkeypatch.delenv("HARVEST_DATA", raising=False)
    assert len(harvest.load("studies")) == 6
    assert harvest.releases().release.tolist() == ["2026.11.1", "2026.11.2"]


def test_tables_and_releases_are_listed(released: Path) -> None:
    tables = harvest.tables(data=released).set_index("table")
    assert list(tables.index) == list(TABLES)
    assert tables.rows["studies"] == 6
    releases = harvest.releases(data=released)
    assert releases.is_latest.tolist() == [False, True]
    assert releases.studies.tolist() == [5, 6]
    assert releases.issues.tolist() == [1, 1]
    assert str(releases.data_timestamp.dtype).startswith("datetime64")
    assert harvest.releases(data=released / "nowhere").empty


def test_describe_lists_all_columns_of_all_tables() -> None:
    assert len(harvest.describe()) == sum(len(table.columns) for table in TABLES.values())


@pytest.mark.parametrize("name", TABLES)
def test_polars_and_duckdb_read_the_same_rows(released: Path, name: str) -> None:
    path = Releases(released).folder() / f"{name}.parquet"
    ours = pq.read_table(path)
    plain = pa.table(
        {
            field.name: ours[field.name].cast(pa.string())
            if pa.types.is_dictionary(field.type)
            else ours[field.name]
            for field in ours.schema
        }
    ).to_pylist()
    assert pl.read_parquet(path).to_dicts() == plain
    with duckdb.connect() as connection:
        found = connection.sql(f"select * from '{path}'")
        assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == plain


def test_polars_and_duckdb_see_the_same_types(released: Path) -> None:
    path = Releases(released).folder() / "studies.parquet"
    schema = pl.read_parquet(path).schema
    with duckdb.connect() as connection:
        rows = connection.sql(f"describe select * from '{path}'").fetchall()
    types = {row[0]: row[1] for row in rows}
    assert (schema["enrollment"], types["enrollment"]) == (pl.Int32, "INTEGER")
    assert (schema["has_results"], types["has_results"]) == (pl.Boolean, "BOOLEAN")
    assert schema["start_date"] == pl.Datetime("ms")
    assert types["start_date"].startswith("TIMESTAMP")
    assert isinstance(schema["phase"], pl.Enum | pl.Categorical)
    assert (schema["minimum_age_years"], types["minimum_age_years"]) == (pl.Float64, "DOUBLE")
    assert (schema["phases"], types["phases"]) == (pl.List(pl.String), "VARCHAR[]")


def test_texts_that_repeat_are_categories_when_asked_for(released: Path) -> None:
    full = harvest.load("evidence", data=released)
    lean = harvest.load("evidence", lean=True, data=released)
    for name, column in full.items():
        repeats = column.dtype == "str" and 2 * column.nunique() <= len(column)
        assert (str(lean[name].dtype) == "category") == (repeats or str(column.dtype) == "category")
        assert lean[name].astype(column.dtype).equals(column)
    assert lean.memory_usage(deep=True).sum() < full.memory_usage(deep=True).sum()
    assert lean.attrs == full.attrs


def test_every_table_can_be_lean(released: Path) -> None:
    for name in TABLES:
        lean = harvest.load(name, lean=True, data=released)
        assert list(lean.columns) == list(TABLES[name].columns)
