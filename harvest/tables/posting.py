"""How the posting of a study and its results went: submissions, events, violations."""

from __future__ import annotations

from harvest.record import codes
from harvest.tables.declare import Each, Table, code, count, day, flag, nct_id, position, text
from harvest.tables.people import STUDY

ANNOTATION = "annotationSection.annotationModule."
MISC = "derivedSection.miscInfoModule."


class ResultsSubmissions(Table, name="results_submissions"):
    """One row for each time that results, not public yet, were sent to the registry.

    `unposted_events` mostly says the same in another form.
    """

    each = (Each(MISC + "submissionTracking.submissionInfos[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    release_date = day("releaseDate", "When the sponsor sent them.")
    unrelease_date = day("unreleaseDate", "When the sponsor took them back.")
    is_unrelease_date_unknown = flag("unreleaseDateUnknown", "Taken back on an unknown day.")
    reset_date = day("resetDate", "When the registry returned them with comments.")
    mcp_release_number = count(
        "mcpReleaseN", "The registry's mcpReleaseN; what it counts is not documented."
    )


class UnpostedEvents(Table, name="unposted_events"):
    """One row for each step of results that are not public: sent, taken back, returned."""

    each = (Each(ANNOTATION + "unpostedAnnotation.unpostedEvents[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    type = code(codes.UnpostedEventType, "type", "The step.")
    event_date = day("date", "When it was.")
    is_date_unknown = flag("dateUnknown", "The day is not known.")


class Violations(Table, name="violations"):
    """One row for each notice of a breach of the US duty to post."""

    each = (Each(ANNOTATION + "violationAnnotation.violationEvents[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    type = code(codes.ViolationEventType, "type", "The notice.")
    description = text("description", "Its text.")
    creation_date = day("creationDate", "When it was written.")
    issued_date = day("issuedDate", "When it was sent.")
    release_date = day("releaseDate", "The notice's release date, as served.")
    posted_date = day("postedDate", "When it was public.")


class RemovedCountries(Table, name="removed_countries"):
    """One row for each country that once had sites and no longer has."""

    each = (Each(MISC + "removedCountries[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    country = text("", "Country.", required=True)
