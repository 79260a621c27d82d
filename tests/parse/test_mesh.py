"""MeSH numbers in MeSH's own form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.mesh import mesh_id


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("D005356", "D005356"),
        ("D000005356", "D005356"),
        ("D000009271", "D009271"),
        ("D000065999", "D065999"),
        ("D000066000", "D000066000"),
        ("D000068437", "D000068437"),
        ("C000567107", "C567107"),
        ("C000587999", "C587999"),
        ("C000588000", "C000588000"),
        ("C000657245", "C000657245"),
        ("D001005356", "D001005356"),
        ("M000005356", "M000005356"),
        ("D000005356\n", "D000005356\n"),
        ("", ""),
        (None, None),
    ],
)
def test_zeros_that_the_registry_filled_in_are_gone_and_nothing_else(
    text: str | None, number: str | None
) -> None:
    assert mesh_id(text) == number


@given(st.text(max_size=12) | st.from_regex(r"[CD]\d{6,9}"))
def test_a_number_in_its_own_form_stays(text: str) -> None:
    once = mesh_id(text)
    assert mesh_id(once) == once
