"""The files of deploy/: what they call is there, and what can be checked without a server is."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from harvest import monitor
from harvest.cli import cli
from harvest.lastrun import Run
from tests.records import MONDAY, at, record, snapshot

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CALL = re.compile(
    r"(?:^|[\s`/])harvest ((?:refresh|status|prune|verify|import|rebuild)\b[^\n`|>;&]*)"
)
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())


def calls() -> list[tuple[str, str]]:
    """Every command line of harvest in the files, with the file's name."""
    found = []
    for path in FILES:
        for call in CALL.findall(path.read_text()):
            plain = re.sub(r"\$\{[^}]*\}| 2$|\s#.*", "", call)
            found.append((path.name, plain.strip()))
    return found


@pytest.mark.parametrize(("file", "call"), calls())
def test_every_command_is_one_that_harvest_takes(file: str, call: str) -> None:
    name, *arguments = shlex.split(call)
    command = cli.commands[name]
    # Below the group, as in earnest: click keeps the help option that it makes first.
    with click.Context(cli, **cli.context_settings) as group:  # type: ignore[arg-type]
        command.make_context(name, arguments, parent=group, resilient_parsing=False)


def test_every_file_that_runs_something_was_looked_at() -> None:
    files = {file for file, _ in calls()}
    assert {"harvest.service", "crontab", "refresh.yml", "Containerfile", "README.md"} <= files


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(DEPLOY / "systemd" / name)
    return found


def test_the_service_is_not_root_and_may_write_its_state_only() -> None:
    service = unit("harvest.service")["Service"]
    assert service["User"] == "harvest"
    assert service["Type"] == "oneshot"
    assert service["SuccessExitStatus"] == "75"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectory"] in service["Environment"]


def test_units_pass_the_check_of_systemd(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not there, so the units have NOT been checked by systemd")
    for path in (DEPLOY / "systemd").iterdir():
        # What it starts has to be there.
        text = path.read_text().replace("/opt/harvest/bin/harvest", sys.executable)
        (tmp_path / path.name).write_text(text)
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_line_of_the_crontab_is_one() -> None:
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line[:1] != "#"]
    for line in lines:
        if re.match(r"[A-Z_]+=", line):
            continue
        *times, command = line.split(maxsplit=5)
        assert len(times) == 5
        assert all(re.fullmatch(r"[\d*,/-]+", each) for each in times), line
        assert times[0] not in ("0", "*")
        assert "%" not in command  # cron makes line ends of them
        shell = subprocess.run(["sh", "-n", "-c", command], capture_output=True, check=False)
        assert shell.returncode == 0, shell.stderr


def test_the_container_runs_as_nobody_special_and_copies_what_is_there() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    last = {line.split()[0]: line.split()[1:] for line in lines if line[:1].isupper()}
    assert last["USER"] == ["10001:10001"]
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name
    assert not any(line.startswith("ADD ") for line in lines)


def loaded(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text())


def test_the_workflow_may_do_little_and_takes_no_text_into_a_command() -> None:
    flow = loaded("github/refresh.yml")
    assert flow["permissions"] == {"contents": "read"}
    assert flow["concurrency"]["cancel-in-progress"] is False
    (schedule,) = flow[True]["schedule"]  # YAML 1.1 reads `on` as true
    assert schedule["cron"].split()[0] not in ("0", "*")
    steps = flow["jobs"]["refresh"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    for step in steps:
        if "run" in step:
            shell = subprocess.run(["sh", "-n", "-c", step["run"]], check=False)
            assert shell.returncode == 0
    for path in re.findall(r"requirements/\S+", str(steps)):
        assert (ROOT / path.strip("'\",\\n")).exists() or path.startswith("requirements/run.txt")


def test_alerts_ask_for_metrics_that_are_written(tmp_path: Path) -> None:
    made = snapshot(tmp_path, [record(1)], at(MONDAY))
    from harvest.curate import curate

    curate(tmp_path, made, now=at(MONDAY))
    run = Run(
        command="refresh",
        finished_at="2026-11-16T06:00:00+00:00",
        seconds=1,
        exit_code=65,
        message="",
        succeeded_at="2026-11-15T06:00:00+00:00",
        steps={"fetch": 1},
        gates=({"gate": "rows_lost"},),
    )
    written = {f.name for f in text_string_to_metric_families(monitor.metrics(tmp_path, run))}
    rules = [rule for group in loaded("prometheus/alerts.yml")["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        asked = set(re.findall(r"harvest_\w+", rule["expr"]))
        assert asked
        assert asked <= written, rule["alert"]
        assert rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in ("warning", "critical")
