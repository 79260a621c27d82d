"""From rows to Arrow, to Parquet, and back, in pyarrow and in plain pandas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.record import codes
from harvest.tables import TABLES
from harvest.tables.arrow import batch, schema
from harvest.tables.declare import (
    Table,
    code,
    count,
    day,
    flag,
    moment,
    nct_id,
    number,
    text,
    texts,
)
from tests.records import record
from tests.tables.rich import rich_record
from tests.tables.rows import of_records

EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


class Everything(Table, name="everything"):
    """One row for each case."""

    key = ("nct_id",)

    nct_id = nct_id()
    word = text("word", "A word.")
    sex = code(codes.Sex, "sex", "A code.")
    step = code(Literal["low", "middle", "high"], "step", "An ordered code.", ordered=True)
    is_so = flag("so", "A flag.")
    people = count("people", "A whole number.", unit="participants")
    size = count("size", "A large whole number.", size=True)
    share = number("share", "A number with a fraction.", unit="percent")
    first_date = day("first", "A day.")
    upload_time = moment("upload", "A minute.", read=lambda value: value)
    words = texts("words", "A list.")


ROWS = st.lists(
    st.tuples(
        st.text(min_size=1),
        st.none() | st.text(min_size=1),
        st.none() | st.sampled_from(["FEMALE", "MALE", "ALL"]),
        st.none() | st.sampled_from(["low", "middle", "high"]),
        st.none() | st.booleans(),
        st.none() | st.integers(0, 2**31 - 1),
        st.none() | st.integers(0, 2**63 - 1),
        st.none() | st.floats(allow_nan=False),
        st.none() | st.dates().map(lambda day: datetime(day.year, day.month, day.day)),
        st.none() | st.datetimes().map(lambda when: when.replace(second=0, microsecond=0)),
        st.none() | st.lists(st.none() | st.text(max_size=5), min_size=1, max_size=3),
    ),
    max_size=6,
)


def parquet(
    table: type[Table], *groups: Sequence[tuple[Any, ...]], attributes: dict[str, Any] | None = None
) -> io.BytesIO:
    """A file with one row group for each of `groups`."""
    file = io.BytesIO()
    types = schema(table, attributes)
    with pq.ParquetWriter(file, types, compression="zstd") as writer:
        for rows in groups:
            writer.write_batch(batch(table, rows, types))
    file.seek(0)
    return file


def tuples(table: pa.Table) -> list[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in table.columns]
    return list(zip(*columns, strict=True))


# --- round trips --------------------------------------------------------------------------------


@given(ROWS)
def test_rows_of_each_kind_of_column_come_back_from_parquet(rows: list[tuple[Any, ...]]) -> None:
    found = pq.read_table(parquet(Everything, rows))
    assert tuples(found) == rows
    assert found.schema.equals(schema(Everything), check_metadata=False)


@given(ROWS.filter(bool))
def test_rows_of_each_kind_of_column_come_back_through_pandas(
    rows: list[tuple[Any, ...]],
) -> None:
    frame = pd.read_parquet(parquet(Everything, rows))
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        name: column.pandas for name, column in Everything.columns.items()
    }
    for name, values in zip(Everything.columns, zip(*rows, strict=True), strict=True):
        for found, value in zip(frame[name], values, strict=True):
            if value is None:
                assert found is None or pd.isna(found), name
            elif isinstance(value, list):
                assert list(found) == value
            else:
                assert found == value, name


@EVERY_TABLE
def test_the_rich_study_comes_back_from_parquet(table: type[Table]) -> None:
    rows = of_records([rich_record(), record(2)]).tuples[table.name]
    assert tuples(pq.read_table(parquet(table, rows))) == rows


# --- what plain pandas sees ---------------------------------------------------------------------


@EVERY_TABLE
def test_a_plain_read_gives_every_column_its_declared_dtype(table: type[Table]) -> None:
    rows = of_records([rich_record(), record(2)]).tuples[table.name]
    for given_rows in (rows, []):
        frame = pd.read_parquet(parquet(table, given_rows))
        for name, column in table.columns.items():
            assert str(frame[name].dtype) == column.pandas, name
        objects = {name for name, dtype in frame.dtypes.items() if str(dtype) == "object"}
        assert objects <= {"phases", "control_types"}, "only a list is an object"
        assert list(frame.index) == list(range(len(given_rows)))


def test_an_ordered_code_compares_and_sorts() -> None:
    rows = of_records([rich_record(), record(2)]).tuples["studies"]
    phase = pd.read_parquet(parquet(TABLES["studies"], rows)).phase
    assert phase.cat.ordered
    assert tuple(phase.cat.categories) == TABLES["studies"].columns["phase"].codes
    assert list(phase) == ["PHASE1_PHASE2", "PHASE2"]
    assert list(phase < "PHASE2") == [True, False]
    assert phase.max() == "PHASE2"


def test_nulls_leave_whole_numbers_whole_and_flags_flags() -> None:
    nothing = (None,) * 10
    frame = pd.read_parquet(
        parquet(
            Everything,
            [
                ("a", None, None, None, True, 7, 2**60 + 1, None, None, None, None),
                ("b", *nothing),
            ],
        )
    )
    assert list(frame.people.isna()) == [False, True]
    assert frame.people[0] == 7
    assert frame["size"][0] == 2**60 + 1, "beyond what a float holds"
    assert frame.is_so[0]
    assert frame.is_so[1] is pd.NA
    assert frame.people.sum() == 7


def test_a_date_before_1677_survives_since_it_is_in_milliseconds() -> None:
    rows = [
        ("a", None, None, None, None, None, None, None, datetime(1000, 1, 1), None, None),
        ("b", None, None, None, None, None, None, None, datetime(9999, 12, 31), None, None),
    ]
    frame = pd.read_parquet(parquet(Everything, rows))
    assert [when.year for when in frame.first_date] == [1000, 9999]


def test_a_code_keeps_its_list_over_row_groups_that_lack_it() -> None:
    rows = of_records([rich_record(), record(2)]).tuples["studies"]
    empty = of_records([record(3, designModule={})]).tuples["studies"]
    for groups in ((rows, empty), (empty, rows), (rows[:1], rows[1:])):
        phase = pd.read_parquet(parquet(TABLES["studies"], *groups)).phase
        assert tuple(phase.cat.categories) == TABLES["studies"].columns["phase"].codes
        assert phase.cat.ordered


@pytest.mark.xfail(
    reason="harvest/tables/arrow.py: Parquet keeps no dictionary for a table without rows, so its "
    "categories are gone and a comparison with a code raises"
)
def test_a_code_of_a_table_without_rows_keeps_its_list() -> None:
    phase = pd.read_parquet(parquet(TABLES["studies"], [])).phase
    assert tuple(phase.cat.categories) == TABLES["studies"].columns["phase"].codes
    assert list(phase < "PHASE2") == []


def test_what_the_file_says_of_itself_arrives_in_the_attributes_of_the_frame() -> None:
    given_attributes = {"release": "2026.1.1", "citation": "Ä title, cited."}
    attrs = pd.read_parquet(parquet(TABLES["arms"], [], attributes=given_attributes)).attrs
    assert attrs["table"] == "arms"
    assert attrs["title"] == TABLES["arms"].title()
    assert attrs["notes"] == TABLES["arms"].notes()
    assert (attrs["release"], attrs["citation"]) == ("2026.1.1", "Ä title, cited.")
    assert attrs["columns"] == {
        name: column.description for name, column in TABLES["arms"].columns.items()
    }


# --- schema and batches -------------------------------------------------------------------------


@EVERY_TABLE
def test_every_field_carries_its_description_and_required_ones_allow_no_null(
    table: type[Table],
) -> None:
    for field, (name, column) in zip(schema(table), table.columns.items(), strict=True):
        assert field.name == name
        assert field.nullable != column.required
        assert field.metadata[b"description"].decode() == column.description


def test_a_field_carries_its_unit_and_the_paths_it_is_read_from() -> None:
    studies = schema(TABLES["studies"])
    enrollment = studies.field("enrollment").metadata
    assert enrollment[b"unit"] == b"participants"
    assert enrollment[b"source"] == b"protocolSection.designModule.enrollmentInfo.count"
    public = studies.field("results_first_public_date").metadata
    assert public[b"source"].decode().split("; ") == [
        "protocolSection.statusModule.resultsFirstPostDateStruct.date",
        "derivedSection.miscInfoModule.submissionTracking.firstMcpInfo.postDateStruct.date",
    ]
    assert b"unit" not in studies.field("brief_title").metadata
    kind = schema(TABLES["outcomes"]).field("measure").metadata
    assert len(kind[b"source"].split(b"; ")) == 3


def test_rows_keep_their_order_in_a_batch() -> None:
    rows = of_records([rich_record()]).tuples["outcomes"]
    found = batch(TABLES["outcomes"], rows, schema(TABLES["outcomes"]))
    assert found.num_rows == 4
    assert found.column("measure").to_pylist() == ["Pain", "Sleep", "Fatigue", "Glia"]
    assert found.column("kind").dictionary.to_pylist() == ["primary", "secondary", "other"]


def test_no_rows_make_an_empty_batch_of_the_same_schema() -> None:
    types = schema(TABLES["studies"])
    assert batch(TABLES["studies"], [], types).schema.equals(types)


@pytest.mark.parametrize(
    ("place", "value", "column"),
    [(2, "OTHER", "sex"), (5, 2**31, "people"), (5, "seven", "people"), (8, "2020", "first_date")],
)
def test_a_value_that_does_not_fit_names_its_column(place: int, value: Any, column: str) -> None:
    row: list[Any] = ["a", *[None] * 10]
    row[place] = value
    with pytest.raises((KeyError, pa.ArrowException, ValueError, TypeError)) as raised:
        batch(Everything, [tuple(row)], schema(Everything))
    assert raised.value.__notes__ == [f"in column {column!r}"]


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"zip\(\)"):
        batch(Everything, [("a",), ("b", "c")], schema(Everything))
