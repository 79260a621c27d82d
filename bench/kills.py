"""Kills refreshes at random instants and holds what is left against what must be there.

    .venv/bin/python bench/kills.py --kills 500 --seed 1

Each round: a registry (the replica, a process of its own) whose data have moved since the round
before; a refresh in a process of its own that gets SIGKILL at a random instant, over the whole
run, within the fetch, or after the fetch; a second refresh that must end with 0; then everything
is verified (hashes, keys, references) and compared: each study of the registry once, in the
content it has, in the newest snapshot and in the latest release, and nothing else. All the while
a reader process loads the latest release. Prints one JSON object; exit code 1 if anything was
lost, doubled or half visible.

Processes are forked from this one, which has imported everything, so that a round takes seconds;
`--spawn` starts a new interpreter for each refresh instead.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import harvest
from harvest import sample
from harvest.cli import run as command
from harvest.curated.check import check as check_tables
from harvest.curated.release import Releases
from harvest.curated.verify import verify as verify_curated
from harvest.errors import UsageError
from harvest.raw.content import content_of
from harvest.raw.snapshots import Archive as Raw
from harvest.raw.verify import verify as verify_raw
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import serve

STUDIES = 14
PAGE = 4
CHAIN = 5
"""Rounds in one data folder; then a new one is begun."""
READER_RESTS = 0.2
LONGEST = 120.0
FIRST_DAY = datetime(2026, 1, 5, 9, 0, 5, tzinfo=UTC)


class World:
    """What the registry holds, and how it moves from day to day."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.day, self.number = rng, 0, 0
        texts = sorted(sample.records().values(), key=len)
        self.pool = [json.loads(text) for text in texts[: 2 * STUDIES]]
        self.studies: dict[str, dict[str, Any]] = {}
        for _ in range(STUDIES):
            self._add()

    @property
    def timestamp(self) -> str:
        """Of the registry's data."""
        return (FIRST_DAY + timedelta(days=self.day)).strftime("%Y-%m-%dT%H:%M:%S")

    def records(self) -> dict[str, bytes]:
        """Each study as the registry serves it."""
        return {
            nct_id: json.dumps(study, ensure_ascii=False, separators=(",", ":")).encode()
            for nct_id, study in self.studies.items()
        }

    def move(self) -> None:
        """A weekday's changes: some studies come, go or change, some without a new date."""
        self.day += 1
        for nct_id in self.rng.sample(sorted(self.studies), 3):
            self._touch(nct_id)
        if self.rng.random() < 0.7:
            self._add()
        if self.rng.random() < 0.5 and len(self.studies) > STUDIES:
            del self.studies[self.rng.choice(sorted(self.studies))]

    def _add(self) -> None:
        self.number += 1
        study = json.loads(json.dumps(self.rng.choice(self.pool)))
        nct_id = f"NCT{10_000_000 + self.number}"
        study["protocolSection"]["identificationModule"]["nctId"] = nct_id
        study["protocolSection"]["identificationModule"].pop("nctIdAliases", None)
        self.studies[nct_id] = study
        self._touch(nct_id)

    def _touch(self, nct_id: str) -> None:
        protocol = self.studies[nct_id]["protocolSection"]
        protocol["identificationModule"]["briefTitle"] = f"Study {nct_id} as of day {self.day}"
        posted = {"date": self.timestamp[:10], "type": "ACTUAL"}
        protocol.setdefault("statusModule", {})["lastUpdatePostDateStruct"] = posted


def forked(work: Callable[[], int | None], stderr: Path | None = None) -> int:
    """Start a process that does this; gives its id."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        if stderr is not None:
            file = os.open(stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
            sys.stderr = os.fdopen(2, "w", closefd=False)
        code = work() or 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(process: int, patience: float = LONGEST) -> int | None:
    """The exit code of a process, negative for a signal; None if it still runs after `patience`."""
    end = time.monotonic() + patience
    while True:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= end:
            return None
        time.sleep(0.002)


@contextmanager
def registry(world: World, port: int) -> Iterator[None]:
    """The replica of this day, in a process of its own."""
    app = create_app(Archive(world.records(), world.timestamp))
    reading, writing = os.pipe()

    def work() -> None:
        serve(app, "127.0.0.1", port, lambda _: os.write(writing, b"!") and None)

    process = forked(work)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    try:
        yield
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


class Refresher:
    """Starts refreshes."""

    def __init__(self, port: int, log: Path, *, spawn: bool) -> None:
        self.address, self.log, self.spawn = f"http://127.0.0.1:{port}/api/v2", log, spawn
        os.environ |= {
            "HARVEST_PACE_SECONDS": "0",
            "HARVEST_PAGE_SIZE": str(PAGE),
            "HARVEST_TRIES": "2",
            "HARVEST_RETRY_SECONDS": "1",
        }

    def start(self, data: Path, *options: str) -> int:
        """A refresh in a process of its own; gives its id."""
        words = ["refresh", "--cohort", "all", "--registry", self.address, "--data", str(data)]
        words += ["--accept-change", "the registry moves", *options]
        self.log.unlink(missing_ok=True)
        if not self.spawn:
            return forked(lambda: command(words), self.log)
        with self.log.open("w") as file:
            started = subprocess.Popen(
                [sys.executable, "-m", "harvest", *words], stdout=subprocess.DEVNULL, stderr=file
            )
        return started.pid

    def events(self) -> list[dict[str, Any]]:
        """What the last one has logged so far."""
        found = []
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        for line in text.splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def names(self) -> list[str]:
        """The events' names."""
        return [each.get("event", "") for each in self.events()]


def wait_for(refresher: Refresher, name: str, count: int, process: int) -> bool:
    """Until the log has an event so often; False if the process ended before."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if refresher.names().count(name) >= count:
            return True
        if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return False
        time.sleep(0.001)
    return False


def read_on(data_link: Path, report: Path) -> None:
    """The reader: loads the latest release for ever; notes how often, and every fault."""
    loads = 0
    while True:
        try:
            data = data_link.resolve(strict=True)
            names = Releases(data).names()
            if names:
                frame = harvest.load("studies", columns=["nct_id"], data=data)
                release = frame.attrs["release"]
                manifest = Releases(data).manifest(release)
                assert len(frame) == manifest.studies, (release, len(frame), manifest.studies)
                assert frame.nct_id.is_unique, release
                sponsors = harvest.load("sponsors", release=release, data=data)
                assert set(sponsors.nct_id) <= set(frame.nct_id), release
                loads += 1
        except (FileNotFoundError, UsageError) as error:
            # This program deletes a folder when the next one is begun, and only then.
            is_current = data_link.exists() and data_link.resolve() == data
            if is_current and Releases(data).names():
                _note(report, f"reader: {error!r}")
        except BaseException as error:
            _note(report, f"reader: {error!r}")
        (report.with_suffix(".count")).write_text(str(loads))
        time.sleep(READER_RESTS)


def _note(report: Path, text: str) -> None:
    with report.open("a") as file:
        file.write(text + "\n")


def faults_of(data: Path, world: World, *, is_last: bool) -> list[str]:
    """What is wrong in a data folder after its recovery."""
    releases = Releases(data)
    faults = [*verify_raw(Raw(data))]
    if is_last:
        faults += verify_curated(releases)
    else:
        # Releases before the newest were checked when they were, and their hashes are the same.
        faults += [
            f"{path} has changed" for each in releases.names() for path in releases.damaged(each)
        ]
        faults += check_tables(releases.folder())
    expected = {nct_id: content_of(text).version for nct_id, text in world.records().items()}
    snapshot = Raw(data).snapshot()
    entries = snapshot.entries()
    if len({entry.nct_id for entry in entries}) != len(entries):
        faults.append("doubled in the snapshot")
    if {entry.nct_id: entry.version for entry in entries} != expected:
        faults.append("the snapshot does not hold what the registry has")
    frame = harvest.load("studies", columns=["nct_id", "brief_title"], data=data)
    if not frame.nct_id.is_unique:
        faults.append("doubled in the release")
    titles = {
        nct_id: study["protocolSection"]["identificationModule"]["briefTitle"]
        for nct_id, study in world.studies.items()
    }
    if dict(zip(frame.nct_id, frame.brief_title, strict=True)) != titles:
        faults.append("the release does not hold what the registry has")
    left = [
        str(path.relative_to(data))
        for path in data.rglob("*")
        if path.name.startswith((".making-", ".staging-")) or path.suffix in (".part", ".page")
    ]
    return faults + [f"left over: {each}" for each in left]


def check(data: Path, world: World, report: Path, *, is_last: bool) -> None:
    """Verify in a process of its own; faults go into the report."""

    def work() -> int:
        for fault in faults_of(data, world, is_last=is_last):
            _note(report, f"{data.name}: {fault}")
        return 0

    code = ended(forked(work))
    if code != 0:
        _note(report, f"{data.name}: the check ended with {code}")


def main() -> int:
    """Run from the command line."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spawn", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the data folders are made")
    parser.add_argument("--keep", action="store_true", help="keep the data folders")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = Path(tempfile.mkdtemp(prefix="kills-", dir=given.folder))
    report, link = place / "faults.txt", place / "current"
    report.touch()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    refresher = Refresher(port, place / "log.jsonl", spawn=given.spawn)
    reader = forked(lambda: read_on(link, report))
    started = time.monotonic()
    try:
        counts = rounds(given.kills, rng, place, link, report, refresher, port)
    finally:
        os.kill(reader, signal.SIGKILL)
        os.waitpid(reader, 0)
    faults = report.read_text().splitlines()
    loads = int(report.with_suffix(".count").read_text())
    result = {
        "kills": given.kills,
        "seed": given.seed,
        "seconds": round(time.monotonic() - started),
        **counts,
        "loads_by_the_reader": loads,
        "faults": faults,
    }
    print(json.dumps(result, indent=2))
    if not given.keep and not faults:
        shutil.rmtree(place)
    return 1 if faults else 0


def rounds(
    kills: int,
    rng: random.Random,
    place: Path,
    link: Path,
    report: Path,
    refresher: Refresher,
    port: int,
) -> dict[str, Any]:
    """Kill so often; counts by kind of run, by phase, and what was asked again."""
    world = World(rng)
    kinds: Counter[str] = Counter()
    phases: Counter[str] = Counter()
    lasting = {"first": 1.5, "sweep": 1.5, "full": 1.5}
    so_far: dict[str, Any] = {}
    done = pages = asked_again = finished_first = 0
    data = place / "none"
    step = 0
    while done < kills:
        kind = "first" if step % CHAIN == 0 else "full" if rng.random() < 0.3 else "sweep"
        if kind == "first":
            old, data = data, place / f"data-{step}"
            data.mkdir()
            beside = place / ".link"
            beside.symlink_to(data, target_is_directory=True)
            beside.replace(link)
            shutil.rmtree(old, ignore_errors=True)
        step += 1
        if kind != "full" or rng.random() < 0.5:
            world.move()
        options = ["--full"] if kind == "full" else []
        with registry(world, port):
            process = refresher.start(data, *options)
            kill_in(rng, lasting[kind], refresher, process)
            os.kill(process, signal.SIGKILL)
            code = ended(process)
            names = refresher.names()
        if code == -signal.SIGKILL:
            done += 1
            kinds[kind] += 1
            phases[phase(names)] += 1
        else:
            finished_first += 1
        left = len(list(data.glob("raw/ctgov/unsealed/*.page")))
        has_moved = rng.random() < 0.15
        if has_moved:
            world.move()
        with registry(world, port):
            began = time.monotonic()
            code = ended(refresher.start(data))
            took = time.monotonic() - began
        if code != 0:
            _note(report, f"{data.name}: the recovery ended with {code}: {refresher.events()[-1:]}")
        sealed = [each for each in refresher.events() if each.get("event") == "snapshot.sealed"]
        if sealed and not has_moved:
            pages += left
            asked_again += left - sealed[0]["kept_pages"]
            lasting[kind] = 0.7 * lasting[kind] + 0.3 * took
        check(data, world, report, is_last=step % CHAIN == 0 or done == kills)
        so_far = {
            "kills_so_far": done,
            "kinds": kinds,
            "last_event_before_the_kill": phases,
            "runs_that_ended_before_their_kill": finished_first,
            "pages_sealed_before_a_kill": pages,
            "of_these_asked_again": asked_again,
        }
        (place / "so-far.json").write_text(json.dumps(so_far, indent=2))
    return so_far


def kill_in(rng: random.Random, seconds: float, refresher: Refresher, process: int) -> None:
    """Wait until the instant of the kill: anywhere, within the fetch, or after it."""
    aim = rng.choice(("anywhere", "fetch", "after"))
    if aim == "fetch":
        wait_for(refresher, "page.fetched", rng.randint(1, 5), process)
        time.sleep(rng.uniform(0, 0.02))
    elif aim == "after":
        wait_for(refresher, "snapshot.sealed", 1, process)
        time.sleep(rng.uniform(0, seconds))
    else:
        time.sleep(rng.uniform(0, seconds))


def phase(names: list[str]) -> str:
    """Where a run was, by its last event."""
    known = ("release.published", "snapshot.sealed", "page.fetched")
    return next((name for name in known if name in names), "none yet")


if __name__ == "__main__":
    sys.exit(main())
