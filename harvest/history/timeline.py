"""The versions of one study in the order in which they stood."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from harvest.history.compare import read_document
from harvest.history.kinds import STATUS, at
from harvest.parse import Unread
from harvest.parse.dates import first_day

Source = Literal["snapshots", "registry_history"]
SUBMITTED = "protocolSection.statusModule.lastUpdateSubmitDate"
POSTED = "protocolSection.statusModule.lastUpdatePostDateStruct.date"
WITHHELD = "WITHHELD"
DATA_VERSION = "derivedSection.miscInfoModule.versionHolder"
"""New on every study each weekday."""


class Seen(NamedTuple):
    """A snapshot that a study was seen in: its name, and the time of its data."""

    snapshot: str
    date: datetime | None


class Served(NamedTuple):
    """One stretch of snapshots with the same version of a record.

    Attributes:
        version: Its hash.
        record: Its bytes.
        data_version: Day of the registry's data when it was first seen.
        first, last: Places of the first and the last of these snapshots among all.
        fate, into: What became of the study after it, where it was gone then, and the study that
            it was merged into.
    """

    version: str
    record: bytes
    data_version: str | None
    first: int
    last: int
    fate: str | None = None
    into: str | None = None


class Told(NamedTuple):
    """One version as the registry's own history tells it.

    Attributes:
        number: The registry's, from 0.
        date: When it was sent to the registry, as told.
        version: Hash of the record.
        record: Its bytes.
    """

    number: int
    date: str | None
    version: str
    record: bytes


@dataclass(frozen=True)
class Past:
    """What is known of one study through time.

    Attributes:
        nct_id: The study.
        seen: All snapshots up to the release's, oldest first.
        served: Its stretches, oldest first.
        told: Its versions in the registry's own history, oldest first.
    """

    nct_id: str
    seen: tuple[Seen, ...] = ()
    served: tuple[Served, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the newest snapshot has the study."""
        return bool(self.served) and self.served[-1].last == len(self.seen) - 1


@dataclass(frozen=True, eq=False)
class Version:
    """One version at its place in time; one that came back stands at each of its places.

    Attributes:
        source: Who says that it stood.
        version: Hash of the record.
        data_version: Day of the registry's data.
        first, last: Snapshots by place; None for one of the registry's history.
        number: The registry's number, where its history was asked.
        told_date: When it was sent, as that history says.
        fate, into: What became of the study after it, where it was gone then.
    """

    source: Source
    version: str
    record: bytes = field(repr=False)
    leave_out: Collection[str] = field(repr=False)
    data_version: str | None = None
    first: int | None = None
    last: int | None = None
    number: int | None = None
    told_date: str | None = None
    fate: str | None = None
    into: str | None = None

    @cached_property
    def document(self) -> dict[str, Any]:
        """The record, without what is left out; empty where it cannot be read."""
        return read_document(self.record, self.leave_out) or {}

    @property
    def submitted(self) -> str | None:
        """When the sponsor sent it."""
        found = at(self.document, SUBMITTED)
        return self.told_date or (found if isinstance(found, str) else None)

    @property
    def is_withheld(self) -> bool:
        """A placeholder in place of a record."""
        return bool(at(self.document, STATUS) == WITHHELD)


class History:
    """A study's versions in order of time, those of the registry's history at their place.

    Args:
        past: What is known.
        leave_out: Paths that no row may show.

    Attributes:
        versions: In order; one that came back stands at each of its places.
        full: Those that are whole records, not placeholders of withheld ones.
    """

    def __init__(self, past: Past, leave_out: Collection[str] = ()) -> None:
        self.past = past
        self.versions = timeline(past, (*leave_out, DATA_VERSION))
        self.full = tuple(each for each in self.versions if not each.is_withheld)
        distinct = dict.fromkeys(each.version for each in self.versions)
        self._places = {version: place for place, version in enumerate(distinct)}

    def place(self, version: Version) -> int:
        """Number of its content among the study's, in the order in which they first stood."""
        return self._places[version.version]

    def snapshot(self, place: int | None) -> str | None:
        """Name of a snapshot by place."""
        return None if place is None else self.past.seen[place].snapshot

    def date(self, place: int | None) -> datetime | None:
        """Time of a snapshot's data."""
        return None if place is None else self.past.seen[place].date

    def since(self, version: Version) -> datetime | None:
        """From when a version is known to have stood."""
        return day(version.told_date) if version.first is None else self.date(version.first)

    def changed_on(self, old: Version, new: Version) -> datetime | None:
        """When the sponsor sent the change; where nothing was sent, when it was first seen."""
        if new.submitted is not None and new.submitted != old.submitted:
            return day(new.submitted)
        return self.since(new)


def comparable(old: Version, new: Version) -> tuple[dict[str, Any], dict[str, Any]]:
    """What can be compared of two versions.

    Where one comes from the registry's history and the other from a snapshot, a section that only
    one of them has says nothing: the two are served by different parts of the registry.
    """
    here, there = old.document, new.document
    if old.source == new.source:
        return here, there
    common = here.keys() & there.keys()
    return (
        {name: here[name] for name in here if name in common},
        {name: there[name] for name in there if name in common},
    )


def timeline(past: Past, leave_out: Collection[str] = ()) -> tuple[Version, ...]:
    """Every version in order of time, those of the registry's history at their place.

    A version that the registry tells of and a snapshot has too is one: the last told with the date
    of sending that the snapshot's record carries. Told ones that no snapshot saw come before the
    first snapshot with a later date; later than all snapshots they do not count yet.
    """
    served = [
        Version(
            "snapshots",
            each.version,
            each.record,
            leave_out,
            each.data_version,
            each.first,
            each.last,
            fate=each.fate,
            into=each.into,
        )
        for each in past.served
    ]
    last_told = {each.date: each.number for each in past.told if each.date}
    waiting = deque(past.told)
    found: list[Version] = []
    for each in served:
        sent = each.submitted if waiting else None
        while sent and waiting and (waiting[0].date or "") <= sent:
            told = waiting.popleft()
            if (told.date, told.number) != (sent, last_told.get(sent)):
                found.append(_as_version(told, leave_out))
        found.append(
            replace(each, number=last_told.get(each.submitted or "") if last_told else None)
        )
    return tuple(found)


def day(text: str | None) -> datetime | None:
    """A date of a record, None where it is none."""
    try:
        return first_day(text)
    except Unread:
        return None


def _as_version(told: Told, leave_out: Collection[str]) -> Version:
    return Version(
        "registry_history", told.version, told.record, leave_out, number=told.number,
        told_date=told.date,
    )  # fmt: skip
