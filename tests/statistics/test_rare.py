"""Rare events over trials."""

from __future__ import annotations

import pytest

from harvest.statistics.effects import ImpossibleNumbers, odds_ratio, risk_difference, risk_ratio
from harvest.statistics.rare import (
    Counts,
    mantel_haenszel_or,
    mantel_haenszel_rd,
    mantel_haenszel_rr,
    peto,
)

ONE = Counts(12, 60, 6, 58)


def test_one_trial_gives_its_own_estimate() -> None:
    assert mantel_haenszel_rr([ONE]).estimate == pytest.approx(risk_ratio(*ONE).estimate)
    assert mantel_haenszel_rr([ONE]).se == pytest.approx(risk_ratio(*ONE).se)
    assert mantel_haenszel_or([ONE]).estimate == pytest.approx(odds_ratio(*ONE).estimate)
    assert mantel_haenszel_or([ONE]).se == pytest.approx(odds_ratio(*ONE).se)
    assert mantel_haenszel_rd([ONE]).estimate == pytest.approx(risk_difference(*ONE).estimate)
    assert mantel_haenszel_rd([ONE]).se == pytest.approx(risk_difference(*ONE).se)


def test_the_same_trial_twice_is_as_large_and_surer() -> None:
    for method in (mantel_haenszel_rr, mantel_haenszel_or, mantel_haenszel_rd, peto):
        once, twice = method([ONE]), method([ONE, ONE])
        assert twice.estimate == pytest.approx(once.estimate)
        assert twice.se == pytest.approx(once.se / 2**0.5)


def test_peto_by_hand() -> None:
    # Events 3 of 50 against 1 of 50: O - E = 1, V = 4 * 96 * 50 * 50 / (100^2 * 99).
    found = peto([Counts(3, 50, 1, 50)])
    variance = 4 * 96 * 2500 / (10_000 * 99)
    assert found.estimate == pytest.approx(1 / variance)
    assert found.se == pytest.approx(variance**-0.5)


def test_trials_without_events_say_nothing_of_ratios() -> None:
    empty = Counts(0, 40, 0, 40)
    assert mantel_haenszel_rr([ONE, empty]) == mantel_haenszel_rr([ONE])
    assert mantel_haenszel_rd([ONE, empty]).estimate < mantel_haenszel_rd([ONE]).estimate
    with pytest.raises(ImpossibleNumbers):
        peto([empty])
    with pytest.raises(ImpossibleNumbers):
        mantel_haenszel_rr([Counts(0, 40, 3, 40)])
    with pytest.raises(ImpossibleNumbers):
        peto([Counts(41, 40, 0, 40)])
