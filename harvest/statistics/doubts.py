"""Numbers that cannot be, or hardly: impossible means, a standard error under another name.

Sources: Brown and Heathers 2017 (GRIM).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import median

_TOLERANCE = 1e-9
_FEWEST = 20
_ALIKE = 2.0
_ABOUT = 1.7
_MOST_N = 100_000


def is_possible_mean(mean: float, n: int, decimals: int, items: int = 1) -> bool:
    """Whether whole numbers of `n` persons (and `items` each) can have this printed mean.

    Always true where n times items is so large that every printed mean occurs.
    """
    size = n * items
    if n <= 0 or size >= 10**decimals or size > _MOST_N:
        return True
    half = 0.5 * 10**-decimals + _TOLERANCE
    near = round(mean * size)
    return any(abs(total / size - mean) <= half for total in (near - 1, near, near + 1))


def looks_like_error(sd: float, others: Sequence[float], n: int) -> bool:
    """Whether a spread labelled as a standard deviation is rather a standard error.

    It is where the deviations of the other groups are like each other, and larger by about the root
    of `n`. Small groups differ that much by chance, so nothing is said of them.
    """
    usual = [each for each in others if each > 0]
    if sd <= 0 or n < _FEWEST or not usual or max(usual) > _ALIKE * min(usual):
        return False
    ratio: float = median(usual) / sd
    return bool(sqrt(n) / _ABOUT <= ratio <= sqrt(n) * _ABOUT)


def agree(one: float, other: float, decimals: int) -> bool:
    """Whether two figures are the same within the rounding of the one with fewer decimals."""
    return abs(one - other) <= 10.0**-decimals + _TOLERANCE
