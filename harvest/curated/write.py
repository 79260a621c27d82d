"""Writes tables: rows in, one Parquet file each, row group by row group."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyarrow.parquet as pq

from harvest.curated.release import TableInfo
from harvest.files import sha256_of
from harvest.tables import TABLES
from harvest.tables.arrow import batch, schema
from harvest.tables.declare import Table


class ReleaseWriter:
    """A sink for rows that writes every table's file in `folder`.

    Memory holds one row group a table at most. Every table gets a file, an empty one too.
    """

    def __init__(self, folder: Path, attributes: Mapping[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._files: dict[type[Table], _TableFile] = {}
        try:
            for name, table in TABLES.items():
                self._files[table] = _TableFile(folder / f"{name}.parquet", table, attributes)
        except BaseException:
            self.abandon()
            raise

    def add(self, table: type[Table], row: tuple[Any, ...]) -> None:
        """Take one row."""
        self._files[table].add(row)

    def close(self) -> tuple[TableInfo, ...]:
        """Finish all files; says what is in them."""
        return tuple(file.close() for file in self._files.values())

    def __enter__(self) -> ReleaseWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.abandon()

    def abandon(self) -> None:
        """Let go of all files, finished or not; never raises."""
        for file in self._files.values():
            file.abandon()


class _TableFile:
    def __init__(self, path: Path, table: type[Table], attributes: Mapping[str, Any]) -> None:
        self._path, self._table = path, table
        self._schema = schema(table, attributes)
        self._rows: list[tuple[Any, ...]] = []
        self._count = 0
        self._out: IO[bytes] = path.open("wb")
        self._parquet = pq.ParquetWriter(self._out, self._schema, compression="zstd")

    def add(self, row: tuple[Any, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) >= self._table.rows_per_group:
            self._flush()

    def close(self) -> TableInfo:
        if self._rows or not self._count:
            self._flush()
        self._parquet.close()
        self._out.close()
        return TableInfo(
            name=self._table.name,
            rows=self._count,
            bytes=self._path.stat().st_size,
            sha256=sha256_of(self._path),
            schema_sha256=hashlib.sha256(self._schema.to_string().encode()).hexdigest(),
        )

    def abandon(self) -> None:
        # Else the writer would try to finish the file when it is thrown away.
        self._parquet.is_open = False
        with contextlib.suppress(OSError):
            self._out.close()

    def _flush(self) -> None:
        self._parquet.write_batch(batch(self._table, self._rows, self._schema))
        self._count += len(self._rows)
        self._rows = []
