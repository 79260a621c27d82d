"""Holds the archive against its own hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harvest.errors import HarvestError
from harvest.files import sha256_of
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


def verify(archive: Archive) -> Iterator[str]:
    """Every fault found, one sentence each; nothing where all is well.

    Checks each snapshot's files against its manifest, each segment's files against theirs, each
    record against the hash it is filed under, and that each snapshot can be read whole.
    """
    segments: dict[str, SegmentInfo] = {}
    for name in archive.snapshots():
        snapshot = Snapshot(archive, name)
        try:
            yield from _snapshot_faults(snapshot)
            segments.update((info.name, info) for info in snapshot.manifest.segments)
        except (HarvestError, OSError) as error:
            yield str(error)
    for info in segments.values():
        try:
            yield from _segment_faults(archive.records, info)
        except (HarvestError, OSError) as error:
            yield str(error)


def _snapshot_faults(snapshot: Snapshot) -> Iterator[str]:
    manifest = snapshot.manifest
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


def _segment_faults(folder: Path, info: SegmentInfo) -> Iterator[str]:
    yield from _hash_fault(records_path(folder, info.name), info.sha256)
    yield from _hash_fault(index_path(folder, info.name), info.index_sha256)
    for nct_id, version, line in read_lines(folder, info.name):
        if content_of(line).version != version:
            yield f"Segment {info.name}: the record of {nct_id} is not the one it is filed as."
    if info.given_sha256:
        yield from _hash_fault(given_path(folder, info.name), info.given_sha256)
        for version, given in read_given(folder, info.name):
            if content_of(given).version != version:
                yield f"Segment {info.name}: a text as given does not match version {version}."


def _hash_fault(path: Path, sha256: str) -> Iterator[str]:
    if not path.is_file():
        yield f"{path} is missing."
    elif sha256_of(path) != sha256:
        yield f"{path} has changed since it was written."
