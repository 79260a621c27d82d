"""The instant between each two file operations: killed there, and each operation failed in turn."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from harvest.cohorts import BUILT_IN
from harvest.curate import curate
from harvest.curated.publish import publish, staging
from harvest.curated.release import Releases
from harvest.folder import locked, write_marker
from harvest.raw.snapshots import Archive, Snapshot
from harvest.raw.unsealed import Unsealed
from harvest.raw.verify import verify
from harvest.registry.delivery import RequestLog
from tests.operations import Killed, Operations
from tests.records import (
    MONDAY,
    TUESDAY,
    add,
    at,
    nct,
    pretty,
    record,
    snapshot,
    source,
    study,
    writer,
)

Work = Callable[[Path], object]
NOW = {nct(2): record(2, title="Changed"), nct(3): record(3), nct(4): record(4)}


def seal_again(data: Path) -> Snapshot:
    """A second snapshot, as a run makes it: pages kept, segments, index, manifest."""
    with locked(data):
        write_marker(data, BUILT_IN["all"])
        target = writer(data, at(TUESDAY))
        unsealed = Unsealed(Archive(data).root, "here", target.newest, is_full=False)
        unsealed.begin(TUESDAY)
        parameters = (("pageSize", "5"),)
        if unsealed.get(parameters) is None:
            log = RequestLog(1, "all", "here", parameters, 200, 0.1, 0, 0, "", 0)
            unsealed.put(log, b"")
        for text in NOW.values():
            add(target, text)
        add(target, pretty(study(5)))
        sealed = target.seal(source(), [{"number": 1}], at(TUESDAY))
        unsealed.clear()
    return sealed


def archive_is_whole(data: Path) -> bool:
    return list(verify(Archive(data))) == []


def count(work: Work, data: Path) -> list[tuple[str, str]]:
    with Operations() as seen:
        work(data)
    return seen.log


@contextmanager
def failing(number: int) -> Iterator[None]:
    """One operation fails; what the product makes of it is another matter."""
    with suppress(OSError), Operations(fails_at=number):
        yield


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("sealed")
    snapshot(data, [record(1), record(2), record(3)], at(MONDAY))
    return data


def copies(origin: Path, place: Path) -> Iterator[Path]:
    """Fresh copies of a data folder, one after the other."""
    data = place / "copy"
    while True:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(origin, data, symlinks=True)
        yield data


def test_a_seal_killed_between_any_two_operations_is_made_up_for(
    sealed: Path, tmp_path: Path
) -> None:
    fresh = copies(sealed, tmp_path)
    operations = count(seal_again, next(fresh))
    assert len(operations) > 30
    for number in range(1, len(operations) + 1):
        data = next(fresh)
        with pytest.raises(Killed), Operations(dies_at=number):
            seal_again(data)
        assert archive_is_whole(data), (number, operations[number - 1])
        found = Archive(data).snapshots()
        assert len(found) in (1, 2)
        if len(found) == 1:
            seal_again(data)
        assert archive_is_whole(data), (number, operations[number - 1])
        newest = Archive(data).snapshot()
        assert {e.nct_id for e in newest.entries()} == {*NOW, nct(5)}
        assert [e.nct_id for e in newest.manifest.events] == [nct(1)]
        with locked(data):
            writer(data, at(TUESDAY))
            Unsealed(Archive(data).root, "here", newest.name, is_full=False).clear()
        assert [path.name for path in data.rglob(".*") if path.name != ".harvest.lock"] == []


@pytest.mark.long
def test_a_seal_in_which_any_one_operation_fails_is_made_up_for(
    sealed: Path, tmp_path: Path
) -> None:
    fresh = copies(sealed, tmp_path)
    operations = count(seal_again, next(fresh))
    for number in range(1, len(operations) + 1):
        data = next(fresh)
        with failing(number):
            seal_again(data)
        assert archive_is_whole(data), (number, operations[number - 1])
        if len(Archive(data).snapshots()) == 1:
            seal_again(data)
        assert archive_is_whole(data), (number, operations[number - 1])
        assert {e.nct_id for e in Archive(data).snapshot().entries()} == {*NOW, nct(5)}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one release, and the tables of the next."""
    data = tmp_path_factory.mktemp("published")
    curate(data, snapshot(data, [record(1)], at(MONDAY)), now=at(MONDAY))
    # Each table costs some operations, all alike.
    for path in sorted((data / "curated" / "2026.11.1").glob("*.parquet"))[4:]:
        path.unlink()
    shutil.copytree(data / "curated" / "2026.11.1", data / "next")
    return data


def publish_next(data: Path) -> None:
    """The second release, as a run publishes it."""
    with locked(data):
        releases = Releases(data)
        manifest = releases.manifest("2026.11.1")
        names = {path.stem for path in (data / "next").glob("*.parquet")}
        tables = tuple(table for table in manifest.tables if table.name in names)
        folder = staging(releases)
        for path in (data / "next").glob("*.parquet"):
            shutil.copy(path, folder / path.name)
        again = msgspec.structs.replace(manifest, release="2026.11.2", tables=tables)
        publish(releases, folder, again)


def readable(data: Path) -> str:
    """The release that a reader gets, which must be whole."""
    releases = Releases(data)
    latest = releases.latest()
    assert latest in ("2026.11.1", "2026.11.2")
    manifest = releases.manifest(latest)
    if latest == "2026.11.2":
        assert releases.damaged(latest) == []
    link = data / "curated" / "latest"
    assert (link / "manifest.json").is_file()
    return manifest.release


def is_tidy(data: Path) -> bool:
    found = {path.name for path in (data / "curated").iterdir()}
    return found == {"2026.11.1", "2026.11.2", "latest", "latest.json"}


def test_a_publish_killed_between_any_two_operations_is_made_up_for(
    published: Path, tmp_path: Path
) -> None:
    fresh = copies(published, tmp_path)
    operations = count(publish_next, next(fresh))
    assert len(operations) > 25
    for number in range(1, len(operations) + 1):
        data = next(fresh)
        with pytest.raises(Killed), Operations(dies_at=number):
            publish_next(data)
        readable(data)
        publish_next(data)
        assert readable(data) == "2026.11.2", (number, operations[number - 1])
        assert is_tidy(data), (number, operations[number - 1])
        assert str((data / "curated" / "latest").readlink()) == "2026.11.2"


@pytest.mark.long
def test_a_publish_in_which_any_one_operation_fails_is_made_up_for(
    published: Path, tmp_path: Path
) -> None:
    fresh = copies(published, tmp_path)
    operations = count(publish_next, next(fresh))
    for number in range(1, len(operations) + 1):
        data = next(fresh)
        with failing(number):
            publish_next(data)
        readable(data)
        publish_next(data)
        assert readable(data) == "2026.11.2", (number, operations[number - 1])
        assert is_tidy(data), (number, operations[number - 1])


@pytest.mark.parametrize(("work", "origin"), [(seal_again, "sealed"), (publish_next, "published")])
def test_nothing_gets_its_name_before_its_bytes_are_on_the_disk(
    work: Work, origin: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data = next(copies(request.getfixturevalue(origin), tmp_path))
    synced: set[str] = set()
    renames = 0
    for name, target in (operations := count(work, data)):
        if name == "fsync":
            synced.add(target)
        elif name in ("rename", "replace") and not target.endswith((".part", ".tmp")):
            renames += 1
            assert str(Path(target)) in synced, target
    parts = [target for name, target in operations if name == "replace"]
    assert all(target in synced for target in parts if ".latest." not in target)
    assert renames == 1
    # Each name is forced to the disk before anything else gets one.
    moved = [at for at, (name, _) in enumerate(operations) if name in ("rename", "replace")]
    for place in moved:
        target = operations[place][1]
        assert operations[place + 1] == ("fsync", str(Path(target).parent)), target
