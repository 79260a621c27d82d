from __future__ import annotations

import inspect
from pathlib import Path
from typing import get_args

import pandas as pd

import harvest
from harvest.curated.catalogue import Tables
from harvest.curated.handle import Handle
from harvest.curated.names import TableName
from harvest.tables import TABLES


def test_every_name_is_completed() -> None:
    assert get_args(TableName) == tuple(TABLES)
    assert list(Tables.__annotations__) == list(TABLES)
    assert set(TABLES) <= set(dir(harvest.tables))


def test_a_table_is_loaded_by_calling_it(released: Path) -> None:
    pd.testing.assert_frame_equal(
        harvest.tables.studies(columns=["nct_id"], release="2026.11.1", data=released),
        harvest.load("studies", columns=["nct_id"], release="2026.11.1", data=released),
    )
    assert list(inspect.signature(Handle.__call__).parameters)[1:] == [
        name for name in inspect.signature(harvest.load).parameters if name != "table"
    ]


def test_a_table_tells_what_it_holds() -> None:
    text = inspect.getdoc(harvest.tables.outcomes) or ""
    for name, column in TABLES["outcomes"].columns.items():
        assert f"{name}: {column.description}" in text
    assert repr(harvest.tables.outcomes) == harvest.tables.outcomes.__doc__
    assert harvest.tables.outcomes.describe().column.tolist() == list(TABLES["outcomes"].columns)
    assert "outcomes: One row" in repr(harvest.tables)
