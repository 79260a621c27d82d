from __future__ import annotations

from pathlib import Path
from typing import Any

from harvest.raw.history import live_searches
from harvest.raw.snapshots import Event, Snapshot
from harvest.registry.delivery import Fate
from tests.records import MONDAY, TUESDAY, WEDNESDAY, add, at, nct, record, snapshot, source, writer

RENAMED = {"name": "test", "searches": [{"name": "everything"}]}
OTHER = {"name": "test", "searches": [{"name": "all", "query.term": "x"}]}


def next_day(data: Path, *numbers: int, fates: dict[str, Fate] | None = None) -> Snapshot:
    target = writer(data, at(TUESDAY))
    for number in numbers:
        add(target, record(number))
    return target.seal(source(), (), at(TUESDAY), fates)


def test_a_study_that_does_not_come_is_removed_unless_its_fate_is_known(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(n) for n in (1, 2, 3, 4)], at(MONDAY))
    fates = {nct(2): Fate("merged", nct(1)), nct(3): Fate("left_cohort")}
    manifest = next_day(tmp_path, 1, fates=fates).manifest
    assert manifest.events == (
        Event(nct(2), "merged", nct(1)),
        Event(nct(3), "left_cohort"),
        Event(nct(4), "removed"),
    )
    assert {each.nct_id: (each.kind, each.into) for each in manifest.removed} == {
        nct(2): ("merged", nct(1)),
        nct(4): ("removed", None),
    }
    assert [(each.nct_id, each.last_seen) for each in manifest.left] == [
        (nct(3), "2026-11-16T060000Z")
    ]


def test_an_event_is_told_once_and_the_state_stays(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1), record(2)], at(MONDAY))
    next_day(tmp_path, 1)
    manifest = snapshot(tmp_path, [record(1)], at(WEDNESDAY)).manifest
    assert manifest.events == ()
    assert [each.nct_id for each in manifest.removed] == [nct(2)]
    back = snapshot(tmp_path, [record(1), record(2)], at(WEDNESDAY, 7)).manifest
    assert (back.events, back.removed) == ((Event(nct(2), "returned"),), ())


def test_a_search_lives_on_under_another_name_but_not_with_another_question(
    tmp_path: Path,
) -> None:
    found = snapshot(tmp_path, [record(1)], at(MONDAY))

    def live(cohort: dict[str, Any]) -> set[str]:
        return live_searches(found, cohort)

    assert (live(RENAMED), live(OTHER)) == ({"all"}, set())
    assert live_searches(None, RENAMED) == set()
