"""Periods of crossover trials."""

from __future__ import annotations

from harvest import pictures
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def _drawn(table: Tables, *numbers: str) -> pictures.Picture:
    periods = table("arm_periods")
    rows = periods[periods["nct_id"].isin(numbers)]
    return pictures.crossover_periods(rows, table("arms"), table("studies"))


def test_washouts_stand_between_the_periods(table: Tables) -> None:
    picture = _drawn(table, "NCT02806440")
    check(picture)
    assert "naltrexone 21 days, washout 11 days, placebo 24 days" in picture.alt


def test_what_is_not_told_is_dashed(table: Tables) -> None:
    picture = _drawn(table, "NCT00501696")
    assert {bar.get_linestyle() for bar in picture.axes[0].patches} == {"--"}
    assert any("Dashed" in text.get_text() for text in picture.texts)
