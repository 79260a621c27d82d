from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify
from tests.records import MONDAY, TUESDAY, at, pretty, record, snapshot, study

MONDAYS, TUESDAYS = "2026-11-16T060000Z", "2026-11-17T060000Z"
HASHED = [
    f"records/{MONDAYS}-000.jsonl.zst",
    f"records/{MONDAYS}-000.index.parquet",
    f"records/{MONDAYS}-000.given.jsonl.zst",
    f"records/{TUESDAYS}-000.jsonl.zst",
    f"records/{TUESDAYS}-000.index.parquet",
    f"snapshots/{MONDAYS}/index.parquet",
    f"snapshots/{MONDAYS}/requests.jsonl",
    f"snapshots/{TUESDAYS}/index.parquet",
    f"snapshots/{TUESDAYS}/requests.jsonl",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made")
    snapshot(data, [record(1), pretty(study(2)), record(None)], at(MONDAY))
    snapshot(data, [record(1, title="Another"), record(2)], at(TUESDAY))
    return data


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Archive:
    shutil.copytree(made, tmp_path / "data")
    return Archive(tmp_path / "data")


def spoiled(path: Path, places: Iterable[int], mask: int) -> Iterator[int]:
    """The file with one byte after the other turned over."""
    good = path.read_bytes()
    for place in places:
        bad = bytearray(good)
        bad[place] ^= mask
        path.write_bytes(bad)
        yield place
    path.write_bytes(good)


def test_an_archive_as_written_has_no_fault(archive: Archive) -> None:
    assert list(verify(archive)) == []


def test_an_empty_folder_has_no_fault(tmp_path: Path) -> None:
    assert list(verify(Archive(tmp_path))) == []


def test_the_list_of_hashed_files_is_complete(archive: Archive) -> None:
    there = {path.relative_to(archive.root).as_posix() for path in archive.root.rglob("*.*")}
    assert there - {f"snapshots/{day}/manifest.json" for day in (MONDAYS, TUESDAYS)} == set(HASHED)


@pytest.mark.parametrize("name", HASHED)
def test_one_byte_more_is_found_and_the_file_is_named(archive: Archive, name: str) -> None:
    path = archive.root / name
    path.write_bytes(path.read_bytes() + b"\0")
    known_as = path.name.split(".")[0] if "records" in name else str(path)
    assert any(known_as in fault for fault in verify(archive))


@pytest.mark.parametrize(
    "name",
    [
        f"records/{MONDAYS}-000.jsonl.zst",
        f"snapshots/{MONDAYS}/requests.jsonl",
        f"records/{MONDAYS}-000.given.jsonl.zst",
        f"records/{MONDAYS}-000.index.parquet",
        f"snapshots/{MONDAYS}/index.parquet",
    ],
)
def test_a_turned_byte_is_found(archive: Archive, name: str) -> None:
    path = archive.root / name
    size = path.stat().st_size
    places = sorted({*range(min(size, 60)), *range(0, size, 9), *range(size - 8, size)})
    for mask in (0x01, 0xFF):
        for place in spoiled(path, places, mask):
            assert list(verify(archive)), f"byte {place} of {size}"


@pytest.mark.parametrize("name", HASHED)
def test_a_missing_file_is_found(archive: Archive, name: str) -> None:
    (archive.root / name).unlink()
    assert any(
        name.rsplit("/", 1)[-1].split(".", maxsplit=1)[0] in fault for fault in verify(archive)
    )


@pytest.mark.parametrize("name", HASHED)
def test_an_emptied_file_is_found(archive: Archive, name: str) -> None:
    (archive.root / name).write_bytes(b"")
    assert list(verify(archive))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null"])
def test_a_damaged_manifest_is_found(archive: Archive, text: str) -> None:
    (archive.root / "snapshots" / MONDAYS / "manifest.json").write_text(text)
    assert list(verify(archive))


def test_a_manifest_with_a_byte_that_is_no_text_is_found(archive: Archive) -> None:
    path = archive.root / "snapshots" / MONDAYS / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"127.0.0.1", b"127.0.\xff.1"))
    assert list(verify(archive))


def test_a_manifest_with_another_total_is_found(archive: Archive) -> None:
    path = archive.root / "snapshots" / MONDAYS / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"2026-11-16T09:00:05", b"2026-11-15T09:00:05"))
    assert list(verify(archive))


def test_a_missing_manifest_of_an_earlier_snapshot_is_found(archive: Archive) -> None:
    (archive.root / "snapshots" / MONDAYS / "manifest.json").unlink()
    assert list(verify(archive))


def test_a_snapshot_under_another_name_is_found(archive: Archive) -> None:
    folder = archive.root / "snapshots"
    (folder / MONDAYS).rename(folder / "2026-11-15T060000Z")
    assert any("is called" in fault for fault in verify(archive))


def test_segments_that_were_exchanged_are_found(archive: Archive) -> None:
    one, two = (archive.records / f"{day}-000.jsonl.zst" for day in (MONDAYS, TUESDAYS))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert list(verify(archive))


def test_all_faults_are_listed_not_only_the_first(archive: Archive) -> None:
    for name in HASHED:
        path = archive.root / name
        path.write_bytes(path.read_bytes() + b"\0")
    faults = "\n".join(verify(archive))
    assert all(str(archive.root / name) in faults for name in HASHED)
