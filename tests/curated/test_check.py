from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harvest.curated.check import check
from tests.records import nct


def change(folder: Path, table: str, column: str, edit: Callable[[list[Any]], list[Any]]) -> None:
    """Put other values into one column of a staged table."""
    path = folder / f"{table}.parquet"
    found = pq.read_table(path)
    place = found.schema.get_field_index(column)
    field = found.schema.field(place).with_nullable(True)  # noqa: FBT003 - its only argument
    values = edit(found[column].to_pylist())
    if pa.types.is_dictionary(field.type):
        codes = found[column].chunk(0).dictionary
        indices = [None if value is None else codes.to_pylist().index(value) for value in values]
        array: Any = pa.DictionaryArray.from_arrays(
            pa.array(indices, field.type.index_type), codes, ordered=field.type.ordered
        )
    else:
        array = pa.array(values, field.type)
    pq.write_table(found.set_column(place, field, array), path)


def first(value: object) -> Callable[[list[Any]], list[Any]]:
    return lambda values: [value, *values[1:]]


def test_tables_as_made_have_no_fault(staged: Path) -> None:
    assert list(check(staged)) == []


def test_a_key_that_repeats_is_told(staged: Path) -> None:
    change(staged, "keywords", "nct_id", first(nct(2)))
    assert list(check(staged)) == ["keywords: 1 rows repeat a key ('nct_id', 'position')."]


def test_a_key_that_is_null_is_told(staged: Path) -> None:
    change(staged, "keywords", "position", first(None))
    assert "keywords: key column position is null in 1 rows." in list(check(staged))


def test_a_required_value_that_is_null_is_told(staged: Path) -> None:
    change(staged, "keywords", "keyword", first(None))
    assert list(check(staged)) == ["keywords.keyword is null in 1 rows."]


def test_a_reference_that_leads_nowhere_is_told(staged: Path) -> None:
    change(staged, "keywords", "nct_id", first("NCT99999999"))
    assert list(check(staged)) == [
        "keywords: 1 rows refer by ('nct_id',) to a row that studies does not have."
    ]


def test_a_reference_by_two_columns_that_leads_nowhere_is_told(staged: Path) -> None:
    change(staged, "arm_interventions", "arm_position", first(7))
    (fault,) = check(staged)
    assert fault == (
        "arm_interventions: 1 rows refer by ('nct_id', 'arm_position') to a row that arms does "
        "not have."
    )


def test_a_number_below_its_bound_is_told(staged: Path) -> None:
    change(staged, "studies", "enrollment", first(-1))
    assert list(check(staged)) == ["studies.enrollment is as low as -1 (bound 0)."]


def test_a_number_above_its_bound_is_told(staged: Path) -> None:
    change(staged, "studies", "minimum_age_years", first(1800.0))
    assert list(check(staged)) == ["studies.minimum_age_years is as high as 1800.0 (bound 150)."]


@pytest.mark.parametrize("number", ["nct00000001", "NCT0000001", "NCT000000011", " NCT00000001"])
def test_a_malformed_registry_number_is_told(staged: Path, number: str) -> None:
    change(staged, "studies", "nct_id", first(number))
    assert "studies.nct_id is malformed in 1 rows." in list(check(staged))


def test_codes_that_are_not_on_the_list_are_told(staged: Path) -> None:
    path = staged / "studies.parquet"
    found = pq.read_table(path)
    place = found.schema.get_field_index("study_type")
    array = pa.array(["ODD"] * found.num_rows).dictionary_encode()
    pq.write_table(found.set_column(place, "study_type", array), path)
    assert list(check(staged)) == ["studies.study_type holds codes that are not on its list."]


def test_all_faults_are_listed(staged: Path) -> None:
    change(staged, "studies", "enrollment", first(-1))
    change(staged, "keywords", "keyword", first(None))
    assert len(list(check(staged))) == 2


def test_a_number_that_is_none_is_told(staged: Path) -> None:
    change(staged, "studies", "minimum_age_years", first(float("nan")))
    assert list(check(staged))
