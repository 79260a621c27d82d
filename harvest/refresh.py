"""The main job, top to bottom: lock, fetch, seal, tabulate, check, publish, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from harvest import sample
from harvest.backfill import backfill
from harvest.cohorts import Cohort
from harvest.curate import Published, curate
from harvest.folder import ClientMemory, check_cohort, locked, write_marker
from harvest.log import event, step
from harvest.raw.known import known, last_full_pass
from harvest.raw.snapshots import Archive, SearchInfo, Snapshot, Source, SourceKind
from harvest.raw.unsealed import Unsealed
from harvest.raw.write import SnapshotWriter
from harvest.registry.addresses import shown
from harvest.registry.client import Registry
from harvest.registry.delivery import HarvestReport, Known
from harvest.registry.ladder import Memory
from harvest.registry.pages import Version
from harvest.replica.app import create_app
from harvest.replica.archive import Archive as Served
from harvest.replica.server import running
from harvest.settings import Settings
from harvest.version import code_version

SAMPLE = "sample"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a refresh did."""

    published: Published | None
    snapshot: Snapshot | None
    requests: int
    has_fetched: bool
    data_timestamp: str | None = None
    """Of the registry, as it is now."""
    told: int = 0
    """Earlier versions that the registry's own history told, where it was asked."""


def refresh(
    data: Path,
    cohort: Cohort,
    settings: Settings,
    *,
    full: bool = False,
    accept_change: str | None = None,
    wait: float = 0.0,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Bring a data folder up to date with the registry.

    Args:
        data: The data folder.
        cohort: Which studies; must be the one that the folder holds.
        settings: How to talk to the registry; `registry` may be "sample".
        full: Fetch everything, even if the registry's data have not moved.
        accept_change: Why a release that holds much less than the last is right.
        wait: Seconds to wait for another run.
        dry_run: Ask the registry what it has, write nothing.
        progress: Called after each page with search, studies so far and total.

    Raises:
        HarvestError: One of its subclasses; what was there before is still there, unchanged.
    """
    if dry_run:
        check_cohort(data, cohort)
        with registry_for(settings) as registry:
            return _look(data, registry)
    with locked(data, wait=wait):
        check_cohort(data, cohort)
        with registry_for(settings, ClientMemory(data)) as registry:
            version = registry.version()
            unsealed = _unsealed(data, settings, version, is_full=full)
            snapshot = None
            if not unsealed.is_full:
                snapshot = _unmoved(data, cohort, version, settings)
            has_fetched = snapshot is None
            if snapshot is None:
                snapshot = _fetch(data, cohort, settings, registry, version, unsealed, progress)
            unsealed.clear()
            told = 0
            if settings.history != "off":
                told = backfill(snapshot, registry, settings.history, _now())
            requests = sum(not request.is_kept for request in registry.requests)
        published = curate(data, snapshot, accept_change=accept_change)
        return Outcome(published, snapshot, requests, has_fetched, version.data_timestamp, told)


def _unsealed(data: Path, settings: Settings, version: Version, *, is_full: bool) -> Unsealed:
    """The pages of a run that was stopped; one that was to fetch everything still is."""
    archive = Archive(data)
    newest = archive.snapshots()[-1:]
    address = shown(settings.registry)
    unsealed = Unsealed(archive.root, address, newest[0] if newest else None, is_full=is_full)
    unsealed.is_full = is_full or unsealed.was_full(version.data_timestamp)
    return unsealed


def _unmoved(data: Path, cohort: Cohort, version: Version, settings: Settings) -> Snapshot | None:
    """The newest snapshot, if neither the registry's data nor the cohort have moved since."""
    archive = Archive(data)
    if not archive.snapshots():
        return None
    newest = archive.snapshot()
    source = newest.manifest.source
    is_same = (
        _searches(newest.manifest.cohort) == _searches(cohort.as_dict())
        and source.data_timestamp == version.data_timestamp
        and source.address == shown(settings.registry)
        and newest.is_there()  # else it is fetched again, which mends what can be mended
    )
    event("version.checked", data_timestamp=version.data_timestamp, is_new=not is_same)
    return newest if is_same else None


def _searches(cohort: Mapping[str, Any]) -> list[dict[str, str]]:
    """A cohort's searches; their order decides nothing."""
    return sorted(cohort["searches"], key=lambda search: str(search["name"]))


def _fetch(
    data: Path,
    cohort: Cohort,
    settings: Settings,
    registry: Registry,
    version: Version,
    unsealed: Unsealed,
    progress: Progress | None,
) -> Snapshot:
    writer = SnapshotWriter(data, cohort.as_dict(), _kind(settings), _now(), code_version())
    spared = Known()
    parent = writer.parent
    is_same = parent and parent.manifest.source.address == shown(settings.registry)
    if parent and is_same and not unsealed.is_full:
        stamp, days = version.data_timestamp, settings.full_pass_days
        spared = known(parent, writer.keepable, cohort, stamp, days)
    with step("fetch"):
        report = registry.fetch(cohort, writer, progress, version, known=spared, pages=unsealed)
    source = _source(cohort, settings, report)
    if parent and not report.is_full:
        source = msgspec.structs.replace(source, full_pass=last_full_pass(parent.manifest.source))
    write_marker(data, cohort)
    with step("seal"):
        snapshot = writer.seal(source, report.requests, _now(), report.fates)
    manifest = snapshot.manifest
    for each in manifest.events:
        event(f"study.{each.kind}", nct_id=each.nct_id, into=each.into)
    event(
        "snapshot.sealed",
        snapshot=snapshot.name,
        studies=manifest.studies,
        unreadable=manifest.unreadable,
        new=manifest.new,
        changed=manifest.changed,
        derived=manifest.derived,
        removed=len(manifest.removed),
        left=len(manifest.left),
        is_full=report.is_full,
        kept_pages=sum(request.is_kept for request in report.requests),
    )
    return snapshot


def _source(cohort: Cohort, settings: Settings, report: HarvestReport) -> Source:
    parameters = {search.name: urlencode(search.parameters) for search in cohort.searches}
    return Source(
        kind=_kind(settings),
        address=shown(settings.registry),
        api_version=report.version.api_version,
        data_timestamp=report.version.data_timestamp,
        searches=tuple(
            SearchInfo(
                name=found.name,
                parameters=parameters[found.name],
                total=found.total,
                studies=found.studies,
                pages=found.pages,
                attempts=found.attempts,
            )
            for found in report.searches
        ),
        requests=len(report.requests),
    )


def _kind(settings: Settings) -> SourceKind:
    return "sample" if settings.registry == SAMPLE else "registry"


def _look(data: Path, registry: Registry) -> Outcome:
    version = registry.version()
    archive = Archive(data)
    newest = archive.snapshot() if archive.snapshots() else None
    known = newest.manifest.source.data_timestamp if newest else None
    event("version.checked", data_timestamp=version.data_timestamp, known=known)
    return Outcome(
        None,
        newest,
        len(registry.requests),
        has_fetched=False,
        data_timestamp=version.data_timestamp,
    )


@contextmanager
def registry_for(settings: Settings, memory: Memory | None = None) -> Iterator[Registry]:
    """The registry of the settings; for "sample" the bundled replica, started for the run."""
    if settings.registry != SAMPLE:
        with Registry(settings, memory=memory) as registry:
            yield registry
        return
    app = create_app(Served(sample.records(), sample.DATA_TIMESTAMP))
    with (
        running(app) as address,
        Registry(replace(settings, registry=address, pace_seconds=0.0)) as registry,
    ):
        yield registry


def _now() -> datetime:
    return datetime.now(UTC)
