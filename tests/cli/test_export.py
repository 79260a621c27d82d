from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest.cli import run
from harvest.curate import curate
from harvest.log import logger
from tests.records import MONDAY, at, record, snapshot


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    curate(folder, snapshot(folder, [record(1)], at(MONDAY)), now=at(MONDAY))
    return folder


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """`run` sets up the logger of this process; put it back."""
    state = logger.handlers[:], logger.propagate, logger.level
    yield
    logger.handlers[:], logger.propagate = state[0], state[1]
    logger.setLevel(state[2])


def test_an_export_says_where_it_is(
    released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "a.ris"
    words = ["export", "--format", "ris", "--data", str(released), "--to", str(to), "--json"]
    assert run(words) == 0
    assert json.loads(capsys.readouterr().out)["path"] == str(to)
    assert to.stat().st_size
    assert run(words) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run([*words, "--overwrite"]) == 0


def test_tables_are_chosen_only_where_there_are_tables(
    released: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "--format", "ris", "--table", "arms", "--data", str(released)]) == 2
    assert "leave out --table" in capsys.readouterr().err
