"""Posted outcomes."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.real import real_records
from tests.tables.rich import rich_record
from tests.tables.rows import RowSink, of_records, of_study, only


def test_a_measure_has_its_dispersion_and_level_from_the_words() -> None:
    posted, awaited = of_records([rich_record()])["outcome_measures"]
    assert (posted["type"], posted["title"], posted["time_frame_text"]) == (
        *("PRIMARY", "Pain"),
        "12 weeks",
    )
    assert (posted["dispersion"], posted["ci_percent"]) == ("confidence_interval", 84)
    assert posted["dispersion_text"] == "84% Confidence Interval"
    assert (posted["units_analyzed"], posted["denominator_units"]) == ("Eyes", "Eyes")
    assert awaited["reporting_status"] == "NOT_POSTED"
    assert awaited["anticipated_posting_date"] == datetime(2023, 7, 1)
    assert awaited["anticipated_posting_date_precision"] == "month"


def test_values_keep_signs_exponents_separators_bounds_and_sentinels() -> None:
    rows = of_records([rich_record()])["outcome_values"]
    assert [row["value"] for row in rows] == [-0.7, None, 1234.5, 12]
    assert [row["value_comparator"] for row in rows] == ["=", None, "=", ">"]
    assert [row["value_text"] for row in rows] == ["-.7", "NA", "1,234.5", ">12"]
    assert [row["value_sentinel"] for row in rows] == [None, "not_available", None, None]
    assert (rows[0]["spread"], rows[0]["upper_limit"], rows[0]["upper_limit_comparator"]) == (
        *(0.1, 0.1),
        "<",
    )


def test_a_value_has_the_count_of_its_class_or_else_of_the_measure_in_the_selected_units() -> None:
    rows = of_records([rich_record()])["outcome_values"]
    assert [(row["denominator"], row["denominator_level"]) for row in rows] == [
        (36, "class"),
        (38, "class"),
        (40, "measure"),
        (42, "measure"),
    ]
    assert {row["denominator_units"] for row in rows} == {"Eyes"}
    assert [row["result_group_position"] for row in rows] == [5, 6, 5, 6]
    assert [row["class_title"] for row in rows] == ["Week 12", "Week 12", "Week 24", "Week 24"]


def test_an_outcome_that_is_not_posted_has_no_values() -> None:
    rows = of_records([rich_record()])
    assert set(rows.column("outcome_values", "outcome_measure_position")) == {0}
    assert set(rows.column("outcome_denominators", "outcome_measure_position")) == {0}


def of_outcome(**fields: object) -> dict[str, object]:
    return {"outcomeMeasuresModule": {"outcomeMeasures": [{"title": "Pain", **fields}]}}


def test_a_dispersion_in_unknown_words_is_one_issue_however_many_values_it_is_of() -> None:
    cells = [{"categories": [{"measurements": [{"groupId": "A", "value": "1"}] * 2}]}]
    rows = of_study(
        results=of_outcome(dispersionType="Wobble", groups=[{"id": "A"}], classes=cells)
    )
    assert only(rows["outcome_measures"])["dispersion"] is None
    assert [row["dispersion"] for row in rows["outcome_values"]] == [None, None]
    assert rows.issues() == [
        (
            "unread_value",
            "resultsSection.outcomeMeasuresModule.outcomeMeasures[0].dispersionType",
            "Wobble",
        )
    ]


def test_a_value_that_is_no_number_is_null_and_one_issue_with_its_path() -> None:
    cells = [{"categories": [{"measurements": [{"groupId": "A", "value": "3 of 4"}]}]}]
    rows = of_study(results=of_outcome(groups=[{"id": "A"}], classes=cells))
    row = only(rows["outcome_values"])
    assert (row["value"], row["value_comparator"], row["value_text"]) == (None, None, "3 of 4")
    assert rows.issues() == [
        (
            "unread_value",
            (
                "resultsSection.outcomeMeasuresModule.outcomeMeasures[0].classes[0].categories[0]"
                ".measurements[0].value"
            ),
            "3 of 4",
        )
    ]


@pytest.fixture(scope="module")
def known() -> RowSink:
    """Tables of a few real records with posted results."""
    numbers = (b"NCT00734604", b"NCT02381795", b"NCT05005351")
    return of_records(
        record
        for record in real_records()
        if b'"resultsSection"' in record and any(b'"nctId":"' + each in record for each in numbers)
    )


@pytest.mark.real
def test_a_known_change_has_its_standard_error_and_its_own_denominator(known: RowSink) -> None:
    found = [
        (row["value"], row["spread"], row["dispersion"], row["denominator"])
        for row in known["outcome_values"]
        if (row["nct_id"], row["outcome_measure_position"]) == ("NCT05005351", 0)
    ]
    assert found == [(-8.7, 2.0, "standard_error", 39), (-3.0, 2.4, "standard_error", 28)]


@pytest.mark.real
def test_the_same_id_is_two_treatments_in_two_real_outcomes(known: RowSink) -> None:
    titles = {
        row["title"]
        for row in known["result_groups"]
        if (row["nct_id"], row["group_id"]) == ("NCT00734604", "OG001")
    }
    assert len(titles) == 2
    rows = [row for row in known["outcome_values"] if row["nct_id"] == "NCT00734604"]
    groups = {row["result_group_position"] for row in rows if row["group_id"] == "OG001"}
    assert len(groups) == len({row["outcome_measure_position"] for row in rows})


@pytest.mark.real
def test_attacks_are_counted_as_attacks(known: RowSink) -> None:
    first = next(row for row in known["outcome_values"] if row["nct_id"] == "NCT02381795")
    assert first["denominator_units"] == "Cluster Headaches"
