from __future__ import annotations

from harvest.history.tracks import Tracks, tracks
from tests.history.pasts import history, outcomes, sent

PAIN, FIQ, SLEEP = ("Pain VAS", "12 weeks"), ("FIQ total", "12 weeks"), ("PSQI", "12 weeks")


def test_one_version_has_nothing_to_follow() -> None:
    one = sent("2026-01-01", **outcomes((PAIN,)))
    assert tracks(history(one, one)) == Tracks()


def test_an_outcome_keeps_its_number_through_its_wordings() -> None:
    found = tracks(
        history(
            sent("2026-01-01", **outcomes((PAIN,), (FIQ,))),
            sent("2026-02-01", **outcomes((("Average pain VAS", "12 weeks"),), (SLEEP, FIQ))),
            sent("2026-03-01", **outcomes((FIQ,), (("Average pain VAS", "12 weeks"), SLEEP))),
        )
    )
    rows = [
        (row.outcome, row.rank, row.measure, row.first_version, row.last_version)
        for row in found.outcomes
    ]
    assert rows == [
        (0, "primary", "Pain VAS", 0, 0),
        (1, "secondary", "FIQ total", 0, 1),
        (0, "primary", "Average pain VAS", 1, 1),
        (2, "secondary", "PSQI", 1, 2),
        (1, "primary", "FIQ total", 2, 2),
        (0, "secondary", "Average pain VAS", 2, 2),
    ]
    current = [(row.measure, row.current_position) for row in found.outcomes if row.is_current]
    assert sorted(current) == [("Average pain VAS", 1), ("FIQ total", 0), ("PSQI", 2)]
    relations = [(row.new_version, row.relation, row.timing) for row in found.links]
    assert relations == [
        (1, "changed", "after_start"),
        (1, "added", "after_start"),
        (1, "same", "after_start"),
        (2, "changed", "after_start"),
        (2, "changed", "after_start"),
        (2, "same", "after_start"),
    ]


def test_versions_without_a_change_of_outcomes_have_no_links() -> None:
    days = [sent(date, **outcomes((PAIN,))) for date in ("2026-01-01", "2026-02-01")]
    found = tracks(history(*days))
    assert found.links == ()
    ((row,),) = (found.outcomes,)
    assert (row.first_seen_snapshot, row.last_seen_snapshot, row.last_version) == (
        "day0",
        "day1",
        1,
    )
