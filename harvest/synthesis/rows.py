"""Rows that may be pooled: one effect for each trial, of one kind."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from harvest.errors import UsageError

RATIOS: Final = frozenset({"RR", "OR", "ROM", "HR"})
NEEDED: Final = ("scale", "estimate", "standard_error")
# Final values and changes from them may be mixed as differences, not as standardised ones (Cochrane
# Handbook 10.5.2); a percent change is on a scale of its own always.
_MIXABLE: Final = frozenset({"level", "change"})


class CannotPool(UsageError):
    """These rows do not answer one question."""


def checked(rows: pd.DataFrame, trial: str) -> pd.DataFrame:
    """The rows with an effect, if they may be pooled.

    Raises:
        CannotPool: A column is missing, nothing is left, scales or forms differ, or a trial comes
            twice.
    """
    missing = [name for name in (*NEEDED, trial) if name not in rows.columns]
    if missing:
        raise CannotPool(f"The rows have no column {missing[0]!r}; give rows of `effects`.")
    kept = rows[rows["estimate"].notna() & rows["standard_error"].notna()]
    if kept.empty:
        raise CannotPool("None of the rows has an effect with an error; see the column `refusal`.")
    scales = sorted(map(str, kept["scale"].unique()))
    if len(scales) > 1:
        raise CannotPool(f"The rows are on the scales {', '.join(scales)}; choose one.")
    _one_form(kept, scales[0])
    twice = kept[trial][kept[trial].duplicated()].unique()
    if len(twice):
        raise CannotPool(
            f"{twice[0]} has several rows, and no trial must be pooled twice; keep one, such as "
            "the preferred one of one outcome and time."
        )
    return kept


def _one_form(rows: pd.DataFrame, scale: str) -> None:
    if "variable_form" not in rows.columns:
        return
    forms = set(map(str, rows["variable_form"].dropna().unique()))
    if len(forms) < 2 or scale in RATIOS or scale == "RD":
        return
    if scale == "MD" and forms <= _MIXABLE:
        return
    told = ", ".join(sorted(forms))
    raise CannotPool(
        f"The rows are of different forms ({told}), which cannot be pooled as {scale}; choose one."
    )


def on_pooling_scale(rows: pd.DataFrame) -> tuple[list[float], list[float]]:
    """Estimates and errors as they are pooled: ratios as logarithms."""
    estimates = rows["estimate"].astype(float)
    if str(rows["scale"].iloc[0]) in RATIOS:
        estimates = pd.Series(np.log(estimates), index=estimates.index)
    return estimates.tolist(), rows["standard_error"].astype(float).tolist()
