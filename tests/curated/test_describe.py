from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from harvest.curated.describe import dictionary_csv, dictionary_rows, type_name
from harvest.tables import TABLES

COLUMNS = [(table, column) for table, each in TABLES.items() for column in each.columns]


@pytest.fixture(scope="module")
def package(released: Path) -> dict[str, Any]:
    return json.loads((released / "curated" / "2026.11.1" / "datapackage.json").read_bytes())


def test_the_dictionary_has_every_column_of_every_table_once() -> None:
    rows = list(csv.DictReader(io.StringIO(dictionary_csv().decode())))
    assert [(row["table"], row["column"]) for row in rows] == COLUMNS


def test_every_column_is_described_with_type_and_source() -> None:
    for name, table in TABLES.items():
        for row in dictionary_rows(table):
            where = f"{name}.{row['column']}"
            assert len(row["description"]) > 3, where
            assert row["description"].endswith("."), where
            assert row["type"], where
            assert row["pandas"], where
            column = table.columns[row["column"]]
            if column.origin == "source" and column.sources:
                assert row["source"], where
            assert type_name(column) == row["type"]


def test_every_table_is_a_resource_with_every_column(package: dict[str, Any]) -> None:
    found = [
        (resource["path"].removesuffix(".parquet"), field["name"])
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    ]
    assert found == COLUMNS


def test_the_hash_of_a_resource_is_that_of_its_file(
    package: dict[str, Any], released: Path
) -> None:
    for resource in package["resources"]:
        text = (released / "curated" / "2026.11.1" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(text).hexdigest()}"


def test_keys_and_references_lead_to_columns_that_are_there(package: dict[str, Any]) -> None:
    fields = {
        resource["name"]: {field["name"] for field in resource["schema"]["fields"]}
        for resource in package["resources"]
    }
    for resource in package["resources"]:
        schema = resource["schema"]
        assert set(schema["primaryKey"]) <= fields[resource["name"]]
        for foreign in schema["foreignKeys"]:
            assert set(foreign["fields"]) <= fields[resource["name"]]
            assert set(foreign["reference"]["fields"]) <= fields[foreign["reference"]["resource"]]


def test_descriptions_are_in_the_files_too(released: Path) -> None:
    for name, table in TABLES.items():
        schema = pq.read_schema(released / "curated" / "2026.11.1" / f"{name}.parquet")
        for field in schema:
            described = field.metadata[b"description"].decode()
            assert described == table.columns[field.name].description


def test_the_package_names_the_source_as_its_owner_asks(package: dict[str, Any]) -> None:
    assert package["sources"][0]["title"] == "ClinicalTrials.gov"
    assert "National Library of Medicine" in package["description"]
    assert package["version"] == "2026.11.1"
