"""All that a study posted."""

from __future__ import annotations

from tests.derive.posted import posted


def test_a_study_without_results_posted_nothing() -> None:
    nothing = posted({})
    assert nothing.groups == []
    assert list(nothing.event_groups) == list(nothing.remarks) == []
    assert nothing.flow == nothing.withdrawals == nothing.events == ()
    assert nothing.baseline_values == nothing.baseline_counts == ()
    assert nothing.outcome_values == nothing.outcome_counts == nothing.compared_groups == ()


def test_every_kind_of_row_is_searched_for_ids_that_lead_nowhere() -> None:
    ghost = [{"groupId": "GHOST", "value": "1"}]
    cells = [{"denoms": [{"counts": ghost}], "categories": [{"measurements": ghost}]}]
    counted = [{"groupId": "GHOST", "numSubjects": "1"}]
    found = posted(
        {
            "participantFlowModule": {
                "periods": [
                    {
                        "milestones": [{"type": "STARTED", "achievements": counted}],
                        "dropWithdraws": [{"type": "Death", "reasons": counted}],
                    }
                ]
            },
            "baselineCharacteristicsModule": {"measures": [{"classes": cells}]},
            "outcomeMeasuresModule": {
                "outcomeMeasures": [{"classes": cells, "analyses": [{"groupIds": ["GHOST"]}]}]
            },
            "adverseEventsModule": {
                "otherEvents": [{"term": "Nausea", "stats": [{"groupId": "GHOST"}]}]
            },
        }
    )
    lists = [remark.path.split(".")[-1].split("[")[0] for remark in found.remarks]
    assert lists == [
        *("achievements", "reasons", "measurements", "counts"),
        *("measurements", "counts", "groupIds", "stats"),
    ]
    assert {remark.value for remark in found.remarks} == {"GHOST"}
