"""Adverse events in posted results."""

from __future__ import annotations

from harvest.derive.flow_and_events import Seriousness
from harvest.record import codes
from harvest.tables.declare import (
    RUNNING,
    Column,
    Each,
    Table,
    code,
    count,
    derived,
    index,
    nct_id,
    position,
    text,
)
from harvest.tables.people import STUDY
from harvest.tables.results import EVENTS
from harvest.tables.results_columns import RESULT_GROUP, group_id, result_group_position

LISTS = (Each(EVENTS + ".seriousEvents[]"), Each(EVENTS + ".otherEvents[]"))
FIELDS = ("term", "organSystem", "sourceVocabulary", "assessmentType", "notes")


def people(source: str, description: str, of: str) -> Column:
    """A number of participants."""
    return derived(count(source, description, unit="participants"), f"{of}.{source}")


class AdverseEventGroups(Table, name="adverse_event_groups"):
    """One row for each group in which adverse events were counted, with its totals.

    A participant with several events counts once. Null is not zero: deaths were not asked for
    before 2017.
    """

    items = "posted.event_groups"
    each = (Each(EVENTS + ".eventGroups[]"),)
    key = ("nct_id", "position")
    references = (*STUDY, RESULT_GROUP)

    nct_id = nct_id()
    position = position()
    group_id = derived(text("id", "Id in its own list, such as EG000."), "group.id")
    result_group_position = result_group_position()
    title_ = derived(text("title", "Title."), "group.title")
    deaths = people("deathsNumAffected", "Who died, of any cause.", "group")
    deaths_at_risk = people("deathsNumAtRisk", "Of how many.", "group")
    serious_affected = people("seriousNumAffected", "With a serious adverse event.", "group")
    serious_at_risk = people("seriousNumAtRisk", "Of how many.", "group")
    other_affected = people(
        "otherNumAffected", "With another adverse event above the threshold.", "group"
    )
    other_at_risk = people("otherNumAtRisk", "Of how many.", "group")


class AdverseEvents(Table, name="adverse_events"):
    """One row for each adverse event in each group: serious ones first.

    Known limits: other events below `posted_results.event_threshold_percent` are not reported, so
    an event that is not here need not have been absent. An event without numbers has one row,
    without a group.
    """

    items = "posted.events"
    each = tuple(Each(each.path + ".stats[]") for each in LISTS)
    also_reads = tuple(f"{each.path}.{field}" for each in LISTS for field in FIELDS)
    key = ("nct_id", "position")
    references = (*STUDY, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    seriousness = code(Seriousness, (), "Serious, or other.", required=True)
    event_position = index("Place among the serious or the other events, from 0.")
    term = derived(text((), "Event, in the words of the vocabulary."), "event.term")
    organ_system = derived(text((), "Organ system."), "event.organSystem")
    source_vocabulary = derived(
        text((), "Vocabulary and version, such as MedDRA 19.1."), "event.sourceVocabulary"
    )
    assessment_type = derived(
        code(codes.EventAssessment, (), "Asked for regularly, or as reported."),
        "event.assessmentType",
    )
    notes_ = derived(text((), "More on the event."), "event.notes")
    group_id = derived(group_id(), "stats.groupId")
    result_group_position = result_group_position()
    affected = people("numAffected", "Participants who had it.", "stats")
    at_risk = people("numAtRisk", "Of how many.", "stats")
    events = derived(
        count("numEvents", "How often it happened; not always given.", unit="events"),
        "stats.numEvents",
    )
