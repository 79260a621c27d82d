"""How many people or things a posted value is of: as the record states it, never worked out.

A class of an outcome may have counts of its own; otherwise those of the measure hold, and at
baseline, where measures seldom have any, those of the module. Source: results data element
definitions, Overall Number of Units Analyzed and Number of Units Analyzed per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple

from harvest.parse import Unread, figures
from harvest.record.results import Denom

Level = Literal["class", "measure", "module"]
Reason = Literal[
    "not_stated",
    "several_units",
    "units_not_counted",
    "group_not_counted",
    "counted_twice",
    "not_a_count",
]


class Denominator(NamedTuple):
    """What holds for one value.

    Attributes:
        number: Units analysed.
        units: What they are, as registered.
        level: Where the count stands.
        reason: Why there is no number.
    """

    number: int | None = None
    units: str | None = None
    level: Level | None = None
    reason: Reason | None = None


NOT_STATED: Final = Denominator(reason="not_stated")


class Counts:
    """The counts at one place of the record.

    Attributes:
        level: Which place it is.
    """

    def __init__(self, level: Level, denoms: Sequence[Denom]) -> None:
        self.level: Level = level
        self._denoms = denoms

    def __bool__(self) -> bool:
        return bool(self._denoms)

    def of(self, group: str, selected: str | None) -> Denominator:
        """The group's, in the selected units, or in the only ones that there are."""
        wanted = _plain(selected) if selected is not None else self._only
        if wanted is None:
            return Denominator(level=self.level, reason="several_units")
        if wanted not in self._by_units:
            return Denominator(level=self.level, reason="units_not_counted")
        units, by_group = self._by_units[wanted]
        texts = by_group.get(group, [])
        if not texts:
            return Denominator(None, units, self.level, "group_not_counted")
        if len(set(texts)) > 1:
            return Denominator(None, units, self.level, "counted_twice")
        count = _count(texts[0])
        return Denominator(count, units, self.level, None if count is not None else "not_a_count")

    @property
    def _only(self) -> str | None:
        return next(iter(self._by_units)) if len(self._by_units) == 1 else None

    @cached_property
    def _by_units(self) -> dict[str, tuple[str | None, dict[str, list[str | None]]]]:
        found: dict[str, tuple[str | None, dict[str, list[str | None]]]] = {}
        for denom in self._denoms:
            _, by_group = found.setdefault(_plain(denom.units), (denom.units, {}))
            for count in denom.counts:
                if count.groupId is not None:
                    by_group.setdefault(count.groupId, []).append(count.value)
        return found


def denominator(levels: Sequence[Counts], selected: str | None, group: str | None) -> Denominator:
    """The count that holds for a group's value: the innermost level that has any decides.

    Where that level lacks the group or the units, no other level's count takes its place: it may
    be of other people.
    """
    if group is None:
        return NOT_STATED
    return next((counts.of(group, selected) for counts in levels if counts), NOT_STATED)


def _plain(units: str | None) -> str:
    return " ".join((units or "").casefold().split())


def _count(text: str | None) -> int | None:
    try:
        return figures.whole(text)
    except Unread:
        return None
