"""What happened to a study: every change between one version and the next, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from harvest.history import outcomes
from harvest.history.compare import differences
from harvest.history.kinds import STATUS, Change, Kind, change_of
from harvest.history.timeline import History, Source, Version, comparable
from harvest.history.timing import Timing, when
from harvest.history.versions import text_at


class ChangeRow(NamedTuple):
    """A row of `changes`; the table says what the fields are."""

    kind: Kind
    path: str | None
    old_text: str | None
    new_text: str | None
    slipped_days: int | None
    is_slip_exact: bool | None
    is_certain: bool
    source: Source
    first_seen_snapshot: str | None
    first_seen_date: datetime | None
    change_date: datetime | None
    timing: Timing
    old_version: int | None
    new_version: int | None


def compared(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """All changes from one whole record to another, outcomes last; never raises."""
    try:
        found = [change_of(each, old, new) for each in differences(old, new)]
    except RecursionError:
        found = [Change("other", "(record)", None, None)]
    yield from found
    before, after = outcomes.outcomes_of(old), outcomes.outcomes_of(new)
    if before != after:
        yield from outcomes.changes(outcomes.link(before, after), before, after)


def change_rows(history: History) -> Iterator[ChangeRow]:
    """Everything that happened, in order of time."""
    before: Version | None = None
    full: Version | None = None
    for each in history.versions:
        if before is None:
            if each.first:
                yield _event(history, "study_added", None, each, each.first)
        else:
            yield from _gap(history, before, each)
        if each.is_withheld:
            if before is not None and not before.is_withheld:
                yield _status(history, "study_withheld", before, each)
        else:
            if before is not None and before.is_withheld:
                yield _status(history, "study_reappeared", before, each)
            if full is not None:
                yield from _step(history, full, each)
            full = each
        before = each
    if before is not None and before.last is not None and not history.past.is_there:
        yield _gone(history, before, before.last + 1)


def _step(history: History, old: Version, new: Version) -> Iterator[ChangeRow]:
    changed = history.changed_on(old, new)
    timing = when(changed, new.document).timing
    for each in compared(*comparable(old, new)):
        yield ChangeRow(
            *each,
            source=new.source,
            first_seen_snapshot=history.snapshot(new.first),
            first_seen_date=history.since(new),
            change_date=changed,
            timing=timing,
            old_version=history.place(old),
            new_version=history.place(new),
        )


def _gap(history: History, before: Version, each: Version) -> Iterator[ChangeRow]:
    """A study that was not there for a while."""
    if before.last is None or each.first is None or each.first == before.last + 1:
        return
    yield _gone(history, before, before.last + 1)
    yield _event(history, "study_reappeared", before, each, each.first)


def _gone(history: History, before: Version, place: int) -> ChangeRow:
    """A study that a snapshot lacks, and what became of it as far as was found out."""
    kind = _FATES.get(before.fate or "removed", "study_removed")
    return _event(history, kind, before, None, place)._replace(new_text=before.into)


_FATES: dict[str, Kind] = {
    "merged": "study_merged",
    "withheld": "study_withheld",
    "left_cohort": "study_left_cohort",
}


def _status(history: History, kind: Kind, old: Version, new: Version) -> ChangeRow:
    """A record that was replaced by a placeholder, or the other way round."""
    row = _event(history, kind, old, new, new.first)
    return row._replace(
        path=STATUS,
        old_text=text_at(old, STATUS),
        new_text=text_at(new, STATUS),
        source=new.source,
        first_seen_date=history.since(new),
        change_date=history.since(new),
    )


def _event(
    history: History, kind: Kind, old: Version | None, new: Version | None, place: int | None
) -> ChangeRow:
    return ChangeRow(
        kind=kind,
        path=None,
        old_text=None,
        new_text=None,
        slipped_days=None,
        is_slip_exact=None,
        is_certain=True,
        source="snapshots",
        first_seen_snapshot=history.snapshot(place),
        first_seen_date=history.date(place),
        change_date=history.date(place),
        timing="unknown",
        old_version=None if old is None else history.place(old),
        new_version=None if new is None else history.place(new),
    )
