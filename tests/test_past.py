from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from harvest.past import harvest_of, seen_in
from harvest.raw.snapshots import Snapshot
from tests.records import MONDAY, TUESDAY, at, nct, record, snapshot


def test_a_snapshot_has_the_time_of_its_data_or_its_own(tmp_path: Path) -> None:
    made = snapshot(tmp_path, [record(1)], at(TUESDAY))
    assert seen_in(made).date == datetime(2026, 11, 16, 9, 0, 5)
    files = snapshot(tmp_path, [record(1)], at("2026-11-18"), "files")
    assert seen_in(files).date == datetime(2026, 11, 18, 6)
    source = msgspec.structs.replace(made.manifest.source, data_timestamp="yesterday")
    odd = Snapshot(made.archive, made.name)
    odd.__dict__["manifest"] = msgspec.structs.replace(made.manifest, source=source)
    assert seen_in(odd).date is None


def test_every_study_comes_with_its_past_and_those_that_are_gone_too(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1, title="A"), record(2)], at(MONDAY))
    newest = snapshot(tmp_path, [record(1, title="B"), record(None)], at(TUESDAY))
    found = list(harvest_of(newest, None))
    assert [each.nct_id for each in found] == [nct(1), nct(2), None]
    assert [each.record is None for each in found] == [False, True, False]
    assert [each.past is None for each in found] == [False, False, True]
    (first, second, _) = found
    assert first.searches == (("all", "query.term=all"),)
    assert first.past is not None
    assert second.past is not None
    assert (first.past.is_there, second.past.is_there) == (True, False)
    assert [each.last for each in first.past.served] == [0, 1]
