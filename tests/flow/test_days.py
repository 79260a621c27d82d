"""A registry played through some days: `changes` is what was done to it, no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import days
from harvest.cohorts import BUILT_IN
from harvest.errors import RegistryUnavailable
from harvest.refresh import refresh
from harvest.settings import Settings

from .commands import harvest


def in_process(data: Path, address: str) -> tuple[int, int]:
    settings = Settings(registry=address, pace_seconds=0, tries=1, retry_seconds=0)
    try:
        return 0, refresh(data, BUILT_IN["all"], settings).requests
    except RegistryUnavailable as error:
        return error.exit_code, 1


def test_three_days_are_told_as_they_were(tmp_path: Path) -> None:
    played = list(days.run(tmp_path, 3, 20, in_process))
    assert [day.code for day in played] == [0] * 4
    assert played[-1].changes == sum(day.edits for day in played)
    done = harvest("diff", "--data", tmp_path)
    assert "NCT00000011  Low-dose naltrexone, study 11  [LDN]" in done.out
    assert "  study reappeared: WITHHELD → RECRUITING" in done.out


@pytest.mark.long
def test_ten_days_are_told_as_they_were(tmp_path: Path) -> None:
    played = list(days.run(tmp_path, 10, 60))
    assert [day.code for day in played] == [0] * 7 + [69] + [0] * 3
    assert [day.requests for day in played] == [3, 4, 5, 5, 4, 1, 1, 1, 4, 4, 4]
    assert played[-1].changes == sum(day.edits for day in played)
    assert harvest("verify", "--data", tmp_path).code == 0
