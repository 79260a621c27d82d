"""What is compared with what: arms, interventions, and which intervention belongs to which arm."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from harvest.derive import Case
from harvest.record import codes
from harvest.record.protocol import ArmGroup, Intervention
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Report,
    Rows,
    Table,
    code,
    flag,
    index,
    nct_id,
    position,
    text,
)
from harvest.tables.people import STUDY

MODULE = "protocolSection.armsInterventionsModule."
ARMS = MODULE + "armGroups[]"
INTERVENTIONS = MODULE + "interventions[]"


class Arms(Table, name="arms"):
    """One row for each registered arm (in observational studies: group or cohort).

    Known limits: labels repeat within a study; use the position. Observational groups have no type.
    """

    each = (Each(ARMS),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    label = text("label", "Name of the arm.")
    type = code(codes.ArmGroupType, "type", "Role of the arm.")
    description = text("description", "What happens in it.")


class Interventions(Table, name="interventions"):
    """One row for each registered intervention.

    Known limits: type and name together repeat within a study; use the position.
    """

    each = (Each(INTERVENTIONS),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    type = code(codes.InterventionType, "type", "Kind of intervention.")
    name_ = text("name", "Name, as registered.")
    description = text("description", "What is given or done.")


class InterventionNames(Table, name="intervention_names"):
    """One row for each other name of an intervention: brand, code, synonym."""

    each = (Each(INTERVENTIONS + ".otherNames[]"),)
    key = ("nct_id", "position")
    references = (
        *STUDY,
        ForeignKey(("nct_id", "intervention_position"), "interventions", ("nct_id", "position")),
    )

    nct_id = nct_id()
    position = position(RUNNING)
    intervention_position = index("The intervention's position in `interventions`.")
    other_name = text("", "The other name.", required=True)


def _link(case: Case, report: Report) -> Rows:
    """Links from both sides: arms name interventions, interventions name arms, both by label.

    Where a label repeats it does not say which bearer is meant. Then the pairs that name each
    other are meant; if no pair does, every bearer of the label is linked.
    """
    module = case.study.protocolSection.armsInterventionsModule
    arms, interventions = module.armGroups, module.interventions
    found = [
        (case.study.nct_id, arm, intervention, *how)
        for arms_alike, interventions_alike in _alike(arms, interventions)
        for (arm, intervention), how in _pairs(arms, interventions, arms_alike, interventions_alike)
    ]
    yield from sorted(found)
    for path, name in _loose_ends(arms, interventions):
        report("unlinked_name", path, name, "names no arm or intervention of this record")


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


def _loose_ends(
    arms: tuple[ArmGroup, ...], interventions: tuple[Intervention, ...]
) -> Iterator[tuple[str, str]]:
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


def intervention_label(intervention: Intervention) -> str | None:
    """How arms name an intervention: `DIETARY_SUPPLEMENT`, "D3" is "Dietary Supplement: D3"."""
    if intervention.name is None:
        return None
    words = (intervention.type or "").replace("_", " ").title()
    return f"{words}: {intervention.name}"


class ArmInterventions(Table, name="arm_interventions"):
    """One row for each intervention of each arm.

    The registry links by label from both sides; labels repeat, so a link is by position here.

    Known limits: arms without an intervention (NO_INTERVENTION) and interventions of studies
    without arms have no row; use a left join.
    """

    rows = staticmethod(_link)
    also_reads = (ARMS + ".interventionNames[]", INTERVENTIONS + ".armGroupLabels[]")
    key = ("nct_id", "arm_position", "intervention_position")
    references = (
        ForeignKey(("nct_id", "arm_position"), "arms", ("nct_id", "position")),
        ForeignKey(("nct_id", "intervention_position"), "interventions", ("nct_id", "position")),
    )

    nct_id = nct_id()
    arm_position = index("The arm's position in `arms`.")
    intervention_position = index("The intervention's position in `interventions`.")
    is_named_by_arm = flag((), "The arm names the intervention.")
    is_named_by_intervention = flag((), "The intervention names the arm.")
    has_repeated_label = flag((), "Another arm or intervention of the study bears the same label.")
    is_ambiguous = flag((), "It does, and the record does not tell them apart: all are linked.")
