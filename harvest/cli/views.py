"""Commands that read a data folder: status, releases, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from harvest.accuracy import Score, measure
from harvest.cli.common import HIGHLIGHT, data_option, duration, json_option, show
from harvest.curated.load import describe
from harvest.curated.load import tables as load_tables
from harvest.curated.release import Releases
from harvest.curated.verify import verify as verify_releases
from harvest.errors import DamagedArchive, StaleError
from harvest.explain import explain, told
from harvest.folder import existing
from harvest.lastrun import Run, age, read_run
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify as verify_raw

SHOWN = 20


@click.command()
@data_option
@click.option("--max-age", metavar="AGE", help="Exit 1 if no run succeeded for so long: 36h, 2d.")
@json_option
def status(data: Path, max_age: str | None, as_json: bool) -> None:
    """Say how the last run ended and what there is.

    \b
    Example, for a monitor:
      harvest status --max-age 36h
    """
    limit = duration(max_age) if max_age else None
    existing(data)
    last, releases, archive = read_run(data), Releases(data), Archive(data)
    latest = releases.latest()
    snapshots = archive.snapshots()
    stale = None if limit is None else _stale(last, latest, limit)
    result = {
        "last_run": last,
        "last_success": last and last.succeeded_at,
        "is_stale": None if limit is None else stale is not None,
        "latest_release": latest,
        "releases": len(releases.names()),
        "snapshots": len(snapshots),
        "newest_snapshot": snapshots[-1] if snapshots else None,
    }
    lines = [
        f"last run:  {_told(last)}",
        f"succeeded: {(last and last.succeeded_at) or 'never'}",
        f"release:   {latest or 'none'} ({len(releases.names())} in all)",
        f"snapshot:  {snapshots[-1] if snapshots else 'none'} ({len(snapshots)} in all)",
    ]
    show(result, "\n".join(lines), as_json=as_json)
    if stale is not None:
        raise StaleError(stale)


@click.command()
@data_option
@json_option
def releases(data: Path, as_json: bool) -> None:
    """List the releases, newest first.

    \b
    Example:
      harvest releases --json
    """
    found = Releases(existing(data))
    latest = found.latest()
    rows = [
        {
            "release": name,
            "is_latest": name == latest,
            "snapshot": manifest.snapshot,
            "data_timestamp": manifest.data_timestamp,
            "cohort": manifest.recipe.cohort["name"],
            "studies": manifest.studies,
            "issues": sum(manifest.issues.values()),
            "code": manifest.recipe.code,
            "accepted_change": manifest.accepted_change,
        }
        for name in reversed(found.names())
        for manifest in (found.manifest(name),)
    ]
    lines = [
        f"{row['release']:<12} {row['studies']:>9,} studies  {row['issues']:>6,} issues  "
        f"data {row['data_timestamp'] or 'from files'}{'  latest' if row['is_latest'] else ''}"
        for row in rows
    ]
    text = "\n".join(lines) or "No release yet; run `harvest refresh`."
    show({"releases": rows}, text, as_json=as_json)


@click.command()
@click.argument("table", required=False)
@data_option
@json_option
def tables(table: str | None, data: Path, as_json: bool) -> None:
    """List the tables, or the columns of one.

    \b
    Examples:
      harvest tables
      harvest tables outcomes
    """
    if table is not None:
        rows = describe(table).to_dict("records")
        lines = [f"{row['column']:<36} {row['type']:<14} {row['description']}" for row in rows]
    else:
        rows = load_tables(data=existing(data)).to_dict("records")
        lines = [f"{row['table']:<20} {row['rows']:>9,}  {row['one_row_is']}" for row in rows]
    show({"rows": rows}, "\n".join(lines), as_json=as_json)


@click.command(name="explain")
@click.argument("studies", nargs=-1, required=True, metavar="NCT...")
@click.option("--release", help="A release by name; the latest by default.")
@click.option("--table", "only", metavar="TABLE", help="Only the values of this table.")
@data_option
@json_option
def explain_(
    studies: tuple[str, ...], release: str | None, only: str | None, data: Path, as_json: bool
) -> None:
    """Show each derived value of a study beside the registry's words.

    \b
    Examples:
      harvest explain NCT04270877
      harvest explain NCT04270877 --table arm_period_doses
    """
    existing(data)
    found = [explain(data, number, release=release, table=only) for number in studies]
    mark = HIGHLIGHT if sys.stdout.isatty() else ("[[", "]]")
    text = "\n\n".join("\n".join(told(each, mark)) for each in found)
    show({"studies": found}, text, as_json=as_json)


@click.command()
@data_option
@json_option
def verify(data: Path, as_json: bool) -> None:
    """Hold everything against its hashes and keys.

    \b
    Example:
      harvest verify
    """
    archive, found = Archive(existing(data)), Releases(data)
    faults = [*verify_raw(archive), *verify_releases(found)]
    snapshots, names = len(archive.snapshots()), len(found.names())
    result = {"snapshots": snapshots, "releases": names, "faults": faults}
    text = f"Verified {snapshots} snapshots and {names} releases: {len(faults)} faults."
    show(result, "\n".join([text, *faults]), as_json=as_json)
    if faults:
        raise DamagedArchive(
            f"{len(faults)} faults, the first: {faults[0]} Restore data/raw from a backup; "
            "`harvest rebuild` makes releases again."
        )


@click.command()
@click.option(
    "--gold",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of labelled strings; the project's own by default.",
)
@click.option(
    "--data", expose_value=False, help="As every command takes it; nothing is read from it."
)
@json_option
def accuracy(gold: Path | None, as_json: bool) -> None:
    """Say how right the readers are on labelled strings.

    \b
    Example:
      harvest accuracy --gold ./labels
    """
    scores = measure(gold) if gold is not None else measure()
    lines = [line for score in scores for line in _score_lines(score)]
    show({"scores": scores}, "\n".join(lines), as_json=as_json)


def _score_lines(score: Score) -> Iterator[str]:
    yield f"{score.name}: {score.rows_right} of {score.rows} rows right in every labelled field"
    heads = f"{'labelled':>8} {'right':>6} {'wrong':>6} {'missed':>7}"
    yield f"  {'field':<16} {heads}  precision  recall"
    for field in score.fields:
        yield (
            f"  {field.field:<16} {field.labelled:>8} {field.right:>6} {field.wrong:>6} "
            f"{field.missed:>7} {_share(field.precision):>10} {_share(field.recall):>7}"
        )
    for miss in score.misses:
        yield f"  {miss.id} {miss.field}: expected {miss.expected}, read {miss.read}: {miss.string}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _told(last: Run | None) -> str:
    if last is None:
        return "none recorded"
    hours = age(last.finished_at) / timedelta(hours=1)
    return f"{last.command}, {hours:.1f} h ago, exit code {last.exit_code}: {last.message}"


def _stale(last: Run | None, latest: str | None, limit: timedelta) -> str | None:
    """Why what is there is too old; None where it is not."""
    if latest is None or last is None or last.succeeded_at is None:
        return "No run has succeeded in this folder yet; run `harvest refresh`."
    if age(last.succeeded_at) <= limit:
        return None
    return (
        f"The last run that succeeded ended at {last.succeeded_at}, longer than {limit} ago; "
        "see `harvest status` and the log of the job."
    )


COMMANDS = (status, releases, tables, explain_, verify, accuracy)
