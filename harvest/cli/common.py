"""What all commands share: options, settings, printing, the record of a run."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from harvest import monitor
from harvest.curated.release import Releases
from harvest.errors import DiskError, GateClosed, HarvestError, Locked, UsageError
from harvest.files import as_harvest_error
from harvest.lastrun import Run, write_run
from harvest.log import event, steps
from harvest.safe import for_json, for_terminal, without_logins
from harvest.settings import Settings, read_settings

MOST_SECONDS = 7 * 86_400.0
_AGE = re.compile(r"(\d+(?:\.\d+)?)([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
INTERRUPTED, TERMINATED = 130, 143
"""Exit codes of Ctrl-C and of SIGTERM, as shells have them."""
STOPPED = "Stopped before the end; the last release stands. Run again, nothing has to be mended."
HIGHLIGHT = ("\x1b[7m", "\x1b[27m")
"""What begins and ends the words of a record on a terminal."""
_HIGHLIGHT = re.compile(f"({'|'.join(map(re.escape, HIGHLIGHT))})")
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Context:
    """What the options before the command say."""

    config: Path | None

    def settings(self) -> Settings:
        """Settings from file and environment."""
        return read_settings(self.config)


class GivenPath(click.Path):
    """A path as a user gives it; an empty one, as of an unset variable, is not this folder."""

    def __init__(self, *, file_okay: bool = True) -> None:
        super().__init__(path_type=Path, file_okay=file_okay)

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> Any:
        """The path.

        Raises:
            BadParameter: Empty, or not UTF-8: manifests and messages could not name it.
        """
        text = os.fspath(value)
        if not text:
            self.fail("the path is empty; give one.", parameter, context)
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fail(f"the path {text!r} is not UTF-8; rename it.", parameter, context)
        return super().convert(value, parameter, context)


data_option = click.option(
    "--data",
    type=GivenPath(file_okay=False),
    default=Path("data"),
    show_default=True,
    envvar="HARVEST_DATA",
    help="Data folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def _why(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("say why, in a few words.", context, parameter)
    return value


why_option = click.option(
    "--accept-change", metavar="WHY", callback=_why, help="Why a release may hold much less."
)
wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0, max=MOST_SECONDS),
    default=0.0,
    help="Seconds to wait for another run to end.",
)


def duration(text: str) -> timedelta:
    """An age as people write it, such as 36h.

    Raises:
        UsageError: Something else.
    """
    match = _AGE.fullmatch(text)
    if match is None:
        raise UsageError(f"An age is a number with s, m, h or d, such as 36h, not {text!r}.")
    try:
        return timedelta(**{_UNITS[match[2]]: float(match[1])})
    except OverflowError as error:
        raise UsageError(f"The age {text!r} is too long; give one such as 36h.") from error


def show(result: dict[str, Any], text: str, *, as_json: bool) -> None:
    """Print a result on stdout, for machines or for people.

    Call it after the run is recorded: a reader that went away (`| head -1`) changes nothing of
    what was done.

    Raises:
        DiskError: stdout leads to a file that cannot be written.
    """
    try:
        click.echo(for_json(msgspec.json.encode(result).decode()) if as_json else _shown(text))
        sys.stdout.flush()
    except BrokenPipeError:
        # Else Python's last flush would fail as well.
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    except OSError as error:
        raise DiskError(
            f"The result cannot be printed ({error.strerror}); see where stdout leads. What the "
            "command did stands: `harvest status` says what."
        ) from error


def _shown(text: str) -> str:
    """Text for people; of escape sequences only our own highlighting is left."""
    parts = _HIGHLIGHT.split(text)
    return "".join(
        part if place % 2 else for_terminal(part, keep="\n") for place, part in enumerate(parts)
    )


@contextmanager
def recorded(data: Path, command: str, *, is_kept: bool = True) -> Iterator[dict[str, Any]]:
    """Time a run, write its summary to the data folder, tell monitors, log it as the last event.

    The block fills the dictionary with what it did; `message` is for people. Nothing is written or
    told without `is_kept`.
    """
    began, started = time.monotonic(), _now()
    done: dict[str, Any] = {"message": ""}
    code = 1
    settings = _monitored() if is_kept else Settings()
    monitor.started(settings, command)
    with steps() as seconds_of:
        try:
            yield done
            code = 0
        except (HarvestError, OSError) as error:
            known = as_harvest_error(error) if isinstance(error, OSError) else error
            code, done["message"] = known.exit_code, str(known)
            if isinstance(known, GateClosed):
                done["gates"] = [msgspec.to_builtins(each) for each in known.findings]
            # The run that holds the folder writes its own summary.
            is_kept = is_kept and not isinstance(known, Locked)
            raise
        except KeyboardInterrupt:
            code, done["message"] = INTERRUPTED, STOPPED
            raise
        except SystemExit:
            code, done["message"] = TERMINATED, STOPPED
            raise
        finally:
            seconds = round(time.monotonic() - began, 3)
            if is_kept:
                run = _run(data, done, seconds_of)
                run = msgspec.structs.replace(
                    run, command=command, started_at=started, seconds=seconds, exit_code=code
                )
                monitor.ended(settings, data, write_run(data, run))
            if code == 0:
                event("run.finished", command=command, exit_code=code, seconds=seconds, **done)


def _run(data: Path, done: dict[str, Any], seconds_of: dict[str, float]) -> Run:
    names = Releases(data).names()
    counted = ("is_new", "snapshot", "studies", "issues", "rows", "requests")
    return Run(
        command="",
        finished_at=_now(),
        seconds=0.0,
        exit_code=0,
        message=without_logins(done["message"]),
        release=names[-1] if names else None,
        steps=dict(seconds_of),
        gates=tuple(done.get("gates", ())),
        **{name: done[name] for name in counted if name in done},
    )


def _monitored() -> Settings:
    """Settings that say whom to tell; none where they make no sense, which the command says."""
    context = click.get_current_context(silent=True)
    try:
        return context.obj.settings() if context else Settings()
    except (HarvestError, AttributeError):
        return Settings()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
