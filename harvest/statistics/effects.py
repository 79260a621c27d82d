"""Effects of one treatment against another, with the variance formulas that they are pooled by.

Everything is the first group minus, or over, the second. Sources: Cochrane Handbook 6.4 and 6.5,
Hedges 1981 (the exact correction J).
"""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from typing import Literal, NamedTuple

from harvest.errors import UsageError
from harvest.statistics.conversions import Summary
from harvest.statistics.quantiles import LEVEL, normal, student, two_sided

Scale = Literal["MD", "SMD", "RR", "OR", "RD", "ROM"]
RATIOS = frozenset({"RR", "OR", "ROM"})


class ImpossibleNumbers(UsageError):
    """Numbers that no group of people can have, such as more events than persons."""


class Effect(NamedTuple):
    """An effect on the scale that it is pooled on.

    Attributes:
        scale: MD and SMD in their units, RD as a difference of shares; RR, OR and ROM (a ratio of
            geometric means) as natural logarithms.
        estimate: On that scale.
        se: Its standard error.
    """

    scale: Scale
    estimate: float
    se: float

    @property
    def natural(self) -> float:
        """The estimate as it is printed: ratios as ratios."""
        return exp(self.estimate) if self.scale in RATIOS else self.estimate

    def interval(self, level: float = LEVEL, degrees: float | None = None) -> tuple[float, float]:
        """The two-sided interval as it is printed."""
        quantile = normal(level) if degrees is None else student(degrees, level)
        ends = (self.estimate - quantile * self.se, self.estimate + quantile * self.se)
        return (exp(ends[0]), exp(ends[1])) if self.scale in RATIOS else ends

    def p_value(self, degrees: float | None = None) -> float:
        """Two-sided, that there is no effect."""
        return two_sided(self.estimate / self.se, degrees)


def mean_difference(first: Summary, second: Summary) -> Effect:
    """Difference of means, with separate variances."""
    _check(first, second)
    se = sqrt(first.sd**2 / first.n + second.sd**2 / second.n)
    return Effect("MD", first.mean - second.mean, se)


def hedges_g(first: Summary, second: Summary) -> Effect:
    """Standardised difference with the exact small-sample correction.

    The variance is 1/n1 + 1/n2 + g²/(2N).

    Raises:
        ImpossibleNumbers: No spread at all, or fewer than three persons.
    """
    _check(first, second)
    degrees = first.n + second.n - 2
    pooled = sqrt(((first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2) / max(degrees, 1))
    if pooled == 0 or degrees < 2:
        raise ImpossibleNumbers("A standardised difference needs a spread and three persons.")
    g = correction(degrees) * (first.mean - second.mean) / pooled
    return Effect("SMD", g, sqrt(1 / first.n + 1 / second.n + g**2 / (2 * (first.n + second.n))))


def correction(degrees: float) -> float:
    """Hedges' J, exactly."""
    half = degrees / 2
    return exp(lgamma(half) - lgamma((degrees - 1) / 2)) / sqrt(half)


def risk_ratio(events: int, n: int, other_events: int, other_n: int) -> Effect:
    """Ratio of risks, as a logarithm; half an event is added everywhere where a cell is empty."""
    a, b, c, d = _cells(events, n, other_events, other_n)
    se = sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    return Effect("RR", log((a / (a + b)) / (c / (c + d))), se)


def odds_ratio(events: int, n: int, other_events: int, other_n: int) -> Effect:
    """Ratio of odds, likewise."""
    a, b, c, d = _cells(events, n, other_events, other_n)
    return Effect("OR", log(a * d / (b * c)), sqrt(1 / a + 1 / b + 1 / c + 1 / d))


def risk_difference(events: int, n: int, other_events: int, other_n: int) -> Effect:
    """Difference of risks; with nobody or everybody in both groups its error is 0."""
    _count(events, n)
    _count(other_events, other_n)
    first, second = events / n, other_events / other_n
    se = sqrt(first * (1 - first) / n + second * (1 - second) / other_n)
    return Effect("RD", first - second, se)


def ratio_of_geometric_means(
    ratio: float, lower: float, upper: float, level: float = LEVEL, degrees: float | None = None
) -> Effect:
    """A posted ratio with its interval, as a logarithm."""
    if min(ratio, lower, upper) <= 0:
        raise ImpossibleNumbers("A ratio of geometric means is above 0.")
    quantile = normal(level) if degrees is None else student(degrees, level)
    return Effect("ROM", log(ratio), (log(upper) - log(lower)) / (2 * quantile))


def rescaled(summary: Summary, least: float, most: float) -> Summary:
    """A plain score of a known range as 0 to 100."""
    if most <= least:
        raise ImpossibleNumbers("A scale ends above where it begins.")
    factor = 100 / (most - least)
    return Summary((summary.mean - least) * factor, summary.sd * factor, summary.n)


def _check(*groups: Summary) -> None:
    for group in groups:
        if group.n < 1 or group.sd < 0:
            raise ImpossibleNumbers("A group has at least a person, and no negative spread.")


def _count(events: int, n: int) -> None:
    if not 0 <= events <= n or n < 1:
        raise ImpossibleNumbers(f"{events} of {n} persons cannot be.")


def _cells(events: int, n: int, other_events: int, other_n: int) -> tuple[float, ...]:
    _count(events, n)
    _count(other_events, other_n)
    cells = (events, n - events, other_events, other_n - other_events)
    return tuple(each + 0.5 for each in cells) if 0 in cells else tuple(map(float, cells))
