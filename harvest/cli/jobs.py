"""Commands that write a data folder: refresh, import, rebuild."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from harvest import refresh as job
from harvest.cli.common import (
    Context,
    GivenPath,
    data_option,
    json_option,
    recorded,
    show,
    wait_option,
    why_option,
)
from harvest.cohorts import DEFAULT, find_cohort
from harvest.curate import Published, curate
from harvest.curated.release import check_name
from harvest.folder import existing, locked
from harvest.importing import import_files
from harvest.raw.snapshots import Archive, Snapshot
from harvest.report.publish import report_on
from harvest.settings import Settings


@click.command()
@data_option
@click.option(
    "--cohort",
    default=DEFAULT,
    show_default=True,
    help="Which studies: ldn-fibromyalgia, all, or the path of a TOML file.",
)
@click.option("--registry", help="Address of the API, or `sample`; the live registry by default.")
@click.option(
    "--full", is_flag=True, help="Fetch everything, even if the registry's data have not moved."
)
@why_option
@wait_option
@click.option(
    "--history",
    is_flag=True,
    help="Also ask the registry's own history of studies with an LDN arm, an address that it does "
    "not document.",
)
@click.option("--dry-run", is_flag=True, help="Ask the registry what it has; write nothing.")
@json_option
@click.pass_obj
def refresh(
    context: Context,
    data: Path,
    cohort: str,
    registry: str | None,
    full: bool,
    accept_change: str | None,
    wait: float,
    history: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Fetch what is new and publish a release.

    Nothing is published if nothing is new, if the harvest is not complete, or if the tables do not
    pass their checks.

    \b
    Examples:
      harvest refresh
      harvest refresh --registry sample --data /tmp/try
      harvest refresh --cohort my-cohort.toml --data ./my-cohort
    """
    with recorded(data, "refresh", is_kept=not dry_run) as done:
        settings = context.settings()
        if registry is not None:
            settings = replace(settings, registry=registry)
        if history and settings.history == "off":
            settings = replace(settings, history="ldn")
        chosen = find_cohort(cohort)
        with _progress() as progress:
            outcome = job.refresh(
                data,
                chosen,
                settings,
                full=full,
                accept_change=accept_change,
                wait=wait,
                dry_run=dry_run,
                progress=progress,
            )
        if outcome.published is None:
            done["message"] = _dry(outcome)
            done["requests"] = outcome.requests
        else:
            done.update(_result(outcome.published, outcome.snapshot))
            _report(data, outcome.published, settings)
            done["requests"] = outcome.requests
            done["earlier_versions"] = outcome.told
            if not outcome.has_fetched:
                done["message"] = "The registry's data have not moved. " + done["message"]
    show(done, done["message"], as_json=as_json)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=GivenPath())
@data_option
@wait_option
@json_option
@click.pass_obj
def import_(
    context: Context, files: tuple[Path, ...], data: Path, wait: float, as_json: bool
) -> None:
    """Publish a release of study records from files.

    Study JSON, NDJSON (plain, gz, zst), API pages, a folder of them, or the registry's bulk
    archive: all of one call are one snapshot. The data folder then holds the cohort `imported`.

    \b
    Example:
      harvest import ctg-studies.json.zip --data ./everything
    """
    with recorded(data, "import") as done:
        settings = context.settings()
        outcome = import_files(data, files, wait=wait)
        done.update(_result(outcome.published, outcome.snapshot))
        _report(data, outcome.published, settings)
    show(done, done["message"], as_json=as_json)


@click.command()
@data_option
@click.option("--snapshot", help="Which snapshot; the newest by default.")
@click.option("--release", metavar="NAME", help="Give this name again, to reproduce a release.")
@why_option
@wait_option
@json_option
@click.pass_obj
def rebuild(
    context: Context,
    data: Path,
    snapshot: str | None,
    release: str | None,
    accept_change: str | None,
    wait: float,
    as_json: bool,
) -> None:
    """Make the tables again, from raw alone.

    \b
    Examples:
      harvest rebuild
      harvest rebuild --snapshot 2026-11-23T061500Z --release 2026.11.1
    """
    with recorded(data, "rebuild") as done:
        settings = context.settings()
        existing(data)
        with locked(data, wait=wait):
            found = Archive(data).snapshot(snapshot)
            name = check_name(release) if release else None
            # An older snapshot is asked for by name, so it may well hold less.
            published = curate(
                data,
                found,
                name=name,
                accept_change=accept_change,
                must_not_shrink=snapshot is None,
            )
        done.update(_result(published, found))
        _report(data, published, settings)
        if release and not published.is_new:
            done["message"] = f"Release {release} is reproduced, byte for byte."
    show(done, done["message"], as_json=as_json)


def _report(data: Path, published: Published, settings: Settings) -> None:
    """The page of a new release; whatever happens to it, the release stands."""
    if published.is_new and settings.report == "auto":
        report_on(data, published.manifest.release, published.manifest.studies)


def _result(published: Published, snapshot: Snapshot | None) -> dict[str, Any]:
    manifest = published.manifest
    issues = sum(manifest.issues.values())
    counted = "1 issue" if issues == 1 else f"{issues:,} issues"
    size = f"{manifest.studies:,} studies in {len(manifest.tables)} tables, {counted}"
    message = (
        f"Published release {manifest.release}: {size}, in {published.folder}."
        if published.is_new
        else f"Nothing new: release {manifest.release} stands, with {size}."
    )
    return {
        "message": message,
        "release": manifest.release,
        "is_new": published.is_new,
        "folder": str(published.folder),
        "snapshot": snapshot.name if snapshot else manifest.snapshot,
        "data_timestamp": manifest.data_timestamp,
        "studies": manifest.studies,
        "issues": manifest.issues,
        "rows": {table.name: table.rows for table in manifest.tables},
    }


def _dry(outcome: job.Outcome) -> str:
    have = outcome.snapshot.manifest if outcome.snapshot else None
    known = (
        f"{have.studies:,} studies as of {have.source.data_timestamp}" if have else "nothing yet"
    )
    return (
        f"The registry's data are of {outcome.data_timestamp}; this folder holds {known}. "
        "Nothing was written."
    )


@contextmanager
def _progress() -> Iterator[job.Progress | None]:
    """A bar for each search on a terminal; nothing elsewhere, where events say it."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def report(search: str, studies: int, total: int) -> None:
            if search not in tasks:
                tasks[search] = bars.add_task(search, total=total)
            bars.update(tasks[search], completed=studies, total=total)

        yield report


COMMANDS = (refresh, import_, rebuild)
