"""What the harvest says of itself: which search found a study, and what could not be read."""

from __future__ import annotations

from typing import Literal

from harvest.tables.declare import Table, code, count, nct_id, text
from harvest.tables.people import STUDY

IssueKind = Literal[
    "unknown_field",
    "unknown_code",
    "ill_typed_value",
    "unread_value",
    "unlinked_name",
    "unreadable_record",
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
