"""Effects computed from posted values, or the reason why none is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from harvest.derive.cells import OF_PERSONS, Cell
from harvest.derive.contrasts import Contrast
from harvest.parse import figures
from harvest.statistics import conversions, effects
from harvest.statistics.conversions import Summary
from harvest.statistics.doubts import looks_like_error
from harvest.statistics.quantiles import LEVEL

Refusal = Literal[
    "not_randomized",
    "randomization_unknown",
    "within_group",
    "different_times",
    "one_group",
    "several_groups",
    "not_persons",
    "no_denominator",
    "no_number",
    "no_spread",
    "skewed",
    "statistic_not_comparable",
    "statistics_differ",
    "one_of_several_answers",
    "percent_fits_no_count",
    "impossible_numbers",
    "scale_unknown",
    "no_error",
    "direction_unknown",
    "values_unknown",
]
Conversion = Literal[
    "none", "se_to_sd", "ci_to_sd", "quartiles_to_mean_and_sd", "range_to_mean_and_sd",
    "percent_to_persons", "sd_read_as_se",
]  # fmt: skip
_MEANS: Final = frozenset({"mean", "ls_mean"})
_FULL: Final = 100


class Numbers(NamedTuple):
    """What a value gives to compute with.

    Attributes:
        summary: Of a continuous variable.
        events: Persons of a countable one.
        n: Persons of the group.
        conversion: How they were got.
    """

    summary: Summary | None
    events: int | None
    n: int
    conversion: Conversion


class Computed(NamedTuple):
    """An effect of a contrast, or a refusal.

    Attributes:
        effect: None where refused.
        first, second: What it was computed from.
        refusal: Why there is no effect.
    """

    effect: effects.Effect | None
    first: Numbers | None
    second: Numbers | None
    refusal: Refusal | None


def computed(contrast: Contrast) -> Iterator[Computed]:
    """The effects of a contrast on every scale that fits, or one refusal."""
    first, second = numbers(contrast.first.cell), numbers(contrast.second.cell)
    if isinstance(first, str) or isinstance(second, str):
        refusal: Refusal = first if isinstance(first, str) else second  # type: ignore[assignment]
        yield Computed(None, None, None, refusal)
        return
    if contrast.first.cell.statistic != contrast.second.cell.statistic:
        yield Computed(None, first, second, "statistics_differ")
        return
    try:
        for effect in _effects(first, second):
            yield Computed(effect, first, second, None)
    except effects.ImpossibleNumbers:
        yield Computed(None, first, second, "impossible_numbers")


def doubted(contrast: Contrast, spreads: Sequence[float]) -> Iterator[Computed]:
    """The same once more where a standard deviation is rather a standard error.

    Args:
        contrast: Of two groups.
        spreads: The standard deviations of all groups of the same slice, as labelled.
    """
    first, second = numbers(contrast.first.cell), numbers(contrast.second.cell)
    if isinstance(first, str) or isinstance(second, str):
        return
    one, other = _as_error(first, spreads), _as_error(second, spreads)
    if one is not None or other is not None:
        one, other = one or first, other or second
        for effect in _effects(one, other):
            yield Computed(effect, one, other, None)


def _as_error(found: Numbers, spreads: Sequence[float]) -> Numbers | None:
    if found.summary is None or found.conversion != "none":
        return None
    others = list(spreads)
    if found.summary.sd in others:
        others.remove(found.summary.sd)
    if not looks_like_error(found.summary.sd, others, found.n):
        return None
    sd = conversions.sd_of_se(found.summary.sd, found.n)
    return found._replace(summary=found.summary._replace(sd=sd), conversion="sd_read_as_se")


def _effects(first: Numbers, second: Numbers) -> list[effects.Effect]:
    if first.summary is not None and second.summary is not None:
        return [
            effects.mean_difference(first.summary, second.summary),
            effects.hedges_g(first.summary, second.summary),
        ]
    assert first.events is not None
    assert second.events is not None
    counts = (first.events, first.n, second.events, second.n)
    return [
        effects.risk_ratio(*counts),
        effects.odds_ratio(*counts),
        effects.risk_difference(*counts),
    ]


def numbers(cell: Cell) -> Numbers | Refusal:  # noqa: PLR0911 - a list of cases in order
    """What a value gives to compute with, or why nothing."""
    denominator = cell.value.denominator
    if denominator.number is None or denominator.number < 1:
        return "no_denominator"
    if (denominator.units or "").casefold() not in ("participants", "subjects", "patients"):
        return "not_persons"
    value = figures.exact(cell.value.measurement.value)
    if value is None:
        return "no_number"
    if cell.statistic in OF_PERSONS:
        return _count(cell, value, denominator.number)
    if cell.statistic in _MEANS:
        return _mean(cell, value, denominator.number)
    if cell.statistic == "median":
        return _median(cell, value, denominator.number)
    return "statistic_not_comparable"


_NO_EVENT: Final = frozenset({"missing", "non_responder"})
_OTHER_ANSWERS: Final = _NO_EVENT | {"other"}


def _count(cell: Cell, value: float, n: int) -> Numbers | Refusal:
    """Persons; an answer among several is no event against all others."""
    is_degree = cell.class_role == "other" and cell.variable_form == "level"
    if cell.category_role in _OTHER_ANSWERS or cell.class_role in _NO_EVENT or is_degree:
        return "one_of_several_answers"
    if cell.statistic == "count_of_persons":
        is_whole = value.is_integer() and 0 <= value <= n
        return Numbers(None, int(value), n, "none") if is_whole else "impossible_numbers"
    percent = value if cell.statistic == "percent_of_persons" else value * _FULL
    decimals = figures.decimals(cell.value.measurement.value)
    decimals -= 0 if cell.statistic == "percent_of_persons" else 2
    events = conversions.persons(percent, n, max(decimals, 0))
    if events is None:
        return "percent_fits_no_count"
    return Numbers(None, events, n, "percent_to_persons")


def _mean(cell: Cell, mean: float, n: int) -> Numbers | Refusal:
    measurement, kind = cell.value.measurement, cell.value.dispersion_kind
    spread = figures.exact(measurement.spread)
    if kind == "standard_deviation" and spread is not None:
        return Numbers(Summary(mean, spread, n), None, n, "none")
    if kind == "standard_error" and spread is not None:
        return Numbers(Summary(mean, conversions.sd_of_se(spread, n), n), None, n, "se_to_sd")
    lower, upper = figures.exact(measurement.lowerLimit), figures.exact(measurement.upperLimit)
    if kind == "confidence_interval" and lower is not None and upper is not None and n > 1:
        level = cell.value.ci_percent or LEVEL
        se = conversions.se_of_interval(lower, upper, level, degrees=n - 1)
        return Numbers(Summary(mean, conversions.sd_of_se(se, n), n), None, n, "ci_to_sd")
    return "no_spread"


def _median(cell: Cell, median: float, n: int) -> Numbers | Refusal:
    measurement, kind = cell.value.measurement, cell.value.dispersion_kind
    lower, upper = figures.exact(measurement.lowerLimit), figures.exact(measurement.upperLimit)
    if lower is None or upper is None or n < 2:
        return "no_spread"
    if kind == "inter_quartile_range":
        if conversions.is_skewed_by_quartiles(lower, median, upper, n):
            return "skewed"
        summary = conversions.of_quartiles(lower, median, upper, n)
        return Numbers(summary, None, n, "quartiles_to_mean_and_sd")
    if kind == "full_range":
        if conversions.is_skewed_by_range(lower, median, upper, n):
            return "skewed"
        summary = conversions.of_range(lower, median, upper, n)
        return Numbers(summary, None, n, "range_to_mean_and_sd")
    return "no_spread"
