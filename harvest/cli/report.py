"""The command that writes a release as a page."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import GivenPath, data_option, json_option, show
from harvest.folder import existing
from harvest.report.publish import write_report


@click.command()
@click.option("--release", help="A release by name; the latest by default.")
@click.option(
    "--output",
    type=GivenPath(),
    help="File to write; reports/RELEASE.html in the data folder by default.",
)
@data_option
@json_option
def report(release: str | None, output: Path | None, data: Path, as_json: bool) -> None:
    """Write a release as one page of pictures that needs no network.

    \b
    Examples:
      harvest report
      harvest report --release 2026.11.1 --output ldn.html
    """
    path = write_report(existing(data), release, output)
    show({"file": str(path)}, f"Wrote {path}; open it in a browser.", as_json=as_json)


COMMANDS = (report,)
