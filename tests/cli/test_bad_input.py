"""What goes wrong at the command line: the promised exit code, and a sentence that helps."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import harvest as package
from harvest.curated.release import Releases
from harvest.curated.verify import verify as verify_curated
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify as verify_raw
from tests.flow.commands import Finished, harvest
from tests.records import at, compact, record, study

from .conftest import Mount

FAST = {"HARVEST_TRIES": "2", "HARVEST_RETRY_SECONDS": "0.2"}


def message(done: Finished, code: int) -> str:
    """The one sentence on stderr, for a run that ended with this code."""
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    last = done.events[-1]
    assert (last["level"], last["exit_code"]) == ("error", code)
    assert len(last["message"]) > 20
    assert last["message"].rstrip()[-1] in ".;)`", last["message"]
    return str(last["message"])


@contextmanager
def nothing_lost(data: Path) -> Iterator[None]:
    """What was harvested before is there after, and whole."""
    before = Releases(data).latest()
    snapshots = Archive(data).snapshots()
    yield
    assert Releases(data).latest() == before
    assert Archive(data).snapshots()[: len(snapshots)] == snapshots
    assert [*verify_raw(Archive(data)), *verify_curated(Releases(data))] == []


def test_an_unknown_cohort(data: Path) -> None:
    with nothing_lost(data):
        done = harvest("refresh", "--cohort", "no-such", "--data", data)
    assert "give ldn-fibromyalgia, all or the path of a TOML file" in message(done, 2)


def test_a_cohort_file_that_is_broken(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("name = 'mine'\n[[searches]\n")
    with nothing_lost(data):
        done = harvest("refresh", "--cohort", file, "--data", data)
    assert "not valid TOML" in message(done, 78)


def test_a_settings_file_that_is_broken(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "harvest.toml"
    file.write_text("tries = \n")
    with nothing_lost(data):
        done = harvest("--config", file, "refresh", "--data", data)
    assert "mend it" in message(done, 78)


def test_a_settings_file_that_is_not_there(data: Path) -> None:
    done = harvest("--config", "nowhere.toml", "refresh", "--data", data)
    assert "nowhere.toml" in message(done, 78)


@pytest.mark.parametrize("variable", ["HARVEST_TRIES"])
def test_a_setting_that_makes_no_sense(data: Path, variable: str) -> None:
    done = harvest("refresh", "--data", data, **{variable: "many"})
    assert variable.removeprefix("HARVEST_").lower() in message(done, 78)


def test_a_registry_that_does_not_answer(tmp_path: Path) -> None:
    done = harvest("refresh", "--registry", "http://127.0.0.1:9/api/v2", "--data", tmp_path, **FAST)
    assert "run again later" in message(done, 69)
    assert done.events[-1]["transient"] is True


@pytest.mark.parametrize("address", ["nonsense", "ftp://host/api", "http://a b/"])
def test_an_address_that_makes_no_sense(tmp_path: Path, address: str) -> None:
    done = harvest("refresh", "--registry", address, "--data", tmp_path, **FAST)
    assert "--registry" in message(done, 78)


class _Page(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><html><body>Sign in</body></html>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def website() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["", "/missing"])
def test_an_address_that_is_no_registry(tmp_path: Path, website: str, path: str) -> None:
    done = harvest("refresh", "--registry", website + path, "--data", tmp_path, **FAST)
    assert "check --registry or HARVEST_REGISTRY" in message(done, 69)


def test_a_registry_that_goes_away_takes_nothing_with_it(tmp_path: Path, registry: str) -> None:
    cohort = ("--cohort", "all", "--data", tmp_path)
    assert harvest("refresh", "--registry", registry, *cohort).code == 0
    with nothing_lost(tmp_path):
        done = harvest("refresh", "--registry", "http://127.0.0.1:9/api/v2", *cohort, **FAST)
    assert "the last release stands" in message(done, 69)
    assert json.loads((tmp_path / "last-run.json").read_bytes())["exit_code"] == 69


@pytest.mark.parametrize("kilobytes", [8, 48, 180, 260])
def test_a_full_disk_loses_nothing(disk: Mount, imported: Path, kilobytes: int) -> None:
    place = disk("size=6m")
    shutil.copytree(imported, place / "data", symlinks=True)
    free = shutil.disk_usage(place).free
    (place / "filler").write_bytes(bytes(free - kilobytes * 1024))
    more = place.parent / "more.ndjson"
    more.write_bytes(b"\n".join(record(n, title=f"{n}" * 200) for n in range(1, 400)))
    with nothing_lost(place / "data"):
        done = harvest("import", more, "--data", place / "data")
        assert "disk is full" in message(done, 74)
    (place / "filler").unlink()
    again = harvest("import", more, "--data", place / "data", "--json")
    assert (again.code, again.result["studies"]) == (0, 399)
    assert harvest("verify", "--data", place / "data").code == 0


def test_a_data_folder_that_may_not_be_written(disk: Mount, imported: Path) -> None:
    place = disk("size=3m")
    shutil.copytree(imported, place / "data", symlinks=True)
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    with nothing_lost(place / "data"):
        done = harvest("import", imported.parent / "one.json", "--data", place / "data")
        assert "check owner, mode and mount" in message(done, 77)
    assert harvest("status", "--data", place / "data").code == 0
    assert harvest("verify", "--data", place / "data").code == 0


def test_a_place_where_no_data_folder_can_be_made(disk: Mount, imported: Path) -> None:
    place = disk("size=1m,ro")
    done = harvest("import", imported.parent / "one.json", "--data", place / "new")
    assert "check owner, mode and mount" in message(done, 77)


@pytest.mark.parametrize(
    "command", [["refresh", "--registry", "sample"], ["rebuild"], ["status"], ["verify"]]
)
def test_a_data_folder_of_a_newer_version(data: Path, command: list[str]) -> None:
    marker = data / "harvest.json"
    found = json.loads(marker.read_bytes())
    marker.write_text(json.dumps({**found, "format": 99}))
    with nothing_lost(data):
        done = harvest(*command, "--data", data)
    assert "upgrade harvest" in message(done, 78)


def test_a_dry_run_sees_a_folder_of_a_newer_version(data: Path, registry: str) -> None:
    marker = data / "harvest.json"
    marker.write_text(json.dumps({**json.loads(marker.read_bytes()), "format": 99}))
    done = harvest("refresh", "--dry-run", "--registry", registry, "--data", data)
    assert "upgrade harvest" in message(done, 78)


@pytest.mark.parametrize("text", [b"<html>Sign in</html>", b"NCT Number,Title\n", b""])
def test_an_import_of_something_else(data: Path, tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(text)
    with nothing_lost(data):
        done = harvest("import", file, "--data", data)
    assert "file.json" in message(done, 65)


def test_an_import_with_one_broken_line_keeps_nothing_of_the_call(
    data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file.ndjson"
    file.write_bytes(record(50) + b"\n{broken\n" + record(51))
    snapshots = Archive(data).snapshots()
    with nothing_lost(data):
        done = harvest("import", file, "--data", data)
    assert "line 2" in message(done, 65)
    assert Archive(data).snapshots() == snapshots


def test_a_zip_with_a_damaged_member(data: Path, tmp_path: Path) -> None:
    from tests.raw.test_files import MANY, zipped

    whole = bytearray(zipped(a_json=record(1), b_json=MANY))
    whole[whole.index(b"b.json") + 3000] ^= 0xFF
    file = tmp_path / "ctg-studies.json.zip"
    file.write_bytes(whole)
    with nothing_lost(data):
        done = harvest("import", file, "--data", data)
    assert "member b.json is damaged" in message(done, 65)


def test_an_import_of_a_file_that_is_not_there(data: Path) -> None:
    with nothing_lost(data):
        done = harvest("import", "nowhere.json", "--data", data)
    assert "nowhere.json" in message(done, 2)


def test_an_import_without_a_file(data: Path) -> None:
    assert "FILES" in message(harvest("import", "--data", data), 2)


def test_a_name_that_belongs_to_another_release(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(record(7))
    first = Archive(data).snapshots()[0]
    name = Releases(data).latest()
    assert harvest("import", file, "--data", data).code == 0
    with nothing_lost(data):
        done = harvest("rebuild", "--release", name, "--data", data)
    assert "a release is never changed" in message(done, 65)
    again = harvest("rebuild", "--snapshot", first, "--release", name, "--data", data)
    assert again.code == 0, again.err


@pytest.mark.parametrize("name", ["2026.13.1", "../x"])
def test_a_malformed_release_name(data: Path, name: str) -> None:
    with nothing_lost(data):
        done = harvest("rebuild", "--release", name, "--data", data)
    assert "YYYY.MM.n" in message(done, 2)


def test_a_release_name_with_leading_zeros(data: Path) -> None:
    done = harvest("rebuild", "--release", "2026.11.01", "--data", data)
    assert "YYYY.MM.n" in message(done, 2)


def test_a_snapshot_that_does_not_exist(data: Path) -> None:
    with nothing_lost(data):
        done = harvest("rebuild", "--snapshot", "2020-01-01T000000Z", "--data", data)
    assert "the newest is" in message(done, 2)


def test_a_cohort_that_does_not_fit_the_folder(data: Path, registry: str) -> None:
    with nothing_lost(data):
        done = harvest("refresh", "--registry", registry, "--data", data)
    assert "give another folder with --data" in message(done, 78)


HOLD = """
import sys, time
from pathlib import Path
from harvest.folder import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_folder_that_another_run_holds(data: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        before = (data / "last-run.json").read_bytes()
        with nothing_lost(data):
            for command in (["rebuild"], ["refresh", "--registry", "sample"]):
                done = harvest(*command, "--data", data, "--wait", "0.2")
                said = message(done, 75)
                assert str(holder.pid) in said
                assert "--wait" in said
        assert (data / "last-run.json").read_bytes() == before
    finally:
        holder.communicate()


@pytest.mark.parametrize("wait", ["-1", "soon"])
def test_a_wait_that_makes_no_sense(data: Path, wait: str) -> None:
    message(harvest("rebuild", "--wait", wait, "--data", data), 2)


@pytest.mark.parametrize("command", [["refresh", "--registry", "sample"], ["verify"]])
def test_a_data_path_that_is_a_file(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    message(harvest(*command, "--data", file), 2)
    assert file.read_text() == "mine"


@pytest.mark.parametrize("command", ["status", "tables", "rebuild"])
def test_a_data_folder_that_is_not_there(tmp_path: Path, command: str) -> None:
    done = harvest(command, "--data", tmp_path / "nowhere")
    assert "run `harvest refresh`" in message(done, 2)
    assert not (tmp_path / "nowhere").exists()


def test_a_table_that_does_not_exist(data: Path) -> None:
    assert "there are studies" in message(harvest("tables", "nowhere", "--data", data), 2)


@pytest.mark.parametrize("age", ["36", "-1h"])
def test_an_age_that_makes_no_sense(data: Path, age: str) -> None:
    assert "36h" in message(harvest("status", "--max-age", age, "--data", data), 2)


def test_a_run_that_is_too_long_ago(data: Path) -> None:
    assert harvest("status", "--max-age", "1h", "--data", data).code == 0
    path = data / "last-run.json"
    run = json.loads(path.read_bytes())
    path.write_text(json.dumps({**run, "succeeded_at": at("2020-01-01").isoformat()}))
    assert "longer than" in message(harvest("status", "--max-age", "1h", "--data", data), 1)


def test_damage_is_told_with_a_way_out(data: Path) -> None:
    path = next((data / "raw" / "ctgov" / "records").glob("*.jsonl.zst"))
    path.write_bytes(path.read_bytes() + b"\0")
    said = message(harvest("verify", "--data", data, "--json"), 65)
    assert "backup" in said


def test_a_latest_json_of_another_shape_does_not_keep_readers_out(data: Path) -> None:
    (data / "curated" / "latest.json").write_text("{}")
    assert harvest("status", "--data", data).code == 0
    assert "latest.json" in message(harvest("verify", "--data", data), 65)


def test_a_last_run_with_a_time_that_is_none(data: Path) -> None:
    path = data / "last-run.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "finished_at": "yesterday"}))
    message(harvest("status", "--data", data), 65)


def test_the_release_is_the_same_for_readers_after_all_that(data: Path) -> None:
    before = package.load("studies", data=data)
    harvest("import", "nowhere.json", "--data", data)
    harvest("rebuild", "--release", "x", "--data", data)
    assert package.load("studies", data=data).equals(before)


def test_a_record_twice_without_number_does_not_stop_an_import(tmp_path: Path) -> None:
    file = tmp_path / "file.ndjson"
    lines = [record(1), compact(study(None, title="No number")), compact({"protocolSection": {}})]
    file.write_bytes(b"\n".join(lines))
    done = harvest("import", file, "--data", tmp_path / "data", "--json")
    assert (done.code, done.result["studies"]) == (0, 1)
    assert done.result["issues"] == {"unreadable_record": 2}


@pytest.mark.parametrize("option", ["--data", "--records"])
def test_an_empty_path_is_not_this_folder(tmp_path: Path, option: str) -> None:
    done = harvest("replica", option, "", cwd=tmp_path)
    assert "the path is empty" in message(done, 2)
    done = harvest("import", "", "--data", tmp_path / "data", cwd=tmp_path)
    assert "the path is empty" in message(done, 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="names of bytes as on POSIX")
def test_a_path_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(b"bad\xff")
    for command in (["refresh", "--registry", "sample", "--data", name], ["import", name]):
        assert "rename it" in message(harvest(*command, cwd=tmp_path), 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["file/below", os.devnull])
def test_a_data_folder_in_the_place_of_something_else(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    done = harvest("refresh", "--registry", "sample", "--data", place, cwd=tmp_path)
    assert "give another with --data" in message(done, 2)


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = harvest("replica", "--port", str(taken.getsockname()[1]))
    assert "give another --port" in message(done, 2)


def ended(data: Path) -> tuple[int, str]:
    run = json.loads((data / "last-run.json").read_bytes())
    return run["exit_code"], run["message"]


@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_a_run_in_order(tmp_path: Path, number: int, code: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/api/v2"
        command = ["-m", "harvest", "refresh", "--registry", address, "--data", str(tmp_path)]
        with subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            connection, _ = silent.accept()
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
            connection.close()
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in err
    assert json.loads(err.strip().splitlines()[-1])["exit_code"] == code
    assert ended(tmp_path)[0] == code
    assert "the last release stands" in ended(tmp_path)[1]


@pytest.mark.skipif(os.name == "nt", reason="pipes as on POSIX")
def test_a_reader_that_goes_away_does_not_make_a_run_fail(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "harvest", "refresh", "--registry", "sample"]
    done = subprocess.run([*command, "--data", tmp_path], stdout=writing, check=False)
    os.close(writing)
    assert done.returncode == 0
    assert ended(tmp_path)[0] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_result_that_cannot_be_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "harvest", "refresh", "--registry", "sample"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*command, "--data", tmp_path], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 74
    assert b"cannot be printed" in done.stderr
    assert ended(tmp_path)[0] == 0
