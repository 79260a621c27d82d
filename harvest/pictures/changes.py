"""How registered plans changed on the way."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from harvest.pictures.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PALE,
    RED,
    SKY,
    Picture,
    counted,
    drawing,
    key,
    nothing,
    sheet,
    study_names,
    whole_numbers,
)

MOST_STUDIES: Final = 30
ROW: Final = 0.25
TALL: Final = 0.45
TIMINGS: Final = {
    "before_start": ("before the start", BLUE, ""),
    "after_start": ("after the start", SKY, "////"),
    "after_primary_completion": ("after primary completion", ORANGE, "...."),
    "after_results_posted": ("after results were posted", RED, "xxxx"),
    "unknown": ("time not known", "#FFFFFF", ""),
}
_MARKS: Final = {
    "added": ("added", "^", 6.5),
    "removed": ("removed", "v", 6.5),
    "re-ranked": ("other rank", "D", 5.0),
    "re-timed": ("other time", "s", 4.5),
    "reworded": ("other words", "o", 4.5),
    "uncertain": ("uncertain which", "X", 5.5),
}


def record_changes(changes: pd.DataFrame) -> Picture:
    """What changed in records, and when that was for the study.

    Args:
        changes: The table; rows of kind `derived` and `record_updated` are left out.
    """
    title = "Changes of records"
    rows = changes[~changes["kind"].isin(["derived", "record_updated"])]
    concerned = rows["nct_id"].nunique()
    about = f"{counted(len(rows), 'change')} of {counted(concerned, 'study', 'studies')}"
    if rows.empty:
        return nothing(title, f"{about}: one version of each record is known", changes)
    table = pd.crosstab(rows["kind"].astype("string"), rows["timing"].astype("string"))
    table = table.loc[table.sum(axis=1).sort_values(kind="stable").index]
    alt = "; ".join(
        f"{str(kind).replace('_', ' ')} {int(number)}"
        for kind, number in table.sum(axis=1).iloc[::-1].items()
    )
    picture = sheet(title, about, changes, height=0.75 + ROW * len(table), alt=f"{alt}.")
    with drawing():
        axes = picture.add_subplot()
        left = np.zeros(len(table))
        for timing, (name, colour, hatch) in TIMINGS.items():
            if timing in table:
                values = table[timing].to_numpy()
                axes.barh(
                    range(len(table)), values, left=left, height=0.7, color=colour, hatch=hatch,
                    edgecolor=BLACK, linewidth=0.5, label=name,
                )  # fmt: skip
                left += values
        for place, total in enumerate(left):
            axes.text(total + left.max() * 0.01, place, f"{total:,.0f}", va="center")
        axes.set_yticks(range(len(table)), [str(kind).replace("_", " ") for kind in table.index])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, left.max() * 1.1)
        axes.set_xlabel("changes")
        whole_numbers(axes, "x")
        key(axes, 3)
    return picture


def outcome_switching(outcome_links: pd.DataFrame, studies: pd.DataFrame) -> Picture:
    """When registered outcomes came, went and changed, beside start and completion of the study.

    Args:
        outcome_links: The table.
        studies: All, for their names and dates.
    """
    title = "Registered outcomes that changed"
    told = [(row, _kind(row)) for row in outcome_links.to_dict("records")]
    changed = [(row, kind) for row, kind in told if kind and pd.notna(row["change_date"])]
    numbers = sorted({str(row["nct_id"]) for row, _ in changed})
    about = f"{counted(len(changed), 'change')} of outcomes of "
    about += counted(len(numbers), "study", "studies")
    if not changed:
        return nothing(
            title, f"{about}: one version of each record is known", outcome_links, studies
        )
    shown = numbers[:MOST_STUDIES]
    if len(shown) < len(numbers):
        about += f"; the first {len(shown)} drawn"
    places = {number: len(shown) - 1 - place for place, number in enumerate(shown)}
    names = study_names(studies)
    dates = studies.set_index("nct_id")
    alt = "; ".join(_listed(names.get(each, each), each, changed) for each in shown)
    note = "Filled: a primary outcome. The bar runs from start to primary completion; a tick is a "
    note += "start alone."
    picture = sheet(
        title, about, outcome_links, studies, height=0.95 + TALL * len(shown), notes=(note,),
        alt=f"{alt}.",
    )  # fmt: skip
    with drawing():
        axes = picture.add_subplot()
        for number, place in places.items():
            if number in dates.index:
                start: Any = dates.at[number, "start_date"]
                end: Any = dates.at[number, "primary_completion_date"]
                if pd.notna(start) and pd.notna(end):
                    axes.plot([start, end], [place, place], color=PALE, linewidth=9)
                elif pd.notna(start):
                    axes.plot(start, place, "|", color=GREY, markersize=9)
        _marks(axes, changed, places)
        axes.set_yticks(list(places.values()), [names.get(each, each) for each in places])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.margins(x=0.03)
        axes.set_xlabel("day on which the change was seen")
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        axes.spines["left"].set_color(GREY)
        key(axes, 6)
    return picture


def _marks(axes: Axes, changed: list[tuple[dict[Any, Any], str]], places: dict[str, int]) -> None:
    """One mark for all changes of a kind, rank and day; those of one day above each other."""
    found: dict[tuple[str, Any], Counter[tuple[str, bool]]] = {}
    for row, kind in changed:
        if str(row["nct_id"]) in places:
            is_primary = "primary" in (row["old_rank"], row["new_rank"])
            here = found.setdefault((str(row["nct_id"]), row["change_date"]), Counter())
            here[kind, is_primary] += 1
    labelled: set[str] = set()
    for (number, when), kinds in found.items():
        for at, ((kind, is_primary), times) in enumerate(kinds.items()):
            name, marker, size = _MARKS[kind]
            place = places[number] + ((len(kinds) - 1) / 2 - at) * min(0.3, 0.8 / len(kinds))
            axes.plot(
                when, place, marker, markersize=size, markeredgecolor=BLACK, markeredgewidth=0.7,
                markerfacecolor=BLUE if is_primary else "white", linestyle="",
                label="_" if kind in labelled else name,
            )  # fmt: skip
            if times > 1:
                axes.annotate(
                    f"{times} times", (when, place), (5, 0), textcoords="offset points",
                    va="center", size=6,
                )  # fmt: skip
            labelled.add(kind)


def _kind(row: dict[Any, Any]) -> str | None:
    """What happened to the outcome, its weightiest part first."""
    relation = str(row["relation"])
    if relation in ("added", "removed", "uncertain"):
        return relation
    for column, kind in (
        ("is_reranked", "re-ranked"),
        ("is_retimed", "re-timed"),
        ("is_reworded", "reworded"),
    ):
        if pd.notna(row[column]) and row[column]:
            return kind
    return None


def _listed(name: str, number: str, changed: list[tuple[dict[Any, Any], str]]) -> str:
    own = [
        f"{_MARKS[kind][0]} {row['change_date']:%Y-%m-%d}"
        for row, kind in changed
        if str(row["nct_id"]) == number
    ]
    return f"{name}: {', '.join(own)}"
