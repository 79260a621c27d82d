from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvest.errors import DamagedArchive
from harvest.lastrun import Run, age, read_run, write_run

GOOD = Run(command="refresh", finished_at="2026-11-16T06:00:00+00:00", seconds=1, exit_code=0,
           message="Published.")  # fmt: skip
BAD = Run(command="refresh", finished_at="2026-11-17T06:00:00+00:00", seconds=1, exit_code=69,
          message="No answer.")  # fmt: skip


def test_a_folder_without_a_run_has_none(tmp_path: Path) -> None:
    assert read_run(tmp_path) is None


def test_a_good_run_is_when_it_last_succeeded(tmp_path: Path) -> None:
    write_run(tmp_path, GOOD)
    found = read_run(tmp_path)
    assert found is not None
    assert found.succeeded_at == GOOD.finished_at


def test_a_failed_run_remembers_the_last_success(tmp_path: Path) -> None:
    write_run(tmp_path, GOOD)
    write_run(tmp_path, BAD)
    found = read_run(tmp_path)
    assert found is not None
    assert (found.exit_code, found.succeeded_at) == (69, GOOD.finished_at)


def test_a_folder_that_never_succeeded_says_so(tmp_path: Path) -> None:
    write_run(tmp_path, BAD)
    found = read_run(tmp_path)
    assert found is not None
    assert found.succeeded_at is None


def test_a_summary_never_makes_a_folder_or_fails(tmp_path: Path) -> None:
    write_run(tmp_path / "nowhere", GOOD)
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "last-run.json").mkdir()
    write_run(tmp_path, GOOD)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"command": 1}'])
def test_a_summary_that_is_none_is_told_and_replaced_by_the_next(tmp_path: Path, text: str) -> None:
    (tmp_path / "last-run.json").write_text(text)
    with pytest.raises(DamagedArchive):
        read_run(tmp_path)
    write_run(tmp_path, GOOD)
    assert read_run(tmp_path) is not None


def test_an_age_is_the_time_since_in_any_zone() -> None:
    now = datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert age("2026-11-16T06:00:00+00:00", now) == timedelta(hours=2)
    assert age("2026-11-16T08:00:00+02:00", now) == timedelta(hours=2)
