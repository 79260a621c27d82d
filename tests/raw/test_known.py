from __future__ import annotations

from pathlib import Path

import pytest

from harvest.cohorts import BUILT_IN, Cohort, Search
from harvest.raw import known as module
from harvest.raw.known import known
from harvest.raw.snapshots import Snapshot
from harvest.raw.write import SnapshotWriter
from harvest.registry.delivery import Known
from tests.records import MONDAY, TUESDAY, at, nct, record, snapshot, writer

ALL = BUILT_IN["all"]
STAMP = f"{MONDAY}T09:00:05"


def made(data: Path, *given: bytes) -> tuple[Snapshot, SnapshotWriter]:
    return snapshot(data, given or (record(1), record(2)), at(MONDAY)), writer(data, at(TUESDAY))


def of(data: Path, cohort: Cohort = ALL, stamp: str = STAMP, days: float = 30) -> Known:
    found, target = made(data)
    return known(found, target.keepable, cohort, stamp, days)


def test_the_whole_registry_is_swept_and_other_cohorts_when_they_are_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert of(tmp_path).updated == {nct(1): None, nct(2): None}
    assert of(tmp_path, Cohort("mine", (Search("all"),))).updated is None
    monkeypatch.setattr(module, "SWEPT_ABOVE", 1)
    assert of(tmp_path, Cohort("mine", (Search("all"),))).updated is not None


@pytest.mark.parametrize(
    ("stamp", "is_swept"),
    [
        (STAMP, True),
        ("2026-12-16T09:00:04", True),
        ("2026-12-16T09:00:05", False),
        ("2026-11-15T09:00:05", False),
        ("2026-11-17T09:00:05Z", False),
        ("soon", False),
    ],
)
def test_a_full_pass_is_due_by_the_time_of_the_registry(
    tmp_path: Path, stamp: str, is_swept: bool
) -> None:
    assert (of(tmp_path, stamp=stamp).updated is not None) == is_swept


def test_a_search_is_carried_by_what_it_asks_not_by_its_name(tmp_path: Path) -> None:
    report, studies = of(tmp_path, Cohort("all", (Search("other"),))).carried["other"]
    assert (report.name, sorted(studies)) == ("other", [nct(1), nct(2)])
    asks_more = Cohort("all", (Search("all", (("query.term", "x"),)),))
    assert of(tmp_path, asks_more).carried == {}


def test_nothing_is_carried_where_a_record_has_no_number_or_is_lost(tmp_path: Path) -> None:
    found, target = made(tmp_path, record(1), record(None))
    assert known(found, target.keepable, ALL, STAMP, 30).carried == {}
    assert known(found, {}, ALL, STAMP, 30).carried == {}
    assert known(found, {}, ALL, STAMP, 30).updated == {}
