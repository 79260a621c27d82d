"""Daily doses over time, one strip for each arm."""

from __future__ import annotations

from math import ceil
from typing import Any, Final, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from harvest.pictures.style import (
    BLACK,
    BLUE,
    GREY,
    PALE,
    SKY,
    Picture,
    counted,
    drawing,
    nothing,
    plain,
    sheet,
    study_names,
)

MOST_ARMS: Final = 24
"""Strips that fit on a page."""
STRIP: Final = 0.36
"""Inches that one arm takes."""
LONGEST: Final = 200.0
"""Days that are drawn; a year on one axis with a titration of weeks would hide the titration."""
_ROOM: Final = 0.62
"""Share of a strip that the highest dose takes; the rest is for the number above it."""
_BASES: Final = {"mg/kg": "at most, by weight", "mixed": "at most; no fixed amount for all"}
_WORDS: Final = 6.3
_LETTER: Final = 0.0112
"""Width of a letter of that size, as a share of the axis."""


class Strip(NamedTuple):
    """One course of one arm.

    Attributes:
        label: Study and arm.
        start: Day on which it starts; None where the record does not say.
        end: Day on which it ends; None where the record does not say.
        steps: Day and daily mg, from the start of the course on; empty where not fixed.
        most: Highest daily mg; None where no text gives one.
        word: What must be said of it.
    """

    label: str
    start: float | None
    end: float | None
    steps: tuple[tuple[float, float], ...]
    most: float | None
    word: str


def dose_timelines(
    arm_period_doses: pd.DataFrame,
    arm_periods: pd.DataFrame,
    arms: pd.DataFrame,
    studies: pd.DataFrame,
    *,
    page: int = 1,
) -> Picture:
    """The daily dose of every arm in `arm_period_doses`, as planned, step by step.

    Args:
        arm_period_doses: The rows to draw, such as those that are low-dose naltrexone.
        arm_periods: All, for when a dose starts and how long it lasts.
        arms: All, for their labels.
        studies: All, for their acronyms.
        page: Which page, from 1; `dose_pages` says how many there are.
    """
    title = "Planned daily dose over time"
    strips = _strips(arm_period_doses, arm_periods, arms, studies)
    number = arm_period_doses["nct_id"].nunique()
    about = f"mg a day by days from the start of an arm; {counted(len(strips), 'course')} of "
    about += counted(number, "study", "studies")
    top = max((each.most for each in strips if each.most), default=1.0)
    about += f"; a full strip is {top:g} mg"
    if not strips:
        return nothing(title, about, arm_period_doses, studies)
    shown = strips[(page - 1) * MOST_ARMS : page * MOST_ARMS]
    pages = ceil(len(strips) / MOST_ARMS)
    if pages > 1:
        title += f" (page {page} of {pages})"
    alt = "; ".join(f"{each.label}: {_told(each)}" for each in shown) + "."
    note = (
        "Solid: what the texts fix. Hatched: an amount is given, and not when it is taken. "
        "Question mark: no amount is given. Arrow: goes on beyond the axis "
        f"({LONGEST:.0f} days at most) or for a time that is not told. "
        "Days from 0 where a start is not told."
    )
    picture = sheet(
        title, about, arm_period_doses, studies,
        height=0.5 + STRIP * len(shown), notes=(note,), alt=alt,
    )  # fmt: skip
    with drawing():
        axes = picture.add_subplot()
        ends = [each.end for each in shown if each.end is not None]
        right = min(LONGEST, max([*ends, 28.0]))
        for place, each in enumerate(reversed(shown)):
            _draw(axes, each, place, top, right)
        _frame(axes, [each.label for each in reversed(shown)], right)
        axes.set_xlabel("days from the start of the arm")
    return picture


def dose_pages(arm_period_doses: pd.DataFrame) -> int:
    """How many pages `dose_timelines` needs for these rows."""
    return max(1, ceil(len(arm_period_doses) / MOST_ARMS))


def _strips(
    doses: pd.DataFrame, periods: pd.DataFrame, arms: pd.DataFrame, studies: pd.DataFrame
) -> list[Strip]:
    names = study_names(studies)
    keys = ["nct_id", "arm_position"]
    labels = arms.rename(columns={"position": "arm_position"})[[*keys, "label"]]
    starts = periods.dropna(subset="period_number")
    starts = starts[[*keys, "period_number", "start_day", "days"]]
    starts = starts.rename(columns={"days": "period_days"})
    # A study without arms has rows with a null arm; pandas joins nulls to nulls.
    rows = doses.merge(labels, on=keys, how="left").merge(
        starts, on=[*keys, "period_number"], how="left"
    )
    return [_strip(row, names) for row in rows.sort_values([*keys, "position"]).itertuples()]


def _strip(row: Any, names: dict[str, str]) -> Strip:
    arm = "" if pd.isna(row.label) else f": {plain(row.label, 30)}"
    start = None if pd.isna(row.start_day) else float(row.start_day)
    length = row.days if pd.notna(row.days) else row.period_days
    from_day = start or 0.0
    end = None if pd.isna(length) else from_day + float(length)
    most = None if pd.isna(row.daily_mg_max) else float(row.daily_mg_max)
    steps = _steps(row.schedule)
    words = []
    if most is None:
        words.append("dose not told")
    elif not steps:
        least = (
            ""
            if pd.isna(row.daily_mg_min) or row.daily_mg_min == most
            else f"{row.daily_mg_min:g} to "
        )
        words.append(f"{least}{most:g} mg, when is not told")
    if row.is_ldn == "uncertain":
        words.append("uncertain whether low-dose")
    if pd.notna(row.basis) and row.basis not in ("absolute", "none"):
        words.append(_BASES.get(row.basis, f"given by {row.basis}"))
    if start is None and end is not None:
        words.append("start not told")
    if end is None:
        words.append("length not told")
    label = names.get(row.nct_id, str(row.nct_id)) + arm
    return Strip(label, start, end, steps, most, "; ".join(words))


def _steps(schedule: object) -> tuple[tuple[float, float], ...]:
    """Steps of a schedule such as 0:1.5;7:3."""
    if not isinstance(schedule, str) or not schedule:
        return ()
    pairs = [part.split(":") for part in schedule.split(";")]
    return tuple((float(day), float(mg)) for day, mg in pairs)


def _draw(axes: Axes, strip: Strip, place: int, top: float, right: float) -> None:
    base, scale = place - 0.42, _ROOM / top
    start = strip.start or 0.0
    end = right if strip.end is None else min(strip.end, right)
    goes_on = strip.end is None or strip.end > right
    axes.plot([min(0.0, start), right], [base, base], color=PALE, linewidth=0.6, zorder=0)
    last = 0.0
    if strip.steps:
        days = [start + day for day, _ in strip.steps]
        amounts = [mg for _, mg in strip.steps]
        for day, until, mg in zip(days, [*days[1:], end], amounts, strict=True):
            if day >= right:
                break
            axes.fill_between(
                [day, min(until, right)], base, base + mg * scale, color=SKY, linewidth=0
            )
            axes.plot([day, day], [base + last * scale, base + mg * scale], color=BLUE)
            axes.plot([day, min(until, right)], [base + mg * scale] * 2, color=BLUE)
            last = mg
        _amounts(axes, list(zip(days, amounts, strict=True)), base, scale, right)
        if not goes_on:
            axes.plot([end, end], [base, base + last * scale], color=BLUE)
    elif strip.most is not None:
        last = strip.most
        axes.fill_between(
            [start, end], base, base + last * scale, facecolor="white", hatch="////",
            edgecolor=BLUE, linewidth=0.8,
        )  # fmt: skip
    else:
        # Neither height nor steps are known: a question mark where the course would be.
        axes.plot([start, end], [base + _ROOM / 2] * 2, ":", color=GREY)
        axes.text(start + right * 0.01, base + _ROOM / 2, "?", size=8, weight="bold", va="center",
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    if goes_on and last:
        axes.annotate(
            "", (right * 1.025, base + last * scale), (right, base + last * scale),
            arrowprops={"arrowstyle": "->", "color": BLUE, "linewidth": 1.2}, annotation_clip=False,
        )  # fmt: skip
    word = strip.word
    if strip.end is not None and strip.end > right:
        word = "; ".join(part for part in (word, f"to day {strip.end:g}") if part)
    if word:
        is_beside = end + len(word) * right * _LETTER < right
        axes.text(
            end + right * 0.008 if is_beside else right * 0.99,
            base + _ROOM / 2 if is_beside else base + (last * scale or _ROOM / 2) + 0.05,
            word, style="italic", size=_WORDS, color=BLACK,
            ha="left" if is_beside else "right", va="center" if is_beside else "bottom",
        )  # fmt: skip


def _amounts(
    axes: Axes, steps: list[tuple[float, float]], base: float, scale: float, right: float
) -> None:
    """The mg of each step over its beginning; where they are too close, later ones matter more."""
    free = float("inf")
    for day, mg in reversed(steps):
        text = f"{mg:g}"
        if day >= right or day + len(text) * right * _LETTER > free:
            continue
        axes.text(day, base + mg * scale + 0.03, text, ha="left", va="bottom", size=_WORDS)
        free = day


def _frame(axes: Axes, labels: list[str], right: float) -> None:
    axes.set_yticks([place - 0.2 for place in range(len(labels))], labels)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.5, len(labels) - 0.4)
    axes.set_xlim(-right * 0.01, right * 1.03)
    axes.spines["left"].set_visible(False)
    step = next(each for each in (7, 14, 28, 56) if right / each <= 9)
    axes.set_xticks(list(range(0, int(right) + 1, step)))
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.axvline(0, color=BLACK, linewidth=0.6)


def _told(strip: Strip) -> str:
    steps = ", ".join(f"{mg:g} mg from day {day:g}" for day, mg in strip.steps)
    end = "" if strip.end is None else f" to day {strip.end:g}"
    return "; ".join(part for part in (steps + end if steps else "", strip.word) if part)
