"""Snapshots: what the registry held for one cohort at one time, read back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import cached_property
from heapq import merge
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from harvest.errors import DamagedArchive, UsageError
from harvest.files import read_manifest
from harvest.raw.content import with_data_version
from harvest.raw.segments import RESTORE, SegmentInfo, is_there, read_index, read_lines, sort_key
from harvest.registry.delivery import FateKind

FORMAT = 1
Change = Literal["new", "changed", "derived", "same"]
INDEX = pa.schema(
    [
        pa.field("nct_id", pa.string()),
        pa.field("version", pa.string(), nullable=False),
        pa.field("data_version", pa.string()),
        pa.field("change", pa.string(), nullable=False),
        pa.field("searches", pa.list_(pa.string()), nullable=False),
        pa.field("request", pa.int32(), nullable=False),
        # Null in snapshots of earlier versions of harvest.
        pa.field("updated", pa.string()),
        pa.field("is_withheld", pa.bool_()),
    ]
)


class SearchInfo(msgspec.Struct, frozen=True):
    """One search as it was answered: what the registry counted and what was collected."""

    name: str
    parameters: str
    total: int
    studies: int
    pages: int
    attempts: int


class FileInfo(msgspec.Struct, frozen=True):
    """One imported file."""

    name: str
    sha256: str
    bytes: int
    records: int


SourceKind = Literal["registry", "sample", "files"]


class Source(msgspec.Struct, frozen=True):
    """Where the records of a snapshot came from."""

    kind: SourceKind
    address: str | None = None
    api_version: str | None = None
    data_timestamp: str | None = None
    searches: tuple[SearchInfo, ...] = ()
    requests: int = 0
    files: tuple[FileInfo, ...] = ()
    full_pass: str | None = None
    """Where not all was fetched: data timestamp of the last time that it was."""


class Removed(msgspec.Struct, frozen=True):
    """A study of an earlier snapshot that is not in this one; see `Fate` for the kinds."""

    nct_id: str
    version: str
    last_seen: str
    kind: FateKind = "removed"
    into: str | None = None


class Event(msgspec.Struct, frozen=True):
    """What happened to a study since the snapshot before.

    Attributes:
        kind: As of `Fate`; or `returned`: it is there again, or no longer withheld.
        into: The study that it was merged into.
    """

    nct_id: str
    kind: FateKind | Literal["returned"]
    into: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a snapshot whole; hashes are sha256, hexadecimal, times are UTC."""

    format: int = FORMAT
    snapshot: str
    parent: str | None
    cohort: dict[str, Any]
    source: Source
    started_at: str
    sealed_at: str
    written_by: str
    studies: int
    unreadable: int
    new: int
    changed: int
    derived: int
    removed: tuple[Removed, ...]
    """Studies that the registry no longer serves as studies of their own, for as long."""
    left: tuple[Removed, ...] = ()
    """Studies that are served, but that no search of the cohort finds any more, for as long."""
    events: tuple[Event, ...] = ()
    content: str
    """Hash over studies, versions and searches: equal contents give equal tables."""
    index_sha256: str
    requests_sha256: str | None
    segments: tuple[SegmentInfo, ...]
    """Every segment that this snapshot needs, its own last."""
    seal: str = ""
    """Hash over all the rest of the manifest."""


class Entry(NamedTuple):
    """One study of a snapshot, as its index has it."""

    nct_id: str | None
    version: str
    data_version: str | None
    change: str
    searches: tuple[str, ...]
    request: int
    """Number in this snapshot's `requests.jsonl`; 0 where nothing had to be asked."""
    updated: str | None = None
    """Last update as posted."""
    is_withheld: bool = False


class Record(NamedTuple):
    """One study of a snapshot with its record as it was, compact."""

    entry: Entry
    record: bytes


class Archive:
    """The raw archive of one data folder, for reading."""

    def __init__(self, data: Path) -> None:
        self.root = data / "raw" / "ctgov"
        self.records = self.root / "records"

    def snapshots(self) -> list[str]:
        """Names of all whole snapshots, oldest first."""
        # One that is still being made begins with a dot, and has its manifest just before its name.
        found = self.root.glob("snapshots/[!.]*/manifest.json")
        return sorted(path.parent.name for path in found)

    def snapshot(self, name: str | None = None) -> Snapshot:
        """One snapshot, the newest by default.

        Raises:
            UsageError: There is none of that name, or none at all.
        """
        names = self.snapshots()
        if not names:
            raise UsageError(
                f"There is no snapshot under {self.root}; run `harvest refresh` or "
                "`harvest import` first."
            )
        if name is not None and name not in names:
            raise UsageError(f"There is no snapshot {name!r}; the newest is {names[-1]}.")
        return Snapshot(self, name or names[-1])


class Snapshot:
    """One whole snapshot."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.name = name
        self.archive = archive
        self.folder = archive.root / "snapshots" / name

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest.

        Raises:
            ConfigError: Written by a newer version of harvest.
            DamagedArchive: Not a manifest.
        """
        return read_manifest(self.folder / "manifest.json", Manifest, FORMAT, RESTORE)

    def is_there(self) -> bool:
        """Whether the files of all its segments are there in their size; no hash is computed."""
        return all(is_there(self.archive.records, segment) for segment in self.manifest.segments)

    def entries(self) -> list[Entry]:
        """All studies, in the order of their numbers, unreadable records last."""
        try:
            table = pq.read_table(self.folder / "index.parquet", schema=INDEX)
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
            raise DamagedArchive(f"Index of snapshot {self.name}: {error}; {RESTORE}") from error
        return [
            Entry(row["nct_id"], row["version"], row["data_version"], row["change"],
                  tuple(row["searches"]), row["request"], row["updated"],
                  bool(row["is_withheld"]))
            for row in table.to_pylist()
        ]  # fmt: skip

    def read(self) -> Iterator[Record]:
        """All records as they were, in the order of `entries`.

        Every segment is read once, in step with the others, so memory does not grow with size.

        Raises:
            DamagedArchive: A record that the index names is not there.
        """
        wanted = {entry.version: entry for entry in self.entries()}
        runs = (read_lines(self.archive.records, info.name) for info in self.manifest.segments)
        for _, version, line in merge(*runs, key=lambda found: sort_key(found[0], found[1])):
            if (entry := wanted.pop(version, None)) is not None:
                yield Record(entry, with_data_version(line, entry.data_version))
        if wanted:
            raise DamagedArchive(
                f"Snapshot {self.name} lacks {len(wanted)} of its records; {RESTORE}"
            )

    def some(self, nct_ids: Collection[str]) -> dict[str, bytes]:
        """The records of these studies, as far as the snapshot has them; reads no other segment."""
        wanted = {entry.version: entry for entry in self.entries() if entry.nct_id in nct_ids}
        found: dict[str, bytes] = {}
        for info in self.manifest.segments:
            index = read_index(self.archive.records, info.name)
            if wanted.keys().isdisjoint(index["version"].to_pylist()):
                continue
            for nct_id, version, line in read_lines(self.archive.records, info.name):
                if version in wanted and nct_id is not None:
                    found[nct_id] = with_data_version(line, wanted[version].data_version)
        return found

    def record(self, nct_id: str) -> bytes | None:
        """One record as it was; None where the snapshot has no such study."""
        wanted = next((entry for entry in self.entries() if entry.nct_id == nct_id), None)
        if wanted is None:
            return None
        for info in self.manifest.segments:
            for _, version, line in read_lines(self.archive.records, info.name):
                if version == wanted.version:
                    return with_data_version(line, wanted.data_version)
        raise DamagedArchive(f"Snapshot {self.name} lacks the record of {nct_id}; {RESTORE}")


def content_hash(entries: list[Entry]) -> str:
    """Hash over what decides the tables: studies, versions, searches (not the data version)."""
    digest = hashlib.sha256()
    for entry in entries:
        words = (entry.nct_id or "", entry.version, *entry.searches)
        digest.update(" ".join(words).encode() + b"\n")
    return digest.hexdigest()
