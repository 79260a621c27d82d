"""From what trials print to means, standard deviations and persons.

Sources: Cochrane Handbook 6.5.2 (standard errors, intervals, combined groups), Luo 2018 and Wan
2014 (medians with quartiles or ranges), Shi 2020 (the test of skewness before them), Elbourne 2002
(paired differences).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, log, sqrt
from typing import NamedTuple

from scipy import special

from harvest.statistics.quantiles import LEVEL, normal, student

MOST_PERCENT = 100.0


class Summary(NamedTuple):
    """Mean, standard deviation and number of persons of a group."""

    mean: float
    sd: float
    n: int


def sd_of_se(se: float, n: float) -> float:
    """Standard deviation of single values from the standard error of their mean."""
    return se * sqrt(n)


def se_of_interval(
    lower: float, upper: float, level: float = LEVEL, degrees: float | None = None
) -> float:
    """Standard error from a two-sided interval: by z, or by t with degrees of freedom."""
    quantile = normal(level) if degrees is None else student(degrees, level)
    return (upper - lower) / (2 * quantile)


def se_of_p(estimate: float, p: float, degrees: float | None = None) -> float | None:
    """Standard error from an estimate and its exact two-sided p-value; None at the ends."""
    if not 0 < p < 1 or estimate == 0:
        return None
    tail = special.ndtri(p / 2) if degrees is None else special.stdtrit(degrees, p / 2)
    return abs(estimate / float(tail))


def is_skewed_by_quartiles(lower: float, median: float, upper: float, n: int) -> bool:
    """Whether quartiles are too lopsided for a normal distribution (Shi 2020, scenario 2)."""
    if upper <= lower:
        return True
    return abs((lower + upper - 2 * median) / (upper - lower)) > 2.65 / sqrt(n) - 6 / n**2


def is_skewed_by_range(least: float, median: float, most: float, n: int) -> bool:
    """The same of a range (scenario 1)."""
    if most <= least:
        return True
    limit = 1.01 / log(n + 9) + 2.43 / (n + 1)
    return abs((least + most - 2 * median) / (most - least)) > limit


def of_quartiles(lower: float, median: float, upper: float, n: int) -> Summary:
    """Mean by Luo 2018 and standard deviation by Wan 2014 from median and quartiles."""
    weight = 0.7 + 0.39 / n
    mean = weight * (lower + upper) / 2 + (1 - weight) * median
    quantile = float(special.ndtri((0.75 * n - 0.125) / (n + 0.25)))
    return Summary(mean, (upper - lower) / (2 * quantile), n)


def of_range(least: float, median: float, most: float, n: int) -> Summary:
    """The same from median and range."""
    weight = 4 / (4 + n**0.75)
    mean = weight * (least + most) / 2 + (1 - weight) * median
    quantile = float(special.ndtri((n - 0.375) / (n + 0.25)))
    return Summary(mean, (most - least) / (2 * quantile), n)


def persons(percent: float, n: int, decimals: int) -> int | None:
    """How many of `n` a rounded percentage is; None where no or more than one number gives it.

    Args:
        percent: As printed, 0 to 100.
        n: Persons of the group.
        decimals: With how many decimals it is printed.
    """
    if not 0 <= percent <= MOST_PERCENT or n <= 0:
        return None
    half = 0.5 * 10**-decimals + 1e-9
    near = round(percent * n / 100)
    fitting = [
        count
        for count in range(max(near - 1, 0), min(near + 1, n) + 1)
        if abs(100 * count / n - percent) <= half
    ]
    return fitting[0] if len(fitting) == 1 else None


def combined(groups: Sequence[Summary]) -> Summary:
    """Several groups as one (Handbook table 6.5.a)."""
    first, *others = groups
    mean, variance, n = first.mean, first.sd**2, first.n
    for other in others:
        total = n + other.n
        between = n * other.n / total * (mean - other.mean) ** 2
        variance = ((n - 1) * variance + (other.n - 1) * other.sd**2 + between) / (total - 1)
        mean = (n * mean + other.n * other.mean) / total
        n = total
    return Summary(mean, sqrt(variance), n)


def paired_se(sd_first: float, sd_second: float, n: int, correlation: float) -> float:
    """Standard error of a difference within persons, for an assumed correlation (Elbourne 2002)."""
    variance = sd_first**2 + sd_second**2 - 2 * correlation * sd_first * sd_second
    return sqrt(max(variance, 0.0) / n)


def correlation_of(sd_first: float, sd_second: float, se_difference: float, n: int) -> float | None:
    """The correlation that a posted paired standard error implies; None where it cannot be one."""
    found = (sd_first**2 + sd_second**2 - n * se_difference**2) / (2 * sd_first * sd_second)
    return found if isfinite(found) and -1 <= found <= 1 else None
