from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from harvest.curate import curate
from harvest.curated.publish import point_latest, publish, staging
from harvest.curated.release import Releases
from harvest.curated.verify import verify
from harvest.errors import CheckFailed
from harvest.raw.snapshots import Archive
from tests.records import MONDAY, WEDNESDAY, at, files_under, record, snapshot


def pointers(data: Path) -> tuple[str, str]:
    root = data / "curated"
    return json.loads((root / "latest.json").read_bytes())["release"], str(
        (root / "latest").readlink()
    )


def test_latest_json_and_the_link_name_the_newest(released: Path) -> None:
    assert pointers(released) == ("2026.11.2", "2026.11.2")
    assert (released / "curated" / "latest" / "studies.parquet").is_file()


def test_a_release_folder_holds_tables_manifest_datapackage_and_dictionary(released: Path) -> None:
    folder = released / "curated" / "2026.11.2"
    others = {path.name for path in folder.iterdir() if path.suffix != ".parquet"}
    assert others >= {"manifest.json", "datapackage.json", "dictionary.csv"}


def test_a_release_folder_holds_croissant_json(released: Path) -> None:
    assert (released / "curated" / "2026.11.2" / "croissant.json").is_file()


def test_nothing_is_left_of_the_staging(released: Path) -> None:
    names = {path.name for path in (released / "curated").iterdir()}
    assert names == {"2026.11.1", "2026.11.2", "latest.json", "latest"}


def test_an_older_release_never_changes(released: Path, data: Path) -> None:
    before = files_under(data / "curated" / "2026.11.1")
    made = snapshot(data, [record(n) for n in range(1, 10)], at(WEDNESDAY))
    curate(data, made, now=at(WEDNESDAY))
    assert pointers(data) == ("2026.11.3", "2026.11.3")
    assert files_under(data / "curated" / "2026.11.1") == before


def test_the_same_bytes_under_the_same_name_change_nothing(data: Path) -> None:
    before = files_under(data / "curated")
    first = Archive(data).snapshot(Archive(data).snapshots()[0])
    again = curate(data, first, name="2026.11.1")
    assert not again.is_new
    assert files_under(data / "curated") == before


def test_other_bytes_under_the_same_name_are_refused(data: Path) -> None:
    before = files_under(data / "curated")
    with pytest.raises(CheckFailed, match=r"2026\.11\.1 exists and differs in .*never changed"):
        curate(data, Archive(data).snapshot(), name="2026.11.1")
    assert files_under(data / "curated") == before


def test_a_release_that_was_accepted_can_be_made_again(data: Path) -> None:
    fewer = snapshot(data, [record(1)], at(WEDNESDAY))
    made = curate(data, fewer, accept_change="withdrawn", now=at(WEDNESDAY))
    assert not curate(data, fewer, name=made.manifest.release).is_new


def test_a_publish_stopped_after_the_rename_is_finished_by_the_next_run(data: Path) -> None:
    root = data / "curated"
    (root / "latest.json").write_text('{"release": "2026.11.1"}')
    (root / "latest").unlink()
    (root / "latest").symlink_to("2026.11.1")
    (root / ".staging-1").mkdir()
    (root / ".staging-1" / "studies.parquet").write_bytes(b"half")
    result = curate(data, Archive(data).snapshot(), now=at(WEDNESDAY))
    assert not result.is_new
    assert pointers(data) == ("2026.11.2", "2026.11.2")


def test_a_first_publish_stopped_after_the_rename_is_finished(data: Path) -> None:
    root = data / "curated"
    (root / "latest.json").unlink()
    (root / "latest").unlink()
    point_latest(Releases(data))
    assert pointers(data) == ("2026.11.2", "2026.11.2")


def test_leftovers_of_stopped_runs_are_cleared_away(data: Path) -> None:
    left = data / "curated" / ".staging-1"
    left.mkdir()
    (left / "studies.parquet").write_bytes(b"half")
    folder = staging(Releases(data))
    assert not left.exists()
    assert list(folder.iterdir()) == []


def test_a_file_system_without_links_has_latest_json_only(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    made = snapshot(tmp_path, [record(1)], at(MONDAY))
    curate(tmp_path, made, now=at(MONDAY))
    assert Releases(tmp_path).latest() == "2026.11.1"
    assert {path.name for path in (tmp_path / "curated").iterdir()} == {"2026.11.1", "latest.json"}


def test_a_folder_in_the_place_of_the_link_does_no_harm(data: Path) -> None:
    root = data / "curated"
    (root / "latest").unlink()
    (root / "latest").mkdir()
    (root / "latest" / "mine.txt").write_text("mine")
    made = snapshot(data, [record(n) for n in range(1, 10)], at(WEDNESDAY))
    curate(data, made, now=at(WEDNESDAY))
    assert Releases(data).latest() == "2026.11.3"
    assert (root / "latest" / "mine.txt").read_text() == "mine"
    assert not [path for path in root.iterdir() if path.name.startswith(".")]


def test_a_release_appears_whole(released: Path, tmp_path: Path) -> None:
    """A reader who looks all the time never sees less than everything."""
    wanted = {path.name for path in (released / "curated" / "2026.11.1").iterdir()}
    seen: list[set[str]] = []
    stop = threading.Event()

    def look() -> None:
        final = tmp_path / "curated" / "2026.11.1"
        while not stop.is_set():
            if final.exists():
                seen.append({path.name for path in final.iterdir()})

    made = snapshot(tmp_path, [record(1)], at(MONDAY))
    reader = threading.Thread(target=look)
    reader.start()
    curate(tmp_path, made, now=at(MONDAY))
    time.sleep(0.05)
    stop.set()
    reader.join()
    assert seen
    assert all(names == wanted for names in seen)


CURATE = """
import sys
from pathlib import Path
from harvest.curate import curate
from harvest.raw.snapshots import Archive
print("go", flush=True)
curate(Path(sys.argv[1]), Archive(Path(sys.argv[1])).snapshot())
"""


@pytest.mark.parametrize("milliseconds", [60, 200])
def test_a_publish_killed_at_any_time_leaves_only_whole_releases(
    data: Path, milliseconds: int
) -> None:
    made = snapshot(data, [record(n) for n in range(1, 120)], at(WEDNESDAY))
    before = files_under(data / "curated" / "2026.11.2")
    with subprocess.Popen(
        [sys.executable, "-c", CURATE, str(data)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(milliseconds / 1000)
        os.kill(process.pid, signal.SIGKILL)
    assert list(verify(Releases(data))) == []
    assert files_under(data / "curated" / "2026.11.2") == before
    assert curate(data, made).manifest.studies == 119
    assert list(verify(Releases(data))) == []
    assert pointers(data)[0] == Releases(data).names()[-1] == pointers(data)[1]


def test_what_a_release_has_lost_is_made_again_by_the_next_run(data: Path) -> None:
    folder = data / "curated" / "2026.11.2"
    before = files_under(folder)
    (folder / "studies.parquet").unlink()
    (folder / "arms.parquet").write_bytes(b"half")
    (folder / "dictionary.csv").unlink()
    assert not curate(data, Archive(data).snapshot(), now=at(WEDNESDAY)).is_new
    assert files_under(folder) == before
    assert list(verify(Releases(data))) == []


@pytest.mark.parametrize("text", [None, b"", b"x", b"[]"])
def test_a_release_without_its_manifest_is_told_and_made_again(
    data: Path, text: bytes | None
) -> None:
    manifest = data / "curated" / "2026.11.2" / "manifest.json"
    before = files_under(data / "curated" / "2026.11.2")
    if text is None:
        manifest.unlink()
    else:
        manifest.write_bytes(text)
    assert "harvest rebuild --release 2026.11.2" in " ".join(verify(Releases(data)))
    curate(data, Archive(data).snapshot(), name="2026.11.2", now=at(WEDNESDAY))
    assert files_under(data / "curated" / "2026.11.2") == before
    assert list(verify(Releases(data))) == []


def test_a_release_that_lost_its_manifest_keeps_its_name(data: Path) -> None:
    (data / "curated" / "2026.11.2" / "manifest.json").unlink()
    made = curate(data, Archive(data).snapshot(), now=at(WEDNESDAY))
    assert made.manifest.release == "2026.11.3"


def test_publish_compares_every_file(data: Path) -> None:
    releases = Releases(data)
    staged = staging(releases)
    for path in (data / "curated" / "2026.11.1").iterdir():
        shutil.copy(path, staged)
    (staged / "keywords.parquet").write_bytes(b"other")
    with pytest.raises(CheckFailed, match=r"keywords\.parquet"):
        publish(releases, staged, releases.manifest("2026.11.1"))
    assert not staged.exists()
