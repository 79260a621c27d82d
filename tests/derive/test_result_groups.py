"""Groups, whose ids begin anew in every list."""

from __future__ import annotations

from harvest.derive.result_groups import ResultGroups
from harvest.record.results import ResultsSection
from tests.derive.posted import case, groups, measured, outcome, outcomes, posted

SECTION = {
    "participantFlowModule": {"groups": groups("FG000", "FG001")},
    "baselineCharacteristicsModule": {"groups": groups("BG000")},
    **outcomes(outcome("OG000", "OG001"), outcome("OG000")),
    "adverseEventsModule": {"eventGroups": groups("EG000")},
}


def test_groups_are_numbered_through_over_all_modules() -> None:
    found = [
        (row.position, row.module, row.outcome_measure_position, row.group_position, row.group.id)
        for row in posted(SECTION).groups
    ]
    assert found == [
        (0, "participant_flow", None, 0, "FG000"),
        (1, "participant_flow", None, 1, "FG001"),
        (2, "baseline", None, 0, "BG000"),
        (3, "outcome", 0, 0, "OG000"),
        (4, "outcome", 0, 1, "OG001"),
        (5, "outcome", 1, 0, "OG000"),
        (6, "adverse_events", None, 0, "EG000"),
    ]


def test_the_same_id_is_another_group_in_another_outcome() -> None:
    found = ResultGroups(case(SECTION).study.resultsSection)
    assert found.place("outcome", 0, "OG000") == 3
    assert found.place("outcome", 1, "OG000") == 5
    assert found.place("outcome", 1, "OG001") is None
    assert found.place("baseline", None, "OG000") is None
    assert found.place("baseline", None, None) is None


def test_an_id_that_two_groups_share_names_neither() -> None:
    found = ResultGroups(case(outcomes(outcome("OG000", "OG000"))).study.resultsSection)
    assert [row.group_position for row in found.rows] == [0, 1]
    assert found.place("outcome", 0, "OG000") is None


def test_without_results_there_are_no_groups() -> None:
    assert ResultGroups(ResultsSection()).rows == []


def test_an_id_that_leads_nowhere_is_remarked_with_its_path() -> None:
    section = outcomes(
        outcome("OG000", classes=[{"categories": [measured(("OG000", "1"), ("OG007", "2"))]}])
    )
    (remark,) = case(section).remarks
    assert (remark.kind, remark.value) == ("unlinked_name", "OG007")
    assert remark.path == (
        "resultsSection.outcomeMeasuresModule.outcomeMeasures[0].classes[0].categories[0]"
        ".measurements[1]"
    )
