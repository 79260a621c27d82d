"""Crossovers without a paired analysis, and trials with several arms, made ready for pooling.

What a record does not tell has to be assumed by whoever pools: that is a parameter here, and never
in the tables.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, Final

import pandas as pd

from harvest.errors import UsageError
from harvest.statistics import conversions, effects
from harvest.statistics.conversions import Summary
from harvest.statistics.effects import Effect

_COMPARISON: Final = (
    "nct_id",
    "outcome_measure_position",
    "class_position",
    "category_position",
    "time_days",
    "comparator_group_position",
    "scale",
)


def paired(rows: pd.DataFrame, correlation: float) -> pd.DataFrame:
    """Crossovers analysed as if their periods were of other people, with a correlation instead.

    Args:
        rows: Of `effects`. Differences of means whose `analysis_design` is `as_if_parallel` get
            the error that pairs have; the others stay as they are.
        correlation: Between a person's values in the two periods, above -1 and below 1. The
            column `correlation` of paired analyses offers those that can be recovered.

    Returns:
        The rows with new `standard_error`, `ci_lower`, `ci_upper`, and `analysis_design`
        `paired_by_assumption`. Source: Cochrane Handbook 23.2.7.

    Raises:
        UsageError: The correlation is none.
    """
    if not -1 < correlation < 1:
        raise UsageError(f"A correlation lies between -1 and 1, not at {correlation}.")
    found = rows.copy()
    found["analysis_design"] = found["analysis_design"].astype(object)
    concerned = found.index[
        (found["analysis_design"] == "as_if_parallel")
        & found["scale"].isin(["MD", "SMD"])
        & found[["sd", "comparator_sd", "n", "comparator_n"]].notna().all(axis="columns")
    ]
    for at in concerned:
        row = found.loc[at]
        persons = int(min(row["n"], row["comparator_n"]))
        error = conversions.paired_se(row["sd"], row["comparator_sd"], persons, correlation)
        if row["scale"] == "SMD":
            spread = sqrt(1 / persons + row["estimate"] ** 2 / (2 * persons))
            error = spread * sqrt(2 * (1 - correlation))
        lower, upper = Effect(row["scale"], row["estimate"], error).interval()
        found.loc[at, ["standard_error", "ci_lower", "ci_upper"]] = [error, lower, upper]
        found.loc[at, "analysis_design"] = "paired_by_assumption"
    return found


def combined(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each comparator: arms that are compared with the same group become one arm.

    Args:
        rows: Computed rows of `effects`, with the numbers of both groups.

    Returns:
        Rows with `group_title`, `n`, `mean`, `sd`, `events`, `estimate`, `standard_error`,
        `ci_lower`, `ci_upper` of the combined arm; a row that stands alone stays as it is, but one
        without numbers of its groups cannot be combined with others. Source: Cochrane Handbook
        23.3.4 and table 6.5.a.

    Raises:
        UsageError: Arms of one comparator do not have their numbers.
    """
    keys = rows[list(_COMPARISON)].astype(object)
    together = rows.groupby([keys[name] for name in _COMPARISON], dropna=False, sort=False)
    found = [group.iloc[0] if len(group) == 1 else _combined(group) for _, group in together]
    return pd.DataFrame(found, columns=rows.columns)


def _combined(rows: pd.DataFrame) -> pd.Series[Any]:
    row = rows.iloc[0].copy()
    scale = str(row["scale"])
    is_count = rows["events"].notna().all()
    if not is_count and not rows[["mean", "sd"]].notna().all(axis=None):
        raise UsageError(
            f"{row['nct_id']}: arms of one comparator have no numbers to combine; give computed "
            "rows, or keep one of them."
        )
    row["group_title"] = "; ".join(map(str, rows["group_title"]))
    row["result_group_position"] = pd.NA
    row["n"] = int(rows["n"].sum())
    if is_count:
        row["events"] = int(rows["events"].sum())
        counts = row["events"], row["n"], int(row["comparator_events"]), int(row["comparator_n"])
        make = {
            "RR": effects.risk_ratio,
            "OR": effects.odds_ratio,
            "RD": effects.risk_difference,
        }[scale]
        effect = make(*counts)
    else:
        arms = zip(rows["mean"], rows["sd"], rows["n"], strict=True)
        one = conversions.combined([Summary(mean, sd, int(n)) for mean, sd, n in arms])
        other = Summary(row["comparator_mean"], row["comparator_sd"], int(row["comparator_n"]))
        row["mean"], row["sd"] = one.mean, one.sd
        compare = {"MD": effects.mean_difference, "SMD": effects.hedges_g}[scale]
        effect = compare(one, other)
    row["estimate"], row["standard_error"] = effect.natural, effect.se
    row["ci_lower"], row["ci_upper"] = effect.interval()
    return row
