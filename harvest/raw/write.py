"""Adds one snapshot to the archive: records as they come, the manifest last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from harvest.files import (
    make_folder,
    remove_folder,
    rename_folder,
    seal,
    sha256_of,
    whole_file,
    write_json,
)
from harvest.log import logger
from harvest.raw.content import content_of
from harvest.raw.history import history, live_searches
from harvest.raw.segments import RESTORE, SegmentInfo, Stored, is_there, read_index, write_segment
from harvest.raw.snapshots import (
    INDEX,
    Archive,
    Change,
    Entry,
    Manifest,
    Snapshot,
    Source,
    SourceKind,
    content_hash,
)
from harvest.registry.delivery import Delivery, Fate
from harvest.registry.pages import row_of

NAME = "%Y-%m-%dT%H%M%SZ"
MAKING = ".making-"
"""A snapshot's folder is called so until its manifest is in it."""
SEGMENT_BYTES = 128 << 20
"""Records held in memory before they go to disk as one sorted segment."""


class SnapshotWriter:
    """A snapshot in the making; nothing of it exists until `seal`.

    Call only under the data folder's lock. `restart` forgets what was added (the registry
    changed in mid-run); segments already on disk stay, and are used if their records come again.
    Studies of the newest snapshot of the same kind that do not come again are recorded as removed.
    """

    def __init__(
        self,
        data: Path,
        cohort: dict[str, Any],
        kind: SourceKind,
        now: datetime,
        written_by: str,
    ) -> None:
        self._archive = Archive(data)
        self._cohort, self._written_by, self._started = cohort, written_by, now
        names = self._archive.snapshots()
        self.parent = self._newest_of(kind, names)
        self.newest = names[-1] if names else None
        self.name = _next_name(now, names)
        self._segments: dict[str, SegmentInfo] = {}
        self._home: dict[str, str] = {}
        self._with_given: set[str] = set()
        for info in self._clear_leftovers(names):
            self._segments[info.name] = info
            if not is_there(self._archive.records, info):
                # Its records are written again if they come again; `verify` goes on telling.
                fields = {"segment": info.name, "message": RESTORE}
                logger.warning("segment.damaged", extra={"fields": fields})
                continue
            index = read_index(self._archive.records, info.name)
            self._home |= dict.fromkeys(index["version"].to_pylist(), info.name)
            has_given = index.filter(index["has_given"])
            self._with_given.update(has_given["version"].to_pylist())
        entries = self.parent.entries() if self.parent else []
        self._before = {entry.nct_id: entry for entry in entries if entry.nct_id}
        self._waiting: dict[str, Stored] = {}
        self._waiting_bytes = 0
        self._own: set[str] = set()
        self._cores: dict[str, str] = {}
        self._found: dict[str, Entry] = {}

    @property
    def studies(self) -> int:
        """How many studies have come so far; records without a number do not count."""
        return sum(entry.nct_id is not None for entry in self._found.values())

    @property
    def keepable(self) -> Mapping[str, Entry]:
        """The studies of the snapshot before whose records are there."""
        return {i: entry for i, entry in self._before.items() if entry.version in self._home}

    def restart(self) -> None:
        """Forget every record added so far."""
        self._found.clear()

    def receive(self, delivery: Delivery) -> None:
        """Take one study from the registry."""
        self.add(delivery.key, delivery.nct_id, delivery.record, delivery.search, delivery.request)

    def withdraw(self, search: str, keys: Collection[str]) -> None:
        """These studies do not belong to this search after all."""
        for key in keys:
            entry = self._found.pop(key)
            if left := tuple(name for name in entry.searches if name != search):
                self._found[key] = entry._replace(searches=left)

    def keep(self, nct_id: str, search: str, request: int) -> None:
        """A study of the snapshot before stands as it was."""
        before = self._before[nct_id]
        self._place(nct_id, before._replace(searches=(search,), request=request))

    def missing(self) -> list[str]:
        """Studies of the snapshot before that searches of this cohort had found, and now do not."""
        live = live_searches(self.parent, self._cohort)
        return [
            nct_id
            for nct_id, entry in self._before.items()
            if nct_id not in self._found and not live.isdisjoint(entry.searches)
        ]

    def add(
        self, key: str, nct_id: str | None, given: bytes, search: str | None, request: int
    ) -> None:
        """Take one record, as served or as given.

        `key` is the study's number, or the hash of a record that has none; `request` the number
        of the request or of the file that brought it.

        A study that comes again (from another search, twice across pages, in a second file) is
        merged: all its searches count, and of two contents the one of the later data version,
        or else the one that came last.
        """
        content = content_of(given)
        row = row_of(content.line)
        self._place(
            key,
            Entry(
                nct_id,
                content.version,
                content.data_version,
                "new",
                (search,) if search else (),
                request,
                row.updated,
                row.is_withheld,
            ),
        )
        self._cores[content.version] = content.core
        apart = None if content.line == given else given
        is_kept = content.version in self._home or content.version in self._waiting
        if not is_kept or (apart is not None and content.version not in self._with_given):
            self._keep(Stored(nct_id, content, apart))

    def _place(self, key: str, entry: Entry) -> None:
        if (before := self._found.get(key)) is not None:
            newer = max((entry, before), key=lambda each: each.data_version or "")
            entry = newer._replace(searches=tuple(sorted({*before.searches, *entry.searches})))
        self._found[key] = entry

    def seal(
        self,
        source: Source,
        requests: Iterable[Any],
        now: datetime,
        fates: Mapping[str, Fate] | None = None,
    ) -> Snapshot:
        """Write everything to disk, the manifest last; from then on the snapshot exists.

        `fates` says what became of the studies that are `missing`.
        """
        self._flush()
        entries = self._entries()
        past = history(self.parent, self._cohort, self._before, entries, fates or {})
        final = self._archive.root / "snapshots" / self.name
        folder = final.with_name(f"{MAKING}{self.name}")
        make_folder(folder)
        with whole_file(folder / "index.parquet") as file:
            rows = [entry._asdict() for entry in entries]
            pq.write_table(pa.Table.from_pylist(rows, schema=INDEX), file, compression="zstd")
        log = b"".join(msgspec.json.encode(each) + b"\n" for each in requests)
        if log:
            with whole_file(folder / "requests.jsonl") as file:
                file.write(log)
        needed = {self._home[entry.version] for entry in entries}
        needed |= {name for name in self._own if self._segments[name].given_sha256}
        changes = [entry.change for entry in entries]
        manifest = Manifest(
            snapshot=self.name,
            parent=self.parent.name if self.parent else None,
            cohort=self._cohort,
            source=source,
            started_at=_stamp(self._started),
            sealed_at=_stamp(now),
            written_by=self._written_by,
            studies=sum(entry.nct_id is not None for entry in entries),
            unreadable=sum(entry.nct_id is None for entry in entries),
            new=changes.count("new"),
            changed=changes.count("changed"),
            derived=changes.count("derived"),
            removed=past.removed,
            left=past.left,
            events=past.events,
            content=content_hash(entries),
            index_sha256=sha256_of(folder / "index.parquet"),
            requests_sha256=sha256_of(folder / "requests.jsonl") if log else None,
            segments=tuple(info for name, info in self._segments.items() if name in needed),
        )
        manifest = msgspec.structs.replace(manifest, seal=seal(manifest))
        write_json(folder / "manifest.json", manifest)
        rename_folder(folder, final)
        return Snapshot(self._archive, self.name)

    def _newest_of(self, kind: SourceKind, names: list[str]) -> Snapshot | None:
        """The snapshot that this one continues: of the same kind, and none for files."""
        for name in reversed(names):
            snapshot = Snapshot(self._archive, name)
            if snapshot.manifest.source.kind == kind:
                return snapshot if kind != "files" else None
        return None

    def _keep(self, record: Stored) -> None:
        self._waiting[record.content.version] = record
        if record.given is not None:
            self._with_given.add(record.content.version)
        self._waiting_bytes += len(record.content.line)
        if self._waiting_bytes >= SEGMENT_BYTES:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        name = f"{self.name}-{len(self._own):03d}"
        info = write_segment(self._archive.records, name, list(self._waiting.values()))
        self._segments[name] = info
        self._home = dict.fromkeys(self._waiting, name) | self._home
        self._own.add(name)
        self._waiting, self._waiting_bytes = {}, 0

    def _entries(self) -> list[Entry]:
        before = self._core_of_parent()
        # Records without a number are told apart by their content alone.
        distinct = {(entry.nct_id, entry.version): entry for entry in self._found.values()}
        found = (entry._replace(change=self._change(entry, before)) for entry in distinct.values())
        return sorted(
            found, key=lambda entry: (entry.nct_id is None, entry.nct_id or entry.version)
        )

    def _change(self, entry: Entry, core_before: dict[str, str]) -> Change:
        if entry.nct_id is None or entry.nct_id not in self._before:
            return "new"
        if self._before[entry.nct_id].version == entry.version:
            return "same"
        is_derived = core_before.get(entry.nct_id) == self._cores[entry.version]
        return "derived" if is_derived else "changed"

    def _core_of_parent(self) -> dict[str, str]:
        """The core of every changed study's version in the parent snapshot."""
        changed = {
            before.version: nct_id
            for nct_id, before in self._before.items()
            if (entry := self._found.get(nct_id)) and entry.version != before.version
        }
        cores: dict[str, str] = {}
        for segment in {self._home[each] for each in changed if each in self._home}:
            index = read_index(self._archive.records, segment)
            for version, core in zip(
                index["version"].to_pylist(), index["core"].to_pylist(), strict=True
            ):
                if version in changed:
                    cores[changed[version]] = core
        return cores

    def _clear_leftovers(self, names: list[str]) -> list[SegmentInfo]:
        """Remove what stopped runs left behind; returns the segments that manifests name.

        A segment that no manifest names is kept all the same where a folder of its snapshot is
        there: its manifest was lost, and `verify` says so.
        """
        snapshots = self._archive.root / "snapshots"
        for folder in snapshots.glob(f"{MAKING}*"):
            remove_folder(folder)
        known: dict[str, SegmentInfo] = {}
        for name in names:
            for info in Snapshot(self._archive, name).manifest.segments:
                known[info.name] = info
        for path in self._archive.records.glob("*"):
            segment = path.name.lstrip(".").split(".")[0]
            if path.suffix == ".part" or (
                segment not in known and not (snapshots / segment.rpartition("-")[0]).exists()
            ):
                path.unlink()
        return list(known.values())


def _next_name(now: datetime, names: list[str]) -> str:
    """The time as a name; later than every earlier snapshot's even if the clock went back."""
    name = now.astimezone(UTC).strftime(NAME)
    if names and name <= names[-1]:
        last = datetime.strptime(names[-1], NAME).replace(tzinfo=UTC)
        name = (last + timedelta(seconds=1)).strftime(NAME)
    return name


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
