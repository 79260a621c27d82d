from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from harvest.errors import DamagedArchive
from harvest.raw.lineage import Lineage, Stretch
from harvest.raw.snapshots import Snapshot
from tests.records import MONDAY, TUESDAY, WEDNESDAY, at, nct, record, snapshot
from tests.work import calls

THURSDAY = "2026-11-19"


def three_days(data: Path) -> Snapshot:
    """Study 1 changes twice and back, 2 goes and comes, 3 comes late, 4 goes for good."""
    one, other = record(1, title="A"), record(1, title="B", data_version=TUESDAY)
    snapshot(data, [one, record(2), record(4)], at(MONDAY))
    snapshot(data, [other, record(None, data_version=TUESDAY)], at(TUESDAY))
    return snapshot(data, [one, record(2), record(3), record(None)], at(WEDNESDAY))


def test_every_study_is_followed_from_snapshot_to_snapshot(tmp_path: Path) -> None:
    found = Lineage(three_days(tmp_path))
    lived = {each.nct_id: each for each in found.read()}
    spans = {nct_id: [(s.first, s.last) for s in each.stretches] for nct_id, each in lived.items()}
    assert spans == {
        nct(1): [(0, 0), (1, 1), (2, 2)],
        nct(2): [(0, 0), (2, 2)],
        nct(3): [(2, 2)],
        nct(4): [(0, 0)],
        None: [],
    }
    first, second, third = lived[nct(1)].stretches
    assert (first.version, second.data_version) == (third.version, TUESDAY)
    assert set(lived[nct(1)].lines) == {first.version, second.version}
    assert lived[nct(4)].record is None


def test_what_is_there_now_comes_as_the_snapshot_itself_gives_it(tmp_path: Path) -> None:
    newest = three_days(tmp_path)
    found = [each.record for each in Lineage(newest).read() if each.record is not None]
    assert found == list(newest.read())


def test_a_snapshot_in_which_nothing_changed_lengthens_a_stretch(tmp_path: Path) -> None:
    for day in (MONDAY, TUESDAY):
        snapshot(tmp_path, [record(1, data_version=day)], at(day))
    newest = snapshot(tmp_path, [record(1)], at(WEDNESDAY))
    ((only,),) = (Lineage(newest).stretches[nct(1)],)
    assert only == Stretch(newest.entries()[0].version, MONDAY, 0, 2)


def test_the_digest_changes_with_the_contents_before_and_not_with_more_of_the_same(
    tmp_path: Path,
) -> None:
    assert Lineage(snapshot(tmp_path, [record(1)], at(MONDAY))).digest == ""
    assert Lineage(snapshot(tmp_path, [record(1)], at(TUESDAY))).digest == ""
    changed = Lineage(snapshot(tmp_path, [record(1, title="B")], at(WEDNESDAY))).digest
    assert changed
    assert Lineage(snapshot(tmp_path, [record(1, title="B")], at(THURSDAY))).digest == changed


def test_files_have_no_ancestors_and_a_line_begins_after_a_snapshot_that_is_gone(
    tmp_path: Path,
) -> None:
    first = snapshot(tmp_path, [record(1)], at(MONDAY))
    newest = snapshot(tmp_path, [record(1), record(2)], at(TUESDAY))
    assert [each.name for each in Lineage(newest).snapshots] == [first.name, newest.name]
    files = snapshot(tmp_path, [record(1)], at(WEDNESDAY), "files")
    assert len(Lineage(files).snapshots) == 1
    (first.folder / "manifest.json").unlink()
    assert len(Lineage(newest).snapshots) == 1
    assert [each.nct_id for each in Lineage(newest).read()] == [nct(1), nct(2)]


def test_lost_records_of_ancestors_are_left_out_and_those_of_the_snapshot_are_damage(
    tmp_path: Path,
) -> None:
    old = snapshot(tmp_path, [record(1, title="A")], at(MONDAY))
    new = snapshot(tmp_path, [record(1, title="B")], at(TUESDAY))
    folder = tmp_path / "raw" / "ctgov" / "records"
    (folder / f"{old.manifest.segments[0].name}.jsonl.zst").unlink()
    (only,) = Lineage(new).read()
    assert [each.first for each in only.stretches] == [1]
    (folder / f"{new.manifest.segments[-1].name}.jsonl.zst").unlink()
    with pytest.raises(DamagedArchive):
        list(Lineage(new).read())


def test_a_lost_index_is_damage(tmp_path: Path) -> None:
    newest = three_days(tmp_path)
    (newest.folder / "index.parquet").write_bytes(b"half")
    with pytest.raises(DamagedArchive, match="Index of snapshot"):
        assert Lineage(newest).stretches


def test_a_day_without_changes_costs_nothing_for_each_study(tmp_path: Path) -> None:
    def work(data: Path, studies: int) -> int:
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            newest = snapshot(data, [record(n) for n in range(1, studies)], at(day))
        lineage = Lineage(newest)
        return calls(lambda: lineage.stretches) - studies * _FIRST

    few, many = work(tmp_path / "few", 50), work(tmp_path / "many", 500)
    assert many < few + 500 * _FIRST


_FIRST = 8
"""Calls for each study of the first snapshot."""


def test_the_index_says_which_studies_changed(tmp_path: Path) -> None:
    newest = three_days(tmp_path)
    changes = pq.read_table(newest.folder / "index.parquet")["change"].to_pylist()
    assert changes == ["changed", "new", "new", "new"]
