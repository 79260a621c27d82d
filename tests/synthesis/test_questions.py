"""Rows of one question."""

from __future__ import annotations

from typing import Any

import pandas as pd

from harvest.synthesis import questions

TRIALS = pd.DataFrame(
    {
        "trial_id": ["FINAL", "INNOVA", "OTHER"],
        "is_ldn_in_fibromyalgia": [True, True, False],
        "daily_mg_max": [6.0, 4.5, 4.5],
    }
)


def _estimates(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "trial": "FINAL", "trial_id": "FINAL", "scale": "MD", "estimate": -0.3,
        "standard_error": 0.3, "instrument": "NRS pain", "part": None, "variable_form": "change",
        "responder_threshold_percent": None, "time_days": 84.0, "analysis_design": "parallel",
        "is_preferred": True,
    }  # fmt: skip
    return pd.DataFrame([{**usual, **row} for row in rows])


def test_trials_without_an_effect_belong_to_the_question() -> None:
    rows = _estimates(
        {}, {"scale": None, "estimate": None, "standard_error": None, "is_preferred": False}
    )
    assert len(questions.pain(rows, TRIALS)) == 2


def test_other_trials_other_measures_and_second_choices_do_not() -> None:
    rows = _estimates(
        {"trial": "OTHER", "trial_id": "OTHER"},
        {"instrument": "chair stand"},
        {"instrument": "FIQR", "part": "memory"},
        {"is_preferred": False},
        {"variable_form": "responder", "scale": "RR"},
    )
    assert questions.pain(rows, TRIALS).empty
    assert len(questions.pain_responders(rows, TRIALS)) == 1


def test_a_pain_item_of_another_instrument_belongs_to_it() -> None:
    assert len(questions.pain(_estimates({"instrument": "FIQR", "part": "pain"}), TRIALS)) == 1


def test_the_broadest_analysis_is_taken_where_it_is_told() -> None:
    rows = _estimates({"is_broadest": False, "estimate": 1.0}, {"is_broadest": True})
    assert questions.pain(rows, TRIALS)["estimate"].tolist() == [-0.3]


def test_only_points_at_one_time_are_to_be_pooled_and_one_per_trial() -> None:
    rows = _estimates(
        {},
        {"time_days": 28.0},
        {"trial": "INNOVA", "trial_id": "INNOVA", "time_days": 365.0},
        {"variable_form": "percent_change"},
    )
    chosen = questions.to_pool(questions.pain(rows, TRIALS))
    assert chosen[["trial", "time_days"]].to_numpy().tolist() == [["FINAL", 84.0]]


def test_a_limit_of_5_mg_leaves_out_the_trial_of_6_mg() -> None:
    rows = questions.pain(_estimates({}), TRIALS)
    limits = questions.PAIN_CHOICES["highest daily dose"]
    assert [bool(limit(rows).iloc[0]) for limit in limits.values()] == [True, False]  # type: ignore[operator]
