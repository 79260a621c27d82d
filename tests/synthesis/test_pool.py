"""Pooling rows of effects."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from harvest.synthesis import pool, to_metafor
from harvest.synthesis.rows import CannotPool


def rows(*given: tuple[str, float, float], scale: str = "MD", **more: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "nct_id": [each[0] for each in given],
            "scale": [scale] * len(given),
            "estimate": [each[1] for each in given],
            "standard_error": [each[2] for each in given],
            **more,
        }
    )


TWO = rows(("NCT04270877", -0.34, 0.311), ("NCT04313972", 0.49, 0.416))


def test_two_trials_are_pooled_with_their_weights() -> None:
    found = pool(TWO, method="DL")
    assert found.estimate == pytest.approx(0.0290, abs=5e-5)
    assert (found.lower, found.upper) == pytest.approx((-0.7794, 0.8374), abs=5e-5)
    assert found.prediction_lower is None
    assert found.trials.weight.sum() == pytest.approx(1)


def test_ratios_are_pooled_as_logarithms_and_printed_as_ratios() -> None:
    found = pool(rows(("A", 2.0, 0.2), ("B", 2.0, 0.3), ("C", 2.0, 0.4), scale="RR"))
    assert found.estimate == pytest.approx(2.0)
    assert 1 < found.lower < 2 < found.upper
    assert found.prediction_lower is not None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (TWO.drop(columns="scale"), "no column"),
        (TWO.assign(estimate=None), "None of the rows"),
        (TWO.assign(scale=["MD", "SMD"]), "choose one"),
        (TWO.assign(nct_id="NCT04270877"), "twice"),
        (TWO.assign(scale="SMD", variable_form=["level", "change"]), "different forms"),
        (TWO.assign(variable_form=["percent_change", "change"]), "different forms"),
    ],
)
def test_what_must_not_be_pooled_is_refused(given: pd.DataFrame, words: str) -> None:
    with pytest.raises(CannotPool, match=words):
        pool(given)


def test_final_values_and_changes_may_be_mixed_as_differences() -> None:
    assert pool(TWO.assign(variable_form=["level", "change"])).pooled.trials == 2


def test_rows_without_an_effect_are_left_out() -> None:
    more = rows(("A", 1.0, 0.1), ("B", 1.2, 0.1), ("C", float("nan"), 0.1))
    assert pool(more).pooled.trials == 2


def test_metafor_gets_estimates_and_variances() -> None:
    found = to_metafor(TWO)
    assert list(found.columns) == ["slab", "yi", "vi", "measure"]
    assert found.vi.tolist() == pytest.approx([0.311**2, 0.416**2])


def test_a_synthesis_prints_as_one_line() -> None:
    assert str(pool(TWO, method="DL")) == (
        "MD 0.03 (95 % CI -0.78 to 0.84); 2 trials, DL; tau2 0.21, I2 61 %; "
        "with 2 trials the variance between them is hardly known"
    )
