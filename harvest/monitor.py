"""Tells monitors how a run went: a Prometheus text file and a health ping.

Both are optional, and neither can fail a run or hold it up for long: whatever goes wrong is a
warning in the log. The address of a ping is a secret and is written nowhere.
"""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec

from harvest.curated.release import Manifest, Releases
from harvest.files import whole_file
from harvest.folder import read_marker
from harvest.lastrun import FRESHENING, Run
from harvest.log import logger
from harvest.settings import Settings

PING_SECONDS = 5.0
"""Longest silence of the service; a run waits twice as long for it at most, names included."""
BODY_BYTES = 10_000
Sample = tuple[Mapping[str, str], float]


def started(settings: Settings, command: str) -> None:
    """Tell the health service that a run begins, if it is one that brings what is new.

    A rebuild that goes well must not hide that refreshes do not.
    """
    if settings.ping_url and command in FRESHENING:
        _ping(settings.ping_url, "/start", b"")


def ended(settings: Settings, data: Path, run: Run) -> None:
    """Tell the health service how a run ended, and write the metrics."""
    if settings.ping_url and run.command in FRESHENING:
        body = msgspec.json.encode(run)[:BODY_BYTES]
        _ping(settings.ping_url, "" if run.exit_code == 0 else "/fail", body)
    if settings.metrics_file:
        try:
            text = metrics(data, run)
            with whole_file(Path(settings.metrics_file)) as file:
                file.write(text.encode())
        except Exception as error:  # whatever it is, the run is over and stands
            _warn("metrics.failed", error)


def metrics(data: Path, run: Run) -> str:
    """How the last run went and what the latest release holds, as Prometheus reads it."""
    marker = read_marker(data)
    cohort = {"cohort": str(marker["cohort"]["name"]) if marker else ""}
    lines: list[str] = []
    for name, about, samples in (*_of_run(run), *_of_release(Releases(data))):
        if samples:
            lines += [f"# HELP {name} {about}", f"# TYPE {name} gauge"]
            lines += [f"{name}{_labels({**cohort, **more})} {value!r}" for more, value in samples]
    return "\n".join(lines) + "\n"


def _of_run(run: Run) -> Iterator[tuple[str, str, list[Sample]]]:
    command = {"command": run.command}
    yield (
        "harvest_last_run_timestamp_seconds",
        "When the last run ended.",
        [(command, _seconds(run.finished_at))],
    )
    yield (
        "harvest_last_run_exit_code",
        "How the last run ended; 0 is published or nothing new.",
        [(command, float(run.exit_code))],
    )
    yield (
        "harvest_last_run_duration_seconds",
        "How long the last run took.",
        [(command, run.seconds)],
    )
    yield (
        "harvest_last_run_step_seconds",
        "How long each step of the last run took.",
        [({**command, "step": step}, seconds) for step, seconds in run.steps.items()],
    )
    yield (
        "harvest_last_success_timestamp_seconds",
        "When a refresh or import last ended well.",
        [({}, _seconds(run.succeeded_at))] if run.succeeded_at else [],
    )
    closed: dict[str, int] = {}
    for finding in run.gates:
        gate = str(finding.get("gate"))
        closed[gate] = closed.get(gate, 0) + 1
    yield (
        "harvest_last_run_gates_closed",
        "What the last run did not publish for, by gate.",
        [({"gate": gate}, float(count)) for gate, count in closed.items()],
    )


def _of_release(releases: Releases) -> Iterator[tuple[str, str, list[Sample]]]:
    if releases.latest() is None:
        return
    latest: Manifest = releases.manifest()
    about = {"release": latest.release, "snapshot": latest.snapshot}
    yield "harvest_release_info", "The latest release.", [(about, 1.0)]
    if latest.data_timestamp:
        stamp = _seconds(latest.data_timestamp)
        yield "harvest_data_timestamp_seconds", "Time of the registry's data.", [({}, stamp)]
    yield "harvest_studies", "Studies of the latest release.", [({}, float(latest.studies))]
    rows: list[Sample] = [({"table": table.name}, float(table.rows)) for table in latest.tables]
    yield "harvest_rows", "Rows of the latest release by table.", rows
    issues: list[Sample] = [({"kind": kind}, float(n)) for kind, n in latest.issues.items()]
    yield "harvest_issues", "Issues of the latest release by kind.", issues


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items() if value)
    return f"{{{told}}}" if told else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _seconds(moment: str) -> float:
    text = moment if moment.endswith("Z") or "+" in moment else f"{moment}Z"
    return datetime.fromisoformat(text).timestamp()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A health service that sends us elsewhere is not asked there."""

    def redirect_request(self, *_: Any) -> None:
        """Say no."""


def _ping(url: str, suffix: str, body: bytes) -> None:
    # A thread: looking up a name has no time limit of its own.
    thread = threading.Thread(target=_send, args=(url, suffix, body), daemon=True)
    thread.start()
    thread.join(2 * PING_SECONDS)


def _send(url: str, suffix: str, body: bytes) -> None:
    try:
        parts = urlsplit(url)
        target = urlunsplit(parts._replace(path=parts.path.rstrip("/") + suffix))
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if parts.scheme == "http":  # only ever this machine, which no proxy could reach
            handlers.append(urllib.request.ProxyHandler({}))
        headers = {"User-Agent": "harvest", "Content-Type": "application/json"}
        request = urllib.request.Request(target, body, headers, method="POST")  # noqa: S310
        with urllib.request.build_opener(*handlers).open(request, timeout=PING_SECONDS) as answer:
            answer.read(BODY_BYTES)
    except Exception as error:  # no fault of a service may reach the run
        _warn("ping.failed", error)


def _warn(name: str, error: Exception) -> None:
    # Messages of other libraries may hold the address, so only the kind is told.
    code = getattr(error, "code", None) or getattr(error, "errno", None)
    logger.warning(name, extra={"fields": {"cause": type(error).__name__, "code": code}})
