"""Texts on the periods of a trial."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.periods import PeriodPlan, read_periods
from tests.work import calls


def told(text: str) -> list[tuple[str, str | None, int | None]]:
    return [(one.kind, one.treatment, one.days) for one in read_periods(text).periods]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        # a chain
        (
            "Naltrexone for 8 weeks, followed by a 2-week washout, then placebo for 8 weeks",
            [("treatment", "naltrexone", 56), ("washout", None, 14), ("treatment", "placebo", 56)],
        ),
        # a list, and a washout without a length in it
        (
            "Low dose naltrexone for 21 days, washout, placebo for 24 days.",
            [
                ("treatment", "naltrexone", 21),
                ("washout", None, None),
                ("treatment", "placebo", 24),
            ],
        ),
        # a length ahead of a colon
        (
            "First 4 weeks: placebo. Then 8 weeks of naltrexone.",
            [("treatment", "placebo", 28), ("treatment", "naltrexone", 56)],
        ),
        # before the drug
        (
            "Two weeks without drug, then naltrexone 4.5 mg daily for 8 weeks.",
            [("baseline", None, 14), ("treatment", "naltrexone", 56)],
        ),
        (
            "Participants are observed for two weeks, then take naltrexone for 8 weeks.",
            [("baseline", None, 14), ("treatment", "naltrexone", 56)],
        ),
        # a fragment
        ("Both active drugs, 13 weeks.", [("treatment", None, 91)]),
        # counted periods
        (
            "two 6-week treatment periods separated by a one-week washout",
            [("treatment", None, 42), ("washout", None, 7), ("treatment", None, 42)],
        ),
        # who is treated is no phase
        (
            "Adults who stay tired take naltrexone or placebo for sixteen weeks.",
            [("treatment", None, 112)],
        ),
        # what is none
        ("Patients on opioids within the last 4 weeks are excluded.", []),
        ("The half-life is 4 hours.", []),
    ],
)
def test_a_text_is_read_into_periods(
    text: str, periods: list[tuple[str, str | None, int | None]]
) -> None:
    assert told(text) == periods


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Drug and placebo follow each other without a break.", 0),
        ("There is no washout between the two treatments.", 0),
        ("LDN for 8 weeks, a 2-week washout, then placebo for 8 weeks", 14),
        ("Naltrexone for 8 weeks", None),
    ],
)
def test_a_washout_between_treatments_is_told_or_said_not_to_be(
    text: str, days: int | None
) -> None:
    assert read_periods(text).washout_days == days


def test_lengths_told_side_by_side_are_kept_by_name_and_not_as_one() -> None:
    plan = read_periods("They get eight weeks of naltrexone and four weeks of placebo.")
    assert [(one.treatment, one.days) for one in plan.by_treatment] == [
        ("naltrexone", 56),
        ("placebo", 28),
    ]
    assert plan.treatment_days is None
    assert [one.why_no_days for one in plan.periods] == ["contradiction"]


def test_a_total_is_given_only_where_every_length_has_its_place() -> None:
    assert read_periods("8 weeks of naltrexone, then 8 weeks of placebo").treatment_days == 112
    plan = read_periods("Naltrexone for up to 8 weeks, then placebo for 8 weeks")
    assert plan.treatment_days is None


def test_every_period_shows_the_words_that_it_was_read_from() -> None:
    text = "After a 2-week baseline, naltrexone for 8 weeks, then a 4-week follow-up."
    words = [text[slice(*one.evidence.span)] for one in read_periods(text).periods]
    assert [any(char.isdigit() for char in each) for each in words] == [True] * 3


_WORDS = """
naltrexone placebo weeks week 8 4-week washout then followed by , . ; : ( ) run-in for of each
period periods crossover no first without drug baseline follow-up days 0-21 and or
"""
WORDS = st.sampled_from(_WORDS.split())


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_no_text_breaks_the_reader_and_every_span_lies_in_it(text: str) -> None:
    plan = read_periods(text)
    assert isinstance(plan, PeriodPlan)
    for one in (*plan.periods, *plan.by_treatment):
        start, end = one.evidence.span
        assert 0 <= start <= end <= len(text)
        assert (one.days is None) == (one.why_no_days is not None)


@pytest.mark.parametrize(
    "piece",
    ["8 weeks of naltrexone, then ", "washout ", "period 1: placebo; ", "days 0-21, ", "( "],
)
def test_the_work_grows_in_proportion_to_the_text(piece: str) -> None:
    read_periods.cache_clear()
    short = calls(read_periods.__wrapped__, piece * 100)
    long = calls(read_periods.__wrapped__, piece * 400)
    assert long < 6 * short + 2000
