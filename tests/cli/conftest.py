"""Data folders with a release in them, and disks that are full or may not be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flow.commands import harvest
from tests.records import pretty, record, served, study

Mount = Callable[[str], Path]


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one import of twenty studies."""
    folder = tmp_path_factory.mktemp("imported")
    lines = b"\n".join([record(n) for n in range(1, 21)])
    (folder / "studies.ndjson").write_bytes(lines)
    (folder / "one.json").write_bytes(pretty(study(21)))
    done = harvest(
        "import", folder / "studies.ndjson", folder / "one.json", "--data", folder / "data"
    )
    assert done.code == 0, done.err
    return folder / "data"


@pytest.fixture
def data(imported: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    shutil.copytree(imported, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


@pytest.fixture(scope="session")
def registry() -> Iterator[str]:
    """The address of a registry with twenty studies."""
    with served({f"NCT{n:08d}": record(n) for n in range(1, 21)}) as address:
        yield address


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Mount]:
    """Mounts memory as a disk with these options; skips where that is not allowed."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        if os.name != "posix" or os.geteuid() != 0:
            pytest.skip("only root may mount, so a broken disk has NOT been tried")
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"mount is not allowed ({done.stderr!r}), a broken disk has NOT been tried")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", place], check=True)
