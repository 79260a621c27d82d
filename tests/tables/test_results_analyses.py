"""Posted analyses."""

from __future__ import annotations

from tests.tables.rich import rich_record
from tests.tables.rows import of_records, of_study


def test_an_analysis_has_each_number_beside_its_text() -> None:
    first, second = of_records([rich_record()])["outcome_analyses"]
    assert (first["outcome_measure_position"], first["analysis_position"]) == (0, 0)
    assert (first["p_value"], first["p_value_comparator"]) == (0.001, "<")
    assert first["p_value_text"] == "< 0.001"
    assert (first["param_value"], first["dispersion"], first["dispersion_value"]) == (
        *(-1.3, "standard_error"),
        0.4,
    )
    assert (first["ci_percent"], first["ci_lower"], first["ci_upper"]) == (97.3, -2.1, -0.5)
    assert first["non_inferiority_type"] == "SUPERIORITY"
    assert (second["p_value"], second["p_value_sentinel"]) == (None, "nr")
    assert (second["ci_lower"], second["ci_lower_sentinel"]) == (None, "not_available")


def test_analysis_groups_lead_to_the_analysis_and_to_the_group_of_its_outcome() -> None:
    rows = of_records([rich_record()])["analysis_groups"]
    assert [
        (row["analysis_position"], row["place"], row["group_id"], row["result_group_position"])
        for row in rows
    ] == [(0, 0, "OG000", 5), (0, 1, "OG001", 6), (1, 0, "OG001", 6)]


def test_a_level_that_is_no_percentage_is_null_and_an_issue() -> None:
    rows = of_study(
        results={
            "outcomeMeasuresModule": {
                "outcomeMeasures": [{"title": "Pain", "analyses": [{"ciPctValue": "950"}]}]
            }
        }
    )
    assert rows.column("outcome_analyses", "ci_percent") == [None]
    assert [kind for kind, _, _ in rows.issues()] == ["unread_value"]
