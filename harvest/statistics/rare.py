"""Pools rare events by the counts themselves: Mantel-Haenszel and Peto.

Sources: Cochrane Handbook 10.4.1 and 10.4.2; Greenland and Robins 1985 (variances), Yusuf 1985.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt
from typing import NamedTuple

from harvest.statistics.effects import Effect, ImpossibleNumbers


class Counts(NamedTuple):
    """Events and persons of two groups of a trial."""

    events: int
    n: int
    other_events: int
    other_n: int


def mantel_haenszel_rr(trials: Sequence[Counts]) -> Effect:
    """Ratio of risks over trials; those without an event in either group say nothing."""
    told = _told(trials)
    first = sum(t.events * t.other_n / _all(t) for t in told)
    second = sum(t.other_events * t.n / _all(t) for t in told)
    if first == 0 or second == 0:
        raise ImpossibleNumbers("No trial has an event in one of the groups: no ratio of risks.")
    spread = sum(
        (t.n * t.other_n * (t.events + t.other_events) - t.events * t.other_events * _all(t))
        / _all(t) ** 2
        for t in told
    )
    return Effect("RR", log(first / second), sqrt(spread / (first * second)))


def mantel_haenszel_or(trials: Sequence[Counts]) -> Effect:
    """Ratio of odds over trials, with the variance of Robins, Breslow and Greenland."""
    told = _told(trials)
    r = [t.events * (t.other_n - t.other_events) / _all(t) for t in told]
    s = [t.other_events * (t.n - t.events) / _all(t) for t in told]
    if sum(r) == 0 or sum(s) == 0:
        raise ImpossibleNumbers("No trial has an event in one of the groups: no ratio of odds.")
    p = [(t.events + t.other_n - t.other_events) / _all(t) for t in told]
    q = [1 - each for each in p]
    variance = (
        sum(a * b for a, b in zip(p, r, strict=True)) / (2 * sum(r) ** 2)
        + sum(a * d + b * c for a, b, c, d in zip(p, q, r, s, strict=True)) / (2 * sum(r) * sum(s))
        + sum(a * b for a, b in zip(q, s, strict=True)) / (2 * sum(s) ** 2)
    )
    return Effect("OR", log(sum(r) / sum(s)), sqrt(variance))


def mantel_haenszel_rd(trials: Sequence[Counts]) -> Effect:
    """Difference of risks over trials, those without events included.

    The variance is that of Greenland and Robins (1985), as in Cochrane's own program.
    """
    total = sum(t.n * t.other_n / _all(t) for t in trials)
    if not total:
        raise ImpossibleNumbers("No trial to pool.")
    estimate = sum((t.events * t.other_n - t.other_events * t.n) / _all(t) for t in trials) / total
    spread = sum(
        (
            t.events * (t.n - t.events) * t.other_n**3
            + t.other_events * (t.other_n - t.other_events) * t.n**3
        )
        / (t.n * t.other_n * _all(t) ** 2)
        for t in trials
    )
    return Effect("RD", estimate, sqrt(spread) / total)


def peto(trials: Sequence[Counts]) -> Effect:
    """Ratio of odds for rare events and groups of like size."""
    told = _told(trials)
    excess = variance = 0.0
    for t in told:
        events, n = t.events + t.other_events, _all(t)
        excess += t.events - events * t.n / n
        variance += events * (n - events) * t.n * t.other_n / (n**2 * (n - 1))
    if variance == 0:
        raise ImpossibleNumbers("No trial has an event: no ratio of odds.")
    return Effect("OR", excess / variance, 1 / sqrt(variance))


def _told(trials: Sequence[Counts]) -> list[Counts]:
    for t in trials:
        if not (0 <= t.events <= t.n and 0 <= t.other_events <= t.other_n and t.n and t.other_n):
            raise ImpossibleNumbers(f"{t} cannot be: events are among the persons of a group.")
    return [t for t in trials if t.events + t.other_events]


def _all(t: Counts) -> int:
    return t.n + t.other_n
