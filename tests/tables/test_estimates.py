"""The table of estimates: records and reports side by side."""

from __future__ import annotations

import pandas as pd
import pytest

from harvest import sample
from harvest.synthesis import pool
from harvest.synthesis.rows import CannotPool
from tests.tables.rows import of_records


@pytest.fixture(scope="module")
def estimates() -> pd.DataFrame:
    wanted = ("NCT00568555", "NCT04270877", "NCT99000009")
    found = of_records(sample.records()[each] for each in wanted)["estimates"]
    return pd.DataFrame(found)


def test_record_and_report_of_one_trial_stand_together(estimates: pd.DataFrame) -> None:
    found = estimates[estimates.trial_id == "YOUNGER2013"]
    assert set(found.source) == {"computed", "published"}
    assert set(found.nct_id) == {"NCT00568555"}


def test_a_study_without_a_report_goes_by_its_number(estimates: pd.DataFrame) -> None:
    found = estimates[estimates.nct_id == "NCT99000009"]
    assert set(found.trial) == {"NCT99000009"}
    assert found.trial_id.isna().all()
    assert found.finding_id.isna().all()
    assert found.effect_position.notna().all()


def test_each_row_is_of_a_record_or_of_a_report(estimates: pd.DataFrame) -> None:
    assert (estimates.finding_id.isna() != estimates.effect_position.isna()).all()
    assert estimates.estimate_id.is_unique


def test_the_two_fibromyalgia_trials_pool_to_no_difference(estimates: pd.DataFrame) -> None:
    pain = estimates[
        estimates.is_broadest
        & estimates.trial_id.notna()
        & (estimates.scale == "MD")
        & (estimates.instrument == "NRS pain")
        & estimates.time_days.between(80, 95)
    ]
    assert sorted(pain.trial) == ["FINAL", "INNOVA"]
    found = pool(pain, method="DL", trial="trial")
    # Of the printed intervals, not of errors rounded to three places.
    assert found.estimate == pytest.approx(0.029, abs=5e-4)
    assert (found.lower, found.upper) == pytest.approx((-0.779, 0.838), abs=1e-3)
    assert found.pooled.tau2 == pytest.approx(0.2096, abs=5e-4)
    assert found.prediction_lower is None


def test_a_percent_change_does_not_enter_a_pool_in_points(estimates: pd.DataFrame) -> None:
    pain = estimates[
        estimates.estimate_id.isin(["FINAL_pain_12w", "INNOVA_pain_3m", "YOUNGER2013_pain"])
    ]
    assert len(pain) == 3
    with pytest.raises(CannotPool, match="different forms"):
        pool(pain, trial="trial")
