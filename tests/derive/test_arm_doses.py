"""What an arm gets: amounts over the days of its plan, or the reason why not."""

from __future__ import annotations

import pytest

from harvest.derive.arm_doses import ArmPeriodDose
from tests.derive.cases import arm, case, drug


def first(description: str, *, name: str = "Naltrexone", **study: str) -> ArmPeriodDose:
    return case([arm("A", description, name)], [drug(name)], **study).arm_period_doses[0]


def test_final_s_plan_comes_to_441_mg_in_84_days() -> None:
    found = first(
        "Naltrexone 1.5 mg daily, increased by 1.5 mg every week to 6 mg or the highest tolerated "
        "dose, for 12 weeks in total"
    )
    assert found.won.dose.schedule == "0:1.5;7:3;14:4.5;21:6"
    assert (found.cumulative_mg, found.course.days, found.daily_mg_mean) == (441, 84, 5.25)
    assert (found.daily_mg_target, found.days_to_target, found.days_at_target) == (6, 21, 63)
    assert found.conditions == "highest_tolerated"


def test_a_titration_over_eight_weeks_comes_to_220_and_a_half() -> None:
    found = first("Naltrexone 1.5 mg x 1 week, 3 mg x 1 week and 4.5 mg x 6 weeks")
    assert (found.cumulative_mg, found.course.days, found.daily_mg_mean) == (220.5, 56, 3.9375)


def test_days_at_target_of_a_taper_are_those_on_the_largest_amount() -> None:
    found = first("Naltrexone 50 mg for 2 weeks, then 25 mg for 1 week")
    assert (found.daily_mg_target, found.days_at_target, found.days_to_target) == (50, 14, 0)
    assert found.statement.daily_mg_final == 25


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Naltrexone 4.5 mg daily", "the texts do not say how long"),
        ("Naltrexone 3 or 4.5 mg daily for 8 weeks", "the texts do not fix which amount"),
        ("Naltrexone 0.1 mg/kg (at most 4.5 mg) daily for 8 weeks", "the amount is m"),
        ("Naltrexone at bedtime for 8 weeks", "no amount is stated"),
    ],
)
def test_an_exposure_that_the_texts_do_not_fix_is_null_with_the_reason(
    text: str, reason: str
) -> None:
    found = first(text)
    assert found.cumulative_mg is None
    assert found.daily_mg_mean is None
    assert found.days_at_target is None
    assert (found.course.reason or "").startswith(reason)


def test_a_placebo_has_a_row_without_amounts() -> None:
    found = first("One capsule daily for 8 weeks", name="Placebo")
    assert (found.drug.group, found.cumulative_mg) == ("placebo", None)
    assert found.course.reason == "a placebo holds no drug"


def test_the_length_may_stand_in_another_text_but_not_in_two_that_disagree() -> None:
    study = {"summary": "Naltrexone 4.5 mg or placebo is taken for 8 weeks."}
    assert first("Naltrexone 4.5 mg daily", **study).cumulative_mg == 252
    study["official"] = "Naltrexone 4.5 mg for 12 weeks"
    assert first("Naltrexone 4.5 mg daily", **study).course.days is None


def test_the_bands_of_the_camps_stand_side_by_side() -> None:
    found = first("Naltrexone 6 mg daily")
    answers = (found.answer.code, found.is_ldn_toljan, found.is_ldn_innova, found.is_ldn_hatfield)
    assert answers == ("yes", "no", "no", "no")
    found = first("Naltrexone 0.5 mg daily")
    answers = (found.answer.code, found.is_ldn_toljan, found.is_ldn_innova, found.is_ldn_hatfield)
    assert answers == ("no", "no", "yes", "yes")
