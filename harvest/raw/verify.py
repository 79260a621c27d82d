"""Holds the archive against its own hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow as pa

from harvest.errors import HarvestError
from harvest.files import seal, sha256_of
from harvest.raw import captures
from harvest.raw.content import content_of
from harvest.raw.segments import (
    SegmentInfo,
    given_path,
    index_path,
    read_given,
    read_lines,
    records_path,
)
from harvest.raw.snapshots import Archive, Snapshot, content_hash

FAULTS = (
    HarvestError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    msgspec.MsgspecError,
    pa.ArrowException,
)
"""What damage can show as."""


def verify(archive: Archive) -> Iterator[str]:
    """Every fault found, one sentence each; nothing where all is well.

    Checks each snapshot's files against its manifest, each segment's files against theirs, each
    record against the hash it is filed under, and that each snapshot can be read whole.
    """
    segments: dict[str, SegmentInfo] = {}
    names = archive.snapshots()
    for folder in sorted(archive.root.glob("snapshots/[!.]*")):
        if folder.name not in names:
            yield f"{folder} has lost its manifest.json."
    for name in names:
        snapshot = Snapshot(archive, name)
        try:
            segments.update((info.name, info) for info in snapshot.manifest.segments)
        except FAULTS as error:
            yield str(error)
            continue
        yield from _listed(_snapshot_faults(snapshot))
        if snapshot.manifest.parent not in (None, *names):
            yield f"Snapshot {snapshot.manifest.parent}, which {name} continues, is missing."
    for info in segments.values():
        yield from _hash_faults(archive.records, info)
        yield from _listed(_segment_faults(archive.records, info))
    yield from captures.faults(captures.Captures(archive))


def _listed(faults: Iterator[str]) -> Iterator[str]:
    """The faults, the one that stops the search for more among them."""
    try:
        yield from faults
    except FAULTS as error:
        yield str(error)


def _snapshot_faults(snapshot: Snapshot) -> Iterator[str]:
    manifest = snapshot.manifest
    if seal(manifest) != manifest.seal:
        yield f"{snapshot.folder / 'manifest.json'} has changed since it was written."
    if manifest.snapshot != snapshot.name:
        yield f"Snapshot {snapshot.name} is called {manifest.snapshot} in its manifest."
    yield from _hash_fault(snapshot.folder / "index.parquet", manifest.index_sha256)
    if manifest.requests_sha256:
        yield from _hash_fault(snapshot.folder / "requests.jsonl", manifest.requests_sha256)
    entries = snapshot.entries()
    if content_hash(entries) != manifest.content:
        yield f"Snapshot {snapshot.name}: the index does not give the content hash."
    if sum(entry.nct_id is not None for entry in entries) != manifest.studies:
        yield f"Snapshot {snapshot.name}: the index does not hold {manifest.studies} studies."
    if sum(1 for _ in snapshot.read()) != len(entries):
        yield f"Snapshot {snapshot.name}: not every record can be read."


def _hash_faults(folder: Path, info: SegmentInfo) -> Iterator[str]:
    yield from _hash_fault(records_path(folder, info.name), info.sha256)
    yield from _hash_fault(index_path(folder, info.name), info.index_sha256)
    if info.given_sha256:
        yield from _hash_fault(given_path(folder, info.name), info.given_sha256)


def _segment_faults(folder: Path, info: SegmentInfo) -> Iterator[str]:
    for nct_id, version, line in read_lines(folder, info.name):
        if content_of(line).version != version:
            yield f"Segment {info.name}: the record of {nct_id} is not the one it is filed as."
    if info.given_sha256:
        for version, given in read_given(folder, info.name):
            if content_of(given).version != version:
                yield f"Segment {info.name}: a text as given does not match version {version}."


def _hash_fault(path: Path, sha256: str) -> Iterator[str]:
    if not path.is_file():
        yield f"{path} is missing."
    elif sha256_of(path) != sha256:
        yield f"{path} has changed since it was written."
