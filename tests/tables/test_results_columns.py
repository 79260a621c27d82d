"""Columns that the tables of posted results share."""

from __future__ import annotations

import pytest

from harvest.tables import TABLES
from harvest.tables.results_columns import comparator, figure, sentinel, whole, written


@pytest.mark.parametrize("column", [comparator("value"), sentinel("value"), figure("value", "It.")])
def test_a_column_of_a_number_reads_the_text_of_its_source(column: object) -> None:
    assert column.sources == ("value",)  # type: ignore[attr-defined]
    assert column.read("NR") in (None, "nr")  # type: ignore[attr-defined]


def test_columns_of_an_item_are_read_from_their_attribute() -> None:
    assert written("value", "measurement.value").attribute == "measurement.value"
    assert whole("value", "It.", "counted.value", unit="units").attribute == "counted.value"


@pytest.mark.parametrize("name", ["baseline", "outcome_values", "outcome_analyses"])
def test_every_number_of_a_table_has_its_comparator_its_text_and_its_sentinel(name: str) -> None:
    columns = TABLES[name].columns
    numbers = [each.removesuffix("_sentinel") for each in columns if each.endswith("_sentinel")]
    assert len(numbers) >= 4
    for number in numbers:
        assert {number, f"{number}_comparator", f"{number}_text"} <= set(columns)


def test_every_row_of_a_group_leads_to_it_by_its_place() -> None:
    for table in TABLES.values():
        if "result_group_position" in table.columns:
            assert any(each.table == "result_groups" for each in table.references), table.name
