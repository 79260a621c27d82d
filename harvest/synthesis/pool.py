"""Pools rows of `effects`."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import pandas as pd

from harvest.statistics import pooling
from harvest.statistics.quantiles import LEVEL
from harvest.synthesis.rows import RATIOS, checked, on_pooling_scale


class Synthesis(NamedTuple):
    """What the trials say together, as it is printed: ratios as ratios.

    Attributes:
        scale: MD, SMD, RR, OR, RD, ROM or HR.
        estimate, lower, upper: The pooled effect with its interval.
        prediction_lower, prediction_upper: Where a new trial's would lie; None below three trials.
        pooled: Everything else, on the scale of pooling: tau², I², Q, weights, warnings.
        trials: The rows that were pooled, with their `weight`.
    """

    scale: str
    estimate: float
    lower: float
    upper: float
    prediction_lower: float | None
    prediction_upper: float | None
    pooled: pooling.Pooled
    trials: pd.DataFrame

    def __str__(self) -> str:
        """One line, as it would be printed in a report."""
        found = self.pooled
        interval = f"{found.level:g} % CI {self.lower:.2f} to {self.upper:.2f}"
        parts = [
            f"{self.scale} {self.estimate:.2f} ({interval})",
            f"{found.trials} trials, {found.method}",
            f"tau2 {found.tau2:.2f}, I2 {found.i2:.0f} %",
            *found.warnings,
        ]
        return "; ".join(parts)


def pool(
    rows: pd.DataFrame,
    *,
    method: pooling.Method = "REML",
    adjustment: pooling.Adjustment = "none",
    level: float = LEVEL,
    trial: str = "nct_id",
) -> Synthesis:
    """One effect of the trials in `rows`, one row for each.

    Args:
        rows: Of `effects`, filtered to one question; rows without an effect are left out.
        method: `REML`, `DL` (DerSimonian-Laird), `PM` (Paule-Mandel) or `fixed`.
        adjustment: `none`, `hartung_knapp`, or `modified_hartung_knapp`, which is never narrower
            than without.
        level: Of the intervals, in percent.
        trial: Column that names the trial.

    Raises:
        CannotPool: The rows do not answer one question; the message says what to do.

    Example:
        >>> effects = harvest.load("effects")
        >>> pain = effects[effects.is_preferred & (effects.scale == "MD")]
        >>> harvest.synthesis.pool(pain[pain.instrument == "NRS pain"])
    """
    kept = checked(rows, trial)
    estimates, errors = on_pooling_scale(kept)
    found = pooling.pool(estimates, errors, method=method, adjustment=adjustment, level=level)
    scale = str(kept["scale"].iloc[0])

    def printed(value: float | None) -> float | None:
        return exp(value) if value is not None and scale in RATIOS else value

    return Synthesis(
        scale=scale,
        estimate=printed(found.estimate) or 0.0,
        lower=printed(found.lower) or 0.0,
        upper=printed(found.upper) or 0.0,
        prediction_lower=printed(found.prediction_lower),
        prediction_upper=printed(found.prediction_upper),
        pooled=found,
        trials=kept.assign(weight=list(found.weights)),
    )
