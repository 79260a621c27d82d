from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from harvest.log import event, logger, set_up


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    state = logger.handlers[:], logger.propagate, logger.level
    yield
    logger.handlers[:], logger.propagate, _ = state
    logger.setLevel(state[2])


def test_away_from_a_terminal_every_event_is_a_line_of_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(verbose=False)
    event("page.fetched", search="ä", path=Path("x"), text="one\ntwo")
    logger.warning("retry.scheduled")
    out, err = capsys.readouterr()
    first, second = map(json.loads, err.splitlines())
    assert out == ""
    assert (first["event"], first["level"], first["search"]) == ("page.fetched", "info", "ä")
    assert (first["path"], first["text"]) == ("x", "one\ntwo")
    assert datetime.fromisoformat(first["time"]).tzinfo is not None
    assert (second["event"], second["level"]) == ("retry.scheduled", "warning")


@pytest.mark.parametrize(("verbose", "lines"), [(False, 1), (True, 2)])
def test_on_a_terminal_only_warnings_are_shown_unless_asked(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    verbose: bool,
    lines: int,
) -> None:
    import sys

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    set_up(verbose=verbose)
    event("page.fetched", search="s")
    logger.warning("retry.scheduled", extra={"fields": {"tries": 2}})
    found = capsys.readouterr().err.splitlines()
    assert len(found) == lines
    assert found[-1] == "retry.scheduled tries=2"


def test_setting_up_twice_does_not_say_everything_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(verbose=False)
    set_up(verbose=False)
    event("one.event")
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert logging.getLogger().handlers is not logger.handlers
