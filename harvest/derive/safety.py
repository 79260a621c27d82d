"""Harms of one group against another: persons, by the group totals and by single events.

A person with several events counts once, so totals are the registry's own and never sums over
terms. An event that a list does not hold need not have been absent: below a threshold it is not
reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from harvest.derive.contrasts import Comparator, Isolates, Known, Sides, isolates, ranked
from harvest.derive.flow_and_events import PostedEvent, PostedEventGroup
from harvest.parse.events import preferred_event
from harvest.statistics import effects
from harvest.statistics.effects import Effect, ImpossibleNumbers

Harm = Literal["death", "any_serious", "any_other", "serious_event", "other_event"]
Refusal = Literal[
    "not_randomized",
    "same_people",
    "no_persons_at_risk",
    "not_reported",
    "below_threshold_unknown",
    "impossible_numbers",
]


class Count(NamedTuple):
    """Persons with a harm, of those at risk."""

    affected: int | None
    at_risk: int | None


class SafetyRow(NamedTuple):
    """One harm in two groups.

    Attributes:
        harm: What was counted.
        term: Preferred name of a single event, by the reviewed list.
        first, second: The tested group and its comparator.
        tested, compared: Persons in each.
        risk_ratio, risk_difference: Of the first against the second; None where refused.
        isolates: The groups differ in one drug alone.
        refusal: Why there is no effect.
    """

    harm: Harm
    term: str | None
    first: Known
    second: Known
    tested: Count
    compared: Count
    risk_ratio: Effect | None
    risk_difference: Effect | None
    isolates: Isolates
    refusal: Refusal | None

    @property
    def comparator(self) -> Comparator:
        """What kind of control the second group is."""
        return self.second.comparator

    @property
    def ratio(self) -> float | None:
        """Ratio of risks."""
        return None if self.risk_ratio is None else self.risk_ratio.natural

    @property
    def ratio_interval(self) -> tuple[float | None, float | None]:
        """Its 95 percent interval."""
        return (None, None) if self.risk_ratio is None else self.risk_ratio.interval()

    @property
    def ratio_lower(self) -> float | None:
        """Lower end."""
        return self.ratio_interval[0]

    @property
    def ratio_upper(self) -> float | None:
        """Upper end."""
        return self.ratio_interval[1]

    @property
    def difference(self) -> float | None:
        """Difference of risks, as a share."""
        return None if self.risk_difference is None else self.risk_difference.estimate


def safety(
    groups: Sequence[PostedEventGroup],
    events: Sequence[PostedEvent],
    sides: Sides,
    *,
    is_randomized: bool | None,
) -> Iterator[SafetyRow]:
    """Every harm that two groups of a study may be compared in, or why not."""
    found = [(sides.known(each.result_group_position), each) for each in groups]
    found = [(known, each) for known, each in found if not known.group.is_total]
    by_term = _by_term(events)
    for (one, a), (two, b) in combinations(found, 2):
        is_turned = ranked(one.comparator) > ranked(two.comparator)
        first, second = (two, one) if is_turned else (one, two)
        x, y = (b, a) if is_turned else (a, b)
        blocked = _blocked(first, second, is_randomized=is_randomized)
        for harm, count, other in _totals(x, y):
            yield _row(harm, None, first, second, count, other, blocked)
        for (harm, term), counts in by_term.items():
            count = counts.get(x.result_group_position, Count(None, None))
            other = counts.get(y.result_group_position, Count(None, None))
            yield _row(harm, term, first, second, count, other, blocked)


def _blocked(first: Known, second: Known, *, is_randomized: bool | None) -> Refusal | None:
    if not is_randomized:
        return "not_randomized"
    # Two groups of one arm are two times of the same people.
    return "same_people" if first.arms and first.arms & second.arms else None


def _totals(x: PostedEventGroup, y: PostedEventGroup) -> Iterator[tuple[Harm, Count, Count]]:
    one, two = x.group, y.group
    yield (
        "death",
        Count(one.deathsNumAffected, one.deathsNumAtRisk),
        Count(two.deathsNumAffected, two.deathsNumAtRisk),
    )
    yield (
        "any_serious",
        Count(one.seriousNumAffected, one.seriousNumAtRisk),
        Count(two.seriousNumAffected, two.seriousNumAtRisk),
    )
    yield (
        "any_other",
        Count(one.otherNumAffected, one.otherNumAtRisk),
        Count(two.otherNumAffected, two.otherNumAtRisk),
    )


def _by_term(
    events: Sequence[PostedEvent],
) -> dict[tuple[Harm, str], dict[int, Count]]:
    """Single events of the reviewed list.

    Two terms of one name are not added, and left out: people may have had both.
    """
    found: dict[tuple[Harm, str], dict[int, Count]] = {}
    several: set[tuple[Harm, str]] = set()
    seen: dict[tuple[Harm, str], int] = {}
    for each in events:
        term = preferred_event(each.event.term)
        if term is None or each.result_group_position is None:
            continue
        harm: Harm = "serious_event" if each.seriousness == "serious" else "other_event"
        key = (harm, term)
        if seen.setdefault(key, each.event_position) != each.event_position:
            several.add(key)
            continue
        count = Count(each.stats.numAffected, each.stats.numAtRisk)
        found.setdefault(key, {})[each.result_group_position] = count
    return {key: counts for key, counts in found.items() if key not in several}


def _row(
    harm: Harm,
    term: str | None,
    first: Known,
    second: Known,
    count: Count,
    other: Count,
    blocked: Refusal | None,
) -> SafetyRow:
    ratio = difference = None
    refusal = blocked or _refusal(harm, count, other)
    if refusal is None:
        assert count.affected is not None
        assert count.at_risk is not None
        assert other.affected is not None
        assert other.at_risk is not None
        cells = (count.affected, count.at_risk, other.affected, other.at_risk)
        try:
            # With nobody in either group there is no ratio, and the difference is nought.
            ratio = effects.risk_ratio(*cells) if count.affected or other.affected else None
            difference = effects.risk_difference(*cells)
        except ImpossibleNumbers:
            ratio, refusal = None, "impossible_numbers"
    told = isolates(first.drugs, second.drugs, second.comparator)
    return SafetyRow(harm, term, first, second, count, other, ratio, difference, told, refusal)


def _refusal(harm: Harm, count: Count, other: Count) -> Refusal | None:
    if count.affected is None or other.affected is None:
        return "not_reported"
    if not count.at_risk or not other.at_risk:
        return "no_persons_at_risk"
    # Persons with any event above a threshold are no measure of all events.
    return "below_threshold_unknown" if harm == "any_other" else None
