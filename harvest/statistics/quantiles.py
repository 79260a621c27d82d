"""Quantiles of the normal and the t distribution."""

from __future__ import annotations

from typing import Final

from scipy import special

LEVEL: Final = 95.0


def normal(level: float = LEVEL) -> float:
    """The two-sided quantile of a level in percent: 1.959964 for 95."""
    return float(special.ndtri(0.5 + level / 200))


def student(degrees: float, level: float = LEVEL) -> float:
    """The same of Student's t with these degrees of freedom."""
    return float(special.stdtrit(degrees, 0.5 + level / 200))


def two_sided(statistic: float, degrees: float | None = None) -> float:
    """The p-value of a z statistic, or of a t statistic with these degrees of freedom."""
    size = -abs(statistic)
    tail = special.ndtr(size) if degrees is None else special.stdtr(degrees, size)
    return float(2 * tail)
