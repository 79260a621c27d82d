"""The command that writes the page, and the page of a new release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.commands import harvest


@pytest.mark.long
def test_a_release_is_published_with_its_page_unless_told_not_to(tmp_path: Path) -> None:
    done = harvest("refresh", "--registry", "sample", "--data", tmp_path, HARVEST_REPORT="auto")
    assert done.code == 0
    assert "report.written" in [each["event"] for each in done.events]
    page = tmp_path / "reports" / "2026.11.1.html"
    first = page.read_bytes()
    page.unlink()
    again = harvest("report", "--data", tmp_path, "--json")
    assert again.result == {"file": str(page)}
    assert page.read_bytes() == first
    assert harvest("verify", "--data", tmp_path).code == 0


def test_a_folder_without_a_release_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    assert harvest("report", "--data", tmp_path).code == 2


def test_a_setting_that_is_none_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    done = harvest("refresh", "--registry", "sample", "--data", tmp_path, HARVEST_REPORT="maybe")
    assert done.code == 78
    assert not (tmp_path / "curated").exists()
