"""Participant flow: who started, reached a milestone, completed or left."""

from __future__ import annotations

from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    derived,
    index,
    nct_id,
    position,
    text,
)
from harvest.tables.people import STUDY
from harvest.tables.results import FLOW
from harvest.tables.results_columns import (
    RESULT_GROUP,
    group_id,
    result_group_position,
    sentinel,
    whole,
    written,
)

PERIODS = FLOW + ".periods[]"
PERIOD = ForeignKey(("nct_id", "period_position"), "flow_periods", ("nct_id", "position"))


class FlowPeriods(Table, name="flow_periods"):
    """One row for each period of the participant flow."""

    each = (Each(PERIODS),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    title_ = text("title", "Title, such as Overall Study or First Intervention.")


class ParticipantFlow(Table, name="participant_flow"):
    """One row for each group at each milestone of each period of the participant flow.

    A milestone without numbers has one row, without a group.
    """

    items = "posted.flow"
    each = (Each(PERIODS + ".milestones[].achievements[]"),)
    also_reads = (PERIODS + ".milestones[].type", PERIODS + ".milestones[].comment")
    key = ("nct_id", "position")
    references = (*STUDY, PERIOD, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    period_position = index("The period's position in `flow_periods`.")
    milestone_position = index("Place of the milestone in its period, from 0.")
    milestone = derived(
        text((), "STARTED, COMPLETED, NOT COMPLETED, or in the sponsor's words."), "milestone.type"
    )
    milestone_comment = derived(text((), "On the milestone."), "milestone.comment")
    group_id = derived(group_id(), "achievement.groupId")
    result_group_position = result_group_position()
    participants = whole(
        "numSubjects", "Participants in it.", "achievement.numSubjects", unit="participants"
    )
    participants_text = written("numSubjects", "achievement.numSubjects")
    participants_sentinel = sentinel("numSubjects", "achievement.numSubjects")
    units = whole(
        "numUnits",
        "Other units in it, such as eyes; what they are is `posted_results.flow_units`.",
        "achievement.numUnits",
        unit="units",
    )
    units_text = written("numUnits", "achievement.numUnits")
    comment = derived(text("comment", "On the number."), "achievement.comment")


class Withdrawals(Table, name="withdrawals"):
    """One row for each group and each reason to leave in each period of the participant flow.

    A reason without numbers has one row, without a group.
    """

    items = "posted.withdrawals"
    each = (Each(PERIODS + ".dropWithdraws[].reasons[]"),)
    also_reads = (PERIODS + ".dropWithdraws[].type", PERIODS + ".dropWithdraws[].comment")
    key = ("nct_id", "position")
    references = (*STUDY, PERIOD, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    period_position = index("The period's position in `flow_periods`.")
    reason_position = index("Place of the reason in its period, from 0.")
    reason = derived(text((), "Why, such as Adverse Event or Lost to Follow-up."), "drop.type")
    reason_comment = derived(text((), "On the reason."), "drop.comment")
    group_id = derived(group_id(), "reason.groupId")
    result_group_position = result_group_position()
    participants = whole(
        "numSubjects", "Participants who left.", "reason.numSubjects", unit="participants"
    )
    participants_text = written("numSubjects", "reason.numSubjects")
    participants_sentinel = sentinel("numSubjects", "reason.numSubjects")
    comment = derived(text("comment", "On the number."), "reason.comment")
