"""Whether the outcomes of a study were changed on the way, where that can be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from harvest.history.timeline import History
from harvest.history.tracks import LinkRow
from harvest.history.versions import is_derived_only

Assessable = Literal["yes", "no"]
Switched = Literal["yes", "none_seen", "uncertain", "not_assessable"]


class Switching(NamedTuple):
    """A row of `switching`; the table says what the fields are."""

    outcome_switching_assessable: Assessable
    reason: str
    is_from_registration: bool
    assessed_since_date: datetime | None
    versions: int
    primary_outcome_changed: Switched
    primary_added: int | None
    primary_removed: int | None
    primary_promoted: int | None
    primary_demoted: int | None
    primary_reworded: int | None
    primary_retimed: int | None
    uncertain_links: int | None
    changed_after_start: int | None
    changed_after_primary_completion: int | None


ONE = "only one version of what was registered is known; within one nothing can be found"
WITHHELD = "the record is withheld"
SNAPSHOTS = "versions since the first snapshot that has the study; earlier ones are not known"
REGISTERED = "all versions since registration, as the registry's own history tells them"


def switching(history: History, links: Iterable[LinkRow]) -> Switching:
    """The answer for a study: not assessable where there is one version, never "no change"."""
    full = history.full
    is_whole = bool(full) and full[0].number == 0
    known = 1 + sum(not is_derived_only(*pair) for pair in pairwise(full)) if full else 0
    since = history.since(full[0]) if full else None
    if known < 2 and not is_whole:
        reason = ONE if full else WITHHELD
        return Switching("no", reason, False, since, known, "not_assessable", *(None,) * 9)  # noqa: FBT003
    of_primary = [
        each for each in links if "primary" in (each.old_rank, each.new_rank) and _is_change(each)
    ]
    uncertain = [each for each in of_primary if each.relation in _UNCERTAIN]
    certain = [each for each in of_primary if each.relation not in _UNCERTAIN]
    answer: Switched = "yes" if certain else "uncertain" if uncertain else "none_seen"
    timings = [each.timing for each in of_primary]
    late = sum(each in ("after_primary_completion", "after_results_posted") for each in timings)
    return Switching(
        outcome_switching_assessable="yes",
        reason=REGISTERED if is_whole else SNAPSHOTS,
        is_from_registration=is_whole,
        assessed_since_date=since,
        versions=known,
        primary_outcome_changed=answer,
        primary_added=_relations(certain, "added"),
        primary_removed=_relations(certain, "removed"),
        primary_promoted=sum(
            each.new_rank == "primary" and each.old_rank not in ("primary", None)
            for each in certain
        ),
        primary_demoted=sum(
            each.old_rank == "primary" and each.new_rank not in ("primary", None)
            for each in certain
        ),
        primary_reworded=sum(bool(each.is_reworded) for each in certain),
        primary_retimed=sum(bool(each.is_retimed) for each in certain),
        uncertain_links=len(uncertain),
        changed_after_start=late + timings.count("after_start"),
        changed_after_primary_completion=late,
    )


_UNCERTAIN = frozenset({"uncertain", "possible_split", "possible_merge"})


def _is_change(each: LinkRow) -> bool:
    """A new wording of the description alone is none."""
    flags = (each.is_reworded, each.is_reranked, each.is_retimed)
    return each.relation in ("added", "removed", *_UNCERTAIN) or any(flags)


def _relations(links: Iterable[LinkRow], relation: str) -> int:
    return sum(each.relation == relation for each in links)
