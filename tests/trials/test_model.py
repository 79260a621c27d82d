"""The types of the files' lines."""

from __future__ import annotations

from harvest.trials.model import OF_A_NUMBER, PublishedResult


def test_what_may_differ_within_a_finding_are_columns() -> None:
    assert set(PublishedResult._fields) > OF_A_NUMBER
