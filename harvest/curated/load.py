"""The reading side: one line from a notebook to a typed, documented DataFrame."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from harvest.curated.describe import DICTIONARY, dictionary_rows
from harvest.curated.names import TableName
from harvest.curated.release import Releases, check_name
from harvest.errors import UsageError
from harvest.tables import TABLES
from harvest.tables.declare import Table


def load(
    table: TableName | str,
    *,
    release: str | None = None,
    columns: Sequence[str] | None = None,
    filters: Any = None,
    lean: bool = False,
    data: str | Path | None = None,
) -> pd.DataFrame:
    """One table of a release as a DataFrame.

    Dates arrive as datetime64, codes as categories (ordered where an order exists), integers and
    flags as nullable types. `df.attrs` holds title, release, snapshot, source, citation and the
    description of every column.

    Args:
        table: Name, such as "studies"; see `tables()`.
        release: Pinned release, such as "2026.11.1"; the latest by default.
        columns: Only these columns.
        filters: Only these rows, as `pandas.read_parquet` takes them, such as
            `[("overall_status", "==", "RECRUITING")]`.
        lean: Texts that repeat come as categories too, each kept once: about half the memory of
            all tables, and much less of long ones.
        data: The data folder; by default `HARVEST_DATA`, else the nearest `data` folder with
            releases in this folder or above it.

    Raises:
        UsageError: No such table, column or release, or no release yet; says what to do.
    """
    declared = _table(table)
    asked = [*(columns or ()), *_filtered_columns(filters)]
    unknown = [name for name in asked if name not in declared.columns]
    if unknown:
        raise UsageError(
            f"Table {table} has no column {unknown[0]!r}; `harvest.describe({table!r})` lists them."
        )
    folder = _releases(data).folder(check_name(release) if release else None)
    wanted = None if columns is None else list(columns)
    texts = [name for name, each in declared.columns.items() if each.pandas == "str"]
    options: dict[str, Any] = {"read_dictionary": texts} if lean else {}
    try:
        frame = pd.read_parquet(
            folder / f"{table}.parquet", columns=wanted, filters=filters, **options
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise UsageError(
            f"The filters {filters!r} do not fit table {table} ({error}); "
            f"`harvest.describe({table!r})` lists its columns and types."
        ) from error
    if lean:
        _undo_rare(frame, texts)
    return _with_all_codes(frame, declared)


def _undo_rare(frame: pd.DataFrame, texts: Sequence[str]) -> None:
    """Texts again where a category would hardly stand for more than one row."""
    for name in texts:
        if name in frame and 2 * len(frame[name].cat.categories) > len(frame):
            frame[name] = frame[name].astype("str")


def _with_all_codes(frame: pd.DataFrame, table: type[Table]) -> pd.DataFrame:
    """Every code of the list as a category; Parquet forgets them where there is no row."""
    for name, column in table.columns.items():
        if column.codes and name in frame and not len(frame[name].cat.categories):
            frame[name] = frame[name].cat.set_categories(column.codes, ordered=column.ordered)
    return frame


def tables(*, release: str | None = None, data: str | Path | None = None) -> pd.DataFrame:
    """Every table of a release: name, rows, what a row is, key. One row per table."""
    manifest = _releases(data).manifest(check_name(release) if release else None)
    rows = [
        {
            "table": info.name,
            "rows": info.rows,
            "one_row_is": TABLES[info.name].title(),
            "key": ", ".join(TABLES[info.name].key),
        }
        for info in manifest.tables
        if info.name in TABLES
    ]
    return pd.DataFrame(rows)


def describe(table: TableName | str | None = None) -> pd.DataFrame:
    """The data dictionary of one table, or of all: one row per column.

    Shape: columns `table`, `column`, `type`, `pandas`, `unit`, `required`, `key`, `codes`,
    `source` (JSON path in the registry's record) and `description`.
    """
    chosen = TABLES.values() if table is None else (_table(table),)
    rows = [row for each in chosen for row in dictionary_rows(each)]
    return pd.DataFrame(rows, columns=list(DICTIONARY))


def releases(*, data: str | Path | None = None) -> pd.DataFrame:
    """Every release, oldest first: name, date of the data, snapshot, studies, issues, is latest."""
    found = _releases(data)
    latest = found.latest()
    columns = ["release", "data_timestamp", "snapshot", "cohort", "studies", "issues", "is_latest"]
    rows = [
        (
            name,
            manifest.data_timestamp,
            manifest.snapshot,
            manifest.recipe.cohort["name"],
            manifest.studies,
            sum(manifest.issues.values()),
            name == latest,
        )
        for name in found.names()
        for manifest in (found.manifest(name),)
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"data_timestamp": "datetime64[s]"})


def _filtered_columns(filters: Any) -> list[str]:
    """Column names in filters that are tuples, or lists of lists of them."""
    if not isinstance(filters, list):
        return []
    flat = [part for each in filters for part in (each if isinstance(each, list) else [each])]
    return [str(part[0]) for part in flat if isinstance(part, tuple) and part]


def _table(name: str) -> type[Table]:
    if name not in TABLES:
        raise UsageError(f"There is no table {name!r}; there are {', '.join(TABLES)}.")
    return TABLES[name]


def _releases(data: str | Path | None) -> Releases:
    return Releases(Path(data) if data is not None else _data_folder())


def _data_folder() -> Path:
    if given := os.environ.get("HARVEST_DATA"):
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "curated" / "latest.json").is_file():
            return folder / "data"
    return here / "data"
