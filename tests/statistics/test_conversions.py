"""Conversions, against worked answers and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.statistics import conversions as c
from harvest.statistics.conversions import Summary
from harvest.statistics.quantiles import normal, student


def test_the_normal_quantile_is_exact() -> None:
    assert normal() == pytest.approx(1.959963984540054, abs=1e-12)
    assert normal(90) == pytest.approx(1.6448536, abs=1e-7)
    assert student(27) == pytest.approx(2.0518305, abs=1e-7)


@pytest.mark.parametrize(
    ("lower", "upper", "se"),
    [(-0.95, 0.27, 0.3112), (-0.32, 1.31, 0.4158), (0.22, 1.84, 0.4133)],
)
def test_an_interval_gives_its_standard_error(lower: float, upper: float, se: float) -> None:
    assert c.se_of_interval(lower, upper) == pytest.approx(se, abs=5e-5)


def test_intervals_of_small_groups_go_by_t() -> None:
    # Half widths of 9.3 and 10.8 of 28 persons are 95 % intervals, never standard errors.
    assert c.se_of_interval(-9.3, 9.3, degrees=27) == pytest.approx(4.5325, abs=5e-5)
    assert c.se_of_interval(-10.8, 10.8, degrees=27) == pytest.approx(5.2636, abs=5e-5)


def test_a_standard_error_gives_the_deviation() -> None:
    assert c.sd_of_se(2.0, 39) == pytest.approx(12.4900, abs=5e-5)
    assert c.sd_of_se(2.4, 28) == pytest.approx(12.6996, abs=5e-5)


def test_quartiles_give_mean_and_deviation() -> None:
    first, second = c.of_quartiles(6.5, 14, 24, 29), c.of_quartiles(8, 19, 23, 27)
    assert first.mean == pytest.approx(14.8918, abs=5e-5)
    assert first.sd == pytest.approx(13.6455, abs=5e-5)
    assert second.mean == pytest.approx(16.4994, abs=5e-5)
    assert second.sd == pytest.approx(11.7403, abs=5e-5)


def test_lopsided_quartiles_are_told() -> None:
    assert not c.is_skewed_by_quartiles(6.5, 14, 24, 29)
    assert c.is_skewed_by_quartiles(0, 1, 20, 200)
    assert c.is_skewed_by_quartiles(1, 1, 1, 20)
    assert not c.is_skewed_by_range(0, 5, 10, 50)
    assert c.is_skewed_by_range(0, 1, 40, 50)


def test_a_range_gives_mean_and_deviation() -> None:
    found = c.of_range(0, 5, 10, 40)
    assert found.mean == pytest.approx(5)
    assert found.sd == pytest.approx(2.31, abs=0.01)


def test_a_percentage_is_a_number_of_persons_where_only_one_rounds_to_it() -> None:
    assert c.persons(52.63, 57, 2) == 30
    assert c.persons(71.43, 49, 2) == 35
    assert c.persons(50.0, 3, 1) is None
    assert c.persons(33, 1000, 0) is None  # 325 to 334 persons are all 33 %
    assert c.persons(120.0, 10, 1) is None


@given(st.integers(1, 400), st.data())
def test_every_number_of_persons_comes_back(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    assert c.persons(round(100 * count / n, 4), n, 4) == count


def test_groups_are_combined_as_if_they_had_been_one() -> None:
    first, second = [1.0, 2.0, 3.0, 4.0], [5.0, 9.0, 13.0]
    found = c.combined([_of(first), _of(second)])
    whole = _of(first + second)
    assert found.n == whole.n
    assert found.mean == pytest.approx(whole.mean)
    assert found.sd == pytest.approx(whole.sd)


def _of(values: list[float]) -> Summary:
    mean = sum(values) / len(values)
    variance = sum((each - mean) ** 2 for each in values) / (len(values) - 1)
    return Summary(mean, variance**0.5, len(values))


@given(st.floats(0.5, 20), st.floats(0.5, 20), st.integers(4, 300), st.floats(-0.9, 0.9))
def test_a_correlation_comes_back_from_its_paired_error(
    first: float, second: float, n: int, correlation: float
) -> None:
    se = c.paired_se(first, second, n, correlation)
    assert c.correlation_of(first, second, se, n) == pytest.approx(correlation, abs=1e-6)


def test_an_exact_p_gives_its_standard_error() -> None:
    assert c.se_of_p(1.0, 0.05) == pytest.approx(1 / 1.959964, abs=1e-6)
    assert c.se_of_p(1.0, 0.0) is None
    assert c.se_of_p(0.0, 0.5) is None
