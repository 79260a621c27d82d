"""Documents a release from the declarations: data dictionary, datapackage.json."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from harvest.curated.release import Manifest
from harvest.tables import TABLES
from harvest.tables.declare import Column, ForeignKey, Table

LICENCE_NOTE = (
    "Records come from ClinicalTrials.gov, a database of the U.S. National Library of Medicine, "
    "which asks users to name it as the source, to give the date of the data, and to say what "
    "they changed: here, the records were turned into tables."
)
DICTIONARY = (
    *("table", "column", "type", "pandas", "unit"),
    *("required", "key", "codes", "source", "description"),
)


def dictionary_rows(table: type[Table]) -> Iterator[dict[str, str]]:
    """One row for each column of a table, with the fields of `DICTIONARY`."""
    for name, column in table.columns.items():
        yield {
            "table": table.name,
            "column": name,
            "type": type_name(column),
            "pandas": column.pandas,
            "unit": column.unit or "",
            "required": "yes" if column.required else "",
            "key": "yes" if name in table.key else "",
            "codes": ", ".join(column.codes),
            "source": "; ".join(dict.fromkeys(p for p, target in table.paths() if target == name)),
            "description": column.description,
        }


def dictionary_csv() -> bytes:
    """The data dictionary of all tables, UTF-8 with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, DICTIONARY, lineterminator="\n")
    writer.writeheader()
    for table in TABLES.values():
        writer.writerows(dictionary_rows(table))
    return out.getvalue().encode()


def type_name(column: Column) -> str:
    """A column's type in one plain word."""
    if column.codes:
        return "ordered code" if column.ordered else "code"
    return {
        "str": "text",
        "Int32": "integer",
        "Int64": "integer",
        "boolean": "boolean",
        "float64": "number",
        "datetime64[ms]": "datetime",
        "object": "list of texts",
    }[column.pandas]


def datapackage(manifest: Manifest) -> dict[str, Any]:
    """A Frictionless data package (v1) of the release: files, hashes, fields, keys."""
    return {
        "profile": "data-package",
        "name": f"harvest-{manifest.recipe.cohort['name']}",
        "title": manifest.title,
        "version": manifest.release,
        "description": LICENCE_NOTE,
        "sources": [{"title": "ClinicalTrials.gov", "path": "https://clinicaltrials.gov"}],
        "resources": [
            {
                "name": info.name.replace("_", "-"),
                "path": f"{info.name}.parquet",
                "title": TABLES[info.name].title(),
                "description": TABLES[info.name].notes(),
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "hash": f"sha256:{info.sha256}",
                "schema": _table_schema(TABLES[info.name]),
            }
            for info in manifest.tables
        ],
    }


def _table_schema(table: type[Table]) -> dict[str, Any]:
    keys = {whole: [_foreign_key(f) for f in table.references if _is_whole(table, f) == whole]
            for whole in (True, False)}  # fmt: skip
    return {
        "fields": [_field(name, column) for name, column in table.columns.items()],
        "primaryKey": list(table.key),
        "foreignKeys": keys[True],
        "optionalForeignKeys": keys[False],
    }


def _foreign_key(foreign: ForeignKey) -> dict[str, Any]:
    return {
        "fields": list(foreign.columns),
        "reference": {
            "resource": foreign.table.replace("_", "-"),
            "fields": list(foreign.target),
        },
    }


def _is_whole(table: type[Table], foreign: ForeignKey) -> bool:
    """Whether the reference is what Frictionless holds a row to.

    It takes a key of several columns, one of which is null, for one that leads nowhere; ours is
    then no reference. Such keys stand beside, under a name of our own.
    """
    return len(foreign.columns) == 1 or all(table.columns[c].required for c in foreign.columns)


def _field(name: str, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.codes:
        constraints["enum"] = list(column.codes)
    # Frictionless reads a missing number of a Parquet file as NaN and a list as an array of numpy,
    # which break bounds and the type "array".
    kind = type_name(column)
    if column.least is not None and kind != "number":
        constraints["minimum"] = column.least
    if column.most is not None and kind != "number":
        constraints["maximum"] = column.most
    types = {"text": "string", "code": "string", "ordered code": "string", "list of texts": "any"}
    field = {
        "name": name,
        "type": types.get(kind, kind),
        "description": column.description,
        "unit": column.unit,
        "constraints": constraints,
    }
    return {key: value for key, value in field.items() if value}
