"""The descriptions of a release pass the checks of those who wrote the formats."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path
from typing import Any

import pytest

from harvest.curated.release import Releases
from harvest.tables import TABLES
from tests.flow.commands import harvest

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def folder(released: Path) -> Path:
    return Releases(released).folder()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("sample")
    assert harvest("refresh", "--registry", "sample", "--data", data).code == 0
    return Releases(data).folder()


def test_frictionless_accepts_the_data_package(folder: Path) -> None:
    from frictionless import Package

    document = json.loads((folder / "datapackage.json").read_bytes())
    report = Package.validate_descriptor(document)
    assert report.valid, report.errors
    assert len(document["resources"]) == len(TABLES)


def test_a_reference_that_may_be_null_in_part_stands_beside(folder: Path) -> None:
    resources = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    for resource, table in zip(resources, TABLES.values(), strict=True):
        schema = resource["schema"]
        whole, optional = schema["foreignKeys"], schema["optionalForeignKeys"]
        assert len(whole) + len(optional) == len(table.references)
        for key in whole:
            assert len(key["fields"]) == 1 or all(table.columns[f].required for f in key["fields"])


def test_croissant_accepts_the_metadata(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

    with caplog.at_level(logging.WARNING):
        found = mlcroissant.Dataset(folder / "croissant.json").metadata
    assert not found.issues.errors, found.issues.report()
    assert not found.issues.warnings, found.issues.report()
    assert not [record for record in caplog.records if "not standard" in record.message]
    assert {each.name for each in found.record_sets} == set(TABLES)


@pytest.mark.long
def test_frictionless_accepts_every_row_of_the_sample(sample: Path) -> None:
    from frictionless import validate

    report = validate(sample / "datapackage.json")
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert len(report.tasks) == len(TABLES)


@pytest.mark.long
@pytest.mark.parametrize("name", TABLES)
def test_croissant_reads_every_row_of_the_sample(sample: Path, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

    found = mlcroissant.Dataset(sample / "croissant.json")
    rows: list[dict[str, Any]] = list(found.records(name))
    manifest = json.loads((sample / "manifest.json").read_bytes())
    expected = {info["name"]: info["rows"] for info in manifest["tables"]}
    assert len(rows) == expected[name]
