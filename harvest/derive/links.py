"""Which intervention belongs to which arm: the registry links by label, from both sides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from harvest.record.protocol import ArmGroup, ArmsInterventionsModule, Intervention

MODULE = "protocolSection.armsInterventionsModule."


class Link(NamedTuple):
    """One intervention of one arm, by their positions.

    Attributes:
        is_named_by_arm, is_named_by_intervention: Which side names the other.
        has_repeated_label: Another arm or intervention of the study bears the same label.
        is_ambiguous: It does, and the record does not tell them apart.
    """

    arm_position: int
    intervention_position: int
    is_named_by_arm: bool
    is_named_by_intervention: bool
    has_repeated_label: bool
    is_ambiguous: bool


def links(module: ArmsInterventionsModule) -> tuple[Link, ...]:
    """Links from both sides: arms name interventions, interventions name arms, both by label.

    Where a label repeats it does not say which bearer is meant. Then the pairs that name each
    other are meant; if no pair does, every bearer of the label is linked.
    """
    arms, interventions = module.armGroups, module.interventions
    return tuple(
        sorted(
            Link(arm, intervention, *how)
            for arms_alike, interventions_alike in _alike(arms, interventions)
            for (arm, intervention), how in _pairs(
                arms, interventions, arms_alike, interventions_alike
            )
        )
    )


def loose_ends(module: ArmsInterventionsModule) -> Iterator[tuple[str, str]]:
    """Path and name of every name that no arm or intervention bears."""
    arms, interventions = module.armGroups, module.interventions
    names = {intervention_label(each) for each in interventions}
    labels = {arm.label for arm in arms}
    for a, arm in enumerate(arms):
        for n, name in enumerate(arm.interventionNames):
            if name and name not in names:
                yield f"{MODULE}armGroups[{a}].interventionNames[{n}]", name
    for i, intervention in enumerate(interventions):
        for n, name in enumerate(intervention.armGroupLabels):
            if name and name not in labels:
                yield f"{MODULE}interventions[{i}].armGroupLabels[{n}]", name


def _alike(
    arms: tuple[ArmGroup, ...], interventions: tuple[Intervention, ...]
) -> Iterator[tuple[list[int], list[int]]]:
    """Positions of arms that share a label and of interventions that share one, if one side
    names the other."""
    by_label: dict[str | None, list[int]] = {}
    for place, arm in enumerate(arms):
        by_label.setdefault(arm.label, []).append(place)
    by_name: dict[str, list[int]] = {}
    for place, intervention in enumerate(interventions):
        if (name := intervention_label(intervention)) is not None:
            by_name.setdefault(name, []).append(place)
    named: set[tuple[str | None, str | None]] = {
        (arm.label, name) for arm in arms for name in arm.interventionNames
    }
    named |= {
        (label, intervention_label(intervention))
        for intervention in interventions
        for label in intervention.armGroupLabels
    }
    for label, name in named:
        if label in by_label and name in by_name:
            yield by_label[label], by_name[name]


def _pairs(
    arms: tuple[ArmGroup, ...],
    interventions: tuple[Intervention, ...],
    arms_alike: list[int],
    interventions_alike: list[int],
) -> Iterator[tuple[tuple[int, int], tuple[bool, bool, bool, bool]]]:
    """Which of them belong together: named by arm, by intervention, repeated label, ambiguous."""
    label = arms[arms_alike[0]].label
    name = intervention_label(interventions[interventions_alike[0]])
    naming_arms = [place for place in arms_alike if name in arms[place].interventionNames]
    naming = [p for p in interventions_alike if label in interventions[p].armGroupLabels]
    is_repeated = len(arms_alike) > 1 or len(interventions_alike) > 1
    if naming_arms and naming:
        how = (True, True, is_repeated, len(naming_arms) > 1 and len(naming) > 1)
        yield from ((pair, how) for pair in product(naming_arms, naming))
    elif naming_arms:
        how = (True, False, is_repeated, len(interventions_alike) > 1)
        yield from ((pair, how) for pair in product(naming_arms, interventions_alike))
    else:
        how = (False, True, is_repeated, len(arms_alike) > 1)
        yield from ((pair, how) for pair in product(arms_alike, naming))


def intervention_label(intervention: Intervention) -> str | None:
    """How arms name an intervention: `DIETARY_SUPPLEMENT`, "D3" is "Dietary Supplement: D3"."""
    if intervention.name is None:
        return None
    words = (intervention.type or "").replace("_", " ").title()
    return f"{words}: {intervention.name}"
