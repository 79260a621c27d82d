"""Rows of `estimates` that answer one question, with and without an effect."""

from __future__ import annotations

from typing import Final

import pandas as pd

from harvest.synthesis.specifications import Choice

QUARTER: Final = 91.0
"""Days of about twelve weeks; three months in the records' own count."""
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


def _is_crossover(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["analysis_design"].astype("string").str.contains("crossover|as_if|fixed_order")


def _is_latest(rows: pd.DataFrame) -> pd.Series[bool]:
    told = rows[rows["standard_error"].notna()]
    latest = told.groupby("trial")["time_days"].max()
    return rows["time_days"] == rows["trial"].map(latest)


PAIN_CHOICES: Final[dict[str, dict[str, Choice]]] = {
    "highest daily dose": {
        "up to 6 mg": lambda rows: rows["daily_mg_max"] <= 6,
        "up to 5 mg": lambda rows: rows["daily_mg_max"] <= 5,
    },
    "kind of value": {
        "change or final value": lambda rows: rows["variable_form"].isin(["change", "level"]),
        "change only": lambda rows: rows["variable_form"] == "change",
        "final value only": lambda rows: rows["variable_form"] == "level",
        "percent change too": lambda rows: rows["variable_form"].notna(),
    },
    "crossover trials": {
        "left out": lambda rows: ~_is_crossover(rows).fillna(value=False),
        "taken in": lambda rows: rows["trial"].notna(),
    },
    "time": {
        "about 12 weeks": lambda rows: rows["time_days"] <= QUARTER,
        "latest": _is_latest,
    },
    "method": {
        "fixed effect": {"method": "fixed"},
        "random effects, REML": {"method": "REML"},
        "REML, modified Hartung-Knapp": {"adjustment": "modified_hartung_knapp"},
    },
}
"""What reviews of these trials decide differently, for `specifications`."""


def to_pool(rows: pd.DataFrame) -> pd.DataFrame:
    """Of rows on pain those that may be pooled: in points, at about twelve weeks, one per trial."""
    is_early = rows["time_days"] <= QUARTER
    is_points = (rows["scale"] == "MD") & rows["variable_form"].isin(["change", "level"])
    kept = rows[is_early & is_points & rows["standard_error"].notna()]
    return kept.drop_duplicates("trial", keep="last")


def _of_ldn_trials(estimates: pd.DataFrame, trials: pd.DataFrame) -> pd.DataFrame:
    """Of each question the row to use, or what its report says instead of an effect."""
    wanted = trials.loc[trials["is_ldn_in_fibromyalgia"].fillna(value=False), "trial_id"]
    chosen = "is_broadest" if "is_broadest" in estimates else "is_preferred"
    is_used = estimates[chosen] | estimates["standard_error"].isna()
    kept = estimates[estimates["trial_id"].isin(wanted) & is_used]
    doses = trials.set_index("trial_id")["daily_mg_max"]
    return kept.assign(daily_mg_max=kept["trial_id"].map(doses))
