from __future__ import annotations

from dataclasses import replace
from typing import Any

from harvest.history.changes import change_rows
from harvest.history.timeline import History
from tests.history.pasts import history, past, sent
from tests.records import study

OLD, NEW = study(1, title="Old"), study(1, title="New")
WITHHELD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001"},
        "statusModule": {"overallStatus": "WITHHELD"},
    }
}


def told(*days: dict[str, Any] | None, **more: Any) -> list[tuple[str, str | None]]:
    rows = change_rows(history(*days, **more))
    return [(row.kind, row.first_seen_snapshot) for row in rows]


def test_nothing_happened_to_a_study_of_the_first_snapshot() -> None:
    assert told(OLD, OLD) == []


def test_a_study_comes_goes_and_comes_back_changed() -> None:
    assert told(None, OLD, None, NEW) == [
        ("study_added", "day1"),
        ("study_removed", "day2"),
        ("study_reappeared", "day3"),
        ("other", "day3"),
    ]
    assert told(OLD, None) == [("study_removed", "day1")]


def test_a_placeholder_is_one_change_and_the_record_behind_it_is_compared_later() -> None:
    rows = list(change_rows(history(OLD, WITHHELD, NEW)))
    assert [(row.kind, row.old_text, row.new_text) for row in rows] == [
        ("study_withheld", "COMPLETED", "WITHHELD"),
        ("study_reappeared", "WITHHELD", "COMPLETED"),
        ("other", "Old", "New"),
    ]
    assert told(WITHHELD, WITHHELD) == []
    assert told(WITHHELD, OLD) == [("study_reappeared", "day1")]


def test_the_data_version_alone_is_no_change() -> None:
    first, second = study(1, data_version="2026-11-16"), study(1, data_version="2026-11-17")
    assert told(first, second, study(1, title="T", data_version="2026-11-18")) == [
        ("other", "day2")
    ]


def test_versions_and_days_are_named() -> None:
    told_ = (sent("2026-01-01", x={"y": "0"}),)
    rows = change_rows(history(sent("2026-07-05", x={"y": "1"}), told=told_))
    (row,) = (row for row in rows if row.kind == "other")
    assert (row.source, row.old_version, row.new_version) == ("snapshots", 0, 1)
    assert (row.old_text, row.new_text) == ("0", "1")
    assert str(row.change_date) == "2026-07-05 00:00:00"
    assert row.timing == "after_primary_completion"


def test_a_section_that_only_one_source_serves_says_nothing() -> None:
    bare = {"protocolSection": sent("2026-01-01")["protocolSection"]}
    whole = sent("2026-02-01")
    assert told(whole, told=(bare,)) == [("record_updated", "day0")]
    assert told(whole, {**whole, "hasResults": True}) == [("results_posted", "day1")]


def test_what_became_of_a_study_that_is_gone_is_said_as_far_as_it_is_known() -> None:
    given = past(OLD, None)
    for fate, into, kind in (
        (None, None, "study_removed"),
        ("removed", None, "study_removed"),
        ("merged", "NCT00000009", "study_merged"),
        ("left_cohort", None, "study_left_cohort"),
        ("withheld", None, "study_withheld"),
    ):
        served = (given.served[0]._replace(fate=fate, into=into),)
        (row,) = change_rows(History(replace(given, served=served)))
        assert (row.kind, row.new_text, row.first_seen_snapshot) == (kind, into, "day1")
