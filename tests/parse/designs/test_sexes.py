"""The one sex that criteria ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.designs.sexes import read_sex


@pytest.mark.parametrize(
    ("line", "sex"),
    [
        ("Women aged 18 to 65", "FEMALE"),
        ("Male participants", "MALE"),
        ("Sexually active men", "MALE"),
        ("Female", "FEMALE"),
    ],
)
def test_a_criterion_that_opens_with_a_sex(line: str, sex: str) -> None:
    found = read_sex(f"Inclusion Criteria:\n\n* {line}\n")
    assert found is not None
    assert found.sex == sex


@pytest.mark.parametrize(
    "line",
    [
        "Men or women with pain",
        "Male and female patients",
        "Females must use contraception",
        "Women of childbearing age with a negative test",
        "In a stable relation with a woman",
        "All genders",
    ],
)
def test_what_does_not_restrict(line: str) -> None:
    assert read_sex(f"Inclusion Criteria:\n\n* {line}\n") is None


def test_excluding_pregnant_women_restricts_nothing() -> None:
    assert read_sex("Exclusion Criteria:\n\n* Women in pregnancy") is None


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    read_sex(text)
