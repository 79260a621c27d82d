"""What the newest snapshot spares the next harvest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from harvest.cohorts import Cohort
from harvest.raw.history import question
from harvest.raw.snapshots import Entry, Snapshot, Source
from harvest.registry.delivery import Known, SearchReport

SWEPT_ABOVE = 10_000
"""Cohorts of more studies are swept for what changed; smaller ones cost less to fetch whole."""
WHOLE_REGISTRY = "all"


def known(
    parent: Snapshot,
    keepable: Mapping[str, Entry],
    cohort: Cohort,
    data_timestamp: str,
    days: float,
) -> Known:
    """What need not be asked or fetched again.

    Args:
        parent: The snapshot before, from the same registry.
        keepable: Its studies whose records are there.
        cohort: What is harvested now.
        data_timestamp: Of the registry's data now.
        days: After so many days of the registry's time, everything is fetched again.
    """
    manifest = parent.manifest
    is_whole = len(keepable) == manifest.studies and not manifest.unreadable
    is_swept = cohort.name == WHOLE_REGISTRY or manifest.studies > SWEPT_ABOVE
    updated = {nct_id: entry.updated for nct_id, entry in keepable.items()}
    return Known(
        data_timestamp=manifest.source.data_timestamp,
        carried=_carried(parent, keepable, cohort) if is_whole else {},
        updated=updated
        if is_swept and not _is_due(manifest.source, data_timestamp, days)
        else None,
    )


def last_full_pass(source: Source) -> str | None:
    """Data timestamp of the registry when everything was last fetched."""
    return source.full_pass or source.data_timestamp


def _is_due(source: Source, data_timestamp: str, days: float) -> bool:
    """Whether everything is to be fetched; by the registry's time, since clocks here may jump."""
    try:
        before = datetime.fromisoformat(last_full_pass(source) or "")
        passed = datetime.fromisoformat(data_timestamp) - before
    except (ValueError, TypeError):
        return True
    return not timedelta(0) <= passed < timedelta(days=days)


def _carried(
    parent: Snapshot, keepable: Mapping[str, Entry], cohort: Cohort
) -> dict[str, tuple[SearchReport, list[str]]]:
    """The searches of this cohort that the snapshot has asked, under whatever name."""
    asked = {each.name: each for each in parent.manifest.source.searches}
    members: dict[str, list[str]] = defaultdict(list)
    for nct_id, entry in keepable.items():
        for name in entry.searches:
            members[name].append(nct_id)
    carried: dict[str, tuple[SearchReport, list[str]]] = {}
    for before in parent.manifest.cohort["searches"]:
        for search in cohort.searches:
            if dict(search.parameters) == question(before) and before["name"] in asked:
                info = asked[before["name"]]
                report = SearchReport(
                    search.name, info.total, info.studies, info.pages, info.attempts
                )
                carried[search.name] = report, members[before["name"]]
    return carried
