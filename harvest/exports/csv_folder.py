"""A folder of CSV files, one a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from harvest.curated.describe import dictionary_rows
from harvest.exports.cells import NOTE, plain
from harvest.exports.source import Source


def write(source: Source, folder: Path) -> None:
    """Every table as `<table>.csv`: UTF-8, a header, commas, quotes where they are needed."""
    folder.mkdir(parents=True)
    for table in source.tables:
        schema = pq.read_schema(source.path(table))
        _write(folder / f"{table.name}.csv", schema, source.batches(table))
    rows = [row for table in source.tables for row in dictionary_rows(table)]
    described = pa.RecordBatch.from_pylist(rows)
    _write(folder / "dictionary.csv", described.schema, (described,))
    text = f"{source.manifest.citation}\n\n{NOTE} Texts are UTF-8. Columns: dictionary.csv.\n"
    (folder / "README.txt").write_text(text, encoding="utf-8")


def _write(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    header = plain(pa.RecordBatch.from_pylist([], schema)).schema
    options = pc_csv.WriteOptions(include_header=True, quoting_style="needed")
    with pc_csv.CSVWriter(path, header, write_options=options) as out:
        for batch in batches:
            out.write_batch(plain(batch))
