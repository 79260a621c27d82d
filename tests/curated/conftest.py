"""One release of a few studies, and copies of it to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harvest.curate import curate
from tests.records import MONDAY, TUESDAY, at, nct, record, records, snapshot


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two releases: one study was added in the second."""
    data = tmp_path_factory.mktemp("released")
    given = [*records(*range(1, 6)).values(), record(None)]
    curate(data, snapshot(data, given, at(MONDAY)), now=at(MONDAY))
    more = [*given, record(6, title=f"Another than {nct(1)}")]
    curate(data, snapshot(data, more, at(TUESDAY)), now=at(TUESDAY))
    return data


@pytest.fixture
def data(released: Path, tmp_path: Path) -> Path:
    shutil.copytree(released, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


@pytest.fixture
def staged(released: Path, tmp_path: Path) -> Path:
    """The tables of the first release in a folder of their own."""
    shutil.copytree(released / "curated" / "2026.11.1", tmp_path / "staged")
    return tmp_path / "staged"
