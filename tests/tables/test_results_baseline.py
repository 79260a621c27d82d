"""Baseline characteristics."""

from __future__ import annotations

from tests.tables.rich import rich_record
from tests.tables.rows import of_records, only


def test_a_measure_has_its_dispersion_and_level_from_the_code() -> None:
    row = only(of_records([rich_record()])["baseline_measures"])
    assert (row["title"], row["param_type"], row["unit"]) == ("Age, Continuous", "MEAN", "years")
    assert (row["dispersion"], row["ci_percent"]) == ("confidence_interval", 97.5)
    assert row["dispersion_text"] == "CONFIDENCE_975"
    assert row["denominator_units"] == "Participants"


def test_a_value_has_its_group_titles_and_denominator() -> None:
    rows = of_records([rich_record()])["baseline"]
    first, second, third, title = rows
    assert (first["title"], first["class_title"], first["category_title"]) == (
        *("Age, Continuous", "Adults"),
        "Of any sex",
    )
    assert (first["group_id"], first["result_group_position"], first["value"]) == ("BG000", 2, 45.5)
    assert [row["denominator"] for row in rows] == [18, 17, None, None]
    assert [row["denominator_level"] for row in rows] == ["class", "class", "class", None]
    assert third["denominator_reason"] == "group_not_counted"
    assert (first["param_type"], first["dispersion"], first["ci_percent"], first["unit"]) == (
        *("MEAN", "confidence_interval", 97.5),
        "years",
    )
    assert (title["category_title"], title["group_id"], title["value"]) == ("Unknown", None, None)
    assert (second["value_sentinel"], second["spread_sentinel"]) == ("not_available", "nr")
    assert (second["lower_limit_sentinel"], second["upper_limit_sentinel"]) == ("nd", "ne")


def test_bounds_and_approximations_keep_their_sign() -> None:
    first = of_records([rich_record()])["baseline"][0]
    assert (first["spread"], first["spread_comparator"], first["spread_text"]) == (3, "<", "<3")
    assert (first["lower_limit"], first["lower_limit_comparator"]) == (40, ">")
    assert (first["upper_limit"], first["upper_limit_comparator"]) == (50, "~")


def test_counts_stand_at_three_levels() -> None:
    rows = of_records([rich_record()])["baseline_denominators"]
    assert [
        (row["level"], row["baseline_measure_position"], row["class_position"], row["analyzed"])
        for row in rows
    ] == [
        ("module", None, None, 20),
        ("module", None, None, 21),
        ("module", None, None, 41),
        ("measure", 0, None, 19),
        ("measure", 0, None, None),
        ("measure", 0, None, 39),
        ("class", 0, 0, 18),
        ("class", 0, 0, 17),
    ]
    assert rows[4]["analyzed_sentinel"] == "not_available"
