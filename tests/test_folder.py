from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harvest.cohorts import BUILT_IN, IMPORTED
from harvest.errors import ConfigError, DamagedArchive, Locked, UsageError
from harvest.folder import check_cohort, existing, locked, read_marker, write_marker

ALL, DEFAULT = BUILT_IN["all"], BUILT_IN["ldn-fibromyalgia"]
HOLD = """
import sys
from pathlib import Path
from harvest.folder import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(data: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.communicate()


def test_a_folder_is_made_and_held(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with locked(data):
        assert data.is_dir()
    with locked(data):
        pass


def test_a_second_process_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        holder(tmp_path) as process,
        pytest.raises(Locked, match=rf"process {process.pid}.*give --wait"),
        locked(tmp_path),
    ):
        pass


def test_a_folder_is_free_once_its_holder_ends(tmp_path: Path) -> None:
    with holder(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_a_folder_is_free_once_its_holder_is_killed(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with locked(tmp_path):
            pass


def test_waiting_gets_the_folder_as_soon_as_it_is_free(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        with locked(tmp_path, wait=20):
            pass


def test_two_folders_do_not_hinder_each_other(tmp_path: Path) -> None:
    with holder(tmp_path / "one"), locked(tmp_path / "two"):
        pass


def test_a_failure_lets_go_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path):
        raise RuntimeError("stopped")
    with locked(tmp_path):
        pass


def test_a_new_folder_takes_any_cohort_and_then_only_that(tmp_path: Path) -> None:
    check_cohort(tmp_path, ALL)
    assert read_marker(tmp_path) is None
    write_marker(tmp_path, ALL)
    check_cohort(tmp_path, ALL)
    for other in (DEFAULT, IMPORTED):
        with pytest.raises(ConfigError, match=r"holds the cohort 'all'.*--data"):
            check_cohort(tmp_path, other)


def test_the_marker_is_written_only_when_it_changes(tmp_path: Path) -> None:
    write_marker(tmp_path, ALL)
    before = (tmp_path / "harvest.json").stat().st_mtime_ns
    write_marker(tmp_path, ALL)
    assert (tmp_path / "harvest.json").stat().st_mtime_ns == before


def test_a_folder_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    write_marker(tmp_path, ALL)
    path = tmp_path / "harvest.json"
    path.write_text(json.dumps({"format": 2, "something": "new"}))
    for call in (lambda: check_cohort(tmp_path, ALL), lambda: existing(tmp_path)):
        with pytest.raises(ConfigError, match="upgrade harvest"):
            call()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"format": "1"}', '{"format": 1}', '{"format":1,"cohort":{}}'],
)
def test_a_marker_that_is_none_is_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / "harvest.json").write_text(text)
    with pytest.raises(DamagedArchive, match="backup"):
        check_cohort(tmp_path, ALL)


def test_a_folder_that_is_not_there_is_a_usage_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `harvest refresh`"):
        existing(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
