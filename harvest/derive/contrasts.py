"""Which posted values may be compared with which: groups of one outcome, at one time, side by side.

A contrast is one group minus another: what is tested minus what it is compared with. Where nothing
tells which is which, the first group of the record minus a later one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple

from harvest.derive.cells import Cell
from harvest.derive.doses import Arm
from harvest.derive.group_arms import GroupArm
from harvest.derive.result_groups import ResultGroup, treatments

Comparator = Literal["placebo", "sham", "no_intervention", "active", "none"]
Isolates = Literal["yes", "no", "uncertain"]
_BY_TYPE: Final[dict[str, Comparator]] = {
    "PLACEBO_COMPARATOR": "placebo",
    "SHAM_COMPARATOR": "sham",
    "NO_INTERVENTION": "no_intervention",
    "ACTIVE_COMPARATOR": "active",
}
_RANK: Final[dict[Comparator, int]] = {
    "none": 0, "active": 1, "no_intervention": 2, "sham": 3, "placebo": 4
}  # fmt: skip
_MOST_WITHOUT_CONTROL: Final = 4
_SAME_DAY: Final = 0.5


class Side(NamedTuple):
    """One group of a contrast.

    Attributes:
        cell: Its value.
        group: The group.
        comparator: What kind of control it is; none for what is tested.
        drugs: Drugs that its title or its arm names, placebos left out.
        arms: Arms that it is linked to.
    """

    cell: Cell
    group: ResultGroup
    comparator: Comparator
    drugs: frozenset[str]
    arms: frozenset[int]


class Known(NamedTuple):
    """What is known of a group without any value: its control kind, drugs and arms."""

    group: ResultGroup
    comparator: Comparator
    drugs: frozenset[str]
    arms: frozenset[int]


class Contrast(NamedTuple):
    """Two groups, the first minus the second.

    Attributes:
        first, second: The tested group and its comparator.
        is_told: Whether the record says which of them is the comparator.
        isolates: Whether they differ in one drug alone.
        shared: How many other contrasts of the same values have the same comparator.
    """

    first: Side
    second: Side
    is_told: bool
    isolates: Isolates
    shared: int


class Sides:
    """What is known of the groups of one study."""

    def __init__(
        self, groups: Sequence[ResultGroup], links: Sequence[GroupArm], arms: Sequence[Arm]
    ) -> None:
        self._groups = groups
        self._arms = {arm.position: arm for arm in arms if arm.position is not None}
        self._linked: dict[int, list[int]] = {}
        for link in links:
            if link.arm_position is not None:
                self._linked.setdefault(link.result_group_position, []).append(link.arm_position)

    def of(self, cell: Cell) -> Side:
        """The group of a value."""
        place = cell.value.result_group_position
        assert place is not None
        return Side(cell, *self.known(place))

    def known(self, place: int) -> Known:
        """A group by its position."""
        group = self._groups[place]
        linked = self._linked.get(place, [])
        named = frozenset(name for name, _ in treatments(group.group.title or ""))
        return Known(
            group, self._comparator(linked, named), self._drugs(linked, named), frozenset(linked)
        )

    def _comparator(self, linked: Sequence[int], named: frozenset[str]) -> Comparator:
        types = {self._arms[place].group.type for place in linked}
        if len(types) == 1 and len(linked) == 1:
            found = _BY_TYPE.get(types.pop() or "")
            if found is not None and found != "active":
                return found
        if named == {"placebo"}:
            return "placebo"
        types = {self._arms[place].group.type for place in linked}
        return "active" if types == {"ACTIVE_COMPARATOR"} and len(linked) == 1 else "none"

    def _drugs(self, linked: Sequence[int], named: frozenset[str]) -> frozenset[str]:
        if named - {"placebo"} or named or len(linked) != 1:
            return named - {"placebo"}
        drugs = self._arms[linked[0]].drugs
        return frozenset(drug.name for drug in drugs if not drug.is_placebo)


def slices(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The values that differ in their group alone: of one class, one category, one time.

    Totals, baselines and values without a number's place are left out.
    """
    found: dict[tuple[int, int, int | None, float | None], list[Cell]] = {}
    for cell in cells:
        if cell.is_total or cell.is_baseline or cell.value.value_position is None:
            continue
        days = cell.moment.days if cell.moment.source == "group" else None
        place = (
            cell.value.measure_position,
            cell.value.class_position,
            cell.value.category_position,
            days,
        )
        found.setdefault(place, []).append(cell)
    yield from found.values()


def contrasts(cells: Sequence[Cell], sides: Sides) -> Iterator[Contrast]:
    """The contrasts that one slice allows.

    With controls, everything that ranks above a control against it; without, every pair of a few
    groups.
    """
    found = [sides.of(cell) for cell in cells]
    pairs = [_ordered(one, other) for one, other in combinations(found, 2)]
    told = [(first, second) for first, second, is_told in pairs if is_told]
    if not told and len(found) > _MOST_WITHOUT_CONTROL:
        return
    chosen = told or [(first, second) for first, second, _ in pairs]
    against: dict[int, int] = {}
    for _, second in chosen:
        against[second.group.position] = against.get(second.group.position, 0) + 1
    for first, second in chosen:
        yield Contrast(
            first,
            second,
            bool(told),
            isolates(first.drugs, second.drugs, second.comparator),
            against[second.group.position] - 1,
        )


def ranked(comparator: Comparator) -> int:
    """How far a group is from being what is tested; a placebo is the furthest."""
    return _RANK[comparator]


def _ordered(one: Side, other: Side) -> tuple[Side, Side, bool]:
    first, second = _RANK[one.comparator], _RANK[other.comparator]
    if first == second:
        return one, other, False
    return (one, other, True) if first < second else (other, one, True)


def isolates(first: frozenset[str], second: frozenset[str], comparator: Comparator) -> Isolates:
    """Whether the groups differ in one drug alone, so that the contrast shows what it does."""
    if not first or (not second and comparator in ("none", "active")):
        return "uncertain"
    if second <= first:
        return "yes" if len(first - second) == 1 else "no"
    return "no"


def turned(contrast: Contrast) -> Contrast:
    """The same groups the other way round."""
    first, second = contrast.second, contrast.first
    return contrast._replace(
        first=first,
        second=second,
        isolates=isolates(first.drugs, second.drugs, second.comparator),
    )
