from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

import harvest as package
from harvest.cli import cli, run
from harvest.version import __version__
from tests.flow.commands import harvest

COMMANDS = sorted(cli.commands)


@pytest.fixture(autouse=True)
def quiet() -> object:
    """`run` sets up the logger of this process; put it back."""
    from harvest.log import logger

    state = logger.handlers[:], logger.propagate, logger.level
    yield
    logger.handlers[:], logger.propagate = state[0], state[1]
    logger.setLevel(state[2])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example" in text
    assert f"harvest {name}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    for each in cli.commands[name].params:
        if isinstance(each, click.Option):
            assert each.help, each.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_data_folder(name: str) -> None:
    assert "data" in {each.name for each in cli.commands[name].params} or name == "doctor"


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["nope"], ["refresh", "--nope"], ["refresh", "extra"], ["rebuild", "--wait", "x"]]
)
def test_a_wrong_call_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    last = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert last["exit_code"] == 2


def test_a_bug_is_exit_1_with_its_traceback_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from harvest.cli import views

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(views, "Archive", fail)
    assert run(["verify", "--data", str(tmp_path)]) == 1
    last = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert last["exit_code"] == 1
    assert "ZeroDivisionError" in last["traceback"]


READING = [
    ["status"],
    ["status", "--max-age", "1h"],
    ["releases"],
    ["tables"],
    ["tables", "studies"],
    ["verify"],
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_json_is_one_object_on_stdout(
    imported: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--data", str(imported), "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)
    assert run([*arguments, "--data", str(imported)]) == 0
    assert capsys.readouterr().out.strip()


def test_reading_writes_nothing(imported: Path) -> None:
    from tests.records import files_under

    before = files_under(imported)
    for arguments in READING:
        assert run([*arguments, "--data", str(imported)]) == 0
    assert files_under(imported) == before


def test_a_run_prints_its_result_on_stdout_and_events_on_stderr(
    tmp_path: Path, registry: str
) -> None:
    arguments = ("refresh", "--cohort", "all", "--registry", registry, "--data", tmp_path, "--json")
    first = harvest(*arguments)
    assert first.code == 0
    assert (first.result["studies"], first.result["is_new"]) == (20, True)
    assert first.result["rows"]["studies"] == 20
    assert all({"time", "level", "event"} <= set(each) for each in first.events)
    last = first.events[-1]
    assert (last["event"], last["exit_code"], last["command"]) == ("run.finished", 0, "refresh")
    second = harvest(*arguments)
    assert (second.result["is_new"], second.result["requests"]) == (False, 1)
    assert second.result["message"].startswith("The registry's data have not moved.")
    dry = harvest(*arguments, "--dry-run")
    assert (dry.code, dry.events[-1]["exit_code"]) == (0, 0)
    assert "Nothing was written" in dry.result["message"]
    status = harvest("status", "--data", tmp_path, "--json")
    assert status.result["latest_release"] == first.result["release"]
    assert status.result["last_run"]["command"] == "refresh"


def test_an_accepted_change_is_listed_with_its_release(data: Path, tmp_path: Path) -> None:
    done = harvest("rebuild", "--data", data, "--accept-change", "because", "--json")
    assert (done.code, done.result["is_new"]) == (0, False)
    listed = harvest("releases", "--data", data, "--json").result["releases"]
    assert [row["release"] for row in listed] == package.releases(data=data).release.tolist()
    assert listed[0]["is_latest"]


def test_a_release_is_made_again_byte_for_byte(data: Path) -> None:
    import shutil

    name = package.releases(data=data).release.iloc[-1]
    before = {p.name: p.read_bytes() for p in (data / "curated" / name).iterdir()}
    shutil.rmtree(data / "curated")
    done = harvest("rebuild", "--release", name, "--data", data, "--json")
    assert done.code == 0, done.err
    assert {p.name: p.read_bytes() for p in (data / "curated" / name).iterdir()} == before
    again = harvest("rebuild", "--release", name, "--data", data, "--json")
    assert again.result["message"] == f"Release {name} is reproduced, byte for byte."


def test_a_replica_of_the_archive_gives_the_same_studies(data: Path, tmp_path: Path) -> None:
    import re
    import subprocess
    import sys

    command = [sys.executable, "-m", "harvest", "replica", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, line
        done = harvest(
            "refresh", "--cohort", "all", "--registry", address[0], "--data", tmp_path / "again"
        )
        assert done.code == 0, done.err
    finally:
        process.terminate()
        process.communicate()
    assert process.returncode == 0
    ours, again = (package.load("studies", data=each) for each in (data, tmp_path / "again"))
    assert again.equals(ours)


def test_the_environment_names_the_data_folder(data: Path, tmp_path: Path) -> None:
    done = harvest("status", "--json", cwd=tmp_path, HARVEST_DATA=str(data))
    assert done.result["releases"] == 1
