"""Posted numbers that do not add up."""

from __future__ import annotations

from typing import Any

from tests.derive.test_effects import case, clean, outcome, persons


def kinds(*outcomes: dict[str, Any]) -> list[str]:
    return [remark.kind for remark in case(*map(clean, outcomes)).remarks]


def test_a_deviation_that_is_an_error_is_told() -> None:
    posted = outcome(
        ("Naltrexone", "3", "0.03", 351), ("Placebo", "5", "0.55", 340), ("Sham", "5", "0.53", 345)
    )
    assert kinds(posted) == ["doubtful_spread"]
    alike = outcome(("Naltrexone", "3", "0.5", 351), ("Placebo", "5", "0.55", 340))
    assert kinds(alike) == []


def test_a_mean_of_whole_numbers_that_nobody_can_have_is_told() -> None:
    posted = outcome(
        ("Naltrexone", "5.19", "2", 28), ("Placebo", "5.00", "2", 28), unitOfMeasure="attacks"
    )
    assert kinds(posted) == ["impossible_mean"]
    rate = outcome(
        ("Naltrexone", "5.19", "2", 28), ("Placebo", "5.00", "2", 28), unitOfMeasure="attacks/week"
    )
    assert kinds(rate) == []


def flow(title: str, started: int) -> dict[str, Any]:
    return {
        "groups": [{"id": "FG000", "title": title}],
        "periods": [
            {
                "title": "Overall Study",
                "milestones": [
                    {
                        "type": "STARTED",
                        "achievements": [{"groupId": "FG000", "numSubjects": str(started)}],
                    }
                ],
            }
        ],
    }


def baseline(*counts: tuple[str, int]) -> dict[str, Any]:
    ids = [f"BG{place:03d}" for place in range(len(counts))]
    return {
        "groups": [
            {"id": each, "title": title} for each, (title, _) in zip(ids, counts, strict=True)
        ],
        "denoms": [
            {
                "units": "Participants",
                "counts": [
                    {"groupId": each, "value": str(count)}
                    for each, (_, count) in zip(ids, counts, strict=True)
                ],
            }
        ],
    }


def test_more_analysed_than_started_is_told() -> None:
    posted = persons(("Naltrexone", "3", 41), ("Placebo", "5", 40))
    found = case(clean(posted), participantFlowModule=flow("Naltrexone", 40))
    assert [each.kind for each in found.remarks] == ["more_than_started"]
    fine = case(clean(posted), participantFlowModule=flow("Naltrexone", 41))
    assert fine.remarks == ()


def test_more_at_baseline_than_enrolled_is_told() -> None:
    groups = (("Naltrexone", 41), ("Placebo", 40), ("Total", 81))
    found = case(
        enrollment={"count": 80, "type": "ACTUAL"},
        baselineCharacteristicsModule=baseline(*groups),
    )
    assert [each.kind for each in found.remarks] == ["more_than_enrolled"]
    planned = case(
        enrollment={"count": 80, "type": "ESTIMATED"},
        baselineCharacteristicsModule=baseline(*groups),
    )
    assert planned.remarks == ()
