"""Asks the registry's own history for earlier versions of studies, those that are not known yet.

That history comes from an address that the registry does not document; it is asked only when a user
says so (`--history`), at the pace of all requests, and for studies with an arm on low-dose
naltrexone unless told otherwise. What it tells of a study is kept as soon as it is complete, so
that a run that stops goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from harvest.derive.quick import has_ldn_arm
from harvest.errors import Refused, RegistryUnavailable
from harvest.history.compare import read_document
from harvest.history.kinds import at
from harvest.history.timeline import SUBMITTED
from harvest.log import event, logger
from harvest.raw.captures import Captured, Captures, captured, read_captured
from harvest.raw.snapshots import Entry, Snapshot
from harvest.registry.client import Registry

MOST_FAILURES = 3
"""Studies in a row of which nothing is told; then the address is taken to be gone."""


def backfill(snapshot: Snapshot, registry: Registry, which: str, now: datetime) -> int:
    """Ask for what is missing; returns how many versions came. Never fails a run.

    Args:
        snapshot: The newest, whose studies are asked for.
        registry: Whom to ask.
        which: `ldn` for studies with an arm on low-dose naltrexone, or `all`.
        now: Names the run.
    """
    captures = Captures(snapshot.archive)
    captures.clear_leftovers()
    files, run = captures.files(), captures.next_run(now)
    studies = versions = failures = 0
    for entry, record in _chosen(snapshot, which):
        assert entry.nct_id is not None
        known = read_captured(files.get(entry.nct_id, ()))
        if _is_known(known, entry, record):
            continue
        try:
            told = list(_told(registry, entry, known))
        except (RegistryUnavailable, Refused) as error:
            failures += 1
            fields = {"study": entry.nct_id, "message": str(error)}
            logger.warning("history.failed", extra={"fields": fields})
            if failures >= MOST_FAILURES or isinstance(error, Refused):
                break
            continue
        failures = 0
        captures.write(run, entry.nct_id, told)
        studies, versions = studies + 1, versions + len(told)
    event("history.asked", studies=studies, versions=versions)
    return versions


def _chosen(snapshot: Snapshot, which: str) -> Iterator[tuple[Entry, bytes]]:
    for entry, record in snapshot.read():
        if entry.nct_id is not None and (which == "all" or has_ldn_arm(record) == "yes"):
            yield entry, record


def _is_known(known: list[Captured], entry: Entry, record: bytes) -> bool:
    """Whether the history was asked for since this version of the record is there."""
    sent = at(read_document(record) or {}, SUBMITTED)
    return any(
        each.asked_for == entry.version or (sent is not None and each.date == sent)
        for each in known
    )


def _told(registry: Registry, entry: Entry, known: list[Captured]) -> Iterator[Captured]:
    """What is not known yet; at least the newest version, as a sign that it was asked for."""
    assert entry.nct_id is not None
    listed = registry.history(entry.nct_id)
    numbers = {each.number for each in known}
    for each in listed:
        if each.version not in numbers or each is listed[-1]:
            url, answer = registry.history_version(entry.nct_id, each.version)
            yield captured(
                entry.nct_id, each.version, each.date, each.status, url, answer, entry.version
            )
