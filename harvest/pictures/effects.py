"""Effects of trials side by side, and what they say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from harvest.pictures.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    SKY,
    Picture,
    counted,
    drawing,
    key,
    nothing,
    plain,
    sheet,
    tuples,
    wrapped,
)
from harvest.synthesis import Synthesis
from harvest.synthesis.rows import RATIOS

ROW: Final = 0.36
_NUMBERS, _WEIGHTS = 0.76, 1.0
SCALES: Final = {
    "MD": "difference of means",
    "SMD": "standardised difference of means",
    "RR": "risk ratio",
    "OR": "odds ratio",
    "RD": "risk difference",
    "ROM": "ratio of geometric means",
    "HR": "hazard ratio",
}
SOURCES: Final = {
    # source: name, marker, fill
    "posted": ("posted in the registry", "s", BLUE),
    "published": ("published", "o", ORANGE),
    "computed": ("computed from posted values", "^", "white"),
    "computed_from_published": ("computed from published values", "v", "white"),
}
_TICKS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_STATISTICS: Final = {
    "md": "mean difference", "median_difference": "median difference", "iqr_width": "IQR width",
    "ci_lower": "CI from", "ci_upper": "CI to", "effect_size": "effect size", "cohens_d": "d",
}  # fmt: skip


class Line(NamedTuple):
    """One row of the plot: an effect, or why there is none."""

    label: str
    source: str
    estimate: float | None
    lower: float | None
    upper: float | None
    weight: float | None
    higher_is: str
    word: str


def forest(
    rows: pd.DataFrame,
    pooled: Mapping[str, Synthesis] | None = None,
    *,
    question: str,
    unit: str = "",
    scale: str | None = None,
    published: pd.DataFrame | None = None,
    trial: str = "trial",
) -> Picture:
    """Every trial of one question: its effect, or the reason why it has none.

    Trials without an effect on this axis stand in the same picture and in the same letters, with
    what their report says instead: a trial that found nothing is often the one that cannot be
    drawn.

    Args:
        rows: Of `estimates`, all that answer the question, with and without an effect.
        pooled: Pooled effects by name, such as `harvest.synthesis.pool` gives.
        question: The title.
        unit: What a difference is counted in, such as "points of 0 to 10".
        scale: The scale of the axis; the one of most rows by default.
        published: `published_results`, for what reports say of effects that are not drawn.
        trial: Column that names the trial.
    """
    pooled = pooled or {}
    scale = scale or _usual(rows)
    lines = [_line(row, scale, pooled, published, trial) for row in rows.to_dict("records")]
    drawn = [each for each in lines if each.estimate is not None]
    listed = [each for each in lines if each.estimate is None]
    name = SCALES.get(scale or "", "effect")
    about = f"{name}{f' ({unit})' if unit else ''} with 95 % intervals; "
    about += f"{counted(len(drawn), 'effect')} drawn, {len(listed)} without an effect on this axis "
    about += "listed below"
    if not lines:
        return nothing(question, "no rows were given", rows)
    notes = [_pooled_note(label, each) for label, each in pooled.items()]
    alt = "; ".join(_told(each) for each in lines) + ". "
    alt += " ".join(notes)
    notes.append("Shape says where a number comes from; size, its weight where trials are pooled.")
    # Listed rows are as high as drawn ones, so that nobody overlooks them.
    picture = sheet(
        question, about, rows, height=1.05 + ROW * (len(lines) + len(pooled)) + 0.1 * bool(listed),
        notes=notes, alt=alt,
    )  # fmt: skip
    with drawing():
        axes, table = picture.subplots(1, 2, sharey=True, width_ratios=[3.1, 2.0])
        is_ratio = scale in RATIOS
        left, right = _limits(drawn, is_ratio=is_ratio)
        if is_ratio:
            axes.set_xscale("log")
        axes.set_xlim(left, right)
        total = len(lines) + len(pooled)
        places = list(range(total - 1, -1, -1))
        axes.axvline(1 if is_ratio else 0, color=BLACK, linewidth=0.8, ymin=len(listed) / total)
        for place, line in zip(places, drawn, strict=False):
            _draw_line(axes, table, line, place)
        for place, each in zip(places[len(drawn) :], pooled.values(), strict=False):
            _draw_diamond(axes, table, each, place)
        for place, line in zip(places[len(drawn) + len(pooled) :], listed, strict=True):
            said = axes.text(
                0.0,
                place,
                _two_lines(line.word),
                transform=axes.get_yaxis_transform(),
                va="center",
                size=7.5,
            )
            said.set_in_layout(False)  # it runs on into the second column, on purpose
        if listed:
            for each in (axes, table):
                each.axhline(len(listed) - 0.5, color=GREY, linewidth=0.8)
        labels = [each.label for each in drawn] + list(pooled) + [each.label for each in listed]
        axes.set_yticks(places, labels)
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(-0.55, total - 0.45)
        axes.spines["left"].set_visible(False)
        if is_ratio:
            axes.set_xticks([each for each in _TICKS if left <= each <= right])
            axes.xaxis.set_major_formatter("{x:g}")
            axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(_axis_words(drawn, name, unit, is_ratio=is_ratio))
        _heads(table, total)
        used = {each.source for each in drawn}
        handles = [
            Line2D(
                [], [], marker=marker, color=BLACK, markerfacecolor=fill, linestyle="", label=told
            )
            for source, (told, marker, fill) in SOURCES.items()
            if source in used
        ]
        if handles:
            key(axes, 2, handles=handles, bbox_to_anchor=(0.0, 1.0 + 0.2 / (ROW * total)))
    return picture


def _usual(rows: pd.DataFrame) -> str | None:
    scales = rows.loc[rows["standard_error"].notna(), "scale"].astype("string").mode()
    return str(scales.iloc[0]) if len(scales) else None


def _line(
    row: Mapping[Any, Any],
    scale: str | None,
    pooled: Mapping[str, Synthesis],
    published: pd.DataFrame | None,
    trial: str,
) -> Line:
    told = [str(row[trial])]
    if pd.notna(row.get("time_days")):
        told.append(f"day {row['time_days']:g}")
    if pd.notna(row.get("responder_threshold_percent")):
        told.append(f"by {row['responder_threshold_percent']:g} % or more")
    first = ", ".join(told)
    second = " v ".join(
        plain(row[each], 22) for each in ("arm", "versus") if pd.notna(row.get(each))
    )
    analysis = row.get("analysis_set")
    if isinstance(analysis, str) and analysis != "not_stated":
        second += f"; {analysis.replace('_', ' ')}"
    label = f"{first}\n{second}"
    source = str(row["source"])
    is_percent = row.get("variable_form") == "percent_change"
    has_effect = pd.notna(row["standard_error"]) and pd.notna(row["estimate"])
    if has_effect and row["scale"] == scale and not (scale == "MD" and is_percent):
        return Line(
            label, source, float(row["estimate"]), float(row["ci_lower"]), float(row["ci_upper"]),
            _weight(row, pooled), str(row.get("higher_is")), "",
        )  # fmt: skip
    word = _why(row, published, has_effect=has_effect)
    return Line(label, source, None, None, None, None, "", word)


def _why(row: Mapping[Any, Any], published: pd.DataFrame | None, *, has_effect: bool) -> str:
    """What a row says that cannot be drawn here."""
    outcome = plain(row["outcome"], 60) if pd.notna(row.get("outcome")) else ""
    if has_effect:
        form = str(row.get("variable_form") or "").replace("_", " ")
        numbers = (
            f"{_number(row['estimate'])} ({_number(row['ci_lower'])} to {_number(row['ci_upper'])})"
        )
        return f"On another scale ({form} {row['scale']}): {numbers}; {outcome}"
    found = _reported(row.get("finding_id"), published)
    reason = row.get("reason")
    if found:
        return f"Cannot be pooled. The report gives {found}; {outcome}"
    return f"{str(reason).capitalize() if isinstance(reason, str) else 'No effect'}; {outcome}"


def _reported(finding: object, published: pd.DataFrame | None) -> str:
    """The numbers of a finding as its report gives them, in a line."""
    if published is None or not isinstance(finding, str):
        return ""
    own = published[(published["finding_id"] == finding) & published["value"].notna()]
    parts = []
    for row in tuples(own):
        sign = "" if pd.isna(row.comparator) or row.comparator == "=" else f" {row.comparator}"
        name = _STATISTICS.get(str(row.statistic), str(row.statistic))
        parts.append(f"{name}{sign} {row.value:g}".replace("-", "\N{MINUS SIGN}"))
    return ", ".join(parts)


def _weight(row: Mapping[Any, Any], pooled: Mapping[str, Synthesis]) -> float | None:
    """The row's share in the first pooled effect that it is part of."""
    for each in pooled.values():
        mine = each.trials
        if "estimate_id" in mine:
            found = mine.loc[mine["estimate_id"] == row.get("estimate_id"), "weight"]
            if len(found):
                return float(found.iloc[0])
    return None


def _limits(lines: Sequence[Line], *, is_ratio: bool) -> tuple[float, float]:
    """Ends of the axis: all of usual intervals; of one much wider than the rest, a part."""
    if not lines:
        return (0.5, 2.0) if is_ratio else (-1.0, 1.0)
    values = np.array([(each.estimate, each.lower, each.upper) for each in lines], dtype=float)
    values = np.log(values) if is_ratio else values
    most = 2 * np.median(values[:, 2] - values[:, 1])
    low = min(np.maximum(values[:, 1], values[:, 0] - most).min(), 0.0)
    high = max(np.minimum(values[:, 2], values[:, 0] + most).max(), 0.0)
    room = 0.08 * (high - low)
    low, high = low - room, high + room
    return (float(np.exp(low)), float(np.exp(high))) if is_ratio else (float(low), float(high))


def _draw_line(axes: Axes, table: Axes, line: Line, place: int) -> None:
    assert line.estimate is not None
    assert line.lower is not None
    assert line.upper is not None
    _, marker, fill = SOURCES.get(line.source, ("", "o", GREY))
    _interval(axes, line.lower, line.upper, place)
    size = 6.0 if line.weight is None else 4.5 + 6 * np.sqrt(line.weight)
    axes.plot(
        line.estimate, place, marker, markersize=size, markerfacecolor=fill,
        markeredgecolor=BLACK, markeredgewidth=0.8,
    )  # fmt: skip
    weight = "" if line.weight is None else f"{line.weight:.0%}"
    _numbers(table, place, line.estimate, line.lower, line.upper, weight)


def _interval(axes: Axes, lower: float, upper: float, place: float, look: str = "-") -> None:
    """A line between the ends, with an arrow where the axis ends before."""
    left, right = axes.get_xlim()
    axes.plot([max(lower, left), min(upper, right)], [place, place], look, color=BLACK, linewidth=1)
    for end, limit, arrow in ((lower, left, "<"), (upper, right, ">")):
        if not left <= end <= right:
            axes.plot(limit, place, arrow, color=BLACK, markersize=5, clip_on=False)


def _draw_diamond(axes: Axes, table: Axes, each: Synthesis, place: int) -> None:
    left, right = axes.get_xlim()
    axes.fill(
        [each.lower, each.estimate, each.upper, each.estimate],
        [place, place + 0.22, place, place - 0.22],
        facecolor=SKY, edgecolor=BLACK, linewidth=0.8,
    )  # fmt: skip
    for end, limit, arrow in ((each.lower, left, "<"), (each.upper, right, ">")):
        if not left <= end <= right:
            axes.plot(limit, place, arrow, color=BLACK, markersize=5, clip_on=False)
    if each.prediction_lower is not None and each.prediction_upper is not None:
        _interval(axes, each.prediction_lower, each.prediction_upper, place - 0.34, "|--")
    _numbers(table, place, each.estimate, each.lower, each.upper, "100%")


def _numbers(
    table: Axes, place: float, estimate: float, lower: float, upper: float, weight: str
) -> None:
    told = f"{_number(estimate)} ({_number(lower)} to {_number(upper)})"
    table.text(_NUMBERS, place, told, ha="right", va="center", size=7.5)
    table.text(_WEIGHTS, place, weight, ha="right", va="center", size=7.5)


def _heads(table: Axes, total: int) -> None:
    options: dict[str, Any] = {"ha": "right", "va": "bottom", "size": 7.5}
    table.text(_NUMBERS, total - 0.5, "effect (95 % CI)", **options)
    table.text(_WEIGHTS, total - 0.5, "weight", **options)
    table.set_xlim(0, 1)
    table.set_axis_off()


def _two_lines(text: str) -> str:
    lines = wrapped(text, 7.5, width=4.2)
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip(" .;,") + " …"]
    return "\n".join(lines)


def _number(value: float) -> str:
    """Three figures that count, with a true minus sign."""
    text = f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
    return text.replace("-", "\N{MINUS SIGN}")


def _axis_words(lines: Sequence[Line], name: str, unit: str, *, is_ratio: bool) -> str:
    of = f", {unit}" if unit else ""
    line = f"{name}{of}: {'arm over comparator' if is_ratio else 'arm minus comparator'}"
    told = {each.higher_is for each in lines}
    if told not in ({"better"}, {"worse"}):
        return line
    left, right = ("arm", "comparator") if told == {"worse"} else ("comparator", "arm")
    return f"{line}\n← favours {left}      favours {right} →"


def _pooled_note(label: str, each: Synthesis) -> str:
    made = each.pooled
    parts = [f"{label}: {made.trials} trials, {made.method}"]
    if made.adjustment != "none":
        parts.append(made.adjustment.replace("_", " "))
    parts.append(f"{_number(each.estimate)} ({_number(each.lower)} to {_number(each.upper)})")
    parts.append(f"tau² {made.tau2:.2g}")
    if made.i2 is not None:
        parts.append(f"I² {made.i2:.0f} %")
    if made.method == "fixed":
        parts.append("no prediction interval of a fixed effect")
    elif each.prediction_lower is None or each.prediction_upper is None:
        parts.append("no prediction interval below three trials")
    else:
        ends = f"{_number(each.prediction_lower)} to {_number(each.prediction_upper)}"
        parts.append(f"prediction interval {ends} (dashed)")
    return ", ".join([*parts, *made.warnings]) + "."


def _told(line: Line) -> str:
    name = line.label.replace("\n", ", ")
    if line.estimate is None or line.lower is None or line.upper is None:
        return f"{name}: {line.word}"
    ends = f"{_number(line.lower)} to {_number(line.upper)}"
    return f"{name}: {line.source.replace('_', ' ')}, {_number(line.estimate)} ({ends})"
