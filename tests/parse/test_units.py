"""Units of posted numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.units import counted


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Participants", "persons"),
        ("number of subjects", "persons"),
        ("patients with an event", "persons"),
        ("percentage of participants", "percent_of_persons"),
        ("Percentage of Patients", "percent_of_persons"),
        ("% of subjects", "percent_of_persons"),
        ("% participants", "percent_of_persons"),
        ("proportion of participants", "share_of_persons"),
        ("percentage of sexual attempts", "percent"),
        ("percentage of patient days", "percent"),
        ("per-patient percentage", "percent"),
        ("percent", "percent"),
        ("participant-years", "other"),
        ("score on a scale", "other"),
        ("mg", "other"),
        (None, "other"),
    ],
)
def test_a_unit_counts_persons_or_not(unit: str | None, expected: str) -> None:
    assert counted(unit) == expected


@given(st.text(max_size=80))
def test_no_unit_breaks_the_reader(unit: str) -> None:
    counted(unit)
