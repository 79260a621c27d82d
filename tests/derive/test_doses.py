"""Dose statements: each in its text, for its arm, in its role."""

from __future__ import annotations

import pytest

from harvest.derive.doses import Dose
from tests.derive.cases import arm, case, drug

LDN = drug("Naltrexone", "4.5 mg by mouth at bedtime")
PLACEBO = drug("Placebo", "Capsule at bedtime")


def told(doses: tuple[Dose, ...]) -> list[tuple[int | None, str, str, str, float | None]]:
    return [
        (
            each.arm_position,
            each.role,
            each.source,
            each.statement.drug,
            each.statement.daily_mg_max,
        )
        for each in doses
    ]


def test_an_arm_without_numbers_inherits_from_its_intervention_and_says_so() -> None:
    found = case([arm("LDN", None, "Naltrexone")], [LDN]).doses
    assert told(found) == [(0, "assigned", "intervention_description", "naltrexone", 4.5)]
    assert found[0].is_inherited
    assert found[0].intervention_position == 0
    assert found[0].path.endswith("interventions[0].description")


def test_an_arm_s_own_words_come_before_those_of_its_intervention() -> None:
    found = case([arm("LDN", "3 mg each night", "Naltrexone")], [LDN]).doses
    assert told(found) == [
        (0, "assigned", "arm_description", "naltrexone", 3.0),
        (0, "assigned", "intervention_description", "naltrexone", 4.5),
    ]
    assert not found[0].is_inherited


def test_a_placebo_arm_that_names_its_comparator_s_dose_only_quotes_it() -> None:
    text = "Either naltrexone 4.5 mg or placebo every evening"
    arms = [
        arm("LDN", text, "Naltrexone"),
        arm("Placebo", text, "Placebo", type="PLACEBO_COMPARATOR"),
    ]
    found = case(arms, [LDN, PLACEBO]).doses
    roles = {(each.arm_position, each.statement.drug): each.role for each in found}
    assert roles[0, "naltrexone"] == "assigned"
    assert roles[1, "naltrexone"] == "quoted"
    assert roles[1, "placebo"] == "assigned"


def test_another_drug_in_an_arm_s_text_is_taken_beside() -> None:
    text = "Naltrexone 4.5 mg daily on top of duloxetine 60 mg daily"
    found = case([arm("LDN", text, "Naltrexone")], [LDN]).doses
    roles = {each.statement.drug: each.role for each in found}
    assert roles == {"naltrexone": "assigned", "duloxetine": "beside"}


def test_a_sequence_arm_of_a_crossover_has_both_its_drugs() -> None:
    arms = [arm("A", "Naltrexone for 8 weeks, then placebo for 8 weeks", "Naltrexone", "Placebo")]
    found = case(arms, [LDN, PLACEBO], model="CROSSOVER").doses
    assert {(each.statement.drug, each.role) for each in found} == {
        ("naltrexone", "assigned"),
        ("placebo", "assigned"),
    }


def test_a_number_without_a_drug_in_an_arm_with_several_is_unclear() -> None:
    arms = [arm("A", "4.5 mg at night", "Naltrexone", "Pregabalin")]
    found = case(arms, [drug("Naltrexone"), drug("Pregabalin")])
    assert found.doses[0].role == "unclear"
    assert all(each.statement.daily_mg_max is None for each in found.arm_period_doses)


def test_a_drug_of_which_no_text_says_anything_has_a_row_all_the_same() -> None:
    found = case([arm("A", None, "Tolebrutinib", "XY-12")], [drug("Tolebrutinib"), drug("XY-12")])
    assert [(each.statement.drug, each.has_amount) for each in found.doses] == [
        ("tolebrutinib", False),
        ("xy-12", False),
    ]


def test_a_number_beside_a_product_code_is_the_product_s() -> None:
    found = case([arm("A", "60 mg once daily", "XY-12")], [drug("XY-12")]).doses
    assert told(found)[0][:2] == (0, "assigned")
    assert found[0].statement.daily_mg_max == 60.0


def test_the_study_s_own_texts_have_rows_only_for_amounts_of_its_drugs() -> None:
    found = case(
        [arm("LDN", None, "Naltrexone")],
        [drug("Naltrexone")],
        summary="Naltrexone 4.5 mg is compared with placebo in people who take pregabalin 75 mg.",
        details="Naltrexone blocks opioid receptors.",
    ).doses
    assert told(found)[1:] == [(None, "study", "brief_summary", "naltrexone", 4.5)]


def test_interventions_of_a_study_without_arms_have_rows_without_an_arm() -> None:
    found = case([], [LDN, PLACEBO]).doses
    assert [(each.arm_position, each.statement.drug) for each in found] == [
        (None, "naltrexone"),
        (None, "placebo"),
    ]


def test_several_interventions_of_one_drug_keep_their_own_amounts() -> None:
    arms = [arm("LDN", "1.5 or 3 mg a day", "LDN low", "LDN high")]
    found = case(arms, [drug("LDN low", "1.5 mg a day"), drug("LDN high", "3 mg a day")]).doses
    assert [(each.intervention_position, each.statement.daily_mg_max) for each in found] == [
        (None, 3.0),
        (0, 1.5),
        (1, 3.0),
    ]


@pytest.mark.parametrize("text", ["Naltrexone 4.5 mg at bedtime", "\U0001d54f 4.5 mg naltrexone"])
def test_the_words_are_cut_out_of_the_text_by_code_points(text: str) -> None:
    found = case([arm("LDN", text, "Naltrexone")], [drug("Naltrexone")])
    dose = found.doses[0]
    assert dose.words == text[dose.span_start : dose.span_end]
    for trace in found.traces:
        if trace.words is not None and trace.path == dose.path:
            assert trace.words == text[trace.span_start : trace.span_end]


def test_steps_end_where_the_next_begins_or_the_drug_ends() -> None:
    text = (
        "Naltrexone 1.5 mg for 1 week, then 3 mg for 1 week, then 4.5 mg as tolerated for 6 weeks"
    )
    found = case([arm("LDN", text, "Naltrexone")], [drug("Naltrexone")])
    steps = [(step.start_day, step.end_day, step.daily_mg) for step in found.dose_steps]
    assert steps == [(0, 7, 1.5), (7, 14, 3.0), (14, 56, 4.5)]
    assert {step.condition for step in found.dose_steps} == {"as_tolerated"}
