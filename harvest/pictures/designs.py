"""Periods of crossover trials, end to end."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from harvest.pictures.style import (
    BLACK,
    ORANGE,
    PALE,
    SKY,
    YELLOW,
    Picture,
    counted,
    drawing,
    key,
    nothing,
    plain,
    sheet,
    study_names,
    tuples,
)

MOST_ARMS: Final = 30
ROW: Final = 0.27
NOMINAL: Final = 28.0
"""Days that a period of unknown length is drawn with."""
_KINDS: Final = {
    "active": ("a drug", SKY, ""),
    "placebo": ("placebo", ORANGE, "...."),
    "treatment": ("treatment without a name", YELLOW, ""),
    "washout": ("washout", "#FFFFFF", ""),
    "around": ("baseline, run-in, follow-up, other", PALE, "////"),
}


class Bar(NamedTuple):
    """One period as it is drawn.

    Attributes:
        start: Day.
        days: Length; NOMINAL where the record gives none.
        look: Key of its colour and pattern.
        word: What stands in it.
        is_known: The record gives the length.
        is_placed: The record gives the start too.
    """

    start: float
    days: float
    look: str
    word: str
    is_known: bool
    is_placed: bool


def crossover_periods(
    arm_periods: pd.DataFrame, arms: pd.DataFrame, studies: pd.DataFrame
) -> Picture:
    """Periods and washouts of every arm that has more than one period.

    Args:
        arm_periods: The rows to draw, such as those of crossover studies.
        arms: All, for their labels.
        studies: All, for their acronyms.
    """
    title = "Periods and washouts"
    lines = _lines(arm_periods, arms, studies)
    about = f"days from the start of the first treatment; {counted(len(lines), 'sequence')} of "
    about += counted(len({label.split(":")[0] for label, _ in lines}), "study", "studies")
    if not lines:
        return nothing(title, f"{about} with more than one period", arm_periods, studies)
    shown = lines[:MOST_ARMS]
    left = len(lines) - len(shown)
    notes = []
    if not all(bar.is_known and bar.is_placed for _, bars in shown for bar in bars):
        notes.append(
            "Dashed: the record does not say when it starts, or in which order. "
            "Question mark: nor how long."
        )
    if left:
        notes.append(f"Not shown: {counted(left, 'more sequence')}.")
    alt = "; ".join(f"{label}: {', '.join(_told(bar) for bar in bars)}" for label, bars in shown)
    picture = sheet(
        title, about, arm_periods, studies, height=0.8 + ROW * len(shown), notes=notes,
        alt=f"{alt}.",
    )  # fmt: skip
    with drawing():
        axes = picture.add_subplot()
        first = min(bar.start for _, bars in shown for bar in bars)
        last = max(bar.start + bar.days for _, bars in shown for bar in bars)
        for place, (_, bars) in enumerate(reversed(shown)):
            for bar in bars:
                _draw(axes, bar, place, last - first)
        axes.set_yticks(range(len(shown)), [label for label, _ in reversed(shown)])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.set_xlim(first - 2, last * 1.01)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("days from the start of the first treatment")
        axes.axvline(0, color=BLACK, linewidth=0.6)
        used = {bar.look for _, bars in shown for bar in bars}
        handles = [
            Patch(facecolor=colour, hatch=hatch, edgecolor=BLACK, linewidth=0.5, label=name)
            for look, (name, colour, hatch) in _KINDS.items()
            if look in used
        ]
        key(axes, 3, handles=handles)
    return picture


def _lines(
    periods: pd.DataFrame, arms: pd.DataFrame, studies: pd.DataFrame
) -> list[tuple[str, list[Bar]]]:
    names = study_names(studies)
    labels = {
        (str(nct_id), int(position)): plain(label, 26)
        for nct_id, position, label in zip(
            arms["nct_id"], arms["position"], arms["label"].fillna("unnamed"), strict=True
        )
    }
    rows = periods.sort_values(["nct_id", "arm_position", "period_number"], na_position="first")
    found = []
    for (nct_id, arm), group in groupby(tuples(rows), key=_arm_of):
        bars = _bars(list(group))
        if len(bars) > 1:
            name = names.get(nct_id, str(nct_id))
            told = "" if arm is None else labels.get((nct_id, arm), "")
            found.append((f"{name}: {told}" if told else name, bars))
    return found


def _arm_of(row: Any) -> tuple[str, int | None]:
    return row.nct_id, None if pd.isna(row.arm_position) else int(row.arm_position)


def _bars(rows: list[Any]) -> list[Bar]:
    bars: list[Bar] = []
    clock: float | None = None
    for row in rows:
        start, days = row.start_day, row.days
        kind, treatment = str(row.kind), row.treatment
        if pd.notna(start):
            clock = float(start)
        elif clock is None:
            clock = 0.0
        is_known = pd.notna(days)
        length = float(days) if is_known else NOMINAL
        name = "" if pd.isna(treatment) else str(treatment)
        bars.append(
            Bar(
                clock,
                length,
                _look(kind, name),
                name or kind.replace("_", " "),
                is_known,
                pd.notna(start),
            )
        )
        clock += length
    return bars


def _look(kind: str, treatment: str) -> str:
    if kind == "washout":
        return "washout"
    if kind not in ("treatment", "extension"):
        return "around"
    if not treatment:
        return "treatment"
    return "placebo" if treatment.casefold() == "placebo" else "active"


def _draw(axes: Axes, bar: Bar, place: int, width: float) -> None:
    _, colour, hatch = _KINDS[bar.look]
    axes.barh(
        place, bar.days, left=bar.start, height=0.66, color=colour, hatch=hatch, edgecolor=BLACK,
        linewidth=0.6, linestyle="-" if bar.is_known and bar.is_placed else "--",
    )  # fmt: skip
    told = f"{bar.days:g}" if bar.is_known else "?"
    room = int(bar.days / width * 5.2 * 72 / 4.1)  # letters that fit, from what labels leave free
    full = f"{bar.word} {told}"
    text = full if len(full) <= room else told if len(told) <= room else ""
    if text:
        axes.text(
            bar.start + bar.days / 2, place, text, ha="center", va="center", size=6.5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6} if hatch else None,
        )  # fmt: skip


def _told(bar: Bar) -> str:
    return f"{bar.word} {f'{bar.days:g} days' if bar.is_known else 'for a time that is not told'}"
