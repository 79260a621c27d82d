"""What posted values are."""

from __future__ import annotations

from typing import Any

from harvest.derive.cells import Cell
from tests.derive.posted import case, outcomes


def cell(posted: dict[str, Any], place: int = 0) -> Cell:
    return case(outcomes(posted)).outcome_cells[place]


def outcome(title: str, *classes: Any, **fields: Any) -> dict[str, Any]:
    return {
        "title": title,
        "groups": [{"id": "OG000", "title": fields.pop("group", "Naltrexone")}],
        "classes": [
            {
                **({"title": name} if name else {}),
                "categories": [
                    {
                        **({"title": category} if category else {}),
                        "measurements": [{"groupId": "OG000", "value": "1"}],
                    }
                ],
            }
            for name, category in (classes or ((None, None),))
        ],
        **fields,
    }


def test_parameter_and_unit_say_what_a_number_is() -> None:
    for param, unit, expected in (
        ("MEAN", "score", "mean"),
        ("LEAST_SQUARES_MEAN", "score", "ls_mean"),
        ("COUNT_OF_PARTICIPANTS", "Participants", "count_of_persons"),
        ("NUMBER", "participants", "count_of_persons"),
        ("NUMBER", "percentage of participants", "percent_of_persons"),
        ("NUMBER", "attacks", "number"),
    ):
        found = cell(outcome("Pain", paramType=param, unitOfMeasure=unit))
        assert found.statistic == expected
    assert cell(outcome("Pain")).statistic is None


def test_the_closest_text_says_when() -> None:
    by_class = cell(outcome("Pain", ("Week 8", None), timeFrame="Baseline, 4 and 8 weeks"))
    assert (by_class.moment.days, by_class.moment.source) == (56, "class")
    by_group = cell(outcome("Pain", group="Placebo Week 4", timeFrame="8 weeks"))
    assert (by_group.moment.days, by_group.moment.source) == (28, "group")
    by_title = cell(outcome("Pain at Week 12", timeFrame="Baseline, weeks 4, 8 and 12"))
    assert (by_title.moment.days, by_title.moment.source) == (84, "title")
    by_frame = cell(outcome("Pain", timeFrame="Baseline, Week 12"))
    assert (by_frame.moment.days, by_frame.moment.source) == (84, "time_frame")
    several = cell(outcome("Pain", timeFrame="Weeks 4, 8 and 12"))
    assert (several.moment.days, several.moment.reason) == (None, "several_points")


def test_a_class_may_be_the_baseline_or_the_change() -> None:
    posted = outcome(
        "Change in pain",
        ("Baseline", None),
        ("Change from Baseline", None),
        paramType="MEAN",
        timeFrame="Baseline, 12 weeks",
    )
    before, change = cell(posted, 0), cell(posted, 1)
    assert (before.variable_form, before.is_baseline, before.moment.days) == ("level", True, 0)
    assert (change.variable_form, change.is_baseline, change.moment.days) == ("change", False, 84)


def test_a_class_may_be_a_subscale_and_a_category_an_answer() -> None:
    found = cell(outcome("SF-36", ("Physical Functioning", "Much better"), paramType="MEAN"))
    assert (found.instrument, found.subscale) == ("SF-36", "physical functioning")
    assert (found.part, found.answer) == ("Physical Functioning", "Much better")


def test_totals_are_marked() -> None:
    assert cell(outcome("Pain", group="Total")).is_total
    assert cell(outcome("Pain", ("Total", None))).is_total
    assert not cell(outcome("Pain")).is_total


def test_what_is_counted_since_baseline_is_a_change() -> None:
    since = "Change from Baseline to Week 8"
    found = cell(outcome("GAD-7", paramType="MEAN", timeFrame=since))
    assert found.variable_form == "change"
    found = cell(outcome("GAD-7", paramType="MEAN", timeFrame="Baseline, Week 8"))
    assert found.variable_form == "level"


def test_persons_with_a_change_are_no_change_themselves() -> None:
    title = "Number of subjects without relevant changes from baseline in medication"
    found = cell(outcome(title, paramType="COUNT_OF_PARTICIPANTS"))
    assert found.variable_form == "count"
