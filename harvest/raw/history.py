"""What became of studies between two snapshots, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from harvest.raw.snapshots import Entry, Event, Removed, Snapshot
from harvest.registry.delivery import Fate

SERVED = Fate("left_cohort")


class History(NamedTuple):
    """See `Manifest`, whose fields these are."""

    removed: tuple[Removed, ...] = ()
    left: tuple[Removed, ...] = ()
    events: tuple[Event, ...] = ()


def live_searches(parent: Snapshot | None, cohort: Mapping[str, Any]) -> set[str]:
    """The searches of a snapshot, by its names, that a cohort still asks, by whatever name."""
    if parent is None:
        return set()
    asked = [question(search) for search in cohort["searches"]]
    before = parent.manifest.cohort["searches"]
    return {search["name"] for search in before if question(search) in asked}


def question(search: Mapping[str, str]) -> dict[str, str]:
    """What a search of a cohort asks, without its name."""
    return {key: value for key, value in search.items() if key != "name"}


def history(
    parent: Snapshot | None,
    cohort: Mapping[str, Any],
    before: Mapping[str, Entry],
    entries: Iterable[Entry],
    fates: Mapping[str, Fate],
) -> History:
    """What happened since the parent.

    A study that no present search had found has left the cohort, whatever else became of it: it
    was not looked for. One that was looked for in vain is `removed` unless its fate is known.
    """
    if parent is None:
        return History()
    present = {entry.nct_id: entry for entry in entries}
    live = live_searches(parent, cohort)
    known = [*parent.manifest.removed, *parent.manifest.left]
    gone = [each for each in known if each.nct_id not in present]
    events = [Event(each.nct_id, "returned") for each in known if each.nct_id in present]
    for nct_id, entry in before.items():
        now = present.get(nct_id)
        if now is None:
            was_sought = not live.isdisjoint(entry.searches)
            kind, into = fates.get(nct_id, Fate("removed")) if was_sought else SERVED
            gone.append(Removed(nct_id, entry.version, parent.name, kind, into))
            events.append(Event(nct_id, kind, into))
        elif now.is_withheld != entry.is_withheld:
            events.append(Event(nct_id, "withheld" if now.is_withheld else "returned"))
    gone.sort(key=lambda each: each.nct_id)
    return History(
        tuple(each for each in gone if each.kind != SERVED.kind),
        tuple(each for each in gone if each.kind == SERVED.kind),
        tuple(sorted(events, key=lambda each: each.nct_id)),
    )
