"""Numbers as the registry writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse import Unread, figures
from harvest.parse.figures import read_figure


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("12", 12, "="),
        ("1,234", 1234, "="),
        ("1,234,567.5", 1234567.5, "="),
        (".10", 0.1, "="),
        ("-.7", -0.7, "="),
        ("\u22120.34", -0.34, "="),
        ("+3", 3, "="),
        ("5.", 5, "="),
        ("<0.001", 0.001, "<"),
        ("< 0.05", 0.05, "<"),
        ("=0.03", 0.03, "="),
        (">.99", 0.99, ">"),
        ("\u22640.05", 0.05, "<="),
        ("=> 3", 3, ">="),
        ("~4", 4, "~"),
        ("1.2E-3", 0.0012, "="),
        ("1.5 x 10^6", 1_500_000, "="),
        (" 7 ", 7, "="),
        ("0", 0, "="),
    ],
)
def test_a_number_keeps_its_comparator(text: str, value: float, comparator: str) -> None:
    found = read_figure(text)
    assert found.value == pytest.approx(value)
    assert found.comparator == comparator
    assert found.sentinel is None
    assert text[found.span.start : found.span.end] == text.strip()


def test_a_percent_sign_is_kept_apart() -> None:
    found = read_figure(">= 30 %")
    assert (found.value, found.comparator, found.is_percent) == (30, ">=", True)


@pytest.mark.parametrize("text", ["NA", "na", "N/A", "NR", " ND "])
def test_a_sentinel_is_no_number(text: str) -> None:
    found = read_figure(text)
    assert (found.value, found.sentinel) == (None, text.strip().upper())


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "about 5", "3 to 4", "3-4", "1,23", "12,3456", "5 mg", "1e999", "nan", "1 2"],
)
def test_what_is_not_one_number_is_not_read(text: str) -> None:
    with pytest.raises(Unread):
        read_figure(text)


@given(st.text(max_size=40))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        found = read_figure(text)
    except Unread:
        return
    assert (found.value is None) == (found.sentinel is not None)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", "<", ">=", "= "]))
def test_a_number_that_python_writes_comes_back(value: float, comparator: str) -> None:
    assert read_figure(f"{comparator}{value!r}").value == value


def test_a_number_its_comparator_and_its_sentinel_are_columns_side_by_side() -> None:
    def columns(text: str | None) -> tuple[object, ...]:
        return figures.number(text), figures.comparator(text), figures.sentinel(text)

    assert columns("<0.001") == (0.001, "<", None)
    assert columns("1,234") == (1234, "=", None)
    assert columns("1e-5") == (1e-5, "=", None)
    assert columns("NA") == (None, None, "not_available")
    assert columns(" n/a ") == (None, None, "not_available")
    assert columns("NR") == (None, None, "nr")
    assert columns("Not Reported") == (None, None, "not_reported")
    assert columns(None) == (None, None, None)


def test_only_the_number_says_that_a_text_is_unread() -> None:
    assert figures.comparator("12 to 14") is None
    assert figures.sentinel("12 to 14") is None
    with pytest.raises(Unread, match="not one number"):
        figures.number("12 to 14")


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("1,234", 1234), ("12.0", 12), ("0", 0), ("NA", None)]
)
def test_a_count_is_a_whole_number(text: str, number: int | None) -> None:
    assert figures.whole(text) == number
    assert figures.whole(None) is None


@pytest.mark.parametrize("text", ["12.5", "-1", "<5", "1e12", "9" * 400, "many", ""])
def test_what_is_no_count_is_unread(text: str) -> None:
    with pytest.raises(Unread):
        figures.whole(text)


@pytest.mark.parametrize(
    ("text", "number"), [("97.3", 97.3), ("95%", 95), ("0", 0), ("100", 100), ("NA", None)]
)
def test_a_percentage_runs_from_0_to_100(text: str, number: float | None) -> None:
    assert figures.percent(text) == number
    assert figures.percent(None) is None


@pytest.mark.parametrize("text", ["101", "-1", ">95", "ninety"])
def test_what_is_no_percentage_is_unread(text: str) -> None:
    with pytest.raises(Unread):
        figures.percent(text)
