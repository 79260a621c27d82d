"""The command that serves the replica."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import click

from harvest import sample
from harvest.cli.common import GivenPath
from harvest.errors import UsageError
from harvest.folder import existing
from harvest.history.timeline import Past, Served, timeline
from harvest.history.versions import is_derived_only
from harvest.raw.content import content_of, with_data_version
from harvest.raw.files import read_files
from harvest.raw.lineage import Lineage, Lived
from harvest.raw.snapshots import Archive as RawArchive
from harvest.registry.pages import nct_id_of
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import serve


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
              help="Port; 0 takes a free one.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--data", type=GivenPath(), help="Serve this data folder's archive.")
@click.option("--snapshot", help="Which snapshot of it; the newest by default.")
@click.option(
    "--records",
    type=GivenPath(),
    help="Serve study records from a file or folder.",
)
@click.option("--data-timestamp", help="The time that /version gives, such as 2026-11-20T09:00:05.")
def replica(
    port: int,
    host: str,
    data: Path | None,
    snapshot: str | None,
    records: Path | None,
    data_timestamp: str | None,
) -> None:
    """Serve records as the registry does.

    Without options the bundled sample; on this machine only, unless --host says otherwise.

    \b
    Examples:
      harvest replica --data ./data
      harvest refresh --registry http://127.0.0.1:8765/api/v2 --data /tmp/again
    """
    if data is not None and records is not None:
        raise UsageError("Give --data or --records, not both.")
    if data is not None:
        archive = _from_snapshot(data, snapshot)
    elif records is not None:
        archive = _from_files(records)
    else:
        archive = Archive(sample.records(), sample.DATA_TIMESTAMP)
    if data_timestamp:
        archive = replace(archive, data_timestamp=data_timestamp)

    def ready(address: str) -> None:
        click.echo(f"Serving {len(archive.records):,} studies at {address} (Ctrl-C stops).")

    try:
        serve(create_app(archive), host, port, ready)
    except OSError as error:
        raise UsageError(f"{error.strerror or error}; give another --port or --host.") from error


def _from_snapshot(data: Path, name: str | None) -> Archive:
    snapshot = RawArchive(existing(data)).snapshot(name)
    records = {
        entry.nct_id: record for entry, record in snapshot.read() if entry.nct_id is not None
    }
    stamp = snapshot.manifest.source.data_timestamp or _stamp(
        entry.data_version for entry in snapshot.entries()
    )
    history = {lived.nct_id: earlier for lived in Lineage(snapshot).read()
               if lived.nct_id is not None and (earlier := _earlier(lived))}  # fmt: skip
    return Archive(records, stamp, history=history)


def _earlier(lived: Lived) -> tuple[bytes, ...]:
    """What the sponsor sent before the version that is served, each once."""
    past = Past(lived.nct_id or "", (), tuple(
        Served(each.version, lived.lines[each.version], each.data_version, each.first, each.last)
        for each in lived.stretches
    ))  # fmt: skip
    versions = timeline(past)
    return tuple(
        with_data_version(old.record, old.data_version)
        for old, new in pairwise(versions)
        if not is_derived_only(old, new)
    )


def _from_files(path: Path) -> Archive:
    contents = {nct_id_of(record): content_of(record) for record in read_files([path])}
    records = {nct_id: content.line for nct_id, content in contents.items() if nct_id is not None}
    return Archive(records, _stamp(content.data_version for content in contents.values()))


def _stamp(data_versions: Iterable[str | None]) -> str:
    """A time for records that come without one: the newest data version, at the usual hour."""
    newest = max((version for version in data_versions if version), default="2000-01-01")
    return f"{newest}T09:00:05"


COMMANDS = (replica,)
