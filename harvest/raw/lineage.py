"""A snapshot with its ancestors: which versions each study had, and since when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from heapq import merge
from itertools import groupby
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from harvest.errors import DamagedArchive
from harvest.log import logger
from harvest.raw.content import with_data_version
from harvest.raw.segments import RESTORE, is_there, read_lines, sort_key
from harvest.raw.snapshots import Entry, Record, Snapshot


class Fate(NamedTuple):
    """What became of a study that a snapshot lacks: removed, merged, withheld, left_cohort."""

    kind: str
    into: str | None = None


class Stretch(NamedTuple):
    """Snapshots in a row that have the same version of a study, as places among all.

    `fate` is what ended it, where no other version followed.
    """

    version: str
    data_version: str | None
    first: int
    last: int
    fate: Fate | None = None


class Lived(NamedTuple):
    """One study through all snapshots.

    Attributes:
        nct_id: None for a record without a number that can be read.
        record: As the newest snapshot has it; None where it has none.
        stretches: Oldest first; empty for a record without a number.
        lines: The record of each version, as stored.
    """

    nct_id: str | None
    record: Record | None
    stretches: tuple[Stretch, ...]
    lines: dict[str, bytes]


class Lineage:
    """A snapshot and all that it continues, oldest first.

    Where an ancestor is not kept any more the line begins after it.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        there = set(snapshot.archive.snapshots())
        line = [snapshot]
        while (parent := line[-1].manifest.parent) in there and parent is not None:
            line.append(Snapshot(snapshot.archive, parent))
        self.newest = snapshot
        self.snapshots = tuple(reversed(line))

    @cached_property
    def digest(self) -> str:
        """Hash over the history before: which contents stood from when to when.

        Empty while there was but one content; a snapshot that brings nothing new changes nothing.
        """
        runs: list[list[str]] = []
        for snapshot in self.snapshots:
            content = snapshot.manifest.content
            if runs and runs[-1][2] == content:
                runs[-1][1] = snapshot.name
            else:
                runs.append([snapshot.name, snapshot.name, content])
        if len(runs) < 2:
            return ""
        runs[-1][1] = ""
        return hashlib.sha256(b"\n".join(" ".join(run).encode() for run in runs)).hexdigest()

    @cached_property
    def stretches(self) -> dict[str, list[Stretch]]:
        """The stretches of every study that was ever there.

        An index says of each study whether it changed, so that one in which nothing did costs a
        look at a column.
        """
        done: dict[str, list[Stretch]] = {}
        open_: dict[str, Stretch] = {}

        def close(nct_id: str, last: int, fate: Fate | None = None) -> None:
            if (stretch := open_.pop(nct_id, None)) is not None:
                done.setdefault(nct_id, []).append(stretch._replace(last=last, fate=fate))

        for place, snapshot in enumerate(self.snapshots):
            for nct_id, version, data_version in _changed(snapshot, is_first=not place):
                close(nct_id, place - 1)
                open_[nct_id] = Stretch(version, data_version, place, place)
            if len(open_) > snapshot.manifest.studies:
                fates = _fates(snapshot)
                for nct_id in open_.keys() - set(_column(snapshot, "nct_id")):
                    close(nct_id, place - 1, fates.get(nct_id, Fate("removed")))
        for nct_id in list(open_):
            close(nct_id, len(self.snapshots) - 1)
        return done

    def read(self) -> Iterator[Lived]:
        """Every study, those that are gone too, in the order of their numbers.

        Raises:
            DamagedArchive: A record that an index names is not there.
        """
        entries = {entry.version: entry for entry in self.newest.entries()}
        runs = (read_lines(self.newest.archive.records, name) for name in self._segments())
        lines = merge(*runs, key=lambda found: sort_key(found[0], found[1]))
        lost = len(entries)
        for nct_id, group in groupby(lines, key=lambda found: found[0]):
            found = {version: line for _, version, line in group}
            present = [entries[version] for version in found if version in entries]
            lost -= len(present)
            if nct_id is None:
                yield from (Lived(None, _record(entry, found), (), {}) for entry in present)
            elif stretches := self._kept(nct_id, found):
                record = _record(present[0], found) if present else None
                yield Lived(nct_id, record, stretches, found)
        if lost:
            raise DamagedArchive(
                f"Snapshot {self.newest.name} lacks {lost} of its records; {RESTORE}"
            )

    def _segments(self) -> list[str]:
        """Segments of all snapshots; one that only an ancestor needs may be lost."""
        needed = {info.name for info in self.newest.manifest.segments}
        infos = {info.name: info for each in self.snapshots for info in each.manifest.segments}
        folder = self.newest.archive.records
        return sorted(
            name for name, info in infos.items() if name in needed or is_there(folder, info)
        )

    def _kept(self, nct_id: str, lines: dict[str, bytes]) -> tuple[Stretch, ...]:
        """The stretches of a study whose records are still there."""
        known = self.stretches.get(nct_id, [])
        kept = tuple(each for each in known if each.version in lines)
        if len(kept) < len(known):
            fields = {"study": nct_id, "versions": len(known) - len(kept), "message": RESTORE}
            logger.warning("history.lost", extra={"fields": fields})
        return kept


def _record(entry: Entry, lines: dict[str, bytes]) -> Record:
    return Record(entry, with_data_version(lines[entry.version], entry.data_version))


def _changed(snapshot: Snapshot, *, is_first: bool) -> Iterator[tuple[str, str, str | None]]:
    """Studies that are new or changed; all of them in the first snapshot of a line."""
    table = _index(snapshot, ["nct_id", "version", "data_version", "change"])
    table = table.filter(pc.is_valid(table["nct_id"]))
    if not is_first:
        table = table.filter(pc.not_equal(table["change"], "same"))
    columns = (table[name].to_pylist() for name in ("nct_id", "version", "data_version"))
    yield from zip(*columns, strict=True)


def _column(snapshot: Snapshot, name: str) -> list[str | None]:
    found: list[str | None] = _index(snapshot, [name])[name].to_pylist()
    return found


def _index(snapshot: Snapshot, columns: list[str]) -> pa.Table:
    try:
        return pq.read_table(snapshot.folder / "index.parquet", columns=columns)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise DamagedArchive(f"Index of snapshot {snapshot.name}: {error}; {RESTORE}") from error


def _fates(snapshot: Snapshot) -> dict[str, Fate]:
    """What a manifest says of studies that are gone; older ones only say that they are."""
    events = getattr(snapshot.manifest, "events", ())
    return {each.nct_id: Fate(each.kind, each.into) for each in events}
