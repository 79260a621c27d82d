"""The periods of every arm: what happens in which order, for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from harvest.derive.doses import Arm, Dose

PeriodKind = Literal["run_in", "placebo_lead_in", "treatment", "washout", "extension", "follow_up"]
GIVEN: frozenset[PeriodKind] = frozenset({"treatment", "extension", "placebo_lead_in"})


class ArmPeriod(NamedTuple):
    """One period of one arm.

    Attributes:
        arm_position: The arm; None for a study without arms.
        period_number: Order within the arm, from 0.
        kind: What it is for.
        treatment: What is taken, in the words of the record; None where it does not say.
        drugs: The arm's drugs that are given in it, as places in `Arm.drugs`.
        start_day: First day, counted from the start of the first treatment period; a run-in has
            a negative one. None where a length before it is unknown.
        days: Length; None where the record does not give it.
        washout_days_before: Of the washout right before; 0 where the record says that there is
            none.
        is_open_label: The record calls it open.
        how: Where order and length come from.
    """

    arm_position: int | None
    period_number: int
    kind: PeriodKind
    treatment: str | None
    drugs: tuple[int, ...]
    start_day: int | None
    days: int | None
    washout_days_before: int | None
    is_open_label: bool | None
    how: str


def arm_periods(arms: Iterable[Arm], doses: Sequence[Dose]) -> tuple[ArmPeriod, ...]:
    """The periods of all arms, in their order."""
    return tuple(period for arm in arms for period in _of_arm(arm, doses))


def _of_arm(arm: Arm, doses: Sequence[Dose]) -> Iterator[ArmPeriod]:
    told = {
        dose.statement.duration_days
        for dose in doses
        if dose.arm_position == arm.position and dose.role == "assigned"
    } - {None}
    days = told.pop() if len(told) == 1 else None
    yield ArmPeriod(
        arm_position=arm.position,
        period_number=0,
        kind="treatment",
        treatment=None,
        drugs=tuple(range(len(arm.drugs))),
        start_day=0,
        days=days,
        washout_days_before=None,
        is_open_label=None,
        how="the record tells of no other period of the arm",
    )


def planned_days(periods: Iterable[ArmPeriod], kind: PeriodKind) -> int | None:
    """Days of all periods of a kind in one arm, of the arm where they are longest.

    An arm with a period of unknown length does not count.
    """
    lengths: dict[int | None, list[int | None]] = {}
    for period in periods:
        if period.kind == kind:
            lengths.setdefault(period.arm_position, []).append(period.days)
    known = [[each for each in days if each is not None] for days in lengths.values()]
    whole = [
        found
        for found, days in zip(known, lengths.values(), strict=True)
        if len(found) == len(days)
    ]
    return max(map(sum, whole), default=None)
