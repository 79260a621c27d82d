"""Participant flow and withdrawals."""

from __future__ import annotations

from tests.tables.rich import rich_record
from tests.tables.rows import of_records, of_study, only


def test_a_milestone_has_numbers_of_people_and_of_other_units_by_group() -> None:
    rows = of_records([rich_record()])["participant_flow"]
    first, second, empty = rows
    assert (first["period_position"], first["milestone"]) == (0, "STARTED")
    assert (first["group_id"], first["result_group_position"]) == ("FG000", 0)
    assert (first["participants"], first["participants_text"]) == (1020, "1,020")
    assert (first["units"], first["milestone_comment"]) == (2040, "Randomised")
    assert first["comment"] == "One twice"
    assert (second["participants"], second["participants_sentinel"]) == (None, "not_available")
    assert (empty["milestone"], empty["group_id"]) == ("NOT COMPLETED", None)


def test_a_period_without_anything_but_a_title_is_a_row() -> None:
    rows = of_records([rich_record()])["flow_periods"]
    assert [(row["position"], row["title"]) for row in rows] == [
        (0, "First period"),
        (1, "Second period"),
    ]


def test_a_number_that_is_no_count_is_null_and_an_issue_with_its_path() -> None:
    achievement = {"groupId": "FG000", "numSubjects": "about 12"}
    rows = of_study(
        results={
            "participantFlowModule": {
                "groups": [{"id": "FG000"}],
                "periods": [{"milestones": [{"type": "STARTED", "achievements": [achievement]}]}],
            }
        }
    )
    row = only(rows["participant_flow"])
    assert (row["participants"], row["participants_text"]) == (None, "about 12")
    assert rows.issues() == [
        (
            "unread_value",
            (
                "resultsSection.participantFlowModule.periods[0].milestones[0].achievements[0]"
                ".numSubjects"
            ),
            "about 12",
        )
    ]


def test_withdrawals_have_a_reason_and_a_number_by_group() -> None:
    first, second = of_records([rich_record()])["withdrawals"]
    assert (first["reason"], first["reason_comment"]) == ("Adverse Event", "By phone")
    assert (first["participants"], first["comment"]) == (3, "Dreams")
    assert (second["group_id"], second["participants_sentinel"]) == ("FG001", "not_available")
