"""Holds a release against the last one: a job that nobody watches must not publish less.

The thresholds stand here with their reasons; beyond them a release is published only when told
why (`--accept-change`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from harvest.curated.release import TableInfo
from harvest.tables.history import HISTORY

LEAST_STUDIES = 0.95
"""The registry almost never removes studies: in thousands, a handful a year."""
FEW_STUDIES = 1
"""A study that goes is more than a twentieth of a small cohort, and no alarm."""
LEAST_ROWS = 0.80
"""Lists within records grow and shrink as sponsors edit, but not by a fifth at once."""
LEAST_ROWS_COUNTED = 50
"""Below this a table is too small for shares to mean anything."""
_HISTORY = {table.name for table in HISTORY}
"""What happens from day to day fills other columns each time; their rows only grow."""
LARGEST_FILL_DROP = 0.20
"""A column that a fifth of the rows suddenly lack is a field renamed, or no longer read."""


def shrinkage(
    new: tuple[TableInfo, ...], old: tuple[TableInfo, ...], new_folder: Path, old_folder: Path
) -> Iterator[str]:
    """Every way in which the new release holds less than the old one, one sentence each."""
    rows = {table.name: table.rows for table in new}
    for before in old:
        if before.name == "issues":
            continue  # fewer of them is what everybody hopes for
        now = rows.get(before.name, 0)
        if before.name == "studies" and 0 < before.rows - FEW_STUDIES <= now:
            continue
        least = LEAST_STUDIES if before.name == "studies" else LEAST_ROWS
        is_counted = before.name == "studies" or before.rows >= LEAST_ROWS_COUNTED
        if is_counted and now < before.rows * least:
            yield f"{before.name} has {now} rows instead of {before.rows} in the last release."
        elif is_counted and now >= LEAST_ROWS_COUNTED and before.name not in _HISTORY:
            name = f"{before.name}.parquet"
            yield from _fill_drops(before.name, new_folder / name, old_folder / name)


def _fill_drops(table: str, new: Path, old: Path) -> Iterator[str]:
    before, now = fill_rates(old), fill_rates(new)
    for column, rate in before.items():
        if column in now and rate - now[column] > LARGEST_FILL_DROP:
            yield f"{table}.{column} is filled in {now[column]:.0%} of rows instead of {rate:.0%}."


def fill_rates(path: Path) -> dict[str, float]:
    """Share of rows in which each column is not null, from the file's own statistics.

    List columns are left out: their statistics count items.
    """
    metadata = pq.read_metadata(path)
    if not metadata.num_rows:
        return {}
    nulls: dict[str, int] = {}
    for group in range(metadata.num_row_groups):
        for place in range(metadata.num_columns):
            column = metadata.row_group(group).column(place)
            if "." not in column.path_in_schema and column.statistics is not None:
                name = column.path_in_schema
                nulls[name] = nulls.get(name, 0) + (column.statistics.null_count or 0)
    return {name: 1 - count / metadata.num_rows for name, count in nulls.items()}
