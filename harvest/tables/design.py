"""What is compared with what: arms, interventions, and which intervention belongs to which arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harvest.record import codes
from harvest.record.protocol import ArmGroup, Intervention
from harvest.record.study import Study
from harvest.tables.declare import (
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
    position = position()
    intervention_position = index("The intervention's position in `interventions`.")
    other_name = text("", "The other name.", required=True)


def _link(study: Study, report: Report) -> Rows:
    """Links from both sides: arms name interventions, interventions name arms, both by label.

    Where a label repeats it does not say which bearer is meant. Then the other side decides if
    it can; if it cannot, all bearers are linked and `is_ambiguous` says so.
    """
    module = study.protocolSection.armsInterventionsModule
    arms, interventions = module.armGroups, module.interventions
    names = Counter(intervention_label(each) for each in interventions)
    labels = Counter(arm.label for arm in arms)
    for a, arm in enumerate(arms):
        for i, intervention in enumerate(interventions):
            by_arm = intervention_label(intervention) in arm.interventionNames
            by_intervention = arm.label in intervention.armGroupLabels
            is_one_of_many = (names[intervention_label(intervention)], labels[arm.label]) != (1, 1)
            if not (by_arm or by_intervention):
                continue
            if is_one_of_many and not (by_arm and by_intervention) and _has_both(
                arm, intervention, arms, interventions
            ):  # fmt: skip
                continue
            yield study.nct_id, a, i, by_arm, by_intervention, is_one_of_many
    for path, name in _loose_ends(arms, interventions):
        report("unlinked_name", path, name, "names no arm or intervention of this record")


def _has_both(
    arm: ArmGroup,
    intervention: Intervention,
    arms: tuple[ArmGroup, ...],
    interventions: tuple[Intervention, ...],
) -> bool:
    """Whether a namesake of either end is named from both sides, so that this link is not meant."""
    namesakes = (
        (other_arm, other)
        for other_arm in arms
        if other_arm.label == arm.label
        for other in interventions
        if intervention_label(other) == intervention_label(intervention)
    )
    return any(
        intervention_label(other) in other_arm.interventionNames
        and other_arm.label in other.armGroupLabels
        for other_arm, other in namesakes
    )


def _loose_ends(
    arms: tuple[ArmGroup, ...], interventions: tuple[Intervention, ...]
) -> Iterator[tuple[str, str]]:
    names = {intervention_label(each) for each in interventions}
    labels = {arm.label for arm in arms}
    for a, arm in enumerate(arms):
        for n, name in enumerate(arm.interventionNames):
            if name not in names:
                yield f"{MODULE}armGroups[{a}].interventionNames[{n}]", name
    for i, intervention in enumerate(interventions):
        for n, name in enumerate(intervention.armGroupLabels):
            if name not in labels:
                yield f"{MODULE}interventions[{i}].armGroupLabels[{n}]", name


def intervention_label(intervention: Intervention) -> str:
    """How arms name an intervention: `DIETARY_SUPPLEMENT`, "D3" is "Dietary Supplement: D3"."""
    words = (intervention.type or "").replace("_", " ").title()
    return f"{words}: {intervention.name}"


class ArmInterventions(Table, name="arm_interventions"):
    """One row for each intervention of each arm.

    The registry links by label from both sides; labels repeat, so a link is by position here.
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
    is_ambiguous = flag((), "Another arm or intervention of the study bears the same label.")
