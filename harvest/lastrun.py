"""The summary of the last run of a data folder, for `harvest status` and other monitors."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from harvest.errors import DamagedArchive, HarvestError
from harvest.files import read_json, write_json

NAME = "last-run.json"
FRESHENING = ("refresh", "import")
"""Commands whose success means that the folder holds what the registry or the user has."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """How a run ended; times are UTC.

    Attributes:
        command: Such as "refresh".
        started_at: When it began.
        finished_at: When, as an ISO 8601 text with zone.
        seconds: How long it took.
        exit_code: As the process gave it.
        message: One sentence for people.
        release: The newest release after the run.
        succeeded_at: When a refresh or import of this folder last ended with exit code 0.
        is_new: Whether that release is a new one.
        snapshot: What it was made of.
        studies, issues, rows: What it holds.
        requests: How often the registry was asked.
        steps: Seconds by step: fetch, tabulate, check, compare, publish.
        gates: Which gates did not let a release through, with old, new and threshold.
    """

    command: str
    finished_at: str
    seconds: float
    exit_code: int
    message: str
    release: str | None = None
    succeeded_at: str | None = None
    started_at: str | None = None
    is_new: bool | None = None
    snapshot: str | None = None
    studies: int | None = None
    issues: dict[str, int] = {}
    rows: dict[str, int] = {}
    requests: int | None = None
    steps: dict[str, float] = {}
    gates: tuple[dict[str, Any], ...] = ()


def read_run(data: Path) -> Run | None:
    """The last run, None where there was none.

    Raises:
        DamagedArchive: The file is not a run summary.
    """
    path = data / NAME
    if not path.is_file():
        return None
    try:
        run = msgspec.convert(read_json(path), Run)
        for moment in (run.finished_at, run.succeeded_at):
            if moment is not None:
                age(moment)
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise DamagedArchive(f"{path} is not a run summary ({error}); delete it.") from error
    return run


def write_run(data: Path, run: Run) -> Run:
    """Record how a run ended, and say when one last succeeded.

    Never fails: a summary must not turn a good run into a bad one.
    """
    with contextlib.suppress(OSError):
        before: Run | None = None
        with contextlib.suppress(HarvestError):
            before = read_run(data)
        is_fresh = run.exit_code == 0 and run.command in FRESHENING
        succeeded = run.finished_at if is_fresh else before and before.succeeded_at
        run = msgspec.structs.replace(run, succeeded_at=succeeded or None)
        if data.is_dir():
            write_json(data / NAME, run)
    return run


def age(moment: str, now: datetime | None = None) -> timedelta:
    """Time since an ISO 8601 moment with zone."""
    return (now or datetime.now(UTC)) - datetime.fromisoformat(moment)
