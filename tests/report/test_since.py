"""What changed since the last release."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.report.shelf import Shelf
from harvest.report.since import Since, since_last


@pytest.fixture
def found(data: Path, monkeypatch: pytest.MonkeyPatch) -> Since:
    """The sample against a release without its first study, with other numbers of one."""
    now, then = Shelf(data), Shelf(data)
    studies = now["studies"]
    before = studies.iloc[1:].assign(
        enrollment=studies["enrollment"].where(studies["nct_id"] != "NCT04270877", 120)
    )
    then._read["studies"] = before
    monkeypatch.setattr(Shelf, "before", lambda _: then)
    told = since_last(now)
    assert told is not None
    return told


def test_a_first_release_has_none_before(data: Path) -> None:
    assert since_last(Shelf(data)) is None


def test_studies_that_came_are_told(data: Path, found: Since) -> None:
    assert found.added == [Shelf(data)["studies"]["nct_id"].iloc[0]]
    assert not found.removed


def test_values_that_changed_are_told(found: Since) -> None:
    assert [tuple(each) for each in found.changes] == [("NCT04270877", "enrollment", "120", "99")]
    assert found.more == 0


def test_the_same_snapshot_is_told_from_other_data(found: Since) -> None:
    assert found.is_same_data
    assert not found.rows
