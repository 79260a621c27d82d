"""One pooled effect for every reasonable way to choose and pool: how much hangs on the choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pandas as pd

from harvest.synthesis.pool import pool
from harvest.synthesis.rows import CannotPool

Choice = Callable[[pd.DataFrame], "pd.Series[bool]"] | Mapping[str, Any]
"""Which rows stay, or options of `pool`."""


def specifications(
    rows: pd.DataFrame, choices: Mapping[str, Mapping[str, Choice]], *, trial: str = "nct_id"
) -> pd.DataFrame:
    """Pool the rows in every combination of the choices.

    Args:
        rows: Of `estimates` or `effects`, with all that any combination may need.
        choices: For each question (such as "highest dose") the answers by name; an answer is a
            function from rows to those that stay, or options of `pool`.
        trial: Column that names the trial.

    Returns:
        A row for each combination: a column for each question with the answer's name, `trials`
        (how many), `names` (which), `estimate`, `lower`, `upper`, and `refusal`, the reason where
        the rows must not be pooled so.
    """
    found = [_one(rows, dict(zip(choices, names, strict=True)), choices, trial)
             for names in product(*(choices[question] for question in choices))]  # fmt: skip
    columns = [*choices, "trials", "names", "scale", "estimate", "lower", "upper", "refusal"]
    frame = pd.DataFrame(found, columns=columns)
    frame.attrs = dict(rows.attrs)
    return frame


def _one(
    rows: pd.DataFrame,
    names: dict[str, str],
    choices: Mapping[str, Mapping[str, Choice]],
    trial: str,
) -> dict[str, Any]:
    options: dict[str, Any] = {}
    kept = rows
    for question, name in names.items():
        answer = choices[question][name]
        if callable(answer):
            kept = kept[answer(kept).fillna(value=False).astype(bool)]
        else:
            options |= answer
    try:
        made = pool(kept, trial=trial, **options)
    except CannotPool as reason:
        return {**names, "trials": 0, "names": "", "refusal": str(reason)}
    used = made.trials[trial].astype(str).tolist()
    return {
        **names,
        "trials": len(used),
        "names": ", ".join(used),
        "scale": made.scale,
        "estimate": made.estimate,
        "lower": made.lower,
        "upper": made.upper,
    }
