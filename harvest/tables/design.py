"""What is compared with what: arms, interventions, and which intervention belongs to which arm."""

from __future__ import annotations

from harvest.derive.links import MODULE
from harvest.record import codes
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    code,
    flag,
    index,
    nct_id,
    position,
    text,
)
from harvest.tables.people import STUDY

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


class ArmInterventions(Table, name="arm_interventions"):
    """One row for each intervention of each arm.

    The registry links by label from both sides; labels repeat, so a link is by position here.

    Known limits: arms without an intervention (NO_INTERVENTION) and interventions of studies
    without arms have no row; use a left join.
    """

    items = "links"
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
