"""Whether results came when they were due."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from harvest.pictures.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    PALE,
    RED,
    SKY,
    Picture,
    counted,
    drawing,
    grid,
    key,
    nothing,
    sheet,
    study_names,
    tuples,
    whole_numbers,
)

MOST_STUDIES: Final = 25
ROW: Final = 0.23
STATES: Final = {
    "posted_in_time": ("posted in time", BLUE, ""),
    "posted_late": ("posted late", SKY, "////"),
    "submitted_not_posted": ("sent, not posted", GREEN, "xxxx"),
    "delay_certified": ("delay certified", GREY, ""),
    "overdue": ("overdue", RED, ""),
    "not_due": ("not due yet", PALE, ""),
    "date_unknown": ("no date to count from", "#FFFFFF", "...."),
}


def results_states(studies: pd.DataFrame) -> Picture:
    """How many studies posted the results that the law asks for."""
    title = "Results asked for by law, and where they are"
    told = studies["results_state"].astype("string").value_counts()
    shown = [state for state in STATES if told.get(state, 0)]
    number = int(sum(told.get(state, 0) for state in shown))
    unsure = int((studies["is_results_rule_covered"] == "uncertain").sum())
    about = (
        f"{counted(number, 'study', 'studies')} of {len(studies):,} that the law covers, or may; "
        f"for {unsure:,} the record does not tell whether it does"
    )
    if not shown:
        return nothing(title, about, studies)
    alt = "; ".join(f"{STATES[state][0]} {told[state]}" for state in shown) + "."
    picture = sheet(title, about, studies, height=0.45 + ROW * len(shown), notes=(_LAW,), alt=alt)
    with drawing():
        axes = picture.add_subplot()
        places = np.arange(len(shown))[::-1]
        values = [int(told[state]) for state in shown]
        bars = axes.barh(
            places, values, height=0.7, color=[STATES[state][1] for state in shown],
            hatch=[STATES[state][2] for state in shown], edgecolor=BLACK, linewidth=0.5,
        )  # fmt: skip
        axes.bar_label(bars, labels=[f"{value:,}" for value in values], padding=3)
        axes.set_yticks(places, [STATES[state][0] for state in shown])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, max(values) * 1.1)
        axes.set_xlabel("studies")
        whole_numbers(axes, "x")
    return picture


_LAW: Final = (
    "42 CFR 11: results are due a year after primary completion. What a record cannot tell (a "
    "delay that was granted, a product that is not regulated) may make a study look late "
    "that is not."
)


def results_overdue(studies: pd.DataFrame) -> Picture:
    """Days from when results were due to when they were sent, or to the day of the data."""
    title = "Days by which results came late, or are overdue"
    late = studies[studies["results_late_days"].notna() & (studies["results_late_days"] > 0)]
    late = late[late["results_state"].isin(["posted_late", "submitted_not_posted", "overdue"])]
    rows = late.sort_values(["results_late_days", "nct_id"], ascending=[False, True])
    shown = rows.head(MOST_STUDIES).iloc[::-1]
    about = f"days after the due date; {counted(len(rows), 'study', 'studies')}"
    if shown.empty:
        return nothing(title, f"{about} of {len(studies):,}", studies)
    about += f", median {rows['results_late_days'].median():,.0f} days"
    if len(rows) > len(shown):
        about += f"; the {len(shown)} latest drawn"
    names = study_names(studies)
    states = [str(state) for state in shown["results_state"]]
    alt = "; ".join(
        f"{names[row.nct_id]}: {int(row.results_late_days):,} ({STATES[str(row.results_state)][0]})"
        for row in tuples(shown.iloc[::-1])
    )
    picture = sheet(
        title, about, studies, height=0.75 + ROW * len(shown), notes=(_LAW,), alt=f"{alt}."
    )
    with drawing():
        axes = picture.add_subplot()
        places = np.arange(len(shown))
        days = shown["results_late_days"].astype(int).to_numpy()
        is_sure = (shown["is_results_rule_covered"] == "yes").to_numpy()
        bars = axes.barh(
            places, days, height=0.7, color=[STATES[state][1] for state in states],
            hatch=[STATES[state][2] for state in states], edgecolor=BLACK, linewidth=0.5,
        )  # fmt: skip
        labels = [f"{day:,}{'' if sure else ' ?'}" for day, sure in zip(days, is_sure, strict=True)]
        axes.bar_label(bars, labels=labels, padding=3, size=7.5)
        axes.set_yticks(places, [names[each] for each in shown["nct_id"]])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.set_xlim(0, days.max() * 1.12)
        axes.set_xlabel("days late (?: the record does not tell whether the law covers the study)")
        axes.xaxis.set_major_formatter("{x:,.0f}")
        grid(axes, "x")
        handles = [
            Patch(facecolor=colour, hatch=hatch, edgecolor=BLACK, linewidth=0.5, label=name)
            for state, (name, colour, hatch) in STATES.items()
            if state in states
        ]
        key(axes, 3, handles=handles)
    return picture
