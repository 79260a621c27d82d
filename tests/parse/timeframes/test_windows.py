from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.timeframes import read_time_frame
from harvest.parse.timeframes.windows import Window, same_time, window

SAME = [
    ("12 weeks", "3 months"),
    ("12 weeks", "13 weeks"),
    ("4 weeks", "1 month"),
    ("8 weeks", "2 months"),
    ("24 weeks", "6 months"),
    ("26 weeks", "6 months"),
    ("48 weeks", "1 year"),
    ("52 weeks", "12 months"),
    ("96 weeks", "2 years"),
    ("Day 8", "1 week"),
    ("Day 29", "week 4"),
    ("60 minutes", "1 hour"),
    ("Baseline", "Day 0"),
]
DIFFERENT = [
    ("12 weeks", "16 weeks"),
    ("12 weeks", "10 weeks"),
    ("7 weeks", "8 weeks"),
    ("4 weeks", "6 weeks"),
    ("6 months", "9 months"),
    ("1 week", "2 weeks"),
    ("2 days", "3 days"),
    ("1 hour", "2 hours"),
    ("Baseline", "1 hour"),
    ("1 week before surgery", "1 week after surgery"),
]


def last(text: str) -> float:
    days = read_time_frame(text).last_day
    assert days is not None
    return days


@pytest.mark.parametrize(("one", "other"), SAME)
def test_times_that_people_take_for_one_are_the_same(one: str, other: str) -> None:
    assert same_time(last(one), last(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_visits_planned_apart_are_not(one: str, other: str) -> None:
    assert not same_time(last(one), last(other))


days = st.floats(-4000, 4000, allow_nan=False)


@given(days, days)
def test_the_order_of_the_two_does_not_matter(one: float, other: float) -> None:
    assert same_time(one, other) == same_time(other, one)
    assert same_time(one, one)


def test_the_window_holds_what_is_the_same() -> None:
    low, high = window(84)
    assert low <= 77
    assert 91 <= high < 98
    assert window(0) == Window(0, 0)
    assert window(-10) == pytest.approx((-100 / 9, -9))


@given(days, days)
def test_the_window_and_the_comparison_agree(one: float, other: float) -> None:
    low, high = window(one)
    if min(abs(other - low), abs(other - high)) > 1e-6:
        assert (low <= other <= high) == same_time(one, other)


def test_a_stated_tolerance_widens_the_window() -> None:
    assert window(84, 14) == Window(70, 98)
    assert window(84, 1) == window(84)
