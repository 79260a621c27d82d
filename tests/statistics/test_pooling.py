"""Pooling, against worked answers and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.statistics.effects import ImpossibleNumbers
from harvest.statistics.pooling import pool

FINAL_AND_INNOVA = ([-0.34, 0.49], [0.311, 0.416])
THREE = ([0.1, 0.3, 0.2], [0.01**0.5, 0.02**0.5, 0.03**0.5])


def test_two_trials_of_naltrexone_in_fibromyalgia() -> None:
    fixed = pool(*FINAL_AND_INNOVA, method="fixed")
    assert fixed.estimate == pytest.approx(-0.0424, abs=5e-5)
    assert (fixed.lower, fixed.upper) == pytest.approx((-0.5306, 0.4458), abs=5e-5)
    assert fixed.q == pytest.approx(2.5536, abs=5e-5)
    assert fixed.i2 == pytest.approx(60.84, abs=5e-3)
    random = pool(*FINAL_AND_INNOVA, method="DL")
    assert random.tau2 == pytest.approx(0.2096, abs=5e-5)
    assert random.estimate == pytest.approx(0.0290, abs=5e-5)
    assert (random.lower, random.upper) == pytest.approx((-0.7794, 0.8374), abs=5e-5)
    assert random.prediction_lower is None
    adjusted = pool(*FINAL_AND_INNOVA, method="DL", adjustment="hartung_knapp")
    assert (adjusted.lower, adjusted.upper) == pytest.approx((-5.21, 5.27), abs=5e-3)
    assert any("two trials" in warning for warning in adjusted.warnings)


@pytest.mark.parametrize("method", ["REML", "DL", "PM"])
def test_three_trials_that_agree(method: str) -> None:
    found = pool(*THREE, method=method)  # type: ignore[arg-type]
    assert found.tau2 == pytest.approx(0, abs=1e-9)
    assert found.estimate == pytest.approx(0.1727, abs=5e-5)
    assert (found.lower, found.upper) == pytest.approx((0.0280, 0.3175), abs=5e-5)
    assert found.se == pytest.approx(0.0739, abs=5e-5)
    assert found.prediction_lower is not None
    adjusted = pool(*THREE, method=method, adjustment="hartung_knapp")  # type: ignore[arg-type]
    assert adjusted.se == pytest.approx(0.0610, abs=5e-5)
    modified = pool(*THREE, adjustment="modified_hartung_knapp")
    assert modified.se == pytest.approx(0.0739, abs=5e-5)


def test_one_trial_is_itself() -> None:
    found = pool([0.5], [0.1])
    assert (found.estimate, found.se, found.tau2) == (0.5, 0.1, 0.0)
    assert found.q is found.i2 is found.tau2_upper is None


@pytest.mark.parametrize(
    ("estimates", "errors"),
    [([], []), ([1.0], []), ([1.0], [0.0]), ([1.0], [-1.0]), ([float("nan")], [1.0])],
)
def test_what_cannot_be_pooled_is_refused(estimates: list[float], errors: list[float]) -> None:
    with pytest.raises(ImpossibleNumbers):
        pool(estimates, errors)


TRIALS = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.05, 3)), min_size=2, max_size=12)


@given(TRIALS, st.sampled_from(["fixed", "REML", "DL", "PM"]))
def test_properties_of_every_pool(trials: list[tuple[float, float]], method: str) -> None:
    estimates, errors = [each[0] for each in trials], [each[1] for each in trials]
    found = pool(estimates, errors, method=method)  # type: ignore[arg-type]
    assert sum(found.weights) == pytest.approx(1)
    assert min(estimates) - 1e-9 <= found.estimate <= max(estimates) + 1e-9
    assert found.tau2 >= 0
    assert found.lower <= found.estimate <= found.upper
    assert found.tau2_lower is not None
    assert found.tau2_upper is not None
    assert 0 <= found.tau2_lower <= found.tau2_upper
    turned = pool([-each for each in estimates], errors, method=method)  # type: ignore[arg-type]
    assert turned.estimate == pytest.approx(-found.estimate, abs=1e-9)


@given(TRIALS)
def test_the_modified_interval_is_never_narrower(trials: list[tuple[float, float]]) -> None:
    estimates, errors = [each[0] for each in trials], [each[1] for each in trials]
    plain = pool(estimates, errors)
    modified = pool(estimates, errors, adjustment="modified_hartung_knapp")
    assert modified.upper - modified.lower >= plain.upper - plain.lower - 1e-9
