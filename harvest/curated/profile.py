"""What a release holds, in the numbers that releases are compared by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from harvest.curated.release import TableInfo

_INDEX = re.compile(r"\[\d+\]")


class Profile:
    """The numbers of one release, each read from its files when it is asked for.

    Args:
        folder: Where the files are.
        tables: What the manifest says of them.
        issues: Issues by kind.
    """

    def __init__(
        self, folder: Path, tables: Iterable[TableInfo], issues: Mapping[str, int]
    ) -> None:
        self._folder = folder
        self.rows = {table.name: table.rows for table in tables}
        self.issues = issues

    @property
    def studies(self) -> int:
        """How many studies there are."""
        return self.rows.get("studies", 0)

    @cached_property
    def searches(self) -> dict[str, int]:
        """Studies by the search that found them."""
        if not self.rows.get("search_hits"):
            return {}
        return _counts(self._read("search_hits", "search")["search"])

    def filled(self, table: str) -> dict[str, int]:
        """Rows in which each column is not null, from the file's own statistics.

        List columns are read: their statistics count items.
        """
        metadata = pq.read_metadata(self._folder / f"{table}.parquet")
        nulls: dict[str, int] = {}
        lists: set[str] = set()
        for group in range(metadata.num_row_groups):
            for place in range(metadata.num_columns):
                column = metadata.row_group(group).column(place)
                name, _, inner = column.path_in_schema.partition(".")
                if inner or column.statistics is None:
                    lists.add(name)
                else:
                    nulls[name] = nulls.get(name, 0) + (column.statistics.null_count or 0)
        found = {name: metadata.num_rows - count for name, count in nulls.items()}
        for name in sorted(lists):
            values = self._read(table, name)[name]
            found[name] = len(values) - values.null_count
        return found

    def coded(self, table: str) -> list[str]:
        """The columns of a table that hold codes."""
        schema = pq.read_schema(self._folder / f"{table}.parquet")
        return [field.name for field in schema if pa.types.is_dictionary(field.type)]

    def codes(self, table: str, column: str) -> dict[str, int]:
        """Rows by the code of a column."""
        return _counts(self._read(table, column)[column].drop_null())

    @cached_property
    def unknown_paths(self) -> dict[str, int]:
        """Studies by a path that the record model does not know."""
        found = self._issues("unknown_field")
        return _studies(zip(map(_plain, found["path"]), found["nct_id"], strict=True))

    @cached_property
    def unknown_codes(self) -> dict[str, int]:
        """Studies by path and code, where the code is on no list."""
        found = self._issues("unknown_code")
        names = (
            f"{_plain(path)} = {value}"
            for path, value in zip(found["path"], found["value_text"], strict=True)
        )
        return _studies(zip(names, found["nct_id"], strict=True))

    def _issues(self, kind: str) -> dict[str, list[str | None]]:
        if not self.issues.get(kind):
            return {"path": [], "value_text": [], "nct_id": []}
        read = self._read("issues", "kind", "path", "value_text", "nct_id")
        found: dict[str, list[str | None]] = read.filter(
            pc.equal(read["kind"].cast(pa.string()), kind)
        ).to_pydict()
        return found

    def _read(self, table: str, *columns: str) -> pa.Table:
        return pq.read_table(self._folder / f"{table}.parquet", columns=list(columns))


def _plain(path: str | None) -> str:
    return _INDEX.sub("[]", path or "")


def _studies(pairs: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    """How many studies each name has."""
    found: dict[str, set[str | None]] = {}
    for name, nct_id in pairs:
        found.setdefault(name, set()).add(nct_id)
    return {name: len(studies) for name, studies in found.items()}


def _counts(values: pa.ChunkedArray) -> dict[str, int]:
    return {
        str(each["values"]): each["counts"]
        for each in pc.value_counts(values.cast(pa.string())).to_pylist()
    }
