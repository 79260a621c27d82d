"""The periods of arms: order, lengths, washouts, and which drugs they hold."""

from __future__ import annotations

from typing import Any

from harvest.derive import Case
from tests.derive.cases import arm, case, drug

BOTH = [drug("Naltrexone"), drug("Placebo")]


def sequences(*arms: Any, **study: Any) -> Case:
    return case(list(arms), BOTH, model="CROSSOVER", **study)


def told(found: Case, place: int = 0) -> list[tuple[str, str | None, int | None, int | None]]:
    return [
        (each.kind, each.treatment, each.start_day, each.days)
        for each in found.arm_periods
        if each.arm_position == place
    ]


def test_an_arm_of_a_parallel_trial_has_one_treatment() -> None:
    found = case([arm("LDN", "Naltrexone 4.5 mg daily for 12 weeks", "Naltrexone")], BOTH)
    assert told(found) == [("treatment", "naltrexone", 0, 84)]
    assert found.planned_treatment_days == 84


def test_an_arm_s_text_lists_its_periods_in_order() -> None:
    text = "Naltrexone for 8 weeks, then placebo for 6 weeks"
    found = sequences(arm("A", text, "Naltrexone", "Placebo"))
    assert told(found) == [
        ("treatment", "naltrexone", 0, 56),
        ("treatment", "placebo", 56, 42),
    ]
    assert [each.drugs for each in found.arm_periods] == [(0,), (1,)]
    assert found.planned_treatment_days == 98


def test_the_label_gives_the_order_and_the_study_the_lengths() -> None:
    found = sequences(
        arm("Naltrexone, then placebo", None, "Naltrexone", "Placebo"),
        arm("Placebo, then naltrexone", None, "Naltrexone", "Placebo"),
        how="Two periods of 6 weeks with a washout of 2 weeks",
    )
    expected = [("treatment", 0, 42), ("washout", 42, 14), ("treatment", 56, 42)]
    for place in (0, 1):
        assert [(kind, start, days) for kind, _, start, days in told(found, place)] == expected
    assert told(found, 1)[0][1] == "placebo"
    assert found.arm_periods[2].washout_days_before == 14
    assert found.period_days == 42


def test_a_label_may_name_only_the_first() -> None:
    found = sequences(
        arm("Naltrexone first", None, "Naltrexone", "Placebo"),
        arm("Placebo first", None, "Naltrexone", "Placebo"),
    )
    assert [each.treatment for each in found.arm_periods] == [
        *("naltrexone", "placebo"),
        *("placebo", "naltrexone"),
    ]
    assert found.arm_periods[0].start_day == 0
    assert found.arm_periods[1].start_day is None, "the first has no length"


def test_without_any_order_there_is_a_period_for_each_drug_and_no_start() -> None:
    found = sequences(arm("Everybody", None, "Naltrexone", "Placebo"))
    assert told(found) == [
        ("treatment", "naltrexone", None, None),
        ("treatment", "placebo", None, None),
    ]
    assert "order is not told" in found.arm_periods[0].how


def test_arms_of_a_crossover_that_differ_are_treatments_whose_order_is_unknown() -> None:
    found = sequences(
        arm("Naltrexone", "4.5 mg for 6 weeks", "Naltrexone"),
        arm("Placebo", "Placebo for 6 weeks", "Placebo"),
    )
    assert told(found, 0) == [("treatment", "naltrexone", None, 42)]
    assert found.period_days == 42


def test_no_washout_is_zero_and_an_unknown_one_is_null() -> None:
    text = "Naltrexone for 8 weeks, then placebo for 8 weeks"
    one = arm("A", text, "Naltrexone", "Placebo")
    washouts = [
        sequences(one, summary=summary).arm_periods[-1].washout_days_before
        for summary in ("There is no washout.", "A crossover trial.")
    ]
    assert washouts == [0, None]
    found = sequences(one, summary="A washout lies between the two periods.")
    assert found.arm_periods[-1].start_day is None


def test_a_step_of_a_dose_is_no_length_of_a_period() -> None:
    text = "Naltrexone 1.5 mg for 1 week, then 3 mg for 1 week, then 4.5 mg for 6 weeks"
    found = case([arm("LDN", text, "Naltrexone")], BOTH)
    assert sum(each.days or 0 for each in found.arm_periods if each.kind == "treatment") == 56


def test_a_dose_s_course_runs_over_its_own_period() -> None:
    text = "Placebo for 4 weeks, then naltrexone 4.5 mg daily for 8 weeks"
    found = sequences(arm("A", text, "Naltrexone", "Placebo"))
    (dose,) = [each for each in found.arm_period_doses if each.drug.name == "naltrexone"]
    assert (dose.period_number, dose.course.days, dose.cumulative_mg) == (1, 56, 252)


def test_drugs_given_together_share_the_one_period() -> None:
    text = "Active naltrexone with the placebo of the other drug, 13 weeks."
    found = case([arm("A", text, "Naltrexone", "Placebo")], BOTH)
    assert [each.drugs for each in found.arm_periods] == [(0, 1)]
    assert [each.period_number for each in found.arm_period_doses] == [0, 0]


def test_a_study_without_arms_has_periods_without_an_arm() -> None:
    found = case([], BOTH, summary="Naltrexone 4.5 mg for 8 weeks.")
    assert [each.arm_position for each in found.arm_periods] == [None]


def test_every_length_leads_back_to_its_words() -> None:
    text = "Naltrexone for 8 weeks, then placebo for 8 weeks"
    found = sequences(arm("A", text, "Naltrexone", "Placebo"))
    traces = [each for each in found.traces if each.table == "arm_periods"]
    assert {each.column for each in traces} == {"days"}
    for each in traces:
        assert each.words == text[each.span_start : each.span_end]
