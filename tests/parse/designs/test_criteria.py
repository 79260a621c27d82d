"""Inclusion and exclusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.designs.criteria import read_criteria
from tests.work import calls


def sides(text: str) -> list[tuple[str, str]]:
    return [(c.side, text[slice(*c.span)].strip()) for c in read_criteria(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Inclusion Criteria:\n\n* in\n\nExclusion Criteria:\n\n* out",
        "INCLUSION\n* in\nEXCLUSION\n* out",
        "Key Inclusion Criteria\n\n* in\n\nKey Exclusion Criteria\n\n* out",
        "Inclusion criteria :\n* in\nParticipants will be excluded if they:\n* out",
        "1) Inclusion Criteria\n* in\n2) Exclusion Criteria\n* out",
    ],
)
def test_headings_part_the_criteria(text: str) -> None:
    found = sides(text)
    assert ("inclusion", "* in") in found
    assert ("exclusion", "* out") in found


def test_a_paragraph_is_parted_too() -> None:
    assert sides("Inclusion criteria: tea. Exclusion criteria: coffee.") == [
        ("inclusion", "tea."),
        ("exclusion", "coffee."),
    ]


def test_a_line_that_speaks_of_criteria_is_no_heading() -> None:
    text = "Exclusion Criteria:\n* not meeting inclusion criteria\n* coffee"
    assert {side for side, _ in sides(text)} == {"exclusion"}


def test_criteria_without_a_heading_let_people_in() -> None:
    (criterion,) = read_criteria("Women with pain")
    assert (criterion.side, criterion.is_headed, criterion.is_of_group) == (
        "inclusion",
        False,
        False,
    )


def test_the_criteria_of_one_group_are_marked() -> None:
    text = "Inclusion Criteria for healthy controls:\n* well\nExclusion Criteria:\n* ill\n  * below"
    assert [c.is_of_group for c in read_criteria(text)] == [True, False, True]


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    read_criteria(text)


@pytest.mark.parametrize("piece", ["inclusion ", "\n   ", "exclusion:", "excluded\n * "])
def test_work_grows_with_the_length(piece: str) -> None:
    short = calls(read_criteria.__wrapped__, piece * 500)
    assert calls(read_criteria.__wrapped__, piece * 2000) < 6 * short + 100
