"""The tables of the bundled sample, and whether words in a picture stand in each other's way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

import harvest
from tests.flow.commands import harvest as run

Tables = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the sample, made once for all processes that run tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "sample"
    with FileLock(f"{folder}.lock"):
        if not (folder / "curated" / "latest.json").is_file():
            assert run("refresh", "--registry", "sample", "--data", folder).code == 0
    return folder


@pytest.fixture(scope="session")
def table(data: Path) -> Tables:
    """One table of the sample, by name."""
    read: dict[str, pd.DataFrame] = {}

    def load(name: str) -> pd.DataFrame:
        if name not in read:
            read[name] = harvest.load(name, data=data)
        return read[name]

    return load
