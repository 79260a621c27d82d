"""From a snapshot to a release: tabulate, check, compare, publish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from harvest.curated.check import check
from harvest.curated.compare import REPORT, Comparison, compare, write_report
from harvest.curated.publish import point_latest, publish, staging
from harvest.curated.release import Manifest, Recipe, Releases, TableInfo, release_order
from harvest.curated.write import ReleaseWriter
from harvest.errors import CheckFailed, ConfigError, DamagedArchive, GateClosed, UsageError
from harvest.log import event, logger, step
from harvest.past import harvest_of
from harvest.raw.captures import Captures
from harvest.raw.lineage import Lineage
from harvest.raw.snapshots import Snapshot
from harvest.tables import TABLES
from harvest.tables.account import Issues
from harvest.tables.build import tabulate
from harvest.tables.declare import Table
from harvest.tables.overrides import BadOverride, Override, bundled, read_overrides
from harvest.version import code_version

SHOWN = 5
CAPTURED = "registry_history"
"""Parameter of a recipe: the last run that asked the registry's own history."""
SAMPLE = "bundled sample of harvest, written from published facts, not registry data"


@dataclass(frozen=True)
class Published:
    """A release, and whether it is a new one."""

    manifest: Manifest
    folder: Path
    is_new: bool


def recipe_of(snapshot: Snapshot, corrections: bytes = b"", captured: str | None = None) -> Recipe:
    """What a release of this snapshot would be a function of, with this code."""
    manifest = snapshot.manifest
    parameters = {"overrides_sha256": sha256(corrections).hexdigest()} if corrections else {}
    if captured is not None:
        parameters[CAPTURED] = captured
    return Recipe(
        cohort=manifest.cohort,
        content=manifest.content,
        history=Lineage(snapshot).digest,
        code=code_version(),
        parameters=parameters,
    )


def own_overrides(data: Path) -> bytes:
    """The corrections that stand beside the data, if there are any."""
    try:
        return (data / "overrides.tsv").read_bytes()
    except FileNotFoundError:
        return b""


def _overrides(corrections: bytes) -> tuple[Override, ...]:
    """The bundled corrections, then those of the data folder.

    Raises:
        ConfigError: The file makes no sense.
    """
    try:
        own = read_overrides(corrections.decode("utf-8-sig"), TABLES)
    except (BadOverride, UnicodeDecodeError) as reason:
        raise ConfigError(f"overrides.tsv in the data folder cannot be used: {reason}.") from reason
    return read_overrides(bundled(), TABLES) + own


def curate(
    data: Path,
    snapshot: Snapshot,
    *,
    name: str | None = None,
    accept_change: str | None = None,
    must_not_shrink: bool = True,
    now: datetime | None = None,
) -> Published:
    """Publish a release of a snapshot, unless the latest one has the same recipe.

    Args:
        data: The data folder, whose lock the caller holds.
        snapshot: What to tabulate.
        name: Release name to use again, for reproduction; always builds.
        accept_change: Why a release that holds much less than the last is right.
        must_not_shrink: Hold the release against the last one.
        now: The time that names the release.

    Raises:
        CheckFailed: The tables do not pass; nothing is published.
        ConfigError: The folder's `overrides.tsv` makes no sense.
    """
    releases = Releases(data)
    point_latest(releases)
    corrections = own_overrides(data)
    overrides = _overrides(corrections)
    captured = _captured(releases, snapshot, name)
    recipe = recipe_of(snapshot, corrections, captured)
    last = _last(releases)
    if name is None and last is not None and last.recipe == recipe:
        if not releases.damaged(last.release):
            return Published(last, releases.folder(last.release), is_new=False)
        # What its files have lost is made again, from the snapshot that it was made of.
        name, snapshot = last.release, Snapshot(snapshot.archive, last.snapshot)
        captured = last.recipe.parameters.get(CAPTURED)
    if accept_change is not None and not accept_change.strip():
        raise UsageError("A change is accepted with a reason; say why in a few words.")
    release = _release_name(releases, name, now or datetime.now(UTC))
    is_known = release in releases.names()
    if is_known and accept_change is None:
        accept_change = _accepted(releases, release)
    folder = staging(releases)
    with step("tabulate"):
        manifest, faults = _build(folder, release, recipe, snapshot, accept_change, overrides)
    if not manifest.studies and accept_change is None:
        faults.append(_none(snapshot, manifest))
    with step("check"):
        faults += check(folder)
    if faults:
        raise CheckFailed(_sentence("The tables do not pass their checks", faults))
    if last is not None and must_not_shrink and name is None:
        with step("compare"):
            _hold(data, compare(manifest, folder, last, releases.folder(last.release)))
    with step("publish"):
        final = publish(releases, folder, manifest)
    event("release.published", release=release, studies=manifest.studies, issues=manifest.issues)
    return Published(releases.manifest(release), final, is_new=not is_known)


def _hold(data: Path, comparison: Comparison) -> None:
    """Say what differs from the last release; stop where it is too much.

    Raises:
        GateClosed: A gate does not let the release through, and nobody said why it may pass.
    """
    write_report(data, comparison)
    for notice in comparison.notices:
        logger.warning("comparison.noticed", extra={"fields": {"message": notice}})
    event(
        "release.compared",
        old=comparison.old,
        skipped=comparison.skipped,
        findings=len(comparison.findings),
        accepted_change=comparison.accepted_change,
    )
    if not comparison.passes:
        said = [each.message for each in comparison.findings]
        what = f"Too much differs from release {comparison.old}"
        raise GateClosed(
            f"{_sentence(what, said)} {REPORT} in the data folder has all of it. If this is "
            'right, say so with --accept-change "why".',
            comparison.findings,
        )


def _none(snapshot: Snapshot, manifest: Manifest) -> str:
    unread = manifest.issues.get("unreadable_record", 0)
    what = f"There is not one study, and {unread:,} records cannot be read;"
    if snapshot.manifest.source.kind == "files":
        return f"{what} give study records as the registry serves them, in UTF-8."
    return f"{what} if this is right, say so with --accept-change, else try --full."


def _last(releases: Releases) -> Manifest | None:
    """The newest release whose manifest can be read; `verify` tells of the others."""
    for name in reversed(releases.names()):
        try:
            return releases.manifest(name)
        except DamagedArchive as error:
            logger.warning("release.damaged", extra={"fields": {"message": str(error)}})
    return None


def _accepted(releases: Releases, name: str) -> str | None:
    try:
        return releases.manifest(name).accepted_change
    except DamagedArchive:
        return None


def _captured(releases: Releases, snapshot: Snapshot, name: str | None) -> str | None:
    """The last run whose captures count: of a release that is made again the one it knew."""
    if name in releases.names():
        with suppress(DamagedArchive):
            found: str | None = releases.manifest(name).recipe.parameters.get(CAPTURED)
            return found
    return next(reversed(Captures(snapshot.archive).runs()), None)


def _release_name(releases: Releases, wanted: str | None, now: datetime) -> str:
    """The next name, or a wanted one of this month or before: later ones must sort after it."""
    following = releases.next_name(now)
    if wanted is not None and release_order(wanted)[:2] > release_order(following)[:2]:
        raise UsageError(f"{wanted} lies ahead; the next release is {following}.")
    return wanted or following


def _build(
    folder: Path,
    release: str,
    recipe: Recipe,
    snapshot: Snapshot,
    accept_change: str | None,
    overrides: tuple[Override, ...],
) -> tuple[Manifest, list[str]]:
    origin = snapshot.manifest.source
    source = {"registry": origin.address or "", "sample": SAMPLE, "files": "imported files"}[
        origin.kind
    ]
    day = (origin.data_timestamp or snapshot.manifest.sealed_at)[:10]
    title = f"ClinicalTrials.gov studies, cohort {recipe.cohort['name']}"
    citation = (
        f"{title}, release {release}, made with harvest {recipe.code} from snapshot "
        f"{snapshot.name}. Source: {_citable(source)}, data as of {day}."
    )
    attributes = {
        "release": release,
        "snapshot": snapshot.name,
        "source": source,
        "data_timestamp": origin.data_timestamp,
        "citation": citation,
    }
    with ReleaseWriter(folder, attributes) as writer:
        counter = _IssueCounter(writer)
        harvested = harvest_of(snapshot, recipe.parameters.get(CAPTURED))
        studies = tabulate(harvested, counter, overrides)
        tables = writer.close()
    manifest = Manifest(
        release=release,
        title=title,
        recipe=recipe,
        snapshot=snapshot.name,
        source=source,
        data_timestamp=origin.data_timestamp,
        citation=citation,
        accepted_change=accept_change,
        libraries={"pyarrow": pa.__version__},
        studies=studies,
        issues=dict(sorted(counter.kinds.items())),
        tables=tables,
    )
    return manifest, list(_count_faults(snapshot, tables, counter))


def _count_faults(
    snapshot: Snapshot, tables: tuple[TableInfo, ...], issues: _IssueCounter
) -> Iterator[str]:
    """Studies in the snapshot must be studies in the table or issues that say why not."""
    rows = {table.name: table.rows for table in tables}
    expected = snapshot.manifest.studies + snapshot.manifest.unreadable
    accounted = rows["studies"] + issues.kinds.get("unreadable_record", 0)
    if accounted != expected:
        yield f"The snapshot has {expected} records, but {accounted} are accounted for."


class _IssueCounter:
    """Passes rows on and counts issues by kind."""

    def __init__(self, sink: ReleaseWriter) -> None:
        self._sink = sink
        self._kind = list(Issues.columns).index("kind")
        self.kinds: dict[str, int] = {}

    def add(self, table: type[Table], row: tuple[object, ...]) -> None:
        if table is Issues:
            kind = str(row[self._kind])
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self._sink.add(table, row)


def _citable(source: str) -> str:
    return "ClinicalTrials.gov" if "clinicaltrials.gov" in source else source


def _sentence(what: str, faults: list[str]) -> str:
    shown = " ".join(faults[:SHOWN])
    more = f" ({len(faults) - SHOWN} more.)" if len(faults) > SHOWN else ""
    return f"{what}: {shown}{more} The old release stands."
