"""Follows each outcome of a study through its versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from harvest.history.outcomes import KEPT, Link, Outcome, Rank, Relation, Rule, link, outcomes_of
from harvest.history.timeline import History, Version
from harvest.history.timing import Timing, when


class OutcomeRow(NamedTuple):
    """A row of `outcome_versions`; the table says what the fields are."""

    outcome: int
    rank: Rank
    rank_position: int
    measure: str | None
    description: str | None
    time_frame_text: str | None
    first_version: int
    last_version: int
    first_seen_snapshot: str | None
    last_seen_snapshot: str | None
    first_seen_date: datetime | None
    is_current: bool
    current_position: int | None


class LinkRow(NamedTuple):
    """A row of `outcome_links`; the table says what the fields are."""

    old_version: int
    new_version: int
    old_position: int | None
    new_position: int | None
    relation: Relation
    rule: Rule | None
    similarity: float | None
    old_rank: Rank | None
    new_rank: Rank | None
    is_reworded: bool | None
    is_redescribed: bool | None
    is_reranked: bool | None
    is_retimed: bool | None
    change_date: datetime | None
    timing: Timing
    days_after_start: int | None
    days_after_primary_completion: int | None
    days_after_results_posted: int | None


class Tracks(NamedTuple):
    """The rows of both tables; links refer to outcomes by their place."""

    outcomes: tuple[OutcomeRow, ...] = ()
    links: tuple[LinkRow, ...] = ()


def tracks(history: History) -> Tracks:
    """Every outcome as it stood for a while, and how each stands to the next version.

    Nothing of a study with one whole version: there is nothing to follow. Links only where the
    outcomes of two versions differ at all.
    """
    if len(history.full) < 2:
        return Tracks()
    rows: list[OutcomeRow] = []
    links: list[LinkRow] = []
    outcomes = 0
    old: tuple[Outcome, ...] = ()
    here: list[int] = []
    before: Version | None = None
    for version in history.full:
        new = outcomes_of(version.document)
        found = link(old, new)
        there: list[int] = [-1] * len(new)
        for each in sorted(found, key=lambda each: each.relation not in KEPT):
            if each.new is None or there[each.new] >= 0:
                continue
            is_old = each.old is not None and each.relation in KEPT
            place = here[each.old] if is_old and each.old is not None else None
            if place is not None and _is_same(rows[place], new[each.new]):
                rows[place] = _longer(history, rows[place], version)
            else:
                number = outcomes if place is None else rows[place].outcome
                outcomes += place is None
                place = len(rows)
                rows.append(_row(history, number, new[each.new], version))
            there[each.new] = place
        if before is not None and old != new:
            links += _links(history, before, version, found, (old, new), (here, there))
        old, here, before = new, there, version
    if history.past.is_there and history.full[-1] is history.versions[-1]:
        for position, place in enumerate(here):
            rows[place] = rows[place]._replace(is_current=True, current_position=position)
    return Tracks(tuple(rows), tuple(links))


def _row(history: History, number: int, outcome: Outcome, version: Version) -> OutcomeRow:
    place = history.place(version)
    return OutcomeRow(
        number,
        *outcome,
        first_version=place,
        last_version=place,
        first_seen_snapshot=history.snapshot(version.first),
        last_seen_snapshot=history.snapshot(version.last),
        first_seen_date=history.since(version),
        is_current=False,
        current_position=None,
    )


def _is_same(row: OutcomeRow, outcome: Outcome) -> bool:
    """Whether it stands as it stood; its place within its list says nothing."""
    return outcome._replace(place=row.rank_position) == row[1:6]


def _longer(history: History, row: OutcomeRow, version: Version) -> OutcomeRow:
    first = row.first_seen_snapshot or history.snapshot(version.first)
    return row._replace(
        last_version=history.place(version),
        first_seen_snapshot=first,
        last_seen_snapshot=history.snapshot(version.last),
    )


def _links(
    history: History,
    before: Version,
    version: Version,
    found: tuple[Link, ...],
    outcomes: tuple[tuple[Outcome, ...], tuple[Outcome, ...]],
    rows: tuple[list[int], list[int]],
) -> Iterator[LinkRow]:
    changed = history.changed_on(before, version)
    at_that_time = when(changed, version.document)
    for each in found:
        yield LinkRow(
            history.place(before),
            history.place(version),
            None if each.old is None else rows[0][each.old],
            None if each.new is None else rows[1][each.new],
            *each[2:5],
            None if each.old is None else outcomes[0][each.old].rank,
            None if each.new is None else outcomes[1][each.new].rank,
            *each[5:],
            changed,
            at_that_time.timing,
            at_that_time.after_start,
            at_that_time.after_completion,
            at_that_time.after_posting,
        )
