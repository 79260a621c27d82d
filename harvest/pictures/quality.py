"""How well the records could be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from harvest.pictures.style import (
    BLACK,
    BLUE,
    ORANGE,
    PALE,
    Picture,
    counted,
    drawing,
    nothing,
    sheet,
    tuples,
    whole_numbers,
)

ROW: Final = 0.25


def issues_by_kind(issues: pd.DataFrame, studies: pd.DataFrame) -> Picture:
    """Parts of records that could not be interpreted, by kind."""
    title = "Parts of records that could not be interpreted"
    found = issues["kind"].astype("string").value_counts()
    found = found[found > 0]
    concerned = issues["nct_id"].nunique()
    about = (
        f"{counted(len(issues), 'issue')} in {concerned:,} of "
        f"{counted(len(studies), 'study', 'studies')}"
    )
    if found.empty:
        return nothing(title, about, studies, issues)
    rows = sorted(found.items(), key=lambda item: (item[1], str(item[0])))
    alt = "; ".join(f"{str(kind).replace('_', ' ')} {number}" for kind, number in reversed(rows))
    picture = sheet(title, about, issues, studies, height=0.45 + ROW * len(rows), alt=f"{alt}.")
    with drawing():
        axes = picture.add_subplot()
        values = [int(number) for _, number in rows]
        bars = axes.barh(
            range(len(rows)), values, height=0.7, color=ORANGE, edgecolor=BLACK, linewidth=0.5
        )
        axes.bar_label(bars, labels=[f"{value:,}" for value in values], padding=3)
        axes.set_yticks(range(len(rows)), [str(kind).replace("_", " ") for kind, _ in rows])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, max(values) * 1.12)
        axes.set_xlabel("issues")
        whole_numbers(axes, "x")
    return picture


def resolved(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Of what records say in words, how much could be turned into values.

    Args:
        tables: `outcomes`, `arm_periods`, `arm_period_doses`, `outcome_domains`, `effects` and
            `estimates` by name; those that are missing are left out.

    Returns:
        One row for each kind of value: `what`, `read`, `of`.
    """
    rows: list[tuple[str, int, int]] = []
    if "outcomes" in tables:
        outcomes = tables["outcomes"]
        framed = outcomes[outcomes["time_frame_text"].notna()]
        rows += [
            ("time frame: days", int(framed["time_frame_elapsed_days"].notna().sum()), len(framed)),
            ("outcome: instrument", int(outcomes["instrument"].notna().sum()), len(outcomes)),
            (
                "outcome: what a higher number means",
                int(outcomes["higher_is"].notna().sum()),
                len(outcomes),
            ),
        ]
        if "outcome_domains" in tables:
            placed = tables["outcome_domains"][["nct_id", "outcome_position"]].drop_duplicates()
            outside = outcomes["is_outside_omeract"].fillna(value=False) & outcomes[
                "is_outside_immpact"
            ].fillna(value=False)
            known = len(placed) + int(outside.sum())
            rows.append(
                (
                    "outcome: core-set domain, or known to be outside",
                    min(known, len(outcomes)),
                    len(outcomes),
                )
            )
    if "arm_period_doses" in tables:
        doses = tables["arm_period_doses"]
        drug = doses[doses["drug_group"] == "naltrexone"]
        rows += [
            ("naltrexone: highest daily mg", int(drug["daily_mg_max"].notna().sum()), len(drug)),
            ("naltrexone: steps over time", int(drug["schedule"].notna().sum()), len(drug)),
        ]
    if "arm_periods" in tables:
        periods = tables["arm_periods"]
        rows.append(("period: length", int(periods["days"].notna().sum()), len(periods)))
    if "effects" in tables:
        effects = tables["effects"]
        rows.append(
            (
                "contrast in posted results: effect",
                int(effects["refusal"].isna().sum()),
                len(effects),
            )
        )
    frame = pd.DataFrame(rows, columns=["what", "read", "of"])
    frame.attrs = next((table.attrs for table in tables.values() if table.attrs), {})
    return frame[frame["of"] > 0].reset_index(drop=True)


def resolved_shares(found: pd.DataFrame) -> Picture:
    """The shares that `resolved` counts.

    Args:
        found: As `resolved` gives it.
    """
    title = "Values that could be read from the records' words"
    about = "percent of all; what could not be read is null in the tables, with its reason"
    if found.empty:
        return nothing(title, about, found)
    shares = found["read"] / found["of"] * 100
    alt = "; ".join(f"{row.what}: {row.read:,} of {row.of:,}" for row in tuples(found))
    picture = sheet(title, about, found, height=0.45 + ROW * len(found), alt=f"{alt}.")
    with drawing():
        axes = picture.add_subplot()
        places = np.arange(len(found))[::-1]
        axes.barh(places, np.full(len(found), 100.0), height=0.66, color="white", edgecolor=BLACK,
                  linewidth=0.5, hatch="....", alpha=0.35)  # fmt: skip
        axes.barh(places, shares, height=0.66, color=BLUE, edgecolor=BLACK, linewidth=0.5)
        for place, row, share in zip(places, tuples(found), shares, strict=True):
            axes.text(
                101.5, place, f"{share:.0f} %  ({row.read:,} of {row.of:,})", va="center", size=7.5
            )
        axes.set_yticks(places, list(found["what"]))
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 100)
        axes.set_xlabel("percent read")
        axes.grid(axis="x", color=PALE, linewidth=0.5)
    return picture
