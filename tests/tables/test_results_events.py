"""Adverse events."""

from __future__ import annotations

from tests.tables.rich import rich_record
from tests.tables.rows import of_records, of_study, only


def test_a_group_has_its_totals_and_nobody_is_a_number() -> None:
    row, other = of_records([rich_record()])["adverse_event_groups"]
    assert (other["group_id"], other["serious_affected"]) == ("EG001", 2)
    assert (row["deaths"], row["deaths_at_risk"]) == (0, 20)
    assert (row["serious_affected"], row["other_affected"]) == (1, 7)
    assert (row["group_id"], row["result_group_position"]) == ("EG000", 8)


def test_totals_that_are_not_given_are_null() -> None:
    groups = [{"id": "EG000", "seriousNumAffected": 0}]
    rows = of_study(results={"adverseEventsModule": {"eventGroups": groups}})
    row = only(rows["adverse_event_groups"])
    assert (row["serious_affected"], row["serious_at_risk"], row["deaths"]) == (0, None, None)


def test_an_event_has_a_row_for_each_group_with_its_words() -> None:
    serious, dreams, nausea = of_records([rich_record()])["adverse_events"]
    assert (serious["seriousness"], serious["term"], serious["organ_system"]) == (
        *("serious", "Fracture"),
        "Injury",
    )
    assert (dreams["seriousness"], dreams["event_position"]) == ("other", 0)
    assert (dreams["affected"], dreams["at_risk"], dreams["events"]) == (7, 20, 9)
    assert (dreams["result_group_position"], dreams["notes"]) == (8, "Mostly in the first week")
    assert dreams["assessment_type"] == "NON_SYSTEMATIC_ASSESSMENT"
    assert (nausea["term"], nausea["group_id"], nausea["affected"]) == ("Nausea", None, None)
