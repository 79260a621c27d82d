"""Effects of two groups, against worked answers and properties."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.statistics import effects as e
from harvest.statistics.conversions import Summary, of_quartiles, sd_of_se

A = Summary(-8.7, sd_of_se(2.0, 39), 39)
B = Summary(-3.0, sd_of_se(2.4, 28), 28)


def test_a_difference_of_means_and_its_standardised_form() -> None:
    md, g = e.mean_difference(A, B), e.hedges_g(A, B)
    assert md.estimate == pytest.approx(-5.7000, abs=5e-5)
    assert md.se == pytest.approx(3.1241, abs=5e-5)
    assert md.interval() == pytest.approx((-11.8231, 0.4231), abs=5e-5)
    assert g.estimate == pytest.approx(-0.4479, abs=5e-5)
    assert g.se == pytest.approx(0.2507, abs=5e-5)


def test_ratios_and_differences_of_risks() -> None:
    rr = e.risk_ratio(27, 37, 6, 27)
    assert rr.natural == pytest.approx(3.2838, abs=5e-5)
    assert rr.interval() == pytest.approx((1.5787, 6.8305), abs=5e-5)
    assert e.odds_ratio(27, 37, 6, 27).natural == pytest.approx(9.4500, abs=5e-5)
    assert e.risk_difference(27, 37, 6, 27).estimate == pytest.approx(0.5075, abs=5e-5)
    second = e.risk_ratio(35, 49, 30, 57)
    assert second.natural == pytest.approx(1.3571, abs=5e-5)
    assert second.interval() == pytest.approx((1.0020, 1.8381), abs=5e-5)
    third = e.risk_ratio(20, 49, 13, 50)
    assert third.natural == pytest.approx(1.5699, abs=5e-5)
    assert third.interval() == pytest.approx((0.8820, 2.7940), abs=2e-4)


def test_medians_with_quartiles_give_a_difference() -> None:
    md = e.mean_difference(of_quartiles(6.5, 14, 24, 29), of_quartiles(8, 19, 23, 27))
    assert md.estimate == pytest.approx(-1.6076, abs=5e-5)
    assert md.se == pytest.approx(3.3949, abs=5e-5)


def test_a_ratio_of_geometric_means_is_pooled_as_a_logarithm() -> None:
    effect = e.ratio_of_geometric_means(0.4135, 0.3240, 0.5276, 90, degrees=10)
    assert effect.estimate == pytest.approx(log(0.4135))
    assert effect.se == pytest.approx(0.1345, abs=5e-5)
    by_z = e.ratio_of_geometric_means(0.4135, 0.3240, 0.5276, 90)
    assert by_z.se == pytest.approx(0.1482, abs=5e-5)


def test_an_effect_has_a_p_value() -> None:
    final = e.Effect("MD", -0.34, 0.3112)
    assert final.p_value() == pytest.approx(0.2746, abs=5e-4)


def test_empty_cells_get_half_an_event() -> None:
    assert e.risk_ratio(0, 20, 5, 20).se > 0
    assert e.odds_ratio(0, 20, 5, 20).natural < 1
    assert e.risk_difference(0, 20, 0, 20).se == 0


def test_impossible_groups_are_refused() -> None:
    for call in (
        lambda: e.risk_ratio(21, 20, 1, 20),
        lambda: e.mean_difference(Summary(1, -1, 10), B),
        lambda: e.hedges_g(Summary(1, 0, 10), Summary(1, 0, 10)),
        lambda: e.ratio_of_geometric_means(-1, 0.5, 2),
        lambda: e.rescaled(A, 10, 10),
    ):
        with pytest.raises(e.ImpossibleNumbers):
            call()


def test_a_plain_score_is_rescaled() -> None:
    assert e.rescaled(Summary(6.0, 2.0, 10), 0, 10) == Summary(60.0, 20.0, 10)
    assert e.rescaled(Summary(6.0, 2.0, 10), 1, 11) == Summary(50.0, 20.0, 10)


SUMMARIES = st.builds(Summary, st.floats(-100, 100), st.floats(0.1, 50), st.integers(3, 500))


@given(SUMMARIES, SUMMARIES)
def test_turning_the_groups_round_turns_the_sign(first: Summary, second: Summary) -> None:
    for effect in (e.mean_difference, e.hedges_g):
        one, other = effect(first, second), effect(second, first)
        assert one.estimate == pytest.approx(-other.estimate)
        assert one.se == pytest.approx(other.se)
        low, high = one.interval()
        assert low <= one.natural <= high


@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_turning_the_groups_round_inverts_a_ratio(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    for effect in (e.risk_ratio, e.odds_ratio):
        assert effect(a, n, b, m).estimate == pytest.approx(-effect(b, m, a, n).estimate)
