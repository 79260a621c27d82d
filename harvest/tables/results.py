"""Posted results as a whole: the groups of all modules, and what is said of the results."""

from __future__ import annotations

from harvest.derive.result_groups import Module
from harvest.parse import figures
from harvest.record import codes
from harvest.tables.declare import (
    Each,
    Table,
    code,
    count,
    derived,
    flag,
    index,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.people import STUDY

SECTION = "resultsSection"
FLOW = SECTION + ".participantFlowModule"
BASELINE = SECTION + ".baselineCharacteristicsModule"
OUTCOMES = SECTION + ".outcomeMeasuresModule.outcomeMeasures[]"
EVENTS = SECTION + ".adverseEventsModule"
AGREEMENT = "moreInfoModule.certainAgreement."


class PostedResults(Table, name="posted_results"):
    """One row for each study with posted results: what is said of them as a whole.

    Known limits: the person to ask is left out; the registry has them.
    """

    each = (Each(SECTION),)
    key = ("nct_id",)
    references = STUDY

    nct_id = nct_id()
    recruitment_details = text(
        "participantFlowModule.recruitmentDetails", "Where and when participants were recruited."
    )
    pre_assignment_details = text(
        "participantFlowModule.preAssignmentDetails",
        "What happened after enrolment and before assignment, such as a washout.",
    )
    flow_units = text(
        "participantFlowModule.typeUnitsAnalyzed", "What was assigned, where not participants only."
    )
    baseline_population = text(
        "baselineCharacteristicsModule.populationDescription",
        "Who is in the baseline, where not everybody.",
    )
    baseline_units = text(
        "baselineCharacteristicsModule.typeUnitsAnalyzed",
        "What was analysed at baseline, where not participants only.",
    )
    event_threshold_percent = number(
        "adverseEventsModule.frequencyThreshold",
        "Other adverse events in fewer participants than this in every group are not reported.",
        unit="percent",
        read=figures.percent,
    )
    event_threshold_text = text("adverseEventsModule.frequencyThreshold", "Its text, as served.")
    event_time_frame_text = text(
        "adverseEventsModule.timeFrame", "Over which time adverse events were collected."
    )
    event_description = text("adverseEventsModule.description", "How they were collected.")
    all_cause_mortality_comment = text(
        "adverseEventsModule.allCauseMortalityComment", "On deaths, such as why none are given."
    )
    limitations = text(
        "moreInfoModule.limitationsAndCaveats.description", "Limitations and caveats."
    )
    is_investigator_employee = flag(
        AGREEMENT + "piSponsorEmployee", "Principal investigators are employed by the sponsor."
    )
    has_restrictive_agreement = flag(
        AGREEMENT + "restrictiveAgreement",
        "An agreement restricts when the investigator may publish.",
    )
    restriction_type = code(
        codes.AgreementRestrictionType,
        AGREEMENT + "restrictionType",
        "For how long: up to 60 days, longer, or otherwise.",
    )
    restriction_details = text(AGREEMENT + "otherDetails", "More on the agreement.")


class ResultGroups(Table, name="result_groups"):
    """One row for each group of each module of posted results, and of each outcome.

    Other tables refer to `position`: a group's id ("OG000") begins anew in every list, and the
    same id is another group there.
    """

    items = "posted.groups"
    each = (
        Each(FLOW + ".groups[]"),
        Each(BASELINE + ".groups[]"),
        Each(OUTCOMES + ".groups[]"),
        Each(EVENTS + ".eventGroups[]"),
    )
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position("Running number within the study over all modules, from 0.")
    module = code(Module, (), "Where the group stands.", required=True)
    outcome_measure_position = count(
        (), "Of an outcome's group: the outcome's position in `outcome_measures`."
    )
    group_position = index("Place in the module's or the outcome's own list, from 0.")
    group_id = derived(text("id", "Id in its own list, such as OG000."), "group.id")
    title_ = derived(text("title", "Title."), "group.title")
    description = derived(text("description", "What was done in it."), "group.description")
    treatment = text((), "Drugs that the title names, joined by a semicolon.")
    is_total = flag((), "It is of people who are in other groups too.")
    time_days = derived(
        number((), "Elapsed days of the time that the title names, such as Week 8.", unit="days"),
        "days",
    )
