"""Checks of a release before it is published; all of them follow from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from harvest.tables import TABLES
from harvest.tables.declare import Column, ForeignKey, Table

NCT_ID = r"^NCT\d{8}$"


def check(folder: Path) -> Iterator[str]:
    """Every fault in the tables of a folder, one sentence each.

    Keys are whole and unique, required columns are never null, references lead somewhere, codes
    are on their lists, numbers are within their bounds, registry numbers are well formed.
    """
    for name, table in TABLES.items():
        # Opened once, read column by column: that is fast, and memory holds one column.
        with pq.ParquetFile(folder / f"{name}.parquet") as file:
            for column_name, column in table.columns.items():
                yield from _column_faults(file, table, column_name, column)
            yield from _key_faults(file, table)
        for foreign in table.references:
            yield from _reference_faults(folder, table, foreign)


def _column_faults(
    file: pq.ParquetFile, table: type[Table], name: str, column: Column
) -> Iterator[str]:
    where = f"{table.name}.{name}"
    is_number = column.origin == "study" or name.endswith("nct_id")
    is_bounded = column.least is not None or column.most is not None
    if not (column.required or column.codes or is_bounded or is_number):
        return
    values = file.read(columns=[name])[name]
    if column.required and values.null_count:
        yield f"{where} is null in {values.null_count} rows."
    if column.codes:
        for chunk in values.chunks:
            if tuple(chunk.dictionary.to_pylist()) not in (column.codes, ()):
                yield f"{where} holds codes that are not on its list."
                break
    elif is_bounded:
        if pa.types.is_floating(values.type) and pc.any(pc.is_nan(values)).as_py():
            yield f"{where} holds NaN, which is neither a number nor missing."
        least, most = pc.min_max(values).values()
        if column.least is not None and least.is_valid and least.as_py() < column.least:
            yield f"{where} is as low as {least} (bound {column.least:g})."
        if column.most is not None and most.is_valid and most.as_py() > column.most:
            yield f"{where} is as high as {most} (bound {column.most:g})."
    elif column.origin == "study" and len(values):
        bad = pc.sum(pc.invert(pc.match_substring_regex(values, NCT_ID))).as_py()
        if bad:
            yield f"{where} is malformed in {bad} rows."


def _key_faults(file: pq.ParquetFile, table: type[Table]) -> Iterator[str]:
    keys = file.read(columns=list(table.key))
    for name in table.key:
        if keys[name].null_count:
            yield f"{table.name}: key column {name} is null in {keys[name].null_count} rows."
    distinct = _plain(keys).group_by(list(table.key)).aggregate([]).num_rows
    if distinct != keys.num_rows:
        yield f"{table.name}: {keys.num_rows - distinct} rows repeat a key {table.key}."


def _reference_faults(folder: Path, table: type[Table], foreign: ForeignKey) -> Iterator[str]:
    here = _plain(pq.read_table(folder / f"{table.name}.parquet", columns=list(foreign.columns)))
    there = _plain(pq.read_table(folder / f"{foreign.table}.parquet", columns=list(foreign.target)))
    there = there.rename_columns(list(foreign.columns))
    for name in foreign.columns:
        here = here.filter(pc.is_valid(here[name]))
    lost = here.join(there, keys=list(foreign.columns), join_type="left anti").num_rows
    if lost:
        yield (
            f"{table.name}: {lost} rows refer by {foreign.columns} to a row that {foreign.table} "
            "does not have."
        )


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns as text, which grouping and joining take."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table[field.name].cast(pa.string()))
    return table.replace_schema_metadata(None)
