"""Records and files by somebody who means harm, through the commands that people use."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harvest.cli import cli, run
from harvest.importing import import_files
from harvest.log import event, logger, set_up
from harvest.raw.snapshots import Archive
from tests.records import compact, files_under, record, study

ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066LDN\u200b 4.5 mg"
NUMBERS = ("../../../etc/NCT00000001", "NCT00000001/..", "NCT0000000\u0661", "NCT00000001\x00", "")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a study whose every text is hostile, and records with hostile numbers."""
    folder = tmp_path_factory.mktemp("hostile")
    bad = study(1, title=ESCAPE, keywords=(ESCAPE,))
    bad["protocolSection"]["armsInterventionsModule"] = {
        "armGroups": [{"label": ESCAPE, "description": f"{ESCAPE} daily for 8 weeks"}],
        "interventions": [{"type": "DRUG", "name": f"Naltrexone {ESCAPE}"}],
    }
    bad["protocolSection"]["outcomesModule"] = {
        "primaryOutcomes": [{"measure": f"Pain {ESCAPE}", "timeFrame": f"8 weeks {ESCAPE}"}]
    }
    bad["protocolSection"]["statusModule"][f"new {ESCAPE}"] = ESCAPE
    records = [compact(bad), record(2)]
    for number in NUMBERS:
        other = study(3)
        other["protocolSection"]["identificationModule"]["nctId"] = number
        records.append(compact(other))
    (folder / "in").mkdir()
    (folder / "in" / "studies.ndjson").write_bytes(b"\n".join(records))
    import_files(folder / "data", [folder / "in"])
    return folder


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    state = logger.handlers[:], logger.propagate, logger.level
    yield
    logger.handlers[:], logger.propagate = state[0], state[1]
    logger.setLevel(state[2])


def hidden(text: str) -> set[str]:
    return {each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Cs")} - {"\n"}


def ran(hostile: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--data", str(hostile / "data")])


def test_a_number_never_becomes_a_path(hostile: Path) -> None:
    names = {path.name for path in hostile.rglob("*")}
    assert not any("NCT" in name or ".." in name for name in names)
    archive = Archive(hostile / "data")
    ids = [entry.nct_id for entry in archive.snapshot().entries()]
    assert ids == ["NCT00000001", "NCT00000002", *[None] * len(NUMBERS)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_none_is_refused_by_explain(hostile: Path, number: str) -> None:
    done = ran(hostile, "explain", "--", number)
    assert done.exit_code != 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "NCT00000001"),
        ("explain", "NCT00000001", "--json"),
        ("status",),
        ("status", "--json"),
        ("releases",),
        ("tables",),
        ("verify",),
    ],
    ids=" ".join,
)
def test_no_escape_reaches_a_terminal(hostile: Path, arguments: tuple[str, ...]) -> None:
    done = ran(hostile, *arguments)
    assert done.exit_code == 0, done.output
    assert hidden(done.output) == set()
    if "--json" in arguments and arguments[0] == "explain":
        assert json.loads(done.stdout)["studies"][0]["title"] == ESCAPE


@pytest.mark.parametrize("is_terminal", [False, True])
def test_no_escape_and_no_password_reaches_a_log(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    logging_as_before: None,
    *,
    is_terminal: bool,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    set_up(verbose=True)
    event("value.read", text=ESCAPE, address="http://me:topsecret@proxy:3128/")
    said = capsys.readouterr().err
    assert hidden(said) == set()
    assert "topsecret" not in said
    assert "http://proxy:3128/" in said


@pytest.mark.parametrize(
    "environment",
    [
        {"HTTPS_PROXY": "gopher://me:topsecret@proxy"},
        {"HARVEST_REGISTRY": "ftp://me:topsecret@host/api"},
        {"HARVEST_REGISTRY": "http://me:topsecret@127.0.0.1:9/api", "HARVEST_TRIES": "1"},
        {"HARVEST_PING_URL": "http://hc.example/topsecret"},
    ],
    ids=lambda each: next(iter(each)),
)
def test_no_secret_of_the_environment_is_written(
    tmp_path: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    logging_as_before: None,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run(["refresh", "--data", str(tmp_path)]) in (69, 78)
    assert "topsecret" not in "".join(capfd.readouterr())
    assert not any(b"topsecret" in each for each in files_under(tmp_path).values())
