"""The release that an export is taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from harvest.curated.release import Manifest, Releases, check_name
from harvest.errors import UsageError
from harvest.tables import TABLES
from harvest.tables.declare import Table


@dataclass(frozen=True)
class Source:
    """A release, and which of its tables.

    Attributes:
        data: The data folder.
        manifest: Of the release.
        tables: Those asked for, in the order of the documentation.
    """

    data: Path
    manifest: Manifest
    tables: tuple[type[Table], ...]

    @property
    def name(self) -> str:
        """What an export is called by default, less its ending."""
        return f"{self.manifest.recipe.cohort['name']}-{self.manifest.release}"

    def path(self, table: type[Table]) -> Path:
        """The table's file."""
        folder = Releases(self.data).folder(self.manifest.release)
        return folder / f"{table.name}.parquet"

    def batches(self, table: type[Table]) -> Iterator[pa.RecordBatch]:
        """One table in parts, so that memory does not grow with it."""
        with pq.ParquetFile(self.path(table)) as file:
            yield from file.iter_batches()

    def rows(self, table: type[Table]) -> int:
        """How many rows the manifest gives a table."""
        return {info.name: info.rows for info in self.manifest.tables}[table.name]


def source(data: Path, release: str | None = None, tables: Sequence[str] = ()) -> Source:
    """A release by name, the latest by default, with all its tables or these.

    Raises:
        UsageError: No such release or table.
    """
    manifest = Releases(data).manifest(check_name(release) if release else None)
    there = [info.name for info in manifest.tables if info.name in TABLES]
    if unknown := [name for name in tables if name not in there]:
        raise UsageError(f"There is no table {unknown[0]!r}; there are {', '.join(there)}.")
    chosen = tuple(TABLES[name] for name in there if not tables or name in tables)
    return Source(data, manifest, chosen)
