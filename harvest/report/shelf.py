"""The tables of one release, read when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from harvest.curated.load import load
from harvest.curated.release import Manifest, Releases


class Shelf:
    """One release of a data folder.

    Attributes:
        manifest: What the release says of itself.
    """

    def __init__(self, data: Path, release: str | None = None) -> None:
        self._data = data
        self.manifest: Manifest = Releases(data).manifest(release)
        self._names = {table.name for table in self.manifest.tables}
        self._read: dict[str, pd.DataFrame] = {}

    def __contains__(self, table: str) -> bool:
        return table in self._names

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table.

        Raises:
            UsageError: There is no such table.
        """
        if table not in self._read:
            self._read[table] = load(table, release=self.manifest.release, data=self._data)
        return self._read[table]

    def before(self) -> Shelf | None:
        """The release before this one, if there is one."""
        names = Releases(self._data).names()
        at = names.index(self.manifest.release)
        return Shelf(self._data, names[at - 1]) if at else None
