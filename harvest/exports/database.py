"""One DuckDB file with all tables, their keys and their descriptions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from harvest.curated.describe import dictionary_rows
from harvest.errors import DiskError, UsageError
from harvest.exports.source import Source
from harvest.tables.declare import Column, Table

BLOCK_BYTES = 16_384
TYPES = {
    "str": "VARCHAR",
    "Int32": "INTEGER",
    "Int64": "BIGINT",
    "boolean": "BOOLEAN",
    "float64": "DOUBLE",
    "datetime64[ms]": "TIMESTAMP_MS",
    "object": "VARCHAR[]",
}


def write(source: Source, path: Path) -> None:
    """A database: codes as enumerations in their order, keys, a comment on every column.

    Raises:
        UsageError: duckdb is not installed.
        DiskError: The file cannot be written.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("A DuckDB file needs duckdb: pip install 'harvest[duckdb]'.") from error
    try:
        with duckdb.connect() as database:
            _fill(database, source, path)
    except duckdb.IOException as error:
        raise DiskError(f"The DuckDB file cannot be written: {error}") from error


def _fill(database: Any, source: Source, path: Path) -> None:
    # Many small tables: the smallest blocks make a file a tenth as large.
    database.execute(f"ATTACH {_text(str(path))} AS shelf (BLOCK_SIZE {BLOCK_BYTES})")
    database.execute("USE shelf")
    database.execute("BEGIN")
    for table in source.tables:
        _create(database, table)
        insert = f"INSERT INTO {_name(table.name)} SELECT * FROM arriving"  # noqa: S608 - our names
        for batch in source.batches(table):
            database.register("arriving", pa.Table.from_batches([batch]))
            database.execute(insert)
            database.unregister("arriving")
    _about(database, source)
    database.execute("COMMIT")
    database.execute("USE memory")
    database.execute("DETACH shelf")


def _create(database: Any, table: type[Table]) -> None:
    columns = ", ".join(
        f"{_name(name)} {_type(column)}{' NOT NULL' if column.required else ''}"
        for name, column in table.columns.items()
    )
    key = ", ".join(map(_name, table.key))
    database.execute(f"CREATE TABLE {_name(table.name)} ({columns}, PRIMARY KEY ({key}))")
    database.execute(f"COMMENT ON TABLE {_name(table.name)} IS {_text(table.notes())}")
    for name, column in table.columns.items():
        place = f"{_name(table.name)}.{_name(name)}"
        database.execute(f"COMMENT ON COLUMN {place} IS {_text(column.description)}")


def _about(database: Any, source: Source) -> None:
    database.execute("CREATE TABLE about (name VARCHAR PRIMARY KEY, value VARCHAR)")
    manifest = source.manifest
    facts = {
        "title": manifest.title,
        "release": manifest.release,
        "snapshot": manifest.snapshot,
        "source": manifest.source,
        "data_timestamp": manifest.data_timestamp,
        "citation": manifest.citation,
    }
    database.executemany("INSERT INTO about VALUES (?, ?)", list(facts.items()))
    rows = [row for table in source.tables for row in dictionary_rows(table)]
    database.register("arriving", pa.Table.from_pylist(rows))
    database.execute("CREATE TABLE dictionary AS SELECT * FROM arriving")
    database.unregister("arriving")


def _type(column: Column) -> str:
    if column.codes:
        return f"ENUM ({', '.join(map(_text, column.codes))})"
    return TYPES[column.pandas]


def _name(name: str) -> str:
    return f'"{name}"'


def _text(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
