"""What the harvest says of itself: which search found a study, and what could not be read."""

from __future__ import annotations

from typing import Literal

from harvest.parse.evidence import Certainty
from harvest.tables.declare import RUNNING, Table, code, count, nct_id, position, text
from harvest.tables.overrides import Outcome
from harvest.tables.people import STUDY

IssueKind = Literal[
    "unknown_field",
    "unknown_code",
    "ill_typed_value",
    "unread_value",
    "unlinked_name",
    "unreadable_record",
    "contradiction",
    "analysis_disagrees",
    "doubtful_spread",
    "impossible_mean",
    "more_than_started",
    "more_than_enrolled",
    "override_not_applied",
]


class SearchHits(Table, name="search_hits"):
    """One row for each study and each search of the cohort that found it.

    Known limits: the registry searches with synonyms and broader terms, so a hit is a candidate.
    Empty where the records came from files.
    """

    each = ()
    key = ("nct_id", "search")
    references = STUDY

    nct_id = nct_id()
    search = text((), "Name of the search in the cohort.", required=True)
    parameters = text((), "What was asked, as request parameters; null where every study was.")


class Evidence(Table, name="evidence"):
    """One row for each derived value and what it was read from, or why it is null.

    The span counts code points of the text at `path` in the record, as served. A value that was
    put together from several texts has a row for each.

    Known limits: a derived value that is null because the record is silent has no row.
    """

    items = "traces"
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position(RUNNING)
    table = text((), "Table of the value.", required=True)
    row_position = count((), "The row's `position` in that table; null for `studies`.")
    column = text((), "Column of the value.", required=True)
    path = text((), "JSON path of the text it was read from, with list indices from 0.")
    span_start = count((), "First code point of the words in that text, from 0.")
    span_end = count((), "End of the words, exclusive.")
    words = text((), "The words, their first 300 characters.")
    rule = text((), "Name of the rule that read them.")
    certainty = code(
        Certainty,
        (),
        "How sure: stated in the text, inferred from its structure or from another part of the "
        "record, or assumed by a convention.",
    )
    reason = text((), "Why the value is null, or what is to be known of it.")


class Overrides(Table, name="overrides"):
    """One row for each correction of a derived value by a person, applied or not.

    A correction is applied last and only where the value is still the one that it corrects; what
    was computed from that value before stays as it was. One that does not apply raises an issue.
    """

    each = ()
    key = ("override_number",)
    references = ()

    override_number = count((), "Running number in the release, from 0.")
    nct_id = text((), "Study that it is for.", required=True)
    table = text((), "Table of the value.", required=True)
    row = text((), "The row's key within the study; empty for `studies`.")
    column = text((), "Column of the value.", required=True)
    old_text = text((), "Value that it corrects; NA stands for null.", required=True)
    new_text = text((), "Value in its place.", required=True)
    outcome = code(Outcome, (), "Whether it was applied, or why not.", required=True)
    found_text = text((), "Value that stood there where it was refused.")
    who = text((), "Person who corrected it.", required=True)
    when = text((), "Day on which they did, as written.", required=True)
    why = text((), "Reason.", required=True)
    source = text((), "Where the right value stands.", required=True)


class Issues(Table, name="issues"):
    """One row for each part of a record that could not be interpreted.

    The record itself is kept in raw, whole. A study that could not be read at all has its row
    here and none in `studies`.
    """

    each = ()
    key = ("issue_number",)
    references = ()

    issue_number = count((), "Running number in the release, from 0.")
    nct_id = text((), "Registry number; null where the record has none that can be read.")
    kind = code(IssueKind, (), "What is wrong.", required=True)
    path = text((), "JSON path, with list indices from 0.")
    value_text = text((), "The part as served, its first 500 characters.")
    message = text((), "Why it could not be interpreted.", required=True)
