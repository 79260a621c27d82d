"""A folder of CSV files, one a table."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from harvest.curated.describe import dictionary_csv
from harvest.exports.cells import NOTE, plain
from harvest.exports.source import Source


def write(source: Source, folder: Path) -> None:
    """Every table as `<table>.csv`: UTF-8, a header, commas, quotes where they are needed."""
    folder.mkdir(parents=True)
    for table in source.tables:
        header = plain(pa.RecordBatch.from_pylist([], pq.read_schema(source.path(table)))).schema
        options = pc_csv.WriteOptions(include_header=True, quoting_style="needed")
        with pc_csv.CSVWriter(folder / f"{table.name}.csv", header, write_options=options) as out:
            for batch in source.batches(table):
                out.write_batch(plain(batch).cast(header))
    (folder / "dictionary.csv").write_bytes(dictionary_csv())
    text = f"{source.manifest.citation}\n\n{NOTE} Texts are UTF-8. Columns: dictionary.csv.\n"
    (folder / "README.txt").write_text(text, encoding="utf-8")
