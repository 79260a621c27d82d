"""Ages in years and durations in days."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse import Unread, durations


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("18 Years", 18.0),
        ("0 Years", 0.0),
        ("18 Months", 1.5),
        ("1 Month", 1 / 12),
        ("7 Months", 0.5833333333333334),
        ("6 Weeks", 6 / 52.1775),
        ("28 Days", 28 / 365.25),
        ("48 Hours", 2 / 365.25),
        ("90 Minutes", 1.5 / 24 / 365.25),
        ("0.5 Years", 0.5),
    ],
)
def test_an_age_is_in_years_to_full_precision(text: str, years: float) -> None:
    assert durations.age_years(text) == pytest.approx(years, rel=1e-15, abs=0)


@pytest.mark.parametrize("text", ["18 Months", "18 Month", "18 months", "18 MONTH", " 18 Months\n"])
def test_singular_plural_case_and_space_around_do_not_matter(text: str) -> None:
    assert durations.age_years(text) == 1.5
    assert durations.read_amount(text) == (18.0, "month")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 Month", 30),
        ("2 Months", 61),
        ("3 Months", 91),
        ("6 Months", 183),
        ("12 Months", 365),
        ("18 Months", 548),
        ("24 Months", 730),
        ("30 Months", 913),
        ("1 Year", 365),
        ("4 Years", 1460),
        ("1 Week", 7),
        ("52 Weeks", 364),
        ("1 Day", 1),
        ("0 Days", 0),
        ("1.5 Days", 2),
        ("2.5 Days", 3),
        ("0.4 Days", 0),
    ],
)
def test_a_duration_is_in_whole_days_rounded_half_up(text: str, days: int) -> None:
    assert durations.duration_days(text) == days


def test_months_round_as_exact_arithmetic_does() -> None:
    for thousandths in range(0, 120_000, 37):
        text = f"{thousandths // 1000}.{thousandths % 1000:03} Months"
        exact = Fraction(thousandths, 1000) * Fraction(365, 12) + Fraction(1, 2)
        assert durations.duration_days(text) == floor(exact), text


def test_every_half_day_of_months_is_rounded_up() -> None:
    for months in range(6, 10_000, 12):
        assert durations.duration_days(f"{months} Months") == (months * 365 + 6) // 12


@pytest.mark.parametrize("text", ["36 Hours", "90 Minutes"])
def test_a_duration_under_a_day_is_unread(text: str) -> None:
    with pytest.raises(Unread, match="no whole days"):
        durations.duration_days(text)


UNREAD = [
    "",
    " ",
    "N/A",
    "18",
    "Years",
    "18Years",
    "18  Years",
    "18\tYears",
    "18 Yearss",
    "18 Years 6 Months",
    "18 to 65 Years",
    "-1 Years",
    "+1 Years",
    "1,5 Years",
    "1e2 Years",
    ".5 Years",
    "5. Years",
    "10000 Years",
    "eighteen Years",
    "\u0661\u0668 Years",
    "18 Decades",
    "18 Minute\u017f",  # a long s, which folds to s
]


@pytest.mark.parametrize("text", UNREAD)
def test_any_other_form_is_unread(text: str) -> None:
    for reader in (durations.age_years, durations.duration_days):
        with pytest.raises(Unread, match="not a number with a unit"):
            reader(text)


def test_no_text_is_no_age_and_no_duration() -> None:
    assert durations.age_years(None) is None
    assert durations.duration_days(None) is None


@given(st.integers(0, 9999), st.sampled_from(["Year", "Month", "Week", "Day", "Hour", "Minute"]))
def test_an_age_grows_with_its_number_and_shrinks_with_its_unit(number: int, unit: str) -> None:
    age = durations.age_years(f"{number} {unit}s")
    years = durations.age_years(f"{number} Years")
    assert age is not None
    assert years is not None
    assert 0 <= age <= years
    if number < 9999:
        assert durations.age_years(f"{number + 1} {unit}s") > age


@given(st.text(max_size=15) | st.from_regex(r"\d{1,5}(\.\d{1,4})? (year|month|day|hour)s?\s?"))
def test_no_text_makes_a_duration_reader_fail_otherwise(text: str) -> None:
    for reader in (durations.age_years, durations.duration_days):
        try:
            found = reader(text)
        except Unread:
            continue
        assert found is not None
        assert found >= 0
