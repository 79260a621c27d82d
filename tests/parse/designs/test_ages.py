"""Ages that criteria state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.designs.ages import Bound, read_ages


def limits(line: str) -> tuple[float | None, float | None]:
    found = read_ages(f"Inclusion Criteria:\n\n* {line}\n")
    return found.lowest and found.lowest.years, found.highest and found.highest.years


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Age 18-65 years", (18, 65)),
        ("Aged between 40 and 70 years", (40, 70)),
        ("18 to 65 years of age", (18, 65)),
        ("Women \\>= 18 years of age", (18, None)),
        ("At least 18 years old", (18, None)),
        ("18 years of age or older", (18, None)),
        ("Age over 50", (50, None)),
        ("≥ 18 years old and ≤78 years old", (18, 78)),
        ("Younger than 70 years old", (None, 70)),
        ("Men aged 20~55 years", (20, 55)),
    ],
)
def test_limits_are_read(line: str, expected: tuple[float | None, float | None]) -> None:
    assert limits(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Onset of headache before the age of 50",
        "Women of childbearing age under 50 years of age use contraception",
        "Age between 6 and 18 months",
        "Gestational age over 24",
        "Healthy controls aged 20-30 years",
        "Parents at least 18 years of age",
        "Score of 18 to 65",
        "Pain for 3 to 6 years",
    ],
)
def test_the_age_of_something_else_is_passed_over(line: str) -> None:
    assert limits(line) == (None, None)


def test_excluding_the_young_sets_the_lowest_age() -> None:
    found = read_ages("Exclusion Criteria:\n\n* Age < 18 years\n* Older than 70 years of age\n")
    assert found.lowest is not None
    assert found.highest is not None
    assert (found.lowest.years, found.lowest.is_included) == (18, True)
    assert (found.highest.years, found.highest.is_included) == (70, True)


def test_two_statements_that_differ_are_no_answer() -> None:
    assert read_ages("* Adults aged 18-65 years\n* Teens aged 12-17 years\n") == (None, None)


def test_the_words_are_quoted() -> None:
    text = "Inclusion Criteria:\n\n* Age 18-65 years"
    lowest = read_ages(text).lowest
    assert isinstance(lowest, Bound)
    assert text[slice(*lowest.evidence.span)] == "Age 18-65"


@given(st.text(alphabet="age 1890-to<>=years\n*", max_size=400))
def test_no_text_makes_it_raise(text: str) -> None:
    read_ages(text)
