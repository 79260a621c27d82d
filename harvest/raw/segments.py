"""Segments: sorted runs of records in one compressed file each, with an index beside it."""

from __future__ import annotations

import io
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from harvest.errors import DamagedArchive
from harvest.files import sha256_of, whole_file
from harvest.raw.content import Content

INDEX = pa.schema(
    [
        pa.field("nct_id", pa.string()),
        pa.field("version", pa.string(), nullable=False),
        pa.field("core", pa.string(), nullable=False),
        pa.field("has_given", pa.bool_(), nullable=False),
    ]
)


class Stored(NamedTuple):
    """One record on its way into a segment."""

    nct_id: str | None
    content: Content
    given: bytes | None
    """The text as it came, where it is not the compact line."""


class SegmentInfo(msgspec.Struct, frozen=True):
    """What a manifest says of a segment; hashes are sha256, hexadecimal."""

    name: str
    records: int
    bytes: int
    sha256: str
    index_sha256: str
    given_sha256: str | None = None


class _Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """One text as given: itself, or in base 64 where it is no text."""

    version: str
    given: str | None = None
    base64: str = ""


def sort_key(nct_id: str | None, version: str) -> tuple[bool, str, str]:
    """Order within a segment: by study, records without a readable number last."""
    return nct_id is None, nct_id or "", version


def write_segment(folder: Path, name: str, records: Sequence[Stored]) -> SegmentInfo:
    """Write records, sorted, as one segment; every file is whole before the next is begun."""
    ordered = sorted(records, key=lambda each: sort_key(each.nct_id, each.content.version))
    _write_lines(records_path(folder, name), (each.content.line for each in ordered))
    given = [each for each in ordered if each.given is not None]
    if given:
        _write_lines(given_path(folder, name), map(_given_line, given))
    index = pa.table(
        [
            [each.nct_id for each in ordered],
            [each.content.version for each in ordered],
            [each.content.core for each in ordered],
            [each.given is not None for each in ordered],
        ],
        schema=INDEX,
    )
    with whole_file(index_path(folder, name)) as file:
        pq.write_table(index, file, compression="zstd")
    return SegmentInfo(
        name=name,
        records=len(ordered),
        bytes=records_path(folder, name).stat().st_size,
        sha256=sha256_of(records_path(folder, name)),
        index_sha256=sha256_of(index_path(folder, name)),
        given_sha256=sha256_of(given_path(folder, name)) if given else None,
    )


def read_lines(folder: Path, name: str) -> Iterator[tuple[str | None, str, bytes]]:
    """Study, version and compact line of every record of a segment, in order.

    Raises:
        DamagedArchive: File missing, cut short, or not in step with its index.
    """
    index = read_index(folder, name)
    try:
        with _open(records_path(folder, name)) as lines:
            for nct_id, version in zip(
                index["nct_id"].to_pylist(), index["version"].to_pylist(), strict=True
            ):
                line = lines.readline()
                if not line.endswith(b"\n"):
                    raise DamagedArchive(f"Segment {name} of {folder} is cut short; {RESTORE}")
                yield nct_id, version, line[:-1]
    except FileNotFoundError as error:
        raise DamagedArchive(f"Segment {name} of {folder} is missing; {RESTORE}") from error
    except OSError as error:
        raise DamagedArchive(f"Segment {name} of {folder} is damaged; {RESTORE}") from error


def read_index(folder: Path, name: str) -> pa.Table:
    """The index of a segment: study, version, core, in the order of its lines."""
    try:
        return pq.read_table(index_path(folder, name), schema=INDEX)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise DamagedArchive(f"Index of segment {name} of {folder}: {error}; {RESTORE}") from error


def read_given(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Version and exact text of the records that did not come as one compact line."""
    with _open(given_path(folder, name)) as lines:
        for line in lines:
            found = msgspec.json.decode(line, type=_Given)
            text = found.given
            yield found.version, b64decode(found.base64) if text is None else text.encode()


def is_there(folder: Path, info: SegmentInfo) -> bool:
    """Whether a segment's records and index are there, the records in their size."""
    try:
        read_index(folder, info.name)
        return records_path(folder, info.name).stat().st_size == info.bytes
    except (OSError, DamagedArchive):
        return False


RESTORE = "restore data/raw from a backup; `harvest verify` lists what is damaged."


def records_path(folder: Path, name: str) -> Path:
    """Where the records of a segment are."""
    return folder / f"{name}.jsonl.zst"


def index_path(folder: Path, name: str) -> Path:
    """Where the index of a segment is."""
    return folder / f"{name}.index.parquet"


def given_path(folder: Path, name: str) -> Path:
    """Where the texts as given are, if any."""
    return folder / f"{name}.given.jsonl.zst"


def _given_line(record: Stored) -> bytes:
    assert record.given is not None
    version = record.content.version
    try:
        return msgspec.json.encode(_Given(version, given=record.given.decode()))
    except UnicodeDecodeError:
        return msgspec.json.encode(_Given(version, base64=b64encode(record.given).decode()))


def _write_lines(path: Path, lines: Iterator[bytes]) -> None:
    with (
        whole_file(path) as file,
        # The stream closes the file it is given, and the flush to disk still has to come.
        os.fdopen(os.dup(file.fileno()), "wb") as copy,
        pa.CompressedOutputStream(copy, "zstd") as out,
    ):
        for line in lines:
            out.write(line + b"\n")


def _open(path: Path) -> IO[bytes]:
    return io.BufferedReader(pa.CompressedInputStream(path.open("rb"), "zstd"), 1 << 20)
