from __future__ import annotations

from datetime import datetime

import pytest

from harvest.history.timing import When, when
from tests.records import study

DATES = {
    "startDateStruct": {"date": "2020-03"},
    "primaryCompletionDateStruct": {"date": "2021-06-30"},
    "resultsFirstPostDateStruct": {"date": "2022-09-01"},
}


@pytest.mark.parametrize(
    ("day", "timing"),
    [
        ("2020-02-29", "before_start"),
        ("2020-03-15", "unknown"),
        ("2020-04-01", "after_start"),
        ("2021-06-30", "after_start"),
        ("2021-07-01", "after_primary_completion"),
        ("2022-09-02", "after_results_posted"),
    ],
)
def test_a_day_stands_to_the_dates_as_precisely_as_they_are_given(day: str, timing: str) -> None:
    assert when(datetime.fromisoformat(day), study(1, statusModule=DATES)).timing == timing


def test_days_are_negative_before() -> None:
    found = when(datetime(2021, 6, 1), study(1, statusModule=DATES))
    assert found == When("after_start", 457, -29, -457)


def test_without_dates_nothing_is_said() -> None:
    assert when(None, study(1)) == When("unknown", None, None, None)
    assert when(datetime(2021, 6, 1), {}) == When("unknown", None, None, None)
