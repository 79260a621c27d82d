from __future__ import annotations

from harvest.history.timeline import History, timeline
from tests.history.pasts import history, past, sent
from tests.records import study

OLD, NEW = study(1, title="Old"), study(1, title="New")


def test_stretches_are_versions_in_order() -> None:
    found = history(OLD, OLD, NEW, OLD)
    assert [(each.first, each.last) for each in found.versions] == [(0, 1), (2, 2), (3, 3)]
    assert [found.place(each) for each in found.versions] == [0, 1, 0]


def test_told_versions_come_before_the_snapshot_with_a_later_date() -> None:
    told = (sent("2026-01-01", x=1), sent("2026-03-01", x=2), sent("2026-05-01", x=3))
    found = timeline(past(sent("2026-03-01", x=2), sent("2026-05-01", x=3), told=told))
    assert [(each.source, each.number) for each in found] == [
        ("registry_history", 0), ("snapshots", 1), ("snapshots", 2),
    ]  # fmt: skip


def test_what_came_and_went_between_two_snapshots_is_told() -> None:
    told = tuple(sent(f"2026-0{month}-01", x=month) for month in (1, 2, 3))
    found = timeline(past(told[0], told[2], told=told))
    assert [(each.source, each.number) for each in found] == [
        ("snapshots", 0), ("registry_history", 1), ("snapshots", 2),
    ]  # fmt: skip


def test_of_two_told_with_one_date_the_later_is_the_snapshots() -> None:
    told = (sent("2026-01-01", x=1), sent("2026-01-01", x=2))
    found = timeline(past(told[1], told=told))
    assert [(each.source, each.number) for each in found] == [
        ("registry_history", 0), ("snapshots", 1),
    ]  # fmt: skip


def test_told_versions_that_no_snapshot_has_reached_do_not_count_yet() -> None:
    told = (sent("2026-01-01"), sent("2026-09-01"))
    assert len(timeline(past(sent("2026-01-01"), told=told))) == 1


def test_the_day_of_a_change_is_when_it_was_sent_else_when_it_was_seen() -> None:
    one = history(sent("2026-01-01"), sent("2026-02-01"))
    assert str(one.changed_on(*one.versions)) == "2026-02-01 00:00:00"
    other = history(sent("2026-01-01", x=1), sent("2026-01-01", x=2))
    assert other.changed_on(*other.versions) == other.date(1)


def test_a_record_that_cannot_be_read_is_an_empty_one() -> None:
    given = past(OLD)
    served = (given.served[0]._replace(record=b"\xff"),)
    found = History(type(given)(given.nct_id, given.seen, served))
    assert found.versions[0].document == {}
    assert found.full == found.versions
