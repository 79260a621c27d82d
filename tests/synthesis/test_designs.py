"""Crossovers and several arms, made ready for pooling."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pandas as pd
import pytest

from harvest.errors import UsageError
from harvest.statistics import effects
from harvest.statistics.conversions import Summary
from harvest.synthesis import combined, paired, pool

ONE: dict[str, Any] = {
    "nct_id": "NCT00000001",
    "outcome_measure_position": 0,
    "class_position": None,
    "category_position": None,
    "time_days": 84.0,
    "comparator_group_position": 2,
    "result_group_position": 0,
    "group_title": "Naltrexone 3 mg",
    "analysis_design": "parallel",
    "scale": "MD",
    "estimate": -2.0,
    "standard_error": 0.4,
    "ci_lower": -2.8,
    "ci_upper": -1.2,
    "n": 40,
    "comparator_n": 50,
    "mean": 3.0,
    "sd": 2.0,
    "comparator_mean": 5.0,
    "comparator_sd": 2.0,
    "events": None,
    "comparator_events": None,
}


def rows(*changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**ONE, **each} for each in changes])


def test_a_correlation_gives_pairs_their_error() -> None:
    crossover = {"analysis_design": "as_if_parallel", "n": 30, "comparator_n": 28}
    found = paired(rows(crossover, {}), 0.5)
    error = sqrt((4 + 4 - 2 * 0.5 * 4) / 28)
    assert found["standard_error"].tolist() == pytest.approx([error, 0.4])
    assert found["ci_upper"].iloc[0] == pytest.approx(-2 + 1.959964 * error)
    assert found["analysis_design"].tolist() == ["paired_by_assumption", "parallel"]


def test_a_standardised_difference_keeps_the_spread_between_persons() -> None:
    crossover = {"analysis_design": "as_if_parallel", "scale": "SMD", "estimate": -0.5, "n": 50}
    (error,) = paired(rows(crossover), 0.7)["standard_error"]
    assert error == pytest.approx(sqrt(1 / 50 + 0.25 / 100) * sqrt(2 * 0.3))


def test_without_spreads_nothing_is_assumed() -> None:
    given = rows({"analysis_design": "as_if_parallel", "sd": None})
    pd.testing.assert_frame_equal(
        paired(given, 0.5), given.astype({"analysis_design": object}), check_dtype=False
    )


@pytest.mark.parametrize("correlation", [-1, 1, 2, float("nan")])
def test_what_is_no_correlation_is_refused(correlation: float) -> None:
    with pytest.raises(UsageError):
        paired(rows({}), correlation)


def test_arms_with_one_comparator_become_one() -> None:
    second = {"result_group_position": 1, "group_title": "Naltrexone 6 mg", "mean": 2.0, "n": 20}
    (row,) = combined(rows({}, second)).to_dict("records")
    assert row["n"] == 60
    assert row["mean"] == pytest.approx((3 * 40 + 2 * 20) / 60)
    arm = Summary(row["mean"], row["sd"], 60)
    expected = effects.mean_difference(arm, Summary(5.0, 2.0, 50))
    assert (row["estimate"], row["standard_error"]) == pytest.approx(
        (expected.estimate, expected.se)
    )
    assert row["group_title"] == "Naltrexone 3 mg; Naltrexone 6 mg"


def test_persons_of_arms_are_added() -> None:
    counts = {"scale": "RR", "mean": None, "sd": None, "comparator_events": 10}
    given = rows({**counts, "events": 8}, {**counts, "events": 4, "n": 20})
    (row,) = combined(given).to_dict("records")
    assert (row["events"], row["n"]) == (12, 60)
    assert row["estimate"] == pytest.approx((12 / 60) / (10 / 50))


def test_other_comparators_times_and_scales_stay_apart() -> None:
    given = rows({}, {"comparator_group_position": 3}, {"time_days": 28.0}, {"scale": "SMD"})
    assert len(combined(given)) == 4


def test_a_trial_with_two_arms_is_pooled_once_combined() -> None:
    second = {"result_group_position": 1, "mean": 2.0, "n": 20}
    both = rows({}, second, {"nct_id": "NCT00000002"})
    with pytest.raises(UsageError, match="several rows"):
        pool(both)
    assert pool(combined(both)).pooled.trials == 2


def test_arms_without_numbers_are_not_combined() -> None:
    given = rows({"mean": None}, {"mean": None, "result_group_position": 1})
    with pytest.raises(UsageError, match="no numbers"):
        combined(given)
