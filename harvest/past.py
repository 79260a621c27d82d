"""A snapshot on its way to the tables, each study with its past out of raw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from harvest.history.timeline import Past, Seen, Served, Told
from harvest.raw.captures import Captures, read_captured
from harvest.raw.lineage import Lineage, Lived
from harvest.raw.snapshots import Snapshot
from harvest.raw.write import NAME
from harvest.tables.build import Harvested


def harvest_of(snapshot: Snapshot, captured: str | None) -> Iterator[Harvested]:
    """All studies of a snapshot and of its ancestors, in the order of their numbers.

    Args:
        snapshot: Which.
        captured: The last run that asked the registry's own history that counts; None for none.
    """
    asked = {search.name: search.parameters for search in snapshot.manifest.source.searches}
    lineage = Lineage(snapshot)
    files = Captures(snapshot.archive).files(captured) if captured is not None else {}
    seen = tuple(seen_in(each) for each in lineage.snapshots)
    for lived in lineage.read():
        past = past_of(lived, seen, files.get(lived.nct_id or "", ()))
        if lived.record is None:
            yield Harvested(lived.nct_id, None, past=past)
            continue
        entry, record = lived.record
        searches = tuple((name, asked.get(name) or None) for name in entry.searches)
        yield Harvested(entry.nct_id, record, searches, past)


def past_of(lived: Lived, seen: tuple[Seen, ...], files: Sequence[Path]) -> Past | None:
    """The past of one study; None for a record without a number."""
    if lived.nct_id is None:
        return None
    served = tuple(
        Served(
            each.version,
            lived.lines[each.version],
            each.data_version,
            each.first,
            each.last,
            *(each.fate or ()),
        )
        for each in lived.stretches
    )
    told = tuple(
        Told(each.number, each.date, each.version, each.record) for each in read_captured(files)
    )
    return Past(lived.nct_id, seen, served, told)


def seen_in(snapshot: Snapshot) -> Seen:
    """A snapshot with the time of its data: the registry's, or its own where files were read."""
    stamp = snapshot.manifest.source.data_timestamp
    try:
        date = datetime.fromisoformat(stamp) if stamp else datetime.strptime(snapshot.name, NAME)
    except ValueError:
        date = None
    return Seen(snapshot.name, None if date is None else date.replace(tzinfo=None))
