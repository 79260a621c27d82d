"""Where the page goes, and that it can never fail a run."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from harvest.errors import UsageError
from harvest.report import publish
from harvest.report.publish import path_of, report_on, write_report


def test_it_goes_beside_the_releases(data: Path, few: None) -> None:
    path = write_report(data)
    assert path == path_of(data, "2026.11.1") == data / "reports" / "2026.11.1.html"
    assert path.read_bytes().startswith(b"<!doctype html>")


def test_it_goes_where_it_is_asked_for(data: Path, few: None, tmp_path: Path) -> None:
    wanted = tmp_path / "new" / "page.html"
    assert write_report(data, "2026.11.1", wanted) == wanted
    assert wanted.is_file()


def test_a_page_that_fails_is_a_warning_and_leaves_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> bytes:
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr("harvest.report.page.render", broken)
    monkeypatch.setattr(logging.getLogger("harvest"), "propagate", True)
    path = path_of(data, "2026.11.1")
    path.unlink(missing_ok=True)
    report_on(data, "2026.11.1", 60)
    # Seen twice where another test has left its handler at the logger.
    record = next(each for each in caplog.records if each.message == "report.failed")
    assert record.levelname == "WARNING"
    assert "ZeroDivisionError" in record.fields["message"]  # type: ignore[attr-defined]
    assert not path.exists()


def test_without_the_extra_it_says_what_to_install(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "NEEDED", ("no_such_library",))
    report_on(data, "2026.11.1", 60)
    with pytest.raises(UsageError, match=r"harvest\[pictures\]"):
        write_report(data)


def test_of_very_many_studies_no_page_is_drawn_unasked(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "write_report", lambda *_: pytest.fail("drawn"))
    report_on(data, "2026.11.1", publish.MOST_STUDIES + 1)


def test_no_such_release_is_a_mistake_of_the_caller(data: Path) -> None:
    with pytest.raises(UsageError):
        write_report(data, "2020.01.1")
