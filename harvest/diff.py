"""What changed between two snapshots, or the two that two releases were made of, study by study."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from harvest.curated.release import Releases
from harvest.derive.quick import has_ldn_arm
from harvest.errors import UsageError
from harvest.feed import Entry
from harvest.history.changes import ChangeRow, change_rows
from harvest.history.compare import read_document
from harvest.history.kinds import at
from harvest.history.timeline import History, Past, Served
from harvest.past import past_of, seen_in
from harvest.raw.lineage import Lineage
from harvest.raw.snapshots import Archive, Snapshot
from harvest.tables.history import PERSONAL_PATHS

TITLE = "protocolSection.identificationModule.briefTitle"
OWN_DOING = frozenset({"derived", "record_updated"})
"""What the registry does by itself: no news of a study."""
_ORDER = ("yes", "uncertain", "no")


class Side(msgspec.Struct, frozen=True):
    """One of the two that are compared; `release` is None where a snapshot was named."""

    snapshot: str
    release: str | None
    data_timestamp: str | None


class Changed(msgspec.Struct, frozen=True):
    """A study that differs, with its changes."""

    nct_id: str
    title: str
    has_ldn_arm: str
    changes: tuple[ChangeRow, ...]

    @property
    def is_news(self) -> bool:
        """Whether anybody but the registry did something."""
        return any(each.kind not in OWN_DOING for each in self.changes)


class Diff(msgspec.Struct, frozen=True):
    """The studies that differ, those on low-dose naltrexone first."""

    old: Side
    new: Side
    studies: tuple[Changed, ...]


def diff(data: Path, old: str | None = None, new: str | None = None) -> Diff:
    """What changed from one release or snapshot to another.

    Args:
        data: The data folder.
        old: Name of a release or snapshot; by default the one before the last.
        new: Name of the later one; by default the last.

    Raises:
        UsageError: No such release or snapshot, or fewer than two.
    """
    archive, releases = Archive(data), Releases(data)
    sides = _sides(archive, releases, old, new)
    pair = tuple(archive.snapshot(each.snapshot) for each in sides)
    before, after = (
        {entry.nct_id: entry.version for entry in each.entries() if entry.nct_id} for each in pair
    )
    differing = {nct_id for nct_id in before | after if before.get(nct_id) != after.get(nct_id)}
    records = tuple(each.some(differing) for each in pair)
    found = [
        _changed(nct_id, pair, (before.get(nct_id), after.get(nct_id)), records)
        for nct_id in sorted(differing)
    ]
    studies = sorted(found, key=lambda each: _ORDER.index(each.has_ldn_arm))
    return Diff(*sides, tuple(each for each in studies if each.changes))


def news(data: Path, since: str | None = None, until: str | None = None) -> Iterator[Entry]:
    """Everything new in studies with an arm on low-dose naltrexone, snapshot by snapshot.

    Args:
        data: The data folder.
        since: Release or snapshot after which it is new; by default all that is known.
        until: Release or snapshot up to which; by default the newest.

    Raises:
        UsageError: No such release or snapshot.
    """
    archive, releases = Archive(data), Releases(data)
    last = archive.snapshot(_side(archive, releases, until).snapshot if until else None)
    first = _side(archive, releases, since).snapshot if since else ""
    lineage = Lineage(last)
    seen = tuple(seen_in(each) for each in lineage.snapshots)
    for lived in lineage.read():
        if lived.nct_id is None or (len(lived.stretches) < 2 and lived.stretches[0].first == 0
                                    and lived.record is not None):  # fmt: skip
            continue  # nothing ever happened to it
        record = lived.lines[lived.stretches[-1].version]
        past = past_of(lived, seen, ())
        if past is None or has_ldn_arm(record) != "yes":
            continue
        everything = change_rows(History(past, PERSONAL_PATHS))
        rows = (row for row in everything if row.kind not in OWN_DOING)
        for name, group in groupby(rows, key=lambda row: row.first_seen_snapshot):
            if name is not None and name > first:
                changes = tuple(group)
                yield Entry(lived.nct_id, _title(record), name, changes[0].first_seen_date, changes)


def _changed(
    nct_id: str,
    pair: tuple[Snapshot, ...],
    versions: tuple[str | None, ...],
    records: tuple[dict[str, bytes], ...],
) -> Changed:
    served = tuple(
        Served(version, found[nct_id], None, place, place)
        for place, (version, found) in enumerate(zip(versions, records, strict=True))
        if version is not None
    )
    past = Past(nct_id, tuple(seen_in(each) for each in pair), served)
    newest = served[-1].record
    rows = tuple(change_rows(History(past, PERSONAL_PATHS)))
    return Changed(nct_id, _title(newest), has_ldn_arm(newest), rows)


def _title(record: bytes) -> str:
    found = at(read_document(record) or {}, TITLE)
    return found if isinstance(found, str) else ""


def _sides(
    archive: Archive, releases: Releases, old: str | None, new: str | None
) -> tuple[Side, Side]:
    if old is not None:
        return _side(archive, releases, old), _side(archive, releases, new or _newest(archive))
    names = _of_other_snapshots(releases)
    if len(names) < 2:
        names = archive.snapshots()
    if len(names) < 2:
        raise UsageError(
            "There are no two releases or snapshots to compare; run `harvest refresh` on another "
            "day."
        )
    return _side(archive, releases, names[-2]), _side(archive, releases, names[-1])


def _of_other_snapshots(releases: Releases) -> list[str]:
    """Releases, less those that were made of the same snapshot as the one before."""
    snapshots = {name: releases.manifest(name).snapshot for name in releases.names()}
    return list({snapshot: name for name, snapshot in snapshots.items()}.values())


def _newest(archive: Archive) -> str:
    return archive.snapshot().name


def _side(archive: Archive, releases: Releases, name: str) -> Side:
    is_release = name in releases.names()
    if not is_release and name not in archive.snapshots():
        raise UsageError(
            f"There is no release or snapshot {name!r}; `harvest releases` lists them."
        )
    snapshot = archive.snapshot(releases.manifest(name).snapshot if is_release else name)
    stamp = snapshot.manifest.source.data_timestamp
    return Side(snapshot.name, name if is_release else None, stamp)
