"""Takes old releases away, and nothing else.

Raw is never pruned: that every record version ever seen can be read back is a promise, an
unchanged record costs next to nothing, and any release can be made again from it
(`harvest rebuild --snapshot ... --release ...`, with the code that made it).
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from harvest.curated.release import Releases
from harvest.errors import HarvestError
from harvest.files import sync_folder
from harvest.log import event

GOING = ".pruned-"
"""What a release is called from the moment it is no release any more until its files are gone."""
_SNAPSHOT = "%Y-%m-%dT%H%M%SZ"


class Old(msgspec.Struct, frozen=True):
    """A release that may go."""

    release: str
    snapshot: str
    bytes: int


def prunable(
    releases: Releases, keep: int, newer: timedelta | None, now: datetime
) -> tuple[Old, ...]:
    """The releases that neither rule keeps, oldest first.

    Kept are the newest `keep` of them, at least one; the one that `latest.json` names; those whose
    snapshot is younger than `newer`; and those whose manifest cannot be read, since nobody can say
    what they are.
    """
    names = releases.names()
    kept = {*names[-max(keep, 1) :], releases.latest()}
    found = []
    for name in names:
        if name in kept:
            continue
        try:
            snapshot = releases.manifest(name).snapshot
        except HarvestError:
            continue
        if newer is None or not _is_younger(snapshot, newer, now):
            found.append(Old(name, snapshot, _size(releases.root / name)))
    return tuple(found)


def prune(releases: Releases, old: tuple[Old, ...]) -> None:
    """Remove these releases; call it under the lock.

    Each is renamed before its first file goes, so a reader sees it whole or not at all, and what a
    killed run leaves is no release. The next prune clears it away.
    """
    for each in old:
        folder = releases.root / each.release
        folder.rename(folder.with_name(f"{GOING}{each.release}"))
        sync_folder(releases.root)
        event("release.pruned", release=each.release, snapshot=each.snapshot, bytes=each.bytes)
    for left in releases.root.glob(f"{GOING}*"):
        shutil.rmtree(left)


def _is_younger(snapshot: str, than: timedelta, now: datetime) -> bool:
    try:
        made = datetime.strptime(snapshot, _SNAPSHOT).replace(tzinfo=UTC)
    except ValueError:
        return True  # nobody can say
    return now - made < than


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
