"""Posted values with their groups and denominators."""

from __future__ import annotations

from typing import Any

from harvest.derive.denominators import NOT_STATED, Denominator
from harvest.derive.results import PostedValue
from tests.derive.posted import groups, measured, outcome, outcomes, posted


def denoms(*pairs: tuple[str, str], units: str = "Participants") -> list[dict[str, Any]]:
    counts = [{"groupId": group, "value": value} for group, value in pairs]
    return [{"units": units, "counts": counts}]


def places(value: PostedValue) -> tuple[int | None, ...]:
    return (
        value.measure_position,
        value.class_position,
        value.category_position,
        value.value_position,
        value.result_group_position,
    )


def test_a_value_has_its_places_its_group_and_the_denominator_of_its_class() -> None:
    section = outcomes(
        outcome("OG000"),
        outcome(
            "OG000",
            "OG001",
            denoms=denoms(("OG000", "20"), ("OG001", "21")),
            classes=[
                {
                    "denoms": denoms(("OG000", "18"), ("OG001", "19")),
                    "categories": [measured(("OG001", "1"), ("OG000", "2"))],
                },
                {"categories": [measured(("OG000", "3"))]},
            ],
        ),
    )
    values = posted(section).outcome_values
    assert [places(value) for value in values] == [
        (1, 0, 0, 0, 2),
        (1, 0, 0, 1, 1),
        (1, 1, 0, 0, 1),
    ]
    assert [value.denominator for value in values] == [
        Denominator(19, "Participants", "class"),
        Denominator(18, "Participants", "class"),
        Denominator(20, "Participants", "measure"),
    ]


def test_at_baseline_the_counts_of_the_module_hold_where_the_measure_has_none() -> None:
    section = {
        "baselineCharacteristicsModule": {
            "groups": groups("BG000"),
            "denoms": denoms(("BG000", "41")),
            "measures": [{"classes": [{"categories": [measured(("BG000", "3"))]}]}],
        }
    }
    (value,) = posted(section).baseline_values
    assert value.denominator == Denominator(41, "Participants", "module")
    (count,) = posted(section).baseline_counts
    assert (count.level, count.measure_position, count.units) == ("module", None, "Participants")
    assert count.path == "resultsSection.baselineCharacteristicsModule.denoms[0].counts[0]"


def test_an_outcome_borrows_no_count_from_other_modules() -> None:
    section = {
        "baselineCharacteristicsModule": {
            "groups": groups("OG000"),
            "denoms": denoms(("OG000", "41")),
        },
        **outcomes(outcome("OG000", classes=[{"categories": [measured(("OG000", "3"))]}])),
    }
    (value,) = posted(section).outcome_values
    assert value.denominator == NOT_STATED


def test_a_title_without_a_value_is_a_row_without_a_group() -> None:
    section = outcomes(
        outcome(
            "OG000",
            classes=[
                {"title": "Week 4"},
                {"categories": [{"title": "Unknown"}, measured(("OG000", "1"))]},
                {"categories": [{}]},
                {},
            ],
        )
    )
    values = posted(section).outcome_values
    assert [places(value) for value in values] == [
        (0, 0, None, None, None),
        (0, 1, 0, None, None),
        (0, 1, 1, 0, 0),
    ]
    assert [value.denominator for value in values[:2]] == [Denominator(), Denominator()]


def test_the_dispersion_of_the_measure_stands_beside_each_value() -> None:
    def of(text: str | None) -> tuple[str | None, float | None]:
        told = {} if text is None else {"dispersionType": text}
        classes = [{"categories": [measured(("OG000", "1"))]}]
        (value,) = posted(outcomes(outcome("OG000", classes=classes, **told))).outcome_values
        return value.dispersion_kind, value.ci_percent

    assert of("84% Confidence Interval") == ("confidence_interval", 84)
    assert of("Something else") == (None, None)
    assert of(None) == (None, None)


def test_counts_of_measures_and_classes_know_where_they_stand() -> None:
    section = outcomes(
        outcome(
            "OG000",
            denoms=denoms(("OG000", "20")),
            classes=[{"title": "Week 4", "denoms": denoms(("OG000", "18"))}],
        )
    )
    path = "resultsSection.outcomeMeasuresModule.outcomeMeasures[0]"
    assert [
        (each.level, each.class_position, each.counted.value, each.path)
        for each in posted(section).outcome_counts
    ] == [
        ("measure", None, "20", f"{path}.denoms[0].counts[0]"),
        ("class", 0, "18", f"{path}.classes[0].denoms[0].counts[0]"),
    ]


def test_the_groups_of_an_analysis_are_those_of_its_own_outcome() -> None:
    section = outcomes(
        outcome("OG000", analyses=[{"groupIds": ["OG000"]}, {}]),
        outcome("OG000", "OG001", analyses=[{"groupIds": ["OG001", "OG000"]}]),
    )
    assert [
        (each.analysis_position, each.place, each.group_id, each.result_group_position)
        for each in posted(section).compared_groups
    ] == [(0, 0, "OG000", 0), (2, 0, "OG001", 2), (2, 1, "OG000", 1)]
    last = posted(section).compared_groups[-1]
    assert last.path.endswith("outcomeMeasures[1].analyses[0].groupIds[1]")
