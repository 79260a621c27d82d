"""What all commands share: the record of a run, the printing of results."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from harvest.cli import cli
from harvest.cli.common import HIGHLIGHT, duration, recorded, show
from harvest.curate import curate
from harvest.curated.compare import REPORT
from harvest.errors import GateClosed, UsageError
from harvest.lastrun import read_run
from harvest.log import step
from tests.records import MONDAY, TUESDAY, WEDNESDAY, at, records, snapshot


def test_a_closed_gate_is_in_the_report_and_in_the_record_of_the_run(tmp_path: Path) -> None:
    twenty, five = records(*range(1, 21)).values(), records(*range(1, 6)).values()
    curate(tmp_path, snapshot(tmp_path, twenty, at(MONDAY)), now=at(MONDAY))
    fewer = snapshot(tmp_path, five, at(TUESDAY))
    with pytest.raises(GateClosed, match=REPORT), recorded(tmp_path, "refresh"):
        curate(tmp_path, fewer, now=at(TUESDAY))
    run = read_run(tmp_path)
    assert run is not None
    assert run.exit_code == 65
    (gate,) = (each for each in run.gates if each["where"] == "studies")
    assert (gate["gate"], gate["old"], gate["new"], gate["threshold"]) == (
        *("studies_lost", 20, 5, 0.95),
    )
    assert {"tabulate", "check", "compare"} <= set(run.steps)
    told = json.loads((tmp_path / REPORT).read_text())
    assert (told["old"], told["new"]) == ("2026.11.1", "2026.11.2")
    assert gate in told["findings"]
    assert told["accepted_change"] is None
    with recorded(tmp_path, "refresh") as done:
        curate(tmp_path, fewer, accept_change="they left", now=at(WEDNESDAY))
        done["studies"] = 5
    told = json.loads((tmp_path / REPORT).read_text())
    assert told["accepted_change"] == "they left"
    run = read_run(tmp_path)
    assert run is not None
    assert (run.exit_code, run.gates, run.studies) == (0, (), 5)


def test_status_says_whether_the_folder_is_stale(data: Path) -> None:
    for limit, stale in (("1h", False), ("0s", True)):
        done = CliRunner().invoke(
            cli, ["status", "--data", str(data), "--json", "--max-age", limit]
        )
        assert json.loads(done.stdout)["is_stale"] is stale
        assert (done.exit_code != 0) is stale
    done = CliRunner().invoke(cli, ["status", "--data", str(data), "--json"])
    assert json.loads(done.stdout)["is_stale"] is None


def test_steps_add_up_and_nothing_is_counted_outside_a_run(tmp_path: Path) -> None:
    with step("alone"):
        pass
    with recorded(tmp_path, "refresh"):
        for _ in range(2):
            with step("check"):
                pass
    run = read_run(tmp_path)
    assert run is not None
    assert list(run.steps) == ["check"]


def test_only_our_own_highlighting_is_left_in_what_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)  # else click takes all colours out
    show({}, f"a\n{HIGHLIGHT[0]}words{HIGHLIGHT[1]} \x1b[31mred", as_json=False)
    assert capsys.readouterr().out == f"a\n{HIGHLIGHT[0]}words{HIGHLIGHT[1]} \\x1b[31mred\n"


@pytest.mark.parametrize("text", ["36", "h", "-1h", "1 h", "1w", "9" * 400 + "d"])
def test_an_age_is_a_number_and_a_unit(text: str) -> None:
    with pytest.raises(UsageError, match="36h"):
        duration(text)
