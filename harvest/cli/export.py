"""The command that gives a release to other programs."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import GivenPath, data_option, json_option, show
from harvest.errors import UsageError
from harvest.exports.export import FORMATS
from harvest.exports.export import export as write_export
from harvest.exports.source import source
from harvest.folder import existing


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(FORMATS)),
    required=True,
    help="; ".join(f"{name}: {form.about}" for name, form in FORMATS.items()) + ".",
)
@click.option("--to", type=GivenPath(), help="File or folder; beside you, by release, by default.")
@click.option("--table", "tables", multiple=True, help="Only this table; may be given again.")
@click.option("--release", help="A release by name; the latest by default.")
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
@data_option
@json_option
def export(
    kind: str,
    to: Path | None,
    tables: tuple[str, ...],
    release: str | None,
    overwrite: bool,
    data: Path,
    as_json: bool,
) -> None:
    """Write a release for other programs.

    Texts that a spreadsheet would run as a formula get an apostrophe in front, in CSV and Excel.

    \b
    Examples:
      harvest export --format duckdb --to ldn.duckdb
      harvest export --format xlsx --table studies --table doses
      harvest export --format ris
      harvest export --format prisma-s
    """
    if tables and not FORMATS[kind].has_tables:
        raise UsageError(f"--format {kind} has no tables to choose; leave out --table.")
    found = source(existing(data), release, tables)
    path = write_export(found, kind, to, overwrite=overwrite)
    result = {"format": kind, "path": str(path), "release": found.manifest.release}
    show(result, f"Wrote {path} from release {found.manifest.release}.", as_json=as_json)


COMMANDS = (export,)
