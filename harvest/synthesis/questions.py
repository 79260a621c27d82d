"""Rows of `estimates` that answer one question, with and without an effect."""

from __future__ import annotations

from typing import Final

import pandas as pd

PAIN: Final = frozenset({"NRS pain", "VAS pain", "SPIR"})
"""Instruments of pain intensity; of others only the part that is called pain."""


def pain(estimates: pd.DataFrame, trials: pd.DataFrame) -> pd.DataFrame:
    """What trials of low-dose naltrexone in fibromyalgia say of pain intensity.

    Those whose reports give nothing that can be pooled are there too, with the reason.

    Args:
        estimates, trials: The tables.
    """
    rows = _of_ldn_trials(estimates, trials)
    is_pain = rows["instrument"].isin(PAIN) | (rows["part"] == "pain")
    kept = rows[is_pain & (rows["variable_form"] != "responder") & (rows["scale"] != "SMD")]
    return kept.sort_values(["trial", "time_days"], kind="stable")


def pain_responders(
    estimates: pd.DataFrame, trials: pd.DataFrame, *, scale: str = "RR"
) -> pd.DataFrame:
    """How many people's pain fell by a given share, likewise.

    Args:
        estimates, trials: The tables.
        scale: RR, OR or RD.
    """
    rows = _of_ldn_trials(estimates, trials)
    is_one = (rows["variable_form"] == "responder") & (
        (rows["scale"] == scale) | rows["scale"].isna()
    )
    order = ["responder_threshold_percent", "trial"]
    return rows[is_one].sort_values(order, kind="stable")


def _of_ldn_trials(estimates: pd.DataFrame, trials: pd.DataFrame) -> pd.DataFrame:
    """Of each question the row to use, or what its report says instead of an effect."""
    wanted = trials.loc[trials["is_ldn_in_fibromyalgia"].fillna(value=False), "trial_id"]
    is_used = estimates["is_preferred"] | estimates["standard_error"].isna()
    return estimates[estimates["trial_id"].isin(wanted) & is_used]
