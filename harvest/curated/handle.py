"""One table as an object, so that a notebook completes its name and shows what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from harvest.curated import load as loading
from harvest.tables import TABLES


class Handle:
    """A table by name: call it to load it."""

    def __init__(self, name: str) -> None:
        table = TABLES[name]
        self.name = name
        self.columns = tuple(table.columns)
        lines = [f"{name}: {table.notes()}", "", f"Key: {', '.join(table.key)}.", "", "Columns:"]
        lines += [f"    {key}: {column.description}" for key, column in table.columns.items()]
        self.__doc__ = "\n".join(lines)

    def __call__(
        self,
        *,
        release: str | None = None,
        columns: Sequence[str] | None = None,
        filters: Any = None,
        lean: bool = False,
        data: str | Path | None = None,
    ) -> pd.DataFrame:
        """The table as a DataFrame; see `harvest.load`."""
        return loading.load(
            self.name, release=release, columns=columns, filters=filters, lean=lean, data=data
        )

    def describe(self) -> pd.DataFrame:
        """The data dictionary of the table; see `harvest.describe`."""
        return loading.describe(self.name)

    def __repr__(self) -> str:
        return self.__doc__ or self.name


class Handles:
    """All tables: an attribute for each, and called, the list of them."""

    def __init__(self) -> None:
        for name in TABLES:
            setattr(self, name, Handle(name))

    def __call__(
        self, *, release: str | None = None, data: str | Path | None = None
    ) -> pd.DataFrame:
        """Every table of a release: name, rows, what a row is, key. One row per table."""
        return loading.tables(release=release, data=data)

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {table.title()}" for name, table in TABLES.items())
