"""Numbers that cannot be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvest.statistics.doubts import agree, is_possible_mean, looks_like_error


def test_a_mean_of_whole_numbers_is_a_share_of_them() -> None:
    assert is_possible_mean(5.19, 28, 2) is False
    assert is_possible_mean(5.18, 28, 2)
    assert is_possible_mean(2.5, 10, 1)
    assert is_possible_mean(3.333, 5000, 2)


@given(st.integers(1, 90), st.data())
def test_every_true_mean_is_possible(n: int, data: st.DataObject) -> None:
    total = data.draw(st.integers(0, 10 * n))
    assert is_possible_mean(round(total / n, 2), n, 2)


def test_a_spread_that_is_smaller_by_the_root_of_n_is_an_error() -> None:
    assert looks_like_error(0.03, [0.53, 0.55], 351)
    assert not looks_like_error(0.5, [0.53, 0.55], 351)
    assert not looks_like_error(0.03, [], 351)
    assert not looks_like_error(0.0, [0.5], 351)
    assert not looks_like_error(0.9, [2.6], 10)
    assert not looks_like_error(0.03, [0.53, 5.5], 351)


def test_rounding_is_no_difference() -> None:
    assert agree(1.03, 1.034, 2)
    assert not agree(1.03, 1.05, 2)
