"""Effects: which groups are compared, what is computed, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.derive import Case
from harvest.derive.effects import StudyEffect
from harvest.record.decode import decode
from tests.derive.cases import arm, document, drug
from tests.records import compact

ARMS = [
    arm("Naltrexone", None, "Naltrexone"),
    arm("Placebo", None, "Placebo", type="PLACEBO_COMPARATOR"),
]
BOTH = [drug("Naltrexone"), drug("Placebo")]


def case(
    *outcomes: dict[str, Any],
    arms: list[Any] | None = None,
    model: str = "PARALLEL",
    allocation: str = "RANDOMIZED",
    enrollment: dict[str, Any] | None = None,
    **section: Any,
) -> Case:
    """A study with these posted outcomes, and other modules of the results section."""
    record = document(arms or ARMS, BOTH, model=model)
    module = record["protocolSection"]["designModule"]
    module["designInfo"]["allocation"] = allocation
    if enrollment is not None:
        module["enrollmentInfo"] = enrollment
    record["resultsSection"] = {
        "outcomeMeasuresModule": {"outcomeMeasures": list(outcomes)},
        **section,
    }
    decoded = decode(compact(record))
    assert not decoded.findings
    return Case(decoded.study)


def outcome(*groups: tuple[str, str, str, int], **fields: Any) -> dict[str, Any]:
    """Groups as title, value, spread and number of persons."""
    ids = [f"OG{place:03d}" for place in range(len(groups))]
    counts = [
        {"groupId": each, "value": str(group[3])} for each, group in zip(ids, groups, strict=True)
    ]
    values = [
        {"groupId": each, "value": group[1], **({"spread": group[2]} if group[2] else {})}
        for each, group in zip(ids, groups, strict=True)
    ]
    return {
        "title": "Pain intensity at Week 12",
        "paramType": "MEAN",
        "dispersionType": "Standard Deviation",
        "unitOfMeasure": "score on a scale",
        "timeFrame": "12 weeks",
        "groups": [
            {"id": each, "title": group[0]} for each, group in zip(ids, groups, strict=True)
        ],
        "denoms": [{"units": "Participants", "counts": counts}],
        "classes": [{"categories": [{"measurements": values}]}],
        **fields,
    }


def persons(*groups: tuple[str, str, int], **fields: Any) -> dict[str, Any]:
    return outcome(
        *((title, value, "", n) for title, value, n in groups),
        paramType="COUNT_OF_PARTICIPANTS",
        dispersionType=None,
        unitOfMeasure="Participants",
        **fields,
    )


def clean(posted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in posted.items() if value is not None}


def effects(posted: dict[str, Any], **design: Any) -> tuple[StudyEffect, ...]:
    return case(clean(posted), **design).effects


def test_the_tested_group_minus_its_placebo_whatever_their_order() -> None:
    for groups in (
        (("Naltrexone", "3", "2", 40), ("Placebo", "5", "2", 40)),
        (("Placebo", "5", "2", 40), ("Naltrexone", "3", "2", 40)),
    ):
        difference, standardised = effects(outcome(*groups))
        assert difference.estimate == -2
        assert standardised.scale == "SMD"
        given = difference.given
        assert (given.title, given.comparator_title) == ("Naltrexone", "Placebo")
        assert (given.comparator, given.isolates, given.is_comparator_told) == (
            "placebo",
            "yes",
            True,
        )
        assert (given.days, difference.is_better) == (84, True)


def test_totals_and_baselines_are_compared_with_nothing() -> None:
    rows = effects(
        outcome(("Naltrexone", "3", "2", 40), ("Placebo", "5", "2", 40), ("Total", "4", "2", 80))
    )
    assert len(rows) == 2
    before = outcome(("Naltrexone", "3", "2", 40), ("Placebo", "5", "2", 40))
    before["classes"][0]["title"] = "Baseline"
    assert effects(before) == ()


def test_a_shared_comparator_is_marked() -> None:
    rows = effects(
        outcome(
            ("Naltrexone 3 mg", "3", "2", 40),
            ("Naltrexone 6 mg", "2", "2", 40),
            ("Placebo", "5", "2", 40),
        )
    )
    assert [row.given.is_comparator_shared for row in rows] == [True] * 4
    assert {row.given.comparator_title for row in rows} == {"Placebo"}


def test_persons_give_ratios_and_differences() -> None:
    rows = effects(persons(("Naltrexone", "20", 49), ("Placebo", "13", 50)))
    assert [row.scale for row in rows] == ["RR", "OR", "RD"]
    assert rows[0].estimate == pytest.approx(1.5699, abs=5e-5)


@pytest.mark.parametrize(
    ("posted", "refusal"),
    [
        (outcome(("Naltrexone", "3", "", 40), ("Placebo", "5", "", 40)), "no_spread"),
        (outcome(("Naltrexone", "NA", "2", 40), ("Placebo", "5", "2", 40)), "no_number"),
        (outcome(("Naltrexone", "3", "2", 0), ("Placebo", "5", "2", 40)), "no_denominator"),
        (
            outcome(
                ("Naltrexone", "3", "2", 40),
                ("Placebo", "5", "2", 40),
                paramType="GEOMETRIC_MEAN",
            ),
            "statistic_not_comparable",
        ),
        (persons(("Naltrexone", "41", 40), ("Placebo", "5", 40)), "impossible_numbers"),
        (
            persons(
                ("Naltrexone", "33", 1000),
                ("Placebo", "20", 1000),
            )
            | {"paramType": "NUMBER", "unitOfMeasure": "percentage of participants"},
            "percent_fits_no_count",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(
    posted: dict[str, Any], refusal: str
) -> None:
    (row,) = effects(posted)
    assert (row.effect, row.refusal, row.is_preferred) == (None, refusal, False)


def test_attacks_and_eyes_are_no_persons() -> None:
    posted = persons(("Naltrexone", "20", 49), ("Placebo", "13", 50))
    posted["denoms"][0]["units"] = "attacks"
    (row,) = effects(posted)
    assert row.refusal == "not_persons"


def test_one_of_several_answers_is_no_event() -> None:
    posted = persons(("Naltrexone", "20", 49), ("Placebo", "13", 50))
    posted["classes"][0]["categories"][0]["title"] = "Much improved"
    (row,) = effects(posted)
    assert row.refusal == "one_of_several_answers"


def test_groups_that_chance_did_not_make_are_not_compared() -> None:
    posted = outcome(("Naltrexone", "3", "2", 40), ("Placebo", "5", "2", 40))
    for allocation, refusal in (("NON_RANDOMIZED", "not_randomized"), ("NA", "not_randomized")):
        rows = effects(posted, allocation=allocation)
        assert {row.refusal for row in rows} == {refusal}
        assert {row.effect for row in rows} == {None}


def analysed(value: str, *ids: str, **fields: Any) -> dict[str, Any]:
    return outcome(
        ("Naltrexone", "3", "2", 40),
        ("Placebo", "5", "2", 40),
        analyses=[
            {
                "groupIds": list(ids or ("OG000", "OG001")),
                "paramType": "Mean Difference (Net)",
                "paramValue": value,
                **fields,
            }
        ],
    )


INTERVAL = {
    "ciNumSides": "TWO_SIDED",
    "ciPctValue": "95",
    "ciLowerLimit": "1.1",
    "ciUpperLimit": "2.9",
}


def test_a_posted_analysis_is_preferred_and_its_direction_found() -> None:
    *computed, own = effects(analysed("2.0", **INTERVAL))
    assert (own.source, own.estimate, own.is_turned, own.is_preferred) == (
        "posted",
        -2.0,
        True,
        True,
    )
    assert own.agreement == "agrees"
    assert [row.is_preferred for row in computed] == [False, True]


def test_a_difference_of_risks_may_be_posted_in_percent() -> None:
    analysis = {
        "groupIds": ["OG000", "OG001"],
        "paramType": "Risk Difference (RD)",
        "paramValue": "-20",
        "ciNumSides": "TWO_SIDED",
        "ciPctValue": "95",
        "ciLowerLimit": "-38",
        "ciUpperLimit": "-2",
    }
    groups = ("Naltrexone", "10", 50), ("Placebo", "20", 50)
    own = effects(persons(*groups, analyses=[analysis]))[-1]
    assert (own.source, own.scale, own.agreement) == ("posted", "RD", "agrees")
    assert own.estimate == pytest.approx(-0.2)
    assert own.interval == pytest.approx((-0.38, -0.02))


@pytest.mark.parametrize("answer", ["No Response", "Q1: better? No", "No Change"])
def test_an_answer_in_a_class_is_no_event(answer: str) -> None:
    posted = persons(("Naltrexone", "20", 49), ("Placebo", "13", 50))
    posted["classes"][0]["title"] = answer
    (row,) = effects(posted)
    assert row.refusal == "one_of_several_answers"


@pytest.mark.parametrize(
    ("posted", "refusal"),
    [
        (analysed("2.0", "OG000"), "one_group"),
        (analysed("NA"), "no_number"),
        (analysed("2.0"), "no_error"),
        (analysed("0.01", **INTERVAL), "direction_unknown"),
        (analysed("2.0", "OG000", "OG009"), "values_unknown"),
        (analysed("2.0", paramType="F"), "scale_unknown"),
    ],
)
def test_a_posted_analysis_that_cannot_be_used_says_why(
    posted: dict[str, Any], refusal: str
) -> None:
    own = effects(posted)[-1]
    assert (own.source, own.effect, own.refusal) == ("posted", None, refusal)


def test_a_posted_analysis_far_from_the_values_is_an_issue() -> None:
    far = case(clean(analysed("5.0", ciLowerLimit="4.9", ciUpperLimit="5.1", ciPctValue="95")))
    assert far.effects[-1].agreement == "other_estimate"
    assert [remark.kind for remark in far.remarks] == ["analysis_disagrees"]


def test_a_crossover_is_paired_or_marked_as_if_it_were_not() -> None:
    both = [
        arm("Naltrexone, then placebo", None, "Naltrexone", "Placebo"),
        arm("Placebo, then naltrexone", None, "Naltrexone", "Placebo"),
    ]
    rows = effects(analysed("-2.0", **INTERVAL), arms=both, model="CROSSOVER")
    assert [row.analysis_design for row in rows] == [
        "as_if_parallel",
        "as_if_parallel",
        "paired_crossover",
    ]
    assert rows[-1].correlation is not None
