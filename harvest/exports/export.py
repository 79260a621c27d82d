"""One release, one format, one file or folder that appears whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from harvest.errors import UsageError
from harvest.exports import csv_folder, database, excel, prisma_text, ris
from harvest.exports.prisma import search_record
from harvest.exports.source import Source


class Format(NamedTuple):
    """One kind of export.

    Attributes:
        ending: Of the file; "" for a folder.
        write: Writes it to a path that does not exist.
        about: What it is, for the help.
        has_tables: Tables can be chosen.
    """

    ending: str
    write: Callable[[Source, Path], None]
    about: str
    has_tables: bool = False


def _prisma_s(source: Source, path: Path) -> None:
    path.write_text(prisma_text.prisma_s(search_record(source)), encoding="utf-8")


def _prisma_s_json(source: Source, path: Path) -> None:
    record = search_record(source)
    said = [
        {"item": number, "name": name, "text": text}
        for number, name, text in prisma_text.items(record)
    ]
    document = {"standard": "PRISMA-S", **msgspec.to_builtins(record), "items": said}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")


def _prisma_flow(source: Source, path: Path) -> None:
    path.write_text(prisma_text.flow(search_record(source)), encoding="utf-8")


def _prisma_flow_json(source: Source, path: Path) -> None:
    record = search_record(source)
    document = {
        "standard": "PRISMA 2020",
        "release": record.release,
        "citation": record.citation,
        **msgspec.to_builtins(record.flow),
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")


FORMATS = {
    "duckdb": Format(
        ".duckdb", database.write, "one DuckDB file (harvest[duckdb])", has_tables=True
    ),
    "csv": Format("", csv_folder.write, "a folder of CSV files", has_tables=True),
    "xlsx": Format(".xlsx", excel.write, "one Excel workbook (harvest[excel])", has_tables=True),
    "ris": Format(".ris", ris.write, "the studies for a reference manager"),
    "prisma-s": Format("-prisma-s.md", _prisma_s, "the search, for a methods appendix"),
    "prisma-s-json": Format("-prisma-s.json", _prisma_s_json, "the same as JSON"),
    "prisma-flow": Format("-prisma-flow.md", _prisma_flow, "the counts of a flow diagram"),
    "prisma-flow-json": Format("-prisma-flow.json", _prisma_flow_json, "the same as JSON"),
}


def export(source: Source, kind: str, to: Path | None = None, *, overwrite: bool = False) -> Path:
    """Write a release in a format of `FORMATS`; returns where.

    Raises:
        UsageError: Something is there already, the format has no tables to choose, or the library
            that it needs is not installed.
    """
    form = FORMATS[kind]
    path = to or Path(f"{source.name}{form.ending or f'-{kind}'}")
    if path.exists():
        _must_be_ours(path, form, overwrite=overwrite)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    _remove(beside)
    # Whether we may write here, in the system's own words and before the work.
    beside.touch()
    beside.unlink()
    try:
        form.write(source, beside)
        if path.is_dir():
            _remove(path)
        beside.replace(path)
    finally:
        _remove(beside)
    return path


def _must_be_ours(path: Path, form: Format, *, overwrite: bool) -> None:
    """Refuse to replace what is no earlier export: a folder may hold somebody's work."""
    if not overwrite:
        raise UsageError(f"{path} exists; give another place with --to, or --overwrite.")
    is_folder = not form.ending
    is_ours = path.is_dir() == is_folder and (
        not is_folder
        or all(each.suffix == ".csv" or each.name == "README.txt" for each in path.iterdir())
    )
    if not is_ours or path.is_symlink() or not path.name:
        raise UsageError(f"{path} is no earlier export of this kind; give another place with --to.")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
