"""Registered outcomes."""

from __future__ import annotations

from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import of_records, of_study


def test_outcomes_come_by_rank_with_their_place_overall_and_in_their_rank() -> None:
    assert of_records([rich_record()]).tuples["outcomes"] == [
        (NCT_ID, 0, "primary", 0, "Pain", "0 to 10", "12 weeks"),
        (NCT_ID, 1, "secondary", 0, "Sleep", "Hours", "12 weeks"),
        (NCT_ID, 2, "secondary", 1, "Fatigue", None, "6 months"),
        (NCT_ID, 3, "other", 0, "Glia", None, "Day 1"),
    ]


def test_a_study_with_secondary_outcomes_only_starts_at_0_too() -> None:
    rows = of_study(outcomesModule={"secondaryOutcomes": [{"measure": "Sleep"}]})
    assert rows.tuples["outcomes"] == [
        ("NCT00000001", 0, "secondary", 0, "Sleep", None, None),
    ]


def test_a_repeated_measure_is_a_row_each_time() -> None:
    pain = {"measure": "Pain", "timeFrame": "12 weeks"}
    rows = of_study(outcomesModule={"primaryOutcomes": [pain, pain], "otherOutcomes": [pain]})
    assert [(row["position"], row["kind_position"]) for row in rows["outcomes"]] == [
        (0, 0),
        (1, 1),
        (2, 0),
    ]
