"""Posted analyses as effects: on which scale, of which values, and which way round.

A sponsor's difference need not be the first group minus the second. Which way it is follows from
the posted values: the contrast whose own difference (or ratio) lies closest is the one that is
meant, and an estimate that fits neither way has no direction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf, log
from typing import Final, Literal, NamedTuple

from harvest.derive.cells import Cell
from harvest.derive.computed_effects import Refusal
from harvest.derive.contrasts import Contrast, Side, turned
from harvest.parse import figures
from harvest.record.results import MeasureAnalysis
from harvest.statistics import conversions
from harvest.statistics.effects import Effect
from harvest.statistics.quantiles import LEVEL

Scale = Literal["MD", "SMD", "RR", "OR", "RD", "ROM", "HR"]
ErrorFrom = Literal["standard_error", "interval", "p_value"]
_RATIOS: Final = frozenset({"RR", "OR", "ROM", "HR"})
_MAY_BE_PERCENT: Final = _RATIOS | {"RD"}
_SCALES: Final[tuple[tuple[Scale, re.Pattern[str]], ...]] = (
    ("HR", re.compile(r"hazard|cox proportional")),
    ("OR", re.compile(r"odds ratio")),
    ("RR", re.compile(r"risk ratio|relative risk|rate ratio|ratio of response rate")),
    ("RD", re.compile(r"risk difference|difference in (?:proportions?|percentages?|rates?)")),
    ("ROM", re.compile(r"(?:mean|means).*ratio|ratio.*means?|geometric")),
    ("MD", re.compile(
        r"mean difference|difference (?:in|of|between) .*mean|mean.*difference|"
        r"treatment difference|"
        r"comparison of adjusted least square mean|^difference$"
    )),
)  # fmt: skip
_MEDIAN: Final = re.compile(r"median|hodges")
# An estimate is one way round if it lies this much closer to that difference than to the other.
_CLEAR: Final = 0.5
_PERCENT: Final = 100.0


class Match(NamedTuple):
    """A posted analysis with the contrast that it is of.

    Attributes:
        contrast: The contrast, turned so that its first group minus its second is the estimate.
        is_turned: The estimate is the comparator minus what is tested.
        factor: What the estimate is divided by: 100 where a ratio or a difference of risks is
            posted in percent.
    """

    contrast: Contrast
    is_turned: bool
    factor: float


class Posted(NamedTuple):
    """A posted analysis read as an effect, or a refusal.

    Attributes:
        scale: What was estimated; None for something else.
        effect: On the scale that it is pooled on, of the contrast's first group minus its second;
            None where refused or without an error.
        match: The contrast and the way round.
        error_from: Where the standard error comes from.
        refusal: Why it is no effect.
    """

    scale: Scale | None
    effect: Effect | None
    match: Match | None
    error_from: ErrorFrom | None
    refusal: Refusal | None


def scale_of(analysis: MeasureAnalysis) -> Scale | None:
    """What an analysis estimates, by the words of its parameter."""
    plain = " ".join((analysis.paramType or "").casefold().split())
    if not plain or _MEDIAN.search(plain):
        return None
    return next((scale for scale, words in _SCALES if words.search(plain)), None)


def posted(  # noqa: PLR0911 - a list of cases in order
    analysis: MeasureAnalysis, contrasts: Sequence[Contrast], sides: Mapping[str, Side]
) -> Posted:
    """An analysis of two groups.

    Args:
        analysis: As registered.
        contrasts: Those of its outcome, over all its slices.
        sides: The groups of its outcome by their ids.
    """
    refusal = _groups(analysis)
    if refusal is not None:
        return Posted(None, None, None, None, refusal)
    scale = scale_of(analysis)
    value = figures.exact(analysis.paramValue)
    if scale is None:
        return Posted(None, None, None, None, "scale_unknown")
    if value is None or (scale in _RATIOS and value <= 0):
        return Posted(scale, None, None, None, "no_number")
    wanted = set(analysis.groupIds)
    compared = [sides[each] for each in wanted if each in sides]
    if _are_times(compared):
        is_same = len({each.drugs for each in compared}) == 1
        refusal = "within_group" if is_same else "different_times"
        return Posted(scale, None, None, None, refusal)
    fitting = [
        each
        for each in contrasts
        if {each.first.cell.value.group_id, each.second.cell.value.group_id} == wanted
    ]
    if not fitting:
        return Posted(scale, None, None, None, "values_unknown")
    if all(_is_within(each) for each in fitting):
        return Posted(scale, None, None, None, "within_group")
    match = _match(scale, value, fitting)
    if match is None:
        return Posted(scale, None, None, None, "direction_unknown")
    if match.is_turned and not match.contrast.is_told:
        # Nobody says which of them is the comparator but the sponsor's own direction.
        match = Match(turned(match.contrast), False, match.factor)  # noqa: FBT003
    n = _persons(match.contrast)
    error, error_from = _error(scale, analysis, value, match.factor, n)
    if error is None:
        return Posted(scale, None, match, None, "no_error")
    estimate = log(value / match.factor) if scale in _RATIOS else value / match.factor
    if match.is_turned:
        estimate = -estimate
    kind: Literal["MD", "SMD", "RR", "OR", "RD", "ROM"] = "RR" if scale == "HR" else scale
    return Posted(scale, Effect(kind, estimate, error), match, error_from, None)


def _groups(analysis: MeasureAnalysis) -> Refusal | None:
    count = len(set(analysis.groupIds))
    if count == 2:
        return None
    return "one_group" if count < 2 else "several_groups"


def _are_times(sides: Sequence[Side]) -> bool:
    """Whether groups stand for several times, by their titles."""
    times = {side.cell.moment.days for side in sides if side.cell.moment.source == "group"}
    return len(sides) > 1 and len(times) > 1


def _is_within(contrast: Contrast) -> bool:
    """The same treatment at two times, or the same arm: nothing between people."""
    first, second = contrast.first, contrast.second
    if first.cell.moment.source == "group" or second.cell.moment.source == "group":
        return first.cell.moment.days != second.cell.moment.days and first.drugs == second.drugs
    return bool(first.arms) and first.arms == second.arms and first.drugs == second.drugs


def _match(scale: Scale, value: float, contrasts: Sequence[Contrast]) -> Match | None:
    """The contrast whose posted values give the estimate, and which way round."""
    best: tuple[float, Match] | None = None
    for contrast in contrasts:
        first = figures.exact(contrast.first.cell.value.measurement.value)
        second = figures.exact(contrast.second.cell.value.measurement.value)
        if first is None or second is None:
            continue
        for factor in (1.0, _PERCENT) if scale in _MAY_BE_PERCENT else (1.0,):
            distances = _distances(scale, value / factor, first, second, contrast)
            if distances is None:
                continue
            along, against = distances
            nearer, other = min(along, against), max(along, against)
            if nearer > _CLEAR * other:
                continue
            if best is None or nearer < best[0]:
                best = nearer, Match(contrast, against < along, factor)
    return None if best is None else best[1]


def _distances(
    scale: Scale, value: float, first: float, second: float, contrast: Contrast
) -> tuple[float, float] | None:
    """How far an estimate is from first against second, and from second against first."""
    compared: tuple[float | None, float | None] = (first, second)
    if scale in ("OR", "RD"):
        compared = _share(first, contrast.first.cell), _share(second, contrast.second.cell)
    if scale == "OR":
        compared = _odds(compared[0]), _odds(compared[1])
    if scale in _RATIOS:
        compared, value = (_log(compared[0]), _log(compared[1])), log(value)
    if compared[0] is None or compared[1] is None:
        return None
    difference = compared[0] - compared[1]
    if difference == 0 and (value == 0 or scale in _RATIOS):
        return None
    return abs(value - difference), abs(value + difference)


def _log(value: float | None) -> float | None:
    return log(value) if value is not None and 0 < value < inf else None


def _odds(share: float | None) -> float | None:
    return share / (1 - share) if share is not None and 0 < share < 1 else None


def _share(value: float, cell: Cell) -> float | None:
    """A posted value as a share of persons."""
    whole = {
        "count_of_persons": float(cell.value.denominator.number or 0),
        "percent_of_persons": _PERCENT,
        "share_of_persons": 1.0,
        "percent": _PERCENT,
    }.get(cell.statistic or "")
    return value / whole if whole and 0 <= value <= whole else None


def _persons(contrast: Contrast) -> int | None:
    counts = [side.cell.value.denominator.number for side in (contrast.first, contrast.second)]
    return None if None in counts else sum(each or 0 for each in counts)


def _error(
    scale: Scale, analysis: MeasureAnalysis, value: float, factor: float, n: int | None
) -> tuple[float | None, ErrorFrom | None]:
    """Standard error on the scale of pooling: as posted, of the interval, or of an exact p."""
    spread = figures.exact(analysis.dispersionValue)
    is_error = analysis.dispersionType == "STANDARD_ERROR_OF_MEAN"
    if is_error and spread is not None and spread > 0 and scale not in _RATIOS:
        return spread / factor, "standard_error"
    lower, upper = figures.exact(analysis.ciLowerLimit), figures.exact(analysis.ciUpperLimit)
    is_two_sided = analysis.ciNumSides in (None, "TWO_SIDED")
    if lower is not None and upper is not None and is_two_sided and lower < upper:
        level = figures.exact(analysis.ciPctValue) or LEVEL
        if scale in _RATIOS:
            if lower <= 0:
                return None, None
            lower, upper = log(lower), log(upper)
        else:
            lower, upper = lower / factor, upper / factor
        return conversions.se_of_interval(lower, upper, level), "interval"
    p = figures.exact(analysis.pValue)
    if p is not None and n is not None and n > 2:
        estimate = log(value / factor) if scale in _RATIOS else value / factor
        degrees = None if scale in _RATIOS else n - 2
        return conversions.se_of_p(estimate, p, degrees), "p_value"
    return None, None
