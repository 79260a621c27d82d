"""Which core-set domains trials measure, and on which days."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from harvest.pictures.style import (
    BLACK,
    BLUE,
    ORANGE,
    PALE,
    Picture,
    counted,
    drawing,
    key,
    nothing,
    sheet,
    study_names,
    tuples,
)

MOST_STUDIES: Final = 30
ROW: Final = 0.24
_DEGREES: Final = {
    # coverage: colour from dark to light, so that grey tells it too, mark, colour of the mark
    "endorsed": ("#0072B2", "E", "white"),
    "facet": ("#56B4E9", "f", "black"),
    "nearest": ("#CFE8F7", "n", "black"),
    "none": ("#FFFFFF", "", "black"),
    "unknown": ("#FFFFFF", "?", "black"),
}
_TIERS: Final = {
    "core": "core",
    "some_trials": "for some trials",
    "research_agenda": "research agenda",
    "supplementary": "supplementary",
}


def core_set_heat_map(
    core_set_coverage: pd.DataFrame, studies: pd.DataFrame, *, framework: str = "OMERACT"
) -> Picture:
    """Trials by domains of a core set, and how strongly each is covered.

    Args:
        core_set_coverage: The rows to draw, such as those of fibromyalgia trials.
        studies: All, for their acronyms.
        framework: OMERACT (fibromyalgia) or IMMPACT (chronic pain).
    """
    title = f"{framework} domains in registered outcomes"
    rows = core_set_coverage[core_set_coverage["framework"] == framework]
    numbers = sorted(rows["nct_id"].unique())
    about = f"{counted(len(numbers), 'study', 'studies')} with an outcome in a domain"
    if not numbers:
        return nothing(title, about, core_set_coverage, studies)
    shown = numbers[:MOST_STUDIES]
    if len(shown) < len(numbers):
        about += f", the first {len(shown)} of them drawn"
    tiers = rows.drop_duplicates("domain").set_index("domain")["tier"]
    order = sorted(tiers.index, key=lambda name: (list(_TIERS).index(str(tiers[name])), name))
    of_cell = {
        (row.nct_id, row.domain): (
            "unknown" if pd.isna(row.coverage) else str(row.coverage),
            row.best_rank,
        )
        for row in tuples(rows)
    }
    covered = {cell for cell, (degree, _) in of_cell.items() if degree not in ("none", "unknown")}
    shares = [f"{name}: {sum((each, name) in covered for each in numbers)}" for name in order]
    alt = f"Of {len(numbers)}, so many cover it: {'; '.join(shares)}."
    note = (
        "E: an instrument that the core set endorses; f: a facet of one; n: nearest by content; "
        "blank: not registered; ?: cannot be told. Framed: a primary outcome."
    )
    names = study_names(studies)
    picture = sheet(
        title,
        about,
        core_set_coverage,
        studies,
        height=1.75 + ROW * len(shown),
        notes=(note,),
        alt=alt,
    )
    with drawing():
        axes = picture.add_subplot()
        for y, number in enumerate(shown):
            for x, domain in enumerate(order):
                degree, rank = of_cell.get((number, domain), ("none", None))
                colour, mark, ink = _DEGREES[degree]
                axes.add_patch(
                    _cell(x, y, colour, is_primary=rank == "primary" and degree != "none")
                )
                axes.text(x, y, mark, ha="center", va="center", size=6.5, color=ink)
        axes.set_xlim(-0.5, len(order) - 0.5)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.set_yticks(range(len(shown)), [names.get(each, each) for each in shown])
        axes.set_xticks(
            range(len(order)),
            [
                f"{name.removeprefix('supplementary: ')}\n({_TIERS[str(tiers[name])]})"
                for name in order
            ],
            rotation=90,
        )  # fmt: skip
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    return picture


def _cell(x: int, y: int, colour: str, *, is_primary: bool) -> Rectangle:
    inset = 0.06 if is_primary else 0.03
    return Rectangle(
        (x - 0.5 + inset, y - 0.5 + inset), 1 - 2 * inset, 1 - 2 * inset, facecolor=colour,
        edgecolor=ORANGE if is_primary else PALE, linewidth=1.8 if is_primary else 0.6,
    )  # fmt: skip


def endpoint_days(
    outcome_timepoints: pd.DataFrame, outcomes: pd.DataFrame, studies: pd.DataFrame
) -> Picture:
    """On which days trials measure: every point of every registered outcome.

    Args:
        outcome_timepoints: The rows to draw, such as those of one group of studies.
        outcomes: All, for the rank of an outcome.
        studies: All, for their acronyms.
    """
    title = "Days on which outcomes are measured"
    ranks = outcomes.rename(columns={"position": "outcome_position"})
    ranks = ranks[["nct_id", "outcome_position", "kind"]]
    points = outcome_timepoints.merge(ranks, on=["nct_id", "outcome_position"])
    points = points[~points["is_baseline"].fillna(value=False) & points["elapsed_days"].notna()]
    numbers = sorted(points["nct_id"].unique())
    shown = numbers[:MOST_STUDIES]
    about = (
        "days from the start, square-root axis; "
        f"{counted(len(numbers), 'study', 'studies')} with a time frame "
        "that could be read; baselines left out"
    )
    if not shown:
        return nothing(title, about, outcome_timepoints, studies)
    if len(shown) < len(numbers):
        about += f"; the first {len(shown)} drawn"
    drawn = points[points["nct_id"].isin(shown)]
    places = {number: len(shown) - 1 - place for place, number in enumerate(shown)}
    names = study_names(studies)
    looks = (
        ("secondary or other", drawn["kind"] != "primary", "o", "white", 4.5),
        ("primary", drawn["kind"] == "primary", "D", BLUE, 5.5),
    )
    alt = "; ".join(f"{names.get(each, each)}: {_days_told(drawn, each)}" for each in shown) + "."
    notes = ("In crossovers the registered time often counts over both periods.",)
    picture = sheet(
        title,
        about,
        outcome_timepoints,
        studies,
        height=0.85 + ROW * len(shown),
        notes=notes,
        alt=alt,
    )
    with drawing():
        axes = picture.add_subplot()
        axes.set_xscale("function", functions=(np.sqrt, np.square))
        for name, mask, marker, fill, size in looks:
            some = drawn[mask].drop_duplicates(["nct_id", "elapsed_days"])
            axes.plot(
                some["elapsed_days"].astype(float).clip(lower=0), some["nct_id"].map(places),
                marker, markerfacecolor=fill, markeredgecolor=BLACK, markersize=size, label=name,
                linestyle="",
            )  # fmt: skip
        axes.set_yticks(list(places.values()), [names.get(each, each) for each in places])
        axes.set_ylim(-0.6, len(shown) - 0.4)
        last = float(drawn["elapsed_days"].max())
        axes.set_xticks(_spread((0, 7, 28, 56, 84, 182, 365, 730, 1825, 3650, 7300), last))
        axes.set_xlim(0, last * 1.06)
        for line in axes.lines:
            line.set_clip_on(False)
        axes.set_xlabel("days from the start")
        axes.grid(color=PALE, linewidth=0.5)
        axes.tick_params(axis="y", length=0)
        key(axes, 2)
    return picture


def _spread(days: tuple[int, ...], last: float) -> list[int]:
    """Those of the days that stand far enough apart on a square-root axis."""
    kept: list[int] = []
    for day in days:
        far = not kept or np.sqrt(day) - np.sqrt(kept[-1]) > 0.045 * np.sqrt(last)
        if day <= last * 1.05 and far:
            kept.append(day)
    return kept


def _days_told(points: pd.DataFrame, number: str) -> str:
    own = points[points["nct_id"] == number]
    parts = []
    for name in ("primary", "secondary", "other"):
        days = sorted(own.loc[own["kind"] == name, "elapsed_days"].astype(float).unique())
        if days:
            parts.append(f"{name} {', '.join(f'{day:g}' for day in days)}")
    return " and ".join(parts)
