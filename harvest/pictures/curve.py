"""How much a pooled effect hangs on the choices made before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from harvest.pictures.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PALE,
    Picture,
    counted,
    drawing,
    key,
    nothing,
    plain,
    sheet,
    wrapped,
)
from harvest.synthesis.rows import RATIOS

ROW: Final = 0.2
MOST: Final = 120


def specification_curve(
    specifications: pd.DataFrame, choices: Sequence[str], *, question: str, unit: str = ""
) -> Picture:
    """Every combination of choices, by its pooled effect; refused ones stand at the right.

    Args:
        specifications: As `harvest.synthesis.specifications` gives them.
        choices: Its columns that hold the choices.
        question: The title.
        unit: What the effect is counted in.
    """
    made = specifications[specifications["estimate"].notna()].sort_values("estimate", kind="stable")
    refused = specifications[specifications["estimate"].isna()]
    about = (
        f"{counted(len(specifications), 'combination')} of choices, {len(refused)} of them "
        "refused; 95 % intervals, by size of the effect"
    )
    if made.empty:
        return nothing(question, about, specifications)
    shown = pd.concat([made, refused]).head(MOST)
    if len(shown) < len(specifications):
        about += f"; the first {MOST} drawn"
    answers = [
        (choice, str(name)) for choice in choices for name in specifications[choice].unique()
    ]
    is_ratio = bool(made["scale"].isin(RATIOS).all())
    null = 1.0 if is_ratio else 0.0
    apart = made[(made["lower"] > null) | (made["upper"] < null)]
    alt = (
        f"Pooled effects from {made['estimate'].min():.2f} to {made['estimate'].max():.2f}; "
        f"{len(apart)} of {len(made)} intervals exclude no difference."
    )
    reasons = refused["refusal"].value_counts().head(3)
    notes = [f"Refused ({number}): {plain(reason, 150)}" for reason, number in reasons.items()]
    notes.append(
        "Each column is one combination: its effect above, its choices below. "
        "Combinations share trials and are no independent evidence."
    )
    picture = sheet(
        question, about, specifications, notes=notes, alt=alt,
        height=3.0 + ROW * (len(answers) + len(choices)),
    )  # fmt: skip
    with drawing():
        top, below = picture.subplots(
            2, 1, sharex=True, height_ratios=[2.6, 0.3 + ROW * (len(answers) + len(choices))]
        )
        x = np.arange(len(made.head(MOST)))
        drawn = made.head(MOST)
        top.vlines(x, drawn["lower"], drawn["upper"], color=GREY, linewidth=1.2)
        for name, mask, fill in (
            ("one trial", drawn["trials"] == 1, "white"),
            ("several trials pooled", drawn["trials"] > 1, BLUE),
        ):
            if mask.any():
                top.plot(
                    x[mask], drawn.loc[mask, "estimate"], "o", markersize=4, markerfacecolor=fill,
                    markeredgecolor=BLACK, markeredgewidth=0.5, label=name,
                )  # fmt: skip
        key(top, 2)
        top.axhline(null, color=BLACK, linewidth=0.8)
        if is_ratio:
            top.set_yscale("log")
        _cut(top, drawn, null, is_ratio=is_ratio)
        top.set_ylabel(
            "\n".join(wrapped(f"pooled effect{f', {unit}' if unit else ''}", 8.5, width=2.4))
        )
        top.tick_params(axis="x", length=0)
        first = len(made)
        if len(shown) > first:
            middle = (first + len(shown) - 1) / 2
            top.text(middle, 0.5, "refused", rotation=90, color=BLACK, size=7.5,
                     transform=top.get_xaxis_transform(), ha="center", va="center")  # fmt: skip
            for axes in (top, below):
                axes.axvspan(first - 0.5, len(shown) - 0.5, color=PALE, alpha=0.5, linewidth=0)
        _matrix(below, shown, specifications, choices)
        below.set_xlim(-0.7, len(shown) - 0.3)
    return picture


def _cut(axes: Axes, drawn: pd.DataFrame, null: float, *, is_ratio: bool) -> None:
    """Axis ends at the usual intervals; a mark where one goes on."""
    values = drawn[["estimate", "lower", "upper"]].astype(float)
    values = values.map(np.log) if is_ratio else values - null
    most = 1.5 * (values["upper"] - values["lower"]).median()
    low = min(np.maximum(values["lower"], values["estimate"] - most).min(), 0.0)
    high = max(np.minimum(values["upper"], values["estimate"] + most).max(), 0.0)
    room = 0.06 * (high - low)
    ends = (low - room, high + room)
    bottom, top = np.exp(ends) if is_ratio else np.add(ends, null)
    axes.set_ylim(bottom, top)
    for place, (lower, upper) in enumerate(zip(drawn["lower"], drawn["upper"], strict=True)):
        for end, limit, arrow in ((lower, bottom, "v"), (upper, top, "^")):
            if not bottom <= end <= top:
                axes.plot(place, limit, arrow, color=GREY, markersize=4, clip_on=False)


def _matrix(
    axes: Axes, shown: pd.DataFrame, specifications: pd.DataFrame, choices: Sequence[str]
) -> None:
    place, places, labels = 0.0, [], []
    for number, choice in enumerate(choices):
        axes.text(-0.7, place, f" {choice}", size=7.5, weight="bold", ha="left", va="center")
        place -= 1
        for name in specifications[choice].unique():
            mine = np.flatnonzero(shown[choice].to_numpy() == name)
            colour = (BLUE, ORANGE)[number % 2]
            axes.plot(mine, np.full(len(mine), place), "s", color=colour, markeredgecolor=BLACK,
                      markersize=min(3.6, 250 / len(shown)), markeredgewidth=0.3)  # fmt: skip
            places.append(place)
            labels.append(plain(name, 40))
            place -= 1
    axes.set_yticks(places, labels)
    axes.tick_params(axis="both", length=0, labelbottom=False)
    axes.set_ylim(place + 0.3, 0.7)
    axes.spines[:].set_visible(False)
    axes.grid(axis="y", color=PALE, linewidth=0.4)
