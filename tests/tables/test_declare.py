"""What every declared table has, and that together they account for the whole record."""

from __future__ import annotations

import re
from typing import Literal, get_args

import pyarrow as pa
import pytest

from harvest.record import codes, paths
from harvest.tables import TABLES
from harvest.tables.claims import CLAIMS
from harvest.tables.declare import (
    Each,
    Table,
    code,
    count,
    flag,
    join,
    label,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.estimates import Estimates
from harvest.tables.left_out import reason_for
from harvest.tables.trials import BY_HAND

COLUMNS = [
    (table.name, name, column)
    for table in TABLES.values()
    for name, column in table.columns.items()
]
OWN_KEYS = (*BY_HAND, *CLAIMS, Estimates)
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
LEAVES = {leaf.removesuffix("[]") for leaf in paths.leaves()}


def _read_paths() -> set[str]:
    return {path.removesuffix("[]") for table in TABLES.values() for path, _ in table.paths()}


# --- the account of paths -----------------------------------------------------------------------


def test_every_path_of_a_record_is_read_by_a_table_or_left_out_with_a_reason_and_not_both() -> None:
    read = _read_paths()
    for leaf in paths.leaves():
        is_read, reason = leaf.removesuffix("[]") in read, reason_for(leaf)
        assert is_read != bool(reason), f"{leaf}: read {is_read}, left out {reason!r}"


def test_no_table_reads_a_path_that_the_record_has_not() -> None:
    assert _read_paths() <= LEAVES


@EVERY_TABLE
def test_a_list_that_a_table_goes_through_is_a_list_of_the_record(table: type[Table]) -> None:
    for each in table.each:
        assert any(leaf.startswith(each.path) for leaf in paths.leaves())
        if each.path.endswith("[]") or not each.path:
            continue
        assert not any(leaf.startswith(each.path + "[]") for leaf in paths.leaves())


# --- columns ------------------------------------------------------------------------------------


@EVERY_TABLE
def test_every_column_has_a_name_in_snake_case_and_a_description(table: type[Table]) -> None:
    for name, column in table.columns.items():
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)
        assert re.fullmatch(r"[A-Z].{3,}\.", column.description), name


@EVERY_TABLE
def test_the_name_of_a_column_tells_its_type(table: type[Table]) -> None:
    for name, column in table.columns.items():
        kind = column.type
        is_answer = pa.types.is_boolean(kind) or column.codes == ("yes", "no", "uncertain")
        assert name.startswith(("is_", "has_")) == is_answer, name
        assert name.endswith(("_date", "_time")) == pa.types.is_timestamp(kind), name
        for unit in ("years", "days", "bytes"):
            assert not name.endswith(f"_{unit}") or column.unit == unit, name


@EVERY_TABLE
def test_codes_are_dictionary_encoded_with_signed_indices_and_never_na(table: type[Table]) -> None:
    for name, column in table.columns.items():
        assert bool(column.codes) == pa.types.is_dictionary(column.type), name
        if column.codes:
            assert pa.types.is_signed_integer(column.type.index_type)
            assert column.type.ordered == column.ordered
            assert "NA" not in column.codes
            assert column.pandas == "category"


def test_a_date_of_a_study_s_own_course_has_its_precision_and_type_beside_it() -> None:
    columns = TABLES["studies"].columns
    for name in ("start_date", "primary_completion_date", "completion_date"):
        assert columns[f"{name}_precision"].codes == ("year", "month", "day")
        assert columns[f"{name}_type"].codes == ("ACTUAL", "ESTIMATED")
        sources = (columns[name].sources, columns[f"{name}_precision"].sources)
        assert sources[0] == sources[1]


def test_a_parsed_value_has_its_text_beside_it() -> None:
    for table, name, text_name in [
        ("studies", "minimum_age_years", "minimum_age_text"),
        ("studies", "maximum_age_years", "maximum_age_text"),
        ("studies", "target_duration_days", "target_duration_text"),
        ("secondary_ids", "number", "number_text"),
        ("mesh_terms", "mesh_id", "mesh_id_text"),
    ]:
        columns = TABLES[table].columns
        assert columns[text_name].read is None
        assert columns[text_name].sources[0] == columns[name].sources[0]


def test_only_columns_with_an_order_are_ordered() -> None:
    assert {(table, name) for table, name, column in COLUMNS if column.ordered} == {
        ("studies", "phase"),
        ("studies", "masking"),
        ("browse_terms", "relevance"),
    }


# --- tables -------------------------------------------------------------------------------------


@EVERY_TABLE
def test_a_table_says_what_one_row_is(table: type[Table]) -> None:
    assert re.fullmatch(r"One row for each .+\.", table.title())
    assert table.notes().startswith(table.title())
    assert "\n\n" not in table.title()


@EVERY_TABLE
def test_the_number_of_the_study_comes_first_in_what_comes_from_a_record(
    table: type[Table],
) -> None:
    first = next(iter(table.columns))
    own = {"issues": "issue_number", "overrides": "override_number"}
    own |= {each.name: each.key[0] for each in OWN_KEYS}
    assert first == own.get(table.name, "nct_id")


@EVERY_TABLE
def test_every_key_column_exists_and_is_never_null_where_a_record_gives_it(
    table: type[Table],
) -> None:
    assert table.key
    assert len(set(table.key)) == len(table.key)
    for name in table.key:
        assert name in table.columns
    if table.name not in ("issues", "overrides"):
        assert all(table.columns[name].required for name in table.key)


@EVERY_TABLE
def test_a_child_table_is_keyed_by_place_never_by_label(table: type[Table]) -> None:
    if table.name in ("studies", "issues", "overrides", "search_hits") or table in OWN_KEYS:
        return
    assert table.key[0] == "nct_id"
    for name in table.key[1:]:
        if name in ("framework", "domain"):
            continue  # named by the project, not by the record
        assert name.endswith("position")
        assert pa.types.is_integer(table.columns[name].type)


@EVERY_TABLE
def test_every_reference_names_columns_here_and_the_key_of_another_table(
    table: type[Table],
) -> None:
    if table.name not in (
        "studies",
        "issues",
        "overrides",
        "trials",
        "claims",
        "record_versions",
        "switching",
    ):
        assert table.references
    for reference in table.references:
        target = TABLES[reference.table]
        assert target is not table
        assert reference.target == target.key
        for here, there in zip(reference.columns, reference.target, strict=True):
            assert table.columns[here].type == target.columns[there].type


def test_tables_are_named_after_their_class() -> None:
    for name, table in TABLES.items():
        assert table.name == name
        assert table.__name__ == "".join(part.capitalize() for part in name.split("_"))


# --- the declaration itself ---------------------------------------------------------------------


class Group:
    second = text("b", "The second column.")


class Example(Group, Table, name="example"):
    """One row for each thing.

    Known limits:
    none.
    """

    each = (Each("things[]", ("red",)), Each("others[].things[]", ("blue",)))
    key = ("nct_id", "position")
    also_reads = ("somewhere.else",)

    nct_id = nct_id()
    position = position()
    name_ = text("name", "The name.")
    colour = label(Literal["red", "blue"], "The colour.")


def test_own_columns_come_first_then_those_of_groups_and_a_last_underscore_is_dropped() -> None:
    assert list(Example.columns) == ["nct_id", "position", "name", "colour", "second"]
    assert Example.name == "example"


def test_title_and_notes_are_the_docstring_with_its_lines_joined() -> None:
    assert Example.title() == "One row for each thing."
    assert Example.notes() == "One row for each thing.\n\nKnown limits: none."


def test_paths_run_from_the_root_for_every_list_of_the_table() -> None:
    assert list(Example.paths()) == [
        ("protocolSection.identificationModule.nctId", "nct_id"),
        ("things[].name", "name"),
        ("things[].b", "second"),
        ("others[].things[].name", "name"),
        ("others[].things[].b", "second"),
        ("somewhere.else", "*"),
    ]


def test_a_key_column_that_is_not_declared_is_refused() -> None:
    with pytest.raises(AssertionError, match="place"):

        class Broken(Table, name="broken"):
            """One row for each mistake."""

            key = ("nct_id", "place")
            nct_id = nct_id()


@pytest.mark.parametrize(
    ("each", "source", "path"),
    [("a[]", "b.c", "a[].b.c"), ("", "b", "b"), ("a[]", "", "a[]")],
)
def test_a_path_from_the_root_is_the_list_s_path_and_the_source(
    each: str, source: str, path: str
) -> None:
    assert join(each, source) == path


def test_a_code_column_takes_the_registry_s_list_with_na_spelled_out() -> None:
    column = code(codes.DesignAllocation, "allocation", "How.")
    assert column.codes == ("RANDOMIZED", "NON_RANDOMIZED", "NOT_APPLICABLE")
    assert column.read is not None
    assert (column.read("NA"), column.read("RANDOMIZED"), column.read(None)) == (
        "NOT_APPLICABLE",
        "RANDOMIZED",
        None,
    )


def test_a_code_column_without_na_needs_no_reader() -> None:
    assert code(codes.Sex, "sex", "Sex.").read is None
    assert code(codes.Sex, "sex", "Sex.").codes == get_args(codes.Sex)


def test_numbers_have_their_widths_and_bounds() -> None:
    assert (count("n", "N.").type, count("n", "N.").least) == (pa.int32(), 0)
    assert count("n", "N.").pandas == "Int32"
    size = count("n", "N.", size=True)
    assert (size.type, size.pandas) == (pa.int64(), "Int64")
    degrees = number("lat", "Latitude.", unit="degrees", least=-90, most=90)
    assert (degrees.unit, degrees.least, degrees.most) == ("degrees", -90, 90)
    assert flag("f", "F.").pandas == "boolean"
