"""From a declaration to Arrow: schema with descriptions and pandas types, rows to batches."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from harvest.tables.declare import Column, Table


def schema(table: type[Table], attributes: Mapping[str, Any] | None = None) -> pa.Schema:
    """The table's Arrow schema.

    Field metadata hold description, unit and JSON sources. Schema metadata hold the `pandas`
    block, so that a plain `pandas.read_parquet` gives nullable integers and booleans, and
    `attributes`, which arrive in `DataFrame.attrs` together with the column descriptions.
    """
    fields = [
        pa.field(name, column.type, not column.required, _field_metadata(table, name, column))
        for name, column in table.columns.items()
    ]
    attrs = {
        "table": table.name,
        "title": table.title(),
        "notes": table.notes(),
        **(attributes or {}),
        "columns": {name: column.description for name, column in table.columns.items()},
    }
    metadata = {"pandas": _dump(_pandas_block(table)), "PANDAS_ATTRS": _dump(attrs)}
    return pa.schema(fields, metadata)


def batch(table: type[Table], rows: Sequence[tuple[Any, ...]], types: pa.Schema) -> pa.RecordBatch:
    """Rows, each in the order of the table's columns, as one record batch."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(table.columns)
    arrays = [
        _array(name, column, values)
        for (name, column), values in zip(table.columns.items(), columns, strict=True)
    ]
    return pa.record_batch(arrays, schema=types)


def _array(name: str, column: Column, values: Sequence[Any]) -> pa.Array:
    try:
        if not column.codes:
            return _without_empty_texts(pa.array(values, column.type))
        places = {code: place for place, code in enumerate(column.codes)}
        indices = [None if value is None else places[value] for value in values]
        return pa.DictionaryArray.from_arrays(
            pa.array(indices, column.type.index_type),
            pa.array(column.codes, pa.string()),
            ordered=column.ordered,
        )
    except Exception as error:
        error.add_note(f"in column {name!r}")
        raise


def _without_empty_texts(array: pa.Array) -> pa.Array:
    # An empty text is a missing one.
    if pa.types.is_string(array.type) and pc.any(pc.equal(array, "")).as_py():
        return pc.if_else(pc.equal(array, ""), None, array)
    return array


def _field_metadata(table: type[Table], name: str, column: Column) -> dict[str, str]:
    sources = dict.fromkeys(path for path, target in table.paths() if target == name)
    found = {
        "description": column.description,
        "unit": column.unit or "",
        "source": "; ".join(sources),
    }
    return {key: value for key, value in found.items() if value}


def _pandas_block(table: type[Table]) -> dict[str, Any]:
    """What pandas itself would write, less its version, so that bytes depend on us alone."""
    columns = [
        {
            "name": name,
            "field_name": name,
            "pandas_type": _pandas_type(column),
            "numpy_type": _numpy_type(column),
            "metadata": _category(column),
        }
        for name, column in table.columns.items()
    ]
    return {
        "index_columns": [],
        "column_indexes": [],
        "columns": columns,
        "creator": {"library": "harvest", "version": "1"},
        "pandas_version": "2.2.0",
    }


def _pandas_type(column: Column) -> str:
    if column.codes:
        return "categorical"
    return {
        "str": "unicode",
        "Int32": "int32",
        "Int64": "int64",
        "boolean": "bool",
        "float64": "float64",
        "datetime64[ms]": "datetime",
        "object": "list[unicode]",
    }[column.pandas]


def _numpy_type(column: Column) -> str:
    if column.codes:
        return str(column.type.index_type)
    return column.pandas


def _category(column: Column) -> dict[str, Any] | None:
    if not column.codes:
        return None
    return {"num_categories": len(column.codes), "ordered": column.ordered}


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
