"""How studies changed: their versions, every change, and what became of their outcomes.

A release knows the snapshots that led to its own, and what the registry's own history told where
it was asked (`--history`). These tables hold studies that are gone too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from harvest.history.changes import change_rows
from harvest.history.kinds import Kind
from harvest.history.outcomes import Rank, Relation, Rule
from harvest.history.switching import Assessable, Switched, switching
from harvest.history.timeline import History, Past, Source
from harvest.history.timing import Timing
from harvest.history.tracks import tracks
from harvest.history.versions import version_rows
from harvest.tables.declare import (
    Column,
    ForeignKey,
    Table,
    code,
    count,
    day,
    flag,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.left_out import LEFT_OUT, PERSONAL

PERSONAL_PATHS = tuple(path for path, reason in LEFT_OUT.items() if reason == PERSONAL)
UNDOCUMENTED = "The registry's own history comes from an address that it does not document."
VERSION = "Its place in `record_versions`."
TIMING = (
    "What was over by then: posting of results, primary completion, start of the study, or none."
)


def _days(description: str) -> Column:
    """Days that may be negative."""
    return replace(count((), description, unit="days"), least=None)


def _to_versions(column: str) -> ForeignKey:
    return ForeignKey(("nct_id", column), "record_versions", ("nct_id", "position"))


class RecordVersions(Table, name="record_versions"):
    """One row for each study and distinct content of its record.

    Contents differ whenever the record's JSON does, the registry's data version apart. One that
    came back has one row: `stretches` says so.

    Known limits: our own snapshots see a study from their first one on, and nothing that came and
    went between two of them. The registry's own history comes from an address that it does not
    document; it may be incomplete or go without notice.
    """

    each = ()
    key = ("nct_id", "position")
    references = ()

    nct_id = nct_id()
    position = position("Number of the version in the study, from 0, as they first stood.")
    version = text((), "Hash (sha256) of the record without its data version.", required=True)
    source = code(Source, (), "Who has it: " + UNDOCUMENTED, required=True)
    registry_version = count(
        (), "Number in the registry's own history, from 0 for the registration. " + UNDOCUMENTED
    )
    first_seen_snapshot = text((), "First of our snapshots that has it.")
    last_seen_snapshot = text((), "Last of our snapshots that has it, up to the release's.")
    first_seen_date = day((), "Time of the registry's data in that first snapshot.")
    last_seen_date = day((), "Time of the registry's data in that last snapshot.")
    data_version = text((), "The registry's data version when it was first seen.")
    update_submitted_date = day((), "When the sponsor sent it.")
    update_posted_date = day((), "When the registry posted it.")
    overall_status = text((), "Status of the study, as served.")
    is_derived_only = flag(
        (), "Only what the registry derives differs from the version before; null for the first."
    )
    is_current = flag((), "The version in the release's snapshot.")
    is_removed = flag((), "The release's snapshot does not have the study any more.")
    stretches = count((), "How often it came; above 1 for one that came back.")


class Changes(Table, name="changes"):
    """One row for each change of a study: which path of its record, from what, to what, when.

    Lists are compared by what their items are (outcomes by their words, arms by label,
    interventions by type and name), never by position; the order alone of a list is no change.
    What the registry derives by itself is `derived`; its own dates of sending and posting are
    `record_updated`. A study that came with the first snapshot has no row for that.

    Known limits: two edits of one field between two snapshots are one change. Contact persons are
    left out. A study that a snapshot lacks is `study_removed` unless the snapshot found out what
    became of it; of a merged one `new_text` is the study that it went into. A wording that may be
    another outcome's is marked by `is_certain`.
    """

    each = ()
    key = ("nct_id", "position")
    references = (_to_versions("old_version"), _to_versions("new_version"))

    nct_id = nct_id()
    position = position("Running number within the study, in order of time.")
    kind = code(Kind, (), "What it is to a reader of trials.", required=True)
    path = text((), "JSON path; of the old version for what went. Null for the study as a whole.")
    old_text = text((), "As it was; an object or list as JSON, its first 2,000 characters.")
    new_text = text((), "As it is; an object or list as JSON, its first 2,000 characters.")
    slipped_days = _days("Of a date: days later, negative for earlier.")
    is_slip_exact = flag((), "Both dates are given to the day.")
    is_certain = flag(
        (), "False where words do not settle which outcome of the two versions it is."
    )
    source = code(Source, (), "Who has the new version: " + UNDOCUMENTED, required=True)
    first_seen_snapshot = text((), "First of our snapshots that shows it.")
    first_seen_date = day((), "Time of that snapshot's data, or the date that the registry tells.")
    change_date = day((), "When the sponsor sent it, else when it was first seen.")
    timing = code(Timing, (), TIMING, required=True)
    old_version = count((), "Version before: " + VERSION)
    new_version = count((), "Version after: " + VERSION)


class OutcomeVersions(Table, name="outcome_versions"):
    """One row for each outcome of a study as it stood unchanged for a while.

    Rows of one outcome share `outcome`. Only studies with more than one version are here; the
    others have their outcomes in `outcomes` alone.
    """

    each = ()
    key = ("nct_id", "position")
    references = (_to_versions("first_version"), _to_versions("last_version"))

    nct_id = nct_id()
    position = position("Running number within the study.")
    outcome = count((), "Number of the outcome, the same through all its wordings.")
    rank = code(Rank, (), "Primary, secondary or other.", required=True)
    rank_position = count((), "Place in the registry's list when it first stood so, from 0.")
    measure = text((), "Measure, as registered.")
    description = text((), "Description, as registered.")
    time_frame_text = text((), "Time frame, as registered.")
    first_version = count((), "First version in which it stands so: " + VERSION)
    last_version = count((), "Last version in which it stands so: " + VERSION)
    first_seen_snapshot = text((), "First of our snapshots that shows it so.")
    last_seen_snapshot = text((), "Last of our snapshots that shows it so.")
    first_seen_date = day((), "Time of that first snapshot's data, or the date the registry tells.")
    is_current = flag((), "It stands so in the release's snapshot.")
    current_position = count((), "Its position in `outcomes`, where it is current.")


class OutcomeLinks(Table, name="outcome_links"):
    """One row for each outcome of a version against the next version of the study.

    Where the words do not settle which is which the relation is `uncertain`, a `possible_split` or
    a `possible_merge`, for a person to judge. Versions between which no outcome changed have no
    rows.

    Known limits: the registry gives outcomes no names, so that links rest on words. One that was
    reworded beyond recognition is removed and added.
    """

    each = ()
    key = ("nct_id", "position")
    references = (
        _to_versions("old_version"),
        _to_versions("new_version"),
        ForeignKey(("nct_id", "old_position"), "outcome_versions", ("nct_id", "position")),
        ForeignKey(("nct_id", "new_position"), "outcome_versions", ("nct_id", "position")),
    )

    nct_id = nct_id()
    position = position("Running number within the study, in order of time.")
    old_version = count((), "Version before: " + VERSION)
    new_version = count((), "Version after: " + VERSION)
    old_position = count((), "The outcome before, in `outcome_versions`; null for one added.")
    new_position = count((), "The outcome after, in `outcome_versions`; null for one removed.")
    relation = code(Relation, (), "How the one stands to the other.", required=True)
    rule = code(Rule, (), "What linked them.")
    similarity = number(
        (), "Weighted share of the measures' words in common.", unit="share", least=0, most=1
    )
    old_rank = code(Rank, (), "Rank before.")
    new_rank = code(Rank, (), "Rank after.")
    is_reworded = flag((), "The measure differs.")
    is_redescribed = flag((), "The description differs.")
    is_reranked = flag((), "It moved between primary, secondary and other.")
    is_retimed = flag((), "The time frame differs.")
    change_date = day((), "When the sponsor sent the change, else when it was first seen.")
    timing = code(Timing, (), TIMING, required=True)
    days_after_start = _days("Days from the start, negative before.")
    days_after_primary_completion = _days("Days from primary completion, negative before.")
    days_after_results_posted = _days("Days from the posting of results, negative before.")


class Switching(Table, name="switching"):
    """One row for each study: whether its outcomes were changed on the way, if that can be told.

    Within one record nothing can be found: posted results follow the protocol as it now stands.
    So a study with one known version is not assessable, which is not the same as unchanged; and
    `none_seen` says no more than that the versions since `assessed_since_date` show no change.
    Added, removed and changed outcomes are counted over all versions, primary ones only; a new
    description alone is no change.
    """

    each = ()
    key = ("nct_id",)
    references = ()

    nct_id = nct_id()
    outcome_switching_assessable = code(
        Assessable, (), "Whether more than one version is known.", required=True
    )
    reason = text((), "On what the answer rests.", required=True)
    is_from_registration = flag((), "All versions since registration are known.")
    assessed_since_date = day((), "From when on versions are known.")
    versions = count((), "Versions that differ in more than what the registry derives.")
    primary_outcome_changed = code(
        Switched, (), "Whether a primary outcome changed, was added, removed or re-ranked.",
        required=True,
    )  # fmt: skip
    primary_added = count((), "Primary outcomes that were added.")
    primary_removed = count((), "Primary outcomes that were removed.")
    primary_promoted = count((), "Secondary or other outcomes that became primary.")
    primary_demoted = count((), "Primary outcomes that became secondary or other.")
    primary_reworded = count((), "Primary outcomes that were reworded.")
    primary_retimed = count((), "Primary outcomes whose time frame changed.")
    uncertain_links = count((), "Links of primary outcomes that a person has to judge.")
    changed_after_start = count((), "Of all these changes, those after the start of the study.")
    changed_after_primary_completion = count((), "And those after its primary completion.")


HISTORY: tuple[type[Table], ...] = (
    RecordVersions,
    Changes,
    OutcomeVersions,
    OutcomeLinks,
    Switching,
)
"""The tables on how studies changed."""


def rows(past: Past) -> Iterator[tuple[type[Table], tuple[Any, ...]]]:
    """The rows of one study in all these tables."""
    history = History(past, PERSONAL_PATHS)
    followed = tracks(history)
    lists = (
        (RecordVersions, version_rows(history)),
        (Changes, change_rows(history)),
        (OutcomeVersions, followed.outcomes),
        (OutcomeLinks, followed.links),
    )
    for table, found in lists:
        for place, row in enumerate(found):
            yield table, (past.nct_id, place, *row)
    yield Switching, (past.nct_id, *switching(history, followed.links))
