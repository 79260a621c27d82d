"""Titles of posted classes, categories and groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.titles import read_title


@pytest.mark.parametrize(
    ("text", "role", "days"),
    [
        ("Week 8", "time", 56),
        ("Week 4 (N=112)", "time", 28),
        ("Week 6 LOCF (N=112)", "time", 42),
        ("Post-treatment at 8 weeks", "time", 56),
        ("6 months", "time", 183),
        ("Day 29", "time", 28),
        ("Change from Baseline to Week 24 (n=141, 116, 81)", "time", 168),
        ("Baseline", "baseline", 0),
        ("Pre", "baseline", 0),
        ("Change from Baseline", "change", None),
        ("Total", "total", None),
        ("All Participants", "total", None),
        ("Missing", "missing", None),
        ("Non-responder", "non_responder", None),
        ("Yes", "responder", None),
        ("Mood at week 0", "other", 0),
        ("No change", "non_responder", None),
        ("<65 years", "subgroup", None),
        ("18-64 years", "subgroup", None),
        ("Absenteeism - Week 16", "other", 112),
        ("Q2: Change from Baseline to 16 Weeks (n=166,146,99)", "other", 112),
        ("Physical Functioning", "other", None),
        ("Naltrexone 4.5 mg", "other", None),
        ("Q2: able to engage? No Response", "missing", None),
        ("Week 4: Yes", "responder", 28),
        ("", "none", None),
        (None, "none", None),
    ],
)
def test_a_title_has_a_role_and_perhaps_a_time(
    text: str | None, role: str, days: float | None
) -> None:
    found = read_title(text)
    assert (found.role, found.days) == (role, days)


def test_numbers_of_people_and_changes_are_kept_apart() -> None:
    found = read_title("Change at Week 12 (n = 167, 146, 101)")
    assert found.counts == (167, 146, 101)
    assert found.is_change
    assert not read_title("Week 12").is_change


def test_words_beside_a_time_are_told() -> None:
    assert read_title("Week 40").is_whole
    assert not read_title("Week 40 - 1 visit").is_whole


@given(st.text(max_size=120))
def test_no_title_breaks_the_reader(text: str) -> None:
    read_title(text)
