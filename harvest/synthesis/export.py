"""Effects for other programs."""

from __future__ import annotations

import pandas as pd

from harvest.synthesis.rows import checked, on_pooling_scale


def to_metafor(rows: pd.DataFrame, *, trial: str = "nct_id") -> pd.DataFrame:
    """Rows as R's metafor reads them: `slab`, `yi` and `vi`, ratios as logarithms.

    In R: `rma(yi, vi, slab = slab, data = read.csv("effects.csv"))`.

    Args:
        rows: Of `effects`, filtered to one question; one row for each trial.
        trial: Column that names the trial.

    Raises:
        CannotPool: The rows do not answer one question.
    """
    kept = checked(rows, trial)
    estimates, errors = on_pooling_scale(kept)
    return pd.DataFrame(
        {
            "slab": kept[trial].astype(str).tolist(),
            "yi": estimates,
            "vi": [each**2 for each in errors],
            "measure": kept["scale"].astype(str).tolist(),
        }
    )
