"""Runs that are stopped from outside, in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest.raw.snapshots import Archive
from tests.records import MONDAY, records, served

from .commands import harvest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.long


@pytest.fixture
def address() -> Iterator[str]:
    with served(records(*range(1, 21)), MONDAY) as address:
        yield address


def started(address: str, data: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    words = ["refresh", "--cohort", "all", "--registry", address, "--data", str(data), "--json"]
    return subprocess.Popen(
        [sys.executable, "-m", "harvest", *words, *options],
        env={**os.environ, "HARVEST_PAGE_SIZE": "2", "HARVEST_PACE_SECONDS": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_run_told_to_end_ends_and_the_next_goes_on(address: str, tmp_path: Path) -> None:
    process = started(address, tmp_path, HARVEST_PACE_SECONDS="0.2")
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["event"] == "page.fetched":
            process.send_signal(signal.SIGTERM)
            break
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert json.loads(err.splitlines()[-1])["event"] == "run.failed"
    assert json.loads((tmp_path / "last-run.json").read_bytes())["exit_code"] == 143
    done = harvest(
        "refresh", "--cohort", "all", "--registry", address, "--data", tmp_path,
        HARVEST_PAGE_SIZE="2",
    )  # fmt: skip
    assert done.code == 0, done.err
    (sealed,) = (each for each in done.events if each["event"] == "snapshot.sealed")
    assert sealed["kept_pages"] >= 1
    assert harvest("verify", "--data", tmp_path).code == 0


def test_of_runs_at_once_one_works_and_the_others_say_so(address: str, tmp_path: Path) -> None:
    processes = [started(address, tmp_path, HARVEST_PACE_SECONDS="0.5") for _ in range(4)]
    ends = [process.communicate(timeout=120) and process.returncode for process in processes]
    assert sorted(ends) == [0, 75, 75, 75]
    assert len(Archive(tmp_path).snapshots()) == 1
    assert harvest("verify", "--data", tmp_path).code == 0


def test_runs_that_wait_for_each_other_make_one_snapshot(address: str, tmp_path: Path) -> None:
    processes = [started(address, tmp_path, "--wait", "100") for _ in range(4)]
    results = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(result["is_new"] for result in results) == [False, False, False, True]
    assert len(Archive(tmp_path).snapshots()) == 1


def test_ten_runs_killed_at_random_lose_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "bench/kills.py", "--kills", "10", "--seed", "7", "--folder", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert (done.returncode, found["faults"]) == (0, [])
    assert (found["kills"], found["of_these_asked_again"]) == (10, 0)
    assert found["loads_by_the_reader"] > 0
