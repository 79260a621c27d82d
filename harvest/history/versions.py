"""The distinct versions of a study, one row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from harvest.history.kinds import STATUS, at
from harvest.history.timeline import POSTED, History, Source, Version, comparable, day


class VersionRow(NamedTuple):
    """A row of `record_versions`; the table says what the fields are."""

    version: str
    source: Source
    registry_version: int | None
    first_seen_snapshot: str | None
    last_seen_snapshot: str | None
    first_seen_date: datetime | None
    last_seen_date: datetime | None
    data_version: str | None
    update_submitted_date: datetime | None
    update_posted_date: datetime | None
    overall_status: str | None
    is_derived_only: bool | None
    is_current: bool
    is_removed: bool
    stretches: int


def version_rows(history: History) -> Iterator[VersionRow]:
    """Every distinct version, in the order in which they first stood."""
    stood: dict[str, list[Version]] = defaultdict(list)
    derived: dict[str, bool | None] = {}
    before: Version | None = None
    for each in history.versions:
        derived.setdefault(each.version, None if before is None else is_derived_only(before, each))
        stood[each.version].append(each)
        before = each
    is_there = history.past.is_there
    for version, places in stood.items():
        one = next((each for each in places if each.source == "snapshots"), places[0])
        firsts = [each.first for each in places if each.first is not None]
        lasts = [each.last for each in places if each.last is not None]
        first, last = min(firsts, default=None), max(lasts, default=None)
        yield VersionRow(
            version=version,
            source=one.source,
            registry_version=next((v.number for v in places if v.number is not None), None),
            first_seen_snapshot=history.snapshot(first),
            last_seen_snapshot=history.snapshot(last),
            first_seen_date=history.date(first),
            last_seen_date=history.date(last),
            data_version=one.data_version,
            update_submitted_date=day(one.submitted),
            update_posted_date=day(text_at(one, POSTED)),
            overall_status=text_at(one, STATUS),
            is_derived_only=derived[version],
            is_current=is_there and before is not None and before.version == version,
            is_removed=not is_there,
            stretches=len(places),
        )


def is_derived_only(old: Version, new: Version) -> bool:
    """Whether nothing but the derived section differs, as far as both have the same sections."""
    here, there = comparable(old, new)
    names = (here.keys() | there.keys()) - {"derivedSection"}
    return old.version != new.version and all(here.get(name) == there.get(name) for name in names)


def text_at(version: Version, path: str) -> str | None:
    """The text at a path of a version; None where there is none."""
    found = at(version.document, path)
    return found if isinstance(found, str) and found else None
