from __future__ import annotations

from harvest.history.versions import version_rows
from tests.history.pasts import history, past, sent
from tests.records import study

OLD, NEW = study(1, title="Old"), study(1, title="New")
DERIVED = study(1, title="New", term="Other")


def test_a_version_that_came_back_is_one_row() -> None:
    one, other = version_rows(history(OLD, NEW, OLD, OLD))
    assert (one.first_seen_snapshot, one.last_seen_snapshot, one.stretches) == ("day0", "day3", 2)
    assert (other.first_seen_snapshot, other.last_seen_snapshot) == ("day1", "day1")
    assert (one.is_current, other.is_current) == (True, False)
    assert one.version == past(OLD).served[0].version


def test_derived_terms_are_told_from_a_sponsors_edit() -> None:
    rows = list(version_rows(history(OLD, NEW, DERIVED)))
    assert [row.is_derived_only for row in rows] == [None, False, True]


def test_a_study_that_is_gone_is_nowhere_current() -> None:
    rows = list(version_rows(history(OLD, NEW, None)))
    assert [(row.is_current, row.is_removed) for row in rows] == [(False, True)] * 2


def test_numbers_come_from_the_registrys_history() -> None:
    told = (sent("2026-01-01"), sent("2026-02-01"))
    first, second = version_rows(history(sent("2026-02-01"), told=told))
    assert (first.source, first.registry_version, first.first_seen_snapshot) == (
        "registry_history", 0, None,
    )  # fmt: skip
    assert (second.source, second.registry_version) == ("snapshots", 1)
    assert str(first.update_submitted_date) == "2026-01-01 00:00:00"
    assert first.overall_status == "RECRUITING"
