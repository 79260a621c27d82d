"""The command that takes old releases away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from harvest.cli.common import data_option, duration, json_option, recorded, show, wait_option
from harvest.curated.prune import prunable as find
from harvest.curated.prune import prune
from harvest.curated.release import Releases
from harvest.folder import existing, locked


@click.command(name="prune")
@data_option
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Keep so many of the newest releases.",
)
@click.option("--newer-than", metavar="AGE", help="Keep those of younger snapshots too: 90d, 36h.")
@click.option("--yes", is_flag=True, help="Do it; without this it is only told.")
@wait_option
@json_option
def prune_(
    data: Path, keep: int, newer_than: str | None, yes: bool, wait: float, as_json: bool
) -> None:
    """Take old releases away; only say which, without --yes.

    The newest releases stay, the latest always. Raw is never touched: whatever is taken away can
    be made again from it.

    \b
    Examples:
      harvest prune --keep 12
      harvest prune --keep 12 --newer-than 90d --yes
    """
    newer = duration(newer_than) if newer_than else None
    existing(data)
    # Not kept: how the last refresh went is still what people want to know.
    with recorded(data, "prune", is_kept=False) as done:
        releases = Releases(data)
        if yes:
            with locked(data, wait=wait):
                old = find(releases, keep, newer, datetime.now(UTC))
                prune(releases, old)
        else:
            old = find(releases, keep, newer, datetime.now(UTC))
        left = len(releases.names()) - (0 if yes else len(old))
        size = sum(each.bytes for each in old) / 1e6
        counted = f"{len(old)} release" if len(old) == 1 else f"{len(old)} releases"
        done["message"] = (
            f"Took {counted} away ({size:.1f} MB); {left} stay."
            if yes
            else f"Would take {counted} away ({size:.1f} MB), {left} would stay; --yes does it."
        )
        done["pruned"] = [msgspec.to_builtins(each) for each in old]
        done["is_done"] = yes
    lines = [done["message"], *(f"{each.release:<12} of {each.snapshot}" for each in old)]
    show(done, "\n".join(lines), as_json=as_json)


COMMANDS = (prune_,)
