"""Disks that are full or read-only, as the system has them: small file systems of their own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import harvest as package
from harvest import refresh as job
from harvest.cohorts import BUILT_IN
from harvest.curated.release import Releases
from harvest.curated.verify import verify as verify_curated
from harvest.errors import DiskError, NotPermitted
from harvest.files import as_harvest_error
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify as verify_raw
from harvest.settings import Settings
from tests.records import MONDAY, TUESDAY, WEDNESDAY, nct, record, records, served

from .commands import harvest

pytestmark = pytest.mark.long
SETTINGS = Settings(pace_seconds=0, tries=1, retry_seconds=0, page_size=5)
GIVEN = records(*range(1, 21))
CHANGED = {nct(n): record(n, title=f"Changed {n}") for n in range(1, 31)}


def mount(*words: str) -> None:
    command = shutil.which("mount")
    if command is None:
        pytest.skip("NOT TESTED: disks that are full or read-only; there is no mount here")
    done = subprocess.run([command, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT TESTED: disks that are full or read-only; mount says {done.stderr}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place))
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def refresh(data: Path, given: Mapping[str, bytes], day: str, port: int = 18_731) -> None:
    with served(given, day, port) as address:
        job.refresh(data, BUILT_IN["all"], replace(SETTINGS, registry=address))


def why_not(data: Path) -> OSError | None:
    try:
        refresh(data, CHANGED, TUESDAY)
    except OSError as error:
        return error
    return None


def faults(data: Path) -> list[str]:
    return [*verify_raw(Archive(data)), *verify_curated(Releases(data))]


def titles(data: Path) -> set[str]:
    frame = package.load("studies", data=data)
    assert frame.nct_id.is_unique
    return set(frame.brief_title)


def test_a_disk_that_is_full_at_any_time_costs_nothing_but_time(disk: Path) -> None:
    data = disk / "data"
    refresh(data, GIVEN, MONDAY)
    used = shutil.disk_usage(disk).used
    before = titles(data)
    failed = 0
    for spare in (8, 40, 80, 120, 200, 300, 400, 500, 600, 650, 700, 800, 1000):
        mount("-o", f"remount,size={used + spare * 1024}", str(disk))
        reason = why_not(data)
        failed += reason is not None
        assert reason is None or isinstance(as_harvest_error(reason), DiskError)
        assert faults(data) == []
        assert titles(data) in (before, {f"Changed {n}" for n in range(1, 31)})
    assert failed >= 5
    mount("-o", "remount,size=64m", str(disk))
    refresh(data, CHANGED, TUESDAY)
    assert faults(data) == []
    assert titles(data) == {f"Changed {n}" for n in range(1, 31)}
    assert len(Archive(data).snapshots()) == 2


def test_a_full_disk_has_its_exit_code_and_sentence(disk: Path) -> None:
    mount("-o", "remount,size=300k", str(disk))
    done = harvest("refresh", "--registry", "sample", "--data", disk / "data")
    assert done.code == 74
    assert "free some space" in done.events[-1]["message"]


def test_a_disk_that_turned_read_only_is_still_read(disk: Path) -> None:
    data = disk / "data"
    refresh(data, GIVEN, MONDAY)
    before = titles(data)
    mount("-o", "remount,ro", str(disk))
    with pytest.raises(OSError) as reason:  # noqa: PT011 - told by its number below
        refresh(data, CHANGED, TUESDAY)
    assert isinstance(as_harvest_error(reason.value), NotPermitted)
    done = harvest("refresh", "--registry", "sample", "--data", data)
    assert done.code == 77
    assert harvest("verify", "--data", data).code == 0
    assert harvest("status", "--data", data).code == 0
    assert titles(data) == before
    mount("-o", "remount,rw", str(disk))
    refresh(data, CHANGED, TUESDAY)
    assert titles(data) == {f"Changed {n}" for n in range(1, 31)}


def test_a_clock_that_jumps_back_changes_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = datetime.now(UTC)
    for days, given, day in (
        (400, GIVEN, MONDAY),
        (-400, CHANGED, TUESDAY),
        (0, GIVEN | CHANGED, WEDNESDAY),
    ):
        now = true + timedelta(days=days)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:
                return now  # noqa: B023 - used within the loop's turn

        for module in ("harvest.refresh", "harvest.curate", "harvest.curated.release"):
            monkeypatch.setattr(f"{module}.datetime", Clock)
        refresh(tmp_path, given, day)
        assert Archive(tmp_path).snapshot().manifest.source.data_timestamp == f"{day}T09:00:05"
        assert Releases(tmp_path).manifest().data_timestamp in (
            f"{day}T09:00:05",
            f"{TUESDAY}T09:00:05",
        )
    assert len(Archive(tmp_path).snapshots()) == 3
    assert faults(tmp_path) == []
