"""The command line: options in, exit code out, nothing else.

`jobs` holds the commands that write a data folder, `views` those that read it, and each other
module one command; `main` runs them and turns every error into its exit code.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path

import click

from harvest.cli import diff, doctor, export, jobs, prune, report, serve, views
from harvest.cli.common import INTERRUPTED, STOPPED, TERMINATED, Context
from harvest.errors import HarvestError
from harvest.files import as_harvest_error
from harvest.log import logger, set_up
from harvest.safe import for_terminal, without_logins
from harvest.version import __version__

BUG = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="harvest")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="HARVEST_CONFIG",
    help="TOML file with settings; see harvest.example.toml.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show every event on a terminal too.")
@click.pass_context
def cli(context: click.Context, config: Path | None, verbose: bool) -> None:
    """Harvest trials from ClinicalTrials.gov into typed, documented Parquet datasets.

    \b
    Examples:
      harvest refresh                      fetch what is new, publish a release under ./data
      harvest refresh --registry sample    the same from the bundled sample, without the network
      harvest status                       when it last ran and what there is
    """
    set_up(verbose=verbose)
    context.obj = Context(config=config)


for room in (jobs, views, diff, report, export, serve, prune, doctor):
    for command in room.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Run the command line and leave with the exit code of the table in docs/errors.md."""
    # A daemon may start us without them.
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(run(sys.argv[1:]))


def _stop(*_: object) -> None:
    """End as Ctrl-C does: blocks are left in order, and the run is recorded."""
    _fail(SystemExit(), TERMINATED, STOPPED)
    sys.exit(TERMINATED)


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit code. Never raises."""
    set_up(verbose=False)
    try:
        cli.main(arguments, prog_name="harvest", standalone_mode=False)
    except Exception as error:
        return _exit_code(error)
    return 0


def _exit_code(error: Exception) -> int:
    match error:
        case click.exceptions.Exit():
            code = error.exit_code
        case click.exceptions.Abort():
            code = _fail(error, INTERRUPTED, STOPPED)
        case click.exceptions.NoArgsIsHelpError():
            error.show()
            code = error.exit_code
        case click.ClickException():
            code = _fail(error, error.exit_code, error.format_message())
        case HarvestError():
            code = _fail(error, error.exit_code, str(error))
        case OSError():
            known = as_harvest_error(error)
            code = _fail(known, known.exit_code, str(known))
        case _:
            text = "".join(traceback.format_exception(error))
            logger.error("run.crashed", extra={"fields": {"exit_code": BUG, "traceback": text}})
            code = BUG
    return code


def _fail(error: BaseException, code: int, message: str) -> int:
    """Say it: to a person in click's own words or in red, to a log as the last event."""
    message = for_terminal(without_logins(message), keep="\n")
    if not sys.stderr.isatty():
        fields = {
            "exit_code": code,
            "kind": type(error).__name__,
            "transient": getattr(error, "transient", False),
            "message": message,
        }
        logger.error("run.failed", extra={"fields": fields})
    elif isinstance(error, click.ClickException):
        error.show()
    else:
        click.secho(message, fg="red", err=True)
    return code
