"""Which statement stands for an arm."""

from __future__ import annotations

from harvest.derive.arm_doses import ArmPeriodDose
from tests.derive.cases import arm, case, drug


def first(description: str | None, intervention: str | None, **study: str) -> ArmPeriodDose:
    found = case(
        [arm("LDN", description, "Naltrexone")], [drug("Naltrexone", intervention)], **study
    )
    return found.arm_period_doses[0]


def test_the_arm_s_own_word_wins_and_the_conflict_is_told() -> None:
    found = first("3 mg daily", "4.5 mg daily")
    assert found.statement.daily_mg_max == 3.0
    assert found.won.why == "the arm description is the arm's own word"
    assert found.conflicts == (
        "the intervention description says 4.5 mg a day, the arm description 3"
    )


def test_of_statements_that_agree_the_one_with_the_steps_wins() -> None:
    found = first("4.5 mg daily", "1.5 mg in week 1, 3 mg in week 2, 4.5 mg from week 3 on")
    assert found.won.dose.schedule == "0:1.5;7:3;14:4.5"
    assert found.won.why == (
        "the intervention description gives the steps, and agrees with the arm description"
    )
    assert found.conflicts is None


def test_ranges_that_overlap_are_no_conflict() -> None:
    assert first("4.5 mg daily", "3 to 4.5 mg daily").conflicts is None


def test_the_summary_counts_only_where_nothing_nearer_says_how_much() -> None:
    found = first(None, None, summary="People take naltrexone 4.5 mg a day.")
    assert found.statement.daily_mg_max == 4.5
    assert found.won.why == ("neither arm nor intervention says how much; the brief summary does")
    found = first("3 mg daily", None, summary="People take naltrexone 4.5 mg a day.")
    assert found.statement.daily_mg_max == 3.0
    assert "brief summary says 4.5 mg a day" in (found.conflicts or "")


def test_without_any_amount_the_nearest_text_stands_and_says_so() -> None:
    found = first("At bedtime", None)
    assert found.statement.daily_mg_max is None
    assert found.won.why == "no text says how much"
    assert found.statement.timing == "bedtime"
