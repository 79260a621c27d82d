"""Submissions of results, their steps, violations, removed countries."""

from __future__ import annotations

from datetime import datetime

from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import of_records


def test_each_submission_of_results_is_a_row_with_the_days_that_are_known() -> None:
    assert of_records([rich_record()]).tuples["results_submissions"] == [
        (NCT_ID, 0, datetime(2020, 12, 1), None, None, datetime(2020, 12, 20), 1),
        (NCT_ID, 1, None, datetime(2020, 12, 24), True, None, None),
    ]


def test_each_step_is_a_row_and_a_day_that_is_not_known_is_null() -> None:
    assert of_records([rich_record()]).tuples["unposted_events"] == [
        (NCT_ID, 0, "RELEASE", datetime(2020, 12, 1), None),
        (NCT_ID, 1, "UNRELEASE", None, True),
    ]


def test_each_notice_of_a_breach_is_a_row_with_its_four_days() -> None:
    days = (datetime(2021, 4, day) for day in (1, 2, 3, 4))
    assert of_records([rich_record()]).tuples["violations"] == [
        (NCT_ID, 0, "VIOLATION_IDENTIFIED", "Late.", *days)
    ]


def test_each_removed_country_is_a_row() -> None:
    assert of_records([rich_record()]).tuples["removed_countries"] == [
        (NCT_ID, 0, "France"),
        (NCT_ID, 1, "Italy"),
    ]
