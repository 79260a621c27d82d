"""Participant flow and adverse events."""

from __future__ import annotations

from tests.derive.posted import groups, posted

FLOW = {
    "participantFlowModule": {
        "groups": groups("FG000", "FG001"),
        "periods": [
            {
                "milestones": [
                    {
                        "type": "STARTED",
                        "achievements": [
                            {"groupId": "FG001", "numSubjects": "3"},
                            {"groupId": "FG000", "numSubjects": "4"},
                        ],
                    },
                    {"type": "COMPLETED"},
                ]
            },
            {
                "dropWithdraws": [
                    {"type": "Death", "reasons": [{"groupId": "FG001"}]},
                    {"type": "X"},
                ]
            },
        ],
    }
}
EVENTS = {
    "adverseEventsModule": {
        "eventGroups": groups("EG000", "EG001"),
        "seriousEvents": [{"term": "Fracture", "stats": [{"groupId": "EG001", "numAffected": 1}]}],
        "otherEvents": [
            {"term": "Nausea"},
            {"term": "Dreams", "stats": [{"groupId": "EG000", "numAffected": 0}]},
        ],
    }
}


def test_a_milestone_has_a_row_for_each_group_and_one_without_where_it_has_no_numbers() -> None:
    assert [
        (row.period_position, row.milestone_position, row.milestone.type, row.place, row.group_id)
        for row in posted(FLOW).flow
    ] == [
        (0, 0, "STARTED", 0, "FG001"),
        (0, 0, "STARTED", 1, "FG000"),
        (0, 1, "COMPLETED", 0, None),
    ]
    first = posted(FLOW).flow[0]
    assert first.result_group_position == 1
    assert first.path == (
        "resultsSection.participantFlowModule.periods[0].milestones[0].achievements[0]"
    )


def test_a_reason_to_leave_has_a_row_for_each_group() -> None:
    rows = posted(FLOW).withdrawals
    assert [(row.period_position, row.reason_position, row.drop.type) for row in rows] == [
        (1, 0, "Death"),
        (1, 1, "X"),
    ]
    assert [row.result_group_position for row in rows] == [1, None]
    assert rows[0].path == (
        "resultsSection.participantFlowModule.periods[1].dropWithdraws[0].reasons[0]"
    )


def test_events_come_serious_first_and_keep_their_place_in_their_list() -> None:
    rows = posted(EVENTS).events
    assert [
        (row.seriousness, row.event_position, row.event.term, row.group_id) for row in rows
    ] == [
        ("serious", 0, "Fracture", "EG001"),
        ("other", 0, "Nausea", None),
        ("other", 1, "Dreams", "EG000"),
    ]
    assert rows[2].stats.numAffected == 0
    assert rows[2].path == "resultsSection.adverseEventsModule.otherEvents[1].stats[0]"


def test_event_groups_have_their_place_among_all_groups() -> None:
    both = {**FLOW, **EVENTS}
    assert [row.result_group_position for row in posted(both).event_groups] == [2, 3]
