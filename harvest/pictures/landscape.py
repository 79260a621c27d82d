"""Which studies there are: by year, status, phase, country, sponsor and size."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from harvest.pictures.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    SKY,
    Picture,
    counted,
    drawing,
    grid,
    key,
    nothing,
    plain,
    sheet,
    tuples,
    whole_numbers,
)

MOST_BARS: Final = 15
BAR: Final = 0.24
"""Inches that one horizontal bar takes."""
STATUS_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "completed": ("COMPLETED",),
    "planned or running": (
        "NOT_YET_RECRUITING",
        "RECRUITING",
        "ENROLLING_BY_INVITATION",
        "ACTIVE_NOT_RECRUITING",
        "AVAILABLE",
    ),
    "stopped early": ("TERMINATED", "WITHDRAWN", "SUSPENDED"),
    "unknown or other": (),
}
_LOOKS: Final = ((BLUE, ""), (SKY, "////"), (ORANGE, "...."), ("#FFFFFF", "xxxx"))
_CLASSES: Final = {
    "NIH": "National Institutes of Health (US)",
    "FED": "other US federal agency",
    "OTHER_GOV": "other government",
    "INDIV": "individual",
    "INDUSTRY": "industry",
    "NETWORK": "network",
    "AMBIG": "ambiguous",
    "OTHER": "other: universities, hospitals, charities",
    "UNKNOWN": "unknown",
}
_PHASES: Final = {
    "NOT_APPLICABLE": "not applicable",
    "EARLY_PHASE1": "early phase 1",
    "PHASE1": "phase 1",
    "PHASE1_PHASE2": "phase 1 and 2",
    "PHASE2": "phase 2",
    "PHASE2_PHASE3": "phase 2 and 3",
    "PHASE3": "phase 3",
    "PHASE4": "phase 4",
}


def status_groups(studies: pd.DataFrame) -> pd.Series:
    """Each study's status in one of four groups."""
    group = {code: name for name, codes in STATUS_GROUPS.items() for code in codes}
    return studies["overall_status"].astype("string").map(group).fillna("unknown or other")


def studies_by_year(studies: pd.DataFrame) -> Picture:
    """Studies by the year of their start, and how they stand."""
    title = "Studies by year of start and status"
    years = studies["start_date"].dt.year
    if years.notna().sum() == 0:
        return nothing(
            title, f"None of {counted(len(studies), 'study', 'studies')} has a start", studies
        )
    table = pd.crosstab(years, status_groups(studies))
    table = table.reindex(range(int(years.min()), int(years.max()) + 1), fill_value=0)
    undated = int(years.isna().sum())
    about = f"{counted(len(studies), 'study', 'studies')}, {undated:,} of them without a start date"
    peak = table.sum(axis=1)
    alt = f"Bars from {table.index[0]} to {table.index[-1]}; most in {peak.idxmax()}: {peak.max()}."
    alt += " " + _listed({name: int(table[name].sum()) for name in STATUS_GROUPS if name in table})
    picture = sheet(
        title, about, studies, height=2.9, alt=alt,
        notes=("A start may be planned; a status is as old as the record.",),
    )  # fmt: skip
    with drawing():
        axes = picture.add_subplot()
        bottom = np.zeros(len(table))
        for name, (colour, hatch) in zip(STATUS_GROUPS, _LOOKS, strict=True):
            if name not in table:
                continue
            heights = table[name].to_numpy()
            axes.bar(
                table.index, heights, bottom=bottom, width=0.85, color=colour, hatch=hatch,
                edgecolor=BLACK, linewidth=0.5, label=f"{name} ({heights.sum():,})",
            )  # fmt: skip
            bottom += heights
        axes.set(xlabel="year of start", ylabel="studies")
        whole_numbers(axes, "x", "{x:.0f}")
        whole_numbers(axes, "y")
        grid(axes, "y")
        key(axes, 4)
    return picture


def countries(locations: pd.DataFrame, studies: pd.DataFrame) -> Picture:
    """Studies by the countries of their sites."""
    named = locations.dropna(subset="country")
    found = named.groupby("country", observed=True)["nct_id"].nunique()
    without = len(studies) - named["nct_id"].nunique()
    about = (
        f"studies with a site there; a study in two countries counts twice; {without:,} of "
        f"{counted(len(studies), 'study', 'studies')} name no site"
    )
    return _bars("Studies by country", about, found, locations, studies)


def sponsor_classes(studies: pd.DataFrame) -> Picture:
    """Studies by the class of their lead sponsor."""
    classes = studies["lead_sponsor_class"].astype("string").map(_CLASSES)
    found = classes.fillna("not told").value_counts()
    about = f"{counted(len(studies), 'study', 'studies')}, by the registry's own classes"
    return _bars("Studies by class of lead sponsor", about, found, studies)


def phases(studies: pd.DataFrame) -> Picture:
    """Studies by phase."""
    codes = studies["phase"].astype("string").map(_PHASES).fillna("no phase given")
    found = codes.value_counts()
    order = [name for name in (*_PHASES.values(), "no phase given") if name in found]
    about = (
        f"{counted(len(studies), 'study', 'studies')}; trials of devices, behaviour and the like "
        "are not applicable"
    )
    return _bars("Studies by phase", about, found.reindex(order), studies, is_sorted=True)


def _bars(
    title: str, about: str, found: pd.Series, *frames: pd.DataFrame, is_sorted: bool = False
) -> Picture:
    """Horizontal bars with their numbers, the largest on top unless they have an order."""
    if found.empty:
        return nothing(title, about, *frames)
    if not is_sorted:
        rows = pd.DataFrame({"name": found.index.astype(str), "number": found.to_numpy()})
        rows = rows.sort_values(["number", "name"], ascending=[False, True])
        found = rows.set_index("name")["number"]
    rest = found.iloc[MOST_BARS:]
    shown = found.iloc[:MOST_BARS]
    notes: tuple[str, ...] = ()
    if len(rest):
        fewest = int(shown.iloc[-1])
        notes = (f"Not shown: {len(rest)} more, with {fewest:,} or fewer each.",)
    alt = _listed({str(name): int(number) for name, number in shown.items()})
    height = 0.35 + BAR * len(shown)
    picture = sheet(title, about, *frames, height=height, notes=notes, alt=alt)
    with drawing():
        axes = picture.add_subplot()
        places = np.arange(len(shown))[::-1]
        bars = axes.barh(places, shown.to_numpy(), height=0.7, color=BLUE)
        axes.bar_label(bars, labels=[f"{number:,}" for number in shown], padding=3)
        axes.set_yticks(places, [plain(name, 44) for name in shown.index])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, max(1, shown.max()) * 1.12)
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.set_xlabel("studies")
        whole_numbers(axes, "x")
    return picture


def enrolment(studies: pd.DataFrame) -> Picture:
    """How many people studies enrolled, or plan to."""
    title = "Participants per study, planned and enrolled"
    told = studies.dropna(subset=["enrollment", "enrollment_type"])
    kinds = (("ACTUAL", "enrolled", BLUE, "o"), ("ESTIMATED", "planned", ORANGE, "^"))
    missing = len(studies) - len(told)
    about = (
        f"participants, logarithmic axis; each mark is a study ({len(told):,}); {missing:,} more "
        "do not say how many, or whether that is a plan"
    )
    if told.empty:
        return nothing(title, about, studies)
    of_kind = {
        kind: told.loc[told["enrollment_type"] == kind, "enrollment"].astype(float)
        for kind, *_ in kinds
    }
    parts = [
        f"{name}: {counted(len(of_kind[kind]), 'study', 'studies')}"
        + (f", median {of_kind[kind].median():,.0f}" if len(of_kind[kind]) else "")
        for kind, name, *_ in kinds
    ]
    note = "The registry keeps one number, the plan until it is replaced. The bar is the median."
    picture = sheet(title, about, studies, height=1.9, notes=(note,), alt=f"{'; '.join(parts)}.")
    with drawing():
        axes = picture.add_subplot()
        axes.set_xscale("symlog", linthresh=1, linscale=0.4)
        for row, (kind, _, colour, marker) in enumerate(kinds):
            sizes = np.sort(of_kind[kind].to_numpy())
            # Spread by a fixed pattern, so that the same rows give the same picture.
            offset = (np.arange(len(sizes)) * 0.618034 % 1 - 0.5) * 0.55
            axes.plot(
                sizes, row + offset, marker, color=colour, markersize=3.5, alpha=0.75,
                markeredgecolor=BLACK, markeredgewidth=0.3,
            )  # fmt: skip
            if len(sizes):
                axes.plot([np.median(sizes)] * 2, [row - 0.4, row + 0.4], color=BLACK, linewidth=2)
        axes.set_yticks(range(len(kinds)), [part.replace(", ", "\n") for part in parts])
        axes.set_ylim(-0.6, len(kinds) - 0.4)
        axes.set_xlim(left=-0.3)
        axes.set_xlabel("participants")
        axes.xaxis.set_major_formatter("{x:,.0f}")
        grid(axes, "x")
    return picture


def planned_and_enrolled(trials: pd.DataFrame) -> Picture:
    """Of each collected trial: how many were planned, randomised and analysed."""
    title = "Participants planned, randomised and analysed"
    columns = ["n_planned", "n_randomized", "n_analyzed"]
    told = trials.dropna(subset=columns, how="all").iloc[::-1]
    about = f"participants of {counted(len(told), 'trial')}, collected by hand"
    if told.empty:
        return nothing(title, about, trials)
    looks = (("planned", GREY, "|", 13), ("randomised", SKY, "o", 7), ("analysed", BLACK, "D", 4))
    notes = ("What no report or register gives is not drawn.",)
    alt = "; ".join(
        f"{row.trial_id}: "
        + ", ".join(
            f"{name} {int(value)}"
            for (name, *_), value in zip(
                looks, (row.n_planned, row.n_randomized, row.n_analyzed), strict=True
            )
            if pd.notna(value)
        )
        for row in tuples(told.iloc[::-1])
    )
    height = 0.75 + BAR * len(told)
    picture = sheet(title, about, trials, height=height, notes=notes, alt=f"{alt}.")
    with drawing():
        axes = picture.add_subplot()
        places = np.arange(len(told))
        values = told[columns].astype("float64").to_numpy()
        for place, row in zip(places, values, strict=True):
            axes.plot([np.nanmin(row), np.nanmax(row)], [place, place], color=GREY, linewidth=0.8)
        for (name, colour, marker, size), numbers in zip(looks, values.T, strict=True):
            axes.plot(
                numbers, places, marker, color=colour, markersize=size, label=name,
                markeredgecolor=BLACK, markeredgewidth=1.4 if marker == "|" else 0.5,
            )  # fmt: skip
        axes.set_yticks(places, [plain(name, 40) for name in told["trial_id"]])
        axes.set_ylim(-0.6, len(told) - 0.4)
        axes.set_xlim(left=-0.03 * np.nanmax(values))
        axes.set_xlabel("participants")
        grid(axes, "both")
        key(axes, 3)
    return picture


def _listed(numbers: dict[str, int]) -> str:
    return "; ".join(f"{name} {number:,}" for name, number in numbers.items()) + "."
