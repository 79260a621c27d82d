"""One Excel workbook, a sheet for each table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from harvest.curated.describe import DICTIONARY, dictionary_rows
from harvest.errors import DiskError, UsageError
from harvest.exports.cells import NOTE, SEPARATOR, safe
from harvest.exports.source import Source
from harvest.tables.declare import Table

MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
MOST_NAME = 31
CUT = " [cut: the whole text is in the Parquet file]"
EPOCH = datetime(1980, 1, 1)
"""Time in the file where the data have none, so that it does not depend on the clock."""
FIRST_DAY = datetime(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; days before March are off by one."""
LIMITS = (
    f"A cell holds {MOST_CHARACTERS:,} characters; a longer text is cut and says so at its end. "
    "Dates before March 1900 are texts."
)
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write(source: Source, path: Path) -> None:
    """Every table as a sheet, a sheet about it in front, and the dictionary at the end.

    Raises:
        UsageError: xlsxwriter is not installed, or a table has more rows than a sheet.
        DiskError: The file cannot be written.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("Excel needs xlsxwriter: pip install 'harvest[excel]'.") from error
    for table in source.tables:
        if (rows := source.rows(table)) > MOST_ROWS:
            raise UsageError(
                f"Table {table.name} has {rows:,} rows, and a sheet has {MOST_ROWS:,} at most; "
                "choose other tables with --table, or --format csv or duckdb."
            )
    try:
        with xlsxwriter.Workbook(path, OPTIONS) as book:
            _fill(book, source)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise DiskError(f"The workbook cannot be written: {error}; see --to.") from error


def _fill(book: Any, source: Source) -> None:
    stamp = source.manifest.data_timestamp
    created = datetime.fromisoformat(stamp) if stamp else EPOCH
    book.set_properties({"title": source.manifest.title, "created": created})
    formats = {
        "head": book.add_format({"bold": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    about = [(source.manifest.citation,), (NOTE,), (LIMITS,)]
    _sheet(book, "about", ("about",), about, formats)
    for table in source.tables:
        _sheet(book, table.name, tuple(table.columns), _rows(source, table), formats)
    described = (tuple(row.values()) for each in source.tables for row in dictionary_rows(each))
    _sheet(book, "dictionary", DICTIONARY, described, formats)


def _rows(source: Source, table: type[Table]) -> Any:
    for batch in source.batches(table):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _sheet(
    book: Any, name: str, heads: tuple[str, ...], rows: Any, formats: dict[str, Any]
) -> None:
    sheet = book.add_worksheet(name[:MOST_NAME])
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, formats["head"])
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _cell(sheet, number, place, value, formats)


def _cell(sheet: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    """One value by its type; a text is written as a text whatever it looks like."""
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, place, value)
        case int() | float():
            sheet.write_number(row, place, value)
        case datetime() if value >= FIRST_DAY:
            has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
            sheet.write_datetime(row, place, value, formats["moment" if has_time else "day"])
        case datetime():
            sheet.write_string(row, place, value.isoformat())
        case list():
            sheet.write_string(row, place, _fit(safe(SEPARATOR.join(map(str, value)))))
        case _:
            sheet.write_string(row, place, _fit(safe(str(value))))


def _fit(text: str) -> str:
    # Excel counts in UTF-16 units.
    if len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    room = (MOST_CHARACTERS - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT
