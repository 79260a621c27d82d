"""Whether a study has an arm on low-dose naltrexone."""

from __future__ import annotations

import pytest

from tests.derive.cases import arm, case, drug


def answer(description: str | None, name: str = "Naltrexone", **study: str) -> str:
    return case([arm("A", description, name)], [drug(name)], **study).membership.has_ldn_arm


@pytest.mark.parametrize(
    ("description", "name", "expected"),
    [
        ("4.5 mg daily", "Naltrexone", "yes"),
        ("6 mg daily", "Naltrexone", "yes"),
        ("50 mg daily", "Naltrexone", "no"),
        ("12.5 mg daily", "Low dose naltrexone", "no"),
        (None, "Low dose naltrexone", "uncertain"),
        ("380 mg every 4 weeks", "Vivitrol", "no"),
        ("naltrexone 8 mg/bupropion 90 mg tablets", "Contrave", "no"),
        ("12 mg under the skin", "Methylnaltrexone", "no"),
        ("10 mg", "LDN-193189", "no"),
        ("0.002 % eye drops", "Naltrexone ophthalmic solution", "no"),
        ("4.5 mg daily", "Pregabalin", "no"),
    ],
)
def test_the_dose_decides_not_the_name(description: str, name: str, expected: str) -> None:
    assert answer(description, name) == expected


def test_one_arm_is_enough() -> None:
    arms = [arm("High", "50 mg", "Naltrexone"), arm("Low", "4.5 mg", "Naltrexone")]
    found = case(arms, [drug("Naltrexone")]).membership
    assert found.has_ldn_arm == "yes"
    assert found.naltrexone_daily_mg_max == 50


def test_a_quoted_dose_is_no_arm() -> None:
    arms = [arm("P", "naltrexone 4.5 mg or placebo", "Placebo", type="PLACEBO_COMPARATOR")]
    assert case(arms, [drug("Placebo")]).membership.has_ldn_arm == "no"


def test_a_title_is_no_evidence_of_a_dose() -> None:
    assert answer("50 mg", title="Low-dose naltrexone (LDN) in pain") == "no"
    assert case([], [], title="Low-dose naltrexone in pain").membership.has_ldn_arm == "uncertain"
    assert case([], [], title="Low-density neutrophils (LDN)").membership.has_ldn_arm == "no"


def test_the_answer_leads_back_to_its_words() -> None:
    found = case([arm("A", "4.5 mg daily", "Naltrexone")], [drug("Naltrexone")])
    traces = [each for each in found.traces if each.column == "has_ldn_arm"]
    assert [each.words for each in traces] == ["4.5 mg", None]
    assert traces[1].reason == "4.5 mg a day by mouth lies within 1 to 6 mg"
