from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from harvest.errors import DamagedArchive
from harvest.raw import write
from harvest.raw.content import content_of
from harvest.raw.segments import read_given, read_lines
from harvest.raw.snapshots import Archive, Snapshot
from harvest.raw.verify import verify
from harvest.registry.delivery import Delivery
from tests.records import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    add,
    at,
    compact,
    files_under,
    nct,
    pretty,
    record,
    snapshot,
    source,
    study,
    writer,
)


def stored_versions(data: Path) -> Counter[str]:
    archive = Archive(data)
    names = [path.name.removesuffix(".index.parquet") for path in archive.records.glob("*.index.*")]
    return Counter(version for name in names for _, version, _ in read_lines(archive.records, name))


def texts(found: Snapshot) -> dict[str | None, bytes]:
    return {entry.nct_id: line for entry, line in found.read()}


def changes(found: Snapshot) -> dict[str | None, str]:
    return {entry.nct_id: entry.change for entry in found.entries()}


def test_a_snapshot_exists_only_once_it_is_sealed(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    add(target, record(1))
    assert Archive(tmp_path).snapshots() == []
    target.seal(source(), (), at(MONDAY))
    assert Archive(tmp_path).snapshots() == ["2026-11-16T060000Z"]


def test_the_manifest_counts_and_says_where_it_came_from(tmp_path: Path) -> None:
    found = snapshot(tmp_path, [record(1), record(2), record(None)], at(MONDAY))
    manifest = found.manifest
    assert (manifest.studies, manifest.unreadable, manifest.new) == (2, 1, 3)
    assert (manifest.changed, manifest.derived, manifest.removed) == (0, 0, ())
    assert manifest.parent is None
    assert manifest.source == source()
    assert manifest.started_at == manifest.sealed_at == "2026-11-16T06:00:00Z"
    assert [info.records for info in manifest.segments] == [3]


def test_changed_derived_same_new_and_removed_are_told_apart(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(n) for n in (1, 2, 3, 4)], at(MONDAY))
    found = snapshot(
        tmp_path,
        [
            record(1, data_version=TUESDAY),
            record(2, data_version=TUESDAY, title="Another title"),
            record(3, data_version=TUESDAY, term="Myofascial Pain Syndromes"),
            record(5, data_version=TUESDAY),
        ],
        at(TUESDAY),
    )
    assert changes(found) == {nct(1): "same", nct(2): "changed", nct(3): "derived", nct(5): "new"}
    manifest = found.manifest
    assert (manifest.new, manifest.changed, manifest.derived) == (1, 1, 1)
    assert [each.nct_id for each in manifest.removed] == [nct(4)]
    assert manifest.parent == "2026-11-16T060000Z"


def test_a_change_of_both_parts_is_a_change(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    found = snapshot(tmp_path, [record(1, title="New", term="New")], at(TUESDAY))
    assert changes(found) == {nct(1): "changed"}


def test_a_return_to_an_old_content_is_a_change_that_stores_nothing(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    snapshot(tmp_path, [record(1, title="Another")], at(TUESDAY))
    before = stored_versions(tmp_path)
    found = snapshot(tmp_path, [record(1)], at(WEDNESDAY))
    assert changes(found) == {nct(1): "changed"}
    assert stored_versions(tmp_path) == before
    assert texts(found) == {nct(1): record(1)}


def test_a_removed_study_stays_on_record_until_it_comes_back(tmp_path: Path) -> None:
    monday = snapshot(tmp_path, [record(1), record(2)], at(MONDAY))
    version = content_of(record(2)).version
    days = [at(TUESDAY), at(WEDNESDAY)]
    for when in days:
        found = snapshot(tmp_path, [record(1)], when)
        (gone,) = found.manifest.removed
        assert (gone.nct_id, gone.version, gone.last_seen) == (nct(2), version, monday.name)
    back = snapshot(tmp_path, [record(1), record(2)], at(WEDNESDAY, 7))
    assert back.manifest.removed == ()
    assert changes(back)[nct(2)] == "new"
    assert texts(back)[nct(2)] == record(2)


def test_imports_are_complete_each_and_remove_nothing(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY), "files")
    found = snapshot(tmp_path, [record(2)], at(TUESDAY), "files")
    assert (found.manifest.parent, found.manifest.removed) == (None, ())
    assert changes(found) == {nct(2): "new"}


def test_a_snapshot_continues_the_newest_of_its_own_kind(tmp_path: Path) -> None:
    first = snapshot(tmp_path, [record(1)], at(MONDAY))
    snapshot(tmp_path, [record(2)], at(TUESDAY), "sample")
    found = snapshot(tmp_path, [record(1)], at(WEDNESDAY))
    assert found.manifest.parent == first.name
    assert found.manifest.removed == ()


def test_nothing_on_disk_ever_changes(tmp_path: Path) -> None:
    rng = random.Random(7)
    kept: dict[str, bytes] = {}
    for day in range(12):
        present = [n for n in range(20) if rng.random() < 0.8]
        given = [
            record(n, data_version=str(day), title=f"Title {rng.randrange(3)}", term=str(n % 2))
            for n in present
        ]
        snapshot(tmp_path, given, at(MONDAY) + timedelta(days=day))
        now = files_under(tmp_path)
        assert now.items() >= kept.items()
        kept = now
    assert list(verify(Archive(tmp_path))) == []


def test_each_version_is_stored_once_over_many_snapshots(tmp_path: Path) -> None:
    served: list[dict[str | None, bytes]] = []
    for day in range(8):
        given = [
            record(n, data_version=f"2026-12-{day + 1:02d}", title=f"Title {(n + day) // 5}")
            for n in range(15)
        ]
        found = snapshot(tmp_path, given, at(MONDAY) + timedelta(days=day))
        served.append({nct(n): given[n] for n in range(15)})
        assert texts(found) == served[-1]
    counts = stored_versions(tmp_path)
    assert set(counts.values()) == {1}
    assert len(counts) == len({content_of(r).version for day in served for r in day.values()})
    for name, given in zip(Archive(tmp_path).snapshots(), served, strict=True):
        assert texts(Archive(tmp_path).snapshot(name)) == given


def test_an_unchanged_snapshot_stores_no_record(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(n) for n in range(100)], at(MONDAY))
    segments = files_under(tmp_path / "raw" / "ctgov" / "records")
    again = [record(n, data_version=TUESDAY) for n in range(100)]
    found = snapshot(tmp_path, again, at(TUESDAY))
    assert files_under(tmp_path / "raw" / "ctgov" / "records") == segments
    assert found.manifest.content == Archive(tmp_path).snapshot().manifest.content


def test_a_clock_that_went_back_does_not_put_a_snapshot_before_an_older_one(tmp_path: Path) -> None:
    first = snapshot(tmp_path, [record(1)], at(WEDNESDAY))
    second = snapshot(tmp_path, [record(1), record(2)], at(MONDAY))
    third = snapshot(tmp_path, [record(1)], at(WEDNESDAY))
    assert Archive(tmp_path).snapshots() == [first.name, second.name, third.name]
    assert second.manifest.parent == first.name
    assert third.manifest.parent == second.name


def test_two_snapshots_of_one_second_have_two_names(tmp_path: Path) -> None:
    names = [snapshot(tmp_path, [record(1)], at(MONDAY)).name for _ in range(3)]
    assert sorted(set(names)) == names


def test_a_restart_forgets_what_came_before(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    for number in (1, 2):
        add(target, record(number, title="Before"))
    target.restart()
    add(target, record(1, title="After"))
    found = target.seal(source(), (), at(MONDAY))
    assert texts(found) == {nct(1): record(1, title="After")}
    assert found.manifest.studies == 1
    assert list(verify(Archive(tmp_path))) == []


def test_a_restart_after_records_went_to_disk_uses_or_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "SEGMENT_BYTES", 1)
    target = writer(tmp_path, at(MONDAY))
    for number in (1, 2, 3):
        add(target, record(number))
    target.restart()
    add(target, record(2, data_version=TUESDAY))
    add(target, record(4))
    found = target.seal(source(), (), at(MONDAY))
    assert texts(found) == {nct(2): record(2, data_version=TUESDAY), nct(4): record(4)}
    assert len(found.manifest.segments) == 2
    assert list(verify(Archive(tmp_path))) == []
    later = snapshot(tmp_path, [record(n) for n in (1, 2, 3, 4)], at(TUESDAY))
    assert set(texts(later)) == {nct(n) for n in (1, 2, 3, 4)}
    assert list(verify(Archive(tmp_path))) == []


def test_many_segments_of_one_snapshot_are_read_in_the_order_of_studies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "SEGMENT_BYTES", 4000)
    numbers = list(range(40))
    random.Random(3).shuffle(numbers)
    found = snapshot(tmp_path, [record(n) for n in numbers], at(MONDAY))
    assert len(found.manifest.segments) > 4
    assert [entry.nct_id for entry, _ in found.read()] == [nct(n) for n in range(40)]


def delivery(number: int, search: str, request: int = 1, **fields: str) -> Delivery:
    return Delivery(nct(number), nct(number), record(number, **fields), search, request)


def test_a_study_that_two_searches_find_is_one_entry_with_both(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    for each in (delivery(1, "naltrexone"), delivery(1, "fibromyalgia", 2), delivery(2, "b")):
        target.receive(each)
    found = target.seal(source(), (), at(MONDAY))
    assert {e.nct_id: e.searches for e in found.entries()} == {
        nct(1): ("fibromyalgia", "naltrexone"),
        nct(2): ("b",),
    }


def test_of_two_contents_the_later_data_version_counts(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    target.receive(delivery(1, "a", 1, title="Newer", data_version=TUESDAY))
    target.receive(delivery(1, "b", 2, title="Older", data_version=MONDAY))
    found = target.seal(source(), (), at(MONDAY))
    (entry,) = found.entries()
    assert (entry.data_version, entry.searches, entry.request) == (TUESDAY, ("a", "b"), 1)
    assert texts(found)[nct(1)] == record(1, title="Newer", data_version=TUESDAY)


def test_of_two_contents_of_one_data_version_the_last_counts(tmp_path: Path) -> None:
    found = snapshot(tmp_path, [record(1, title="First"), record(1, title="Last")], at(MONDAY))
    assert texts(found) == {nct(1): record(1, title="Last")}
    assert list(verify(Archive(tmp_path))) == []


def test_a_withdrawn_study_goes_unless_another_search_found_it(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    for each in (delivery(1, "a"), delivery(1, "b"), delivery(2, "b"), delivery(3, "a")):
        target.receive(each)
    target.withdraw("b", [nct(1), nct(2)])
    found = target.seal(source(), (), at(MONDAY))
    assert {e.nct_id: e.searches for e in found.entries()} == {nct(1): ("a",), nct(3): ("a",)}
    assert list(verify(Archive(tmp_path))) == []


def test_a_withdrawn_study_may_be_delivered_again(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    target.receive(delivery(1, "a"))
    target.withdraw("a", [nct(1)])
    target.receive(delivery(1, "a", 5))
    (entry,) = target.seal(source(), (), at(MONDAY)).entries()
    assert (entry.nct_id, entry.request) == (nct(1), 5)


def test_a_text_in_another_layout_is_kept_byte_for_byte(tmp_path: Path) -> None:
    given = pretty(study(1, title="Ä ≥ 18"))
    found = snapshot(tmp_path, [given, record(2)], at(MONDAY), "files")
    (info,) = found.manifest.segments
    assert [text for _, text in read_given(found.archive.records, info.name)] == [given]
    assert texts(found)[nct(1)] == compact(study(1, title="Ä ≥ 18"))


def test_the_text_of_a_known_version_in_another_layout_is_kept_too(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY), "files")
    found = snapshot(tmp_path, [pretty(study(1))], at(TUESDAY), "files")
    kept = [
        text
        for info in found.manifest.segments
        if info.given_sha256
        for _, text in read_given(found.archive.records, info.name)
    ]
    assert pretty(study(1)) in kept


def test_a_text_with_broken_encoding_is_kept_byte_for_byte(tmp_path: Path) -> None:
    given = pretty(study(1, title="broken")).replace(b"broken", b"br\xffken")
    snapshot(tmp_path, [given], at(MONDAY), "files")
    assert list(verify(Archive(tmp_path))) == []


def test_leftovers_of_a_stopped_run_are_never_seen_and_cleared_by_the_next(tmp_path: Path) -> None:
    found = snapshot(tmp_path, [record(1)], at(MONDAY))
    before = files_under(tmp_path)
    root = Archive(tmp_path).root
    left = root / "snapshots" / ".making-2026-11-17T060000Z"
    left.mkdir()
    (left / "index.parquet").write_bytes(b"half")
    for name in ("2026-11-17T060000Z-000.jsonl.zst", ".2026-11-17T060000Z-001.jsonl.zst.99.part"):
        (root / "records" / name).write_bytes(b"half")
    assert Archive(tmp_path).snapshots() == [found.name]
    assert list(verify(Archive(tmp_path))) == []
    writer(tmp_path, at(TUESDAY))
    assert files_under(tmp_path) == before
    assert not left.exists()


def test_leftovers_are_not_cleared_while_a_manifest_is_damaged(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    found = snapshot(tmp_path, [record(2)], at(TUESDAY))
    (found.folder / "manifest.json").write_bytes(b"{")
    before = files_under(tmp_path)
    with pytest.raises(DamagedArchive):
        writer(tmp_path, at(WEDNESDAY))
    assert files_under(tmp_path) == before


KILLED = """
import sys
from pathlib import Path
from harvest.raw import write
from tests.records import TUESDAY, add, at, record, source, writer
write.SEGMENT_BYTES = 20_000
target = writer(Path(sys.argv[1]), at(TUESDAY))
print("started", flush=True)
for number in range(100_000):
    add(target, record(number, title=f"Killed {number}"))
target.seal(source(), (), at(TUESDAY))
"""


def test_a_run_killed_while_it_writes_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    before = files_under(tmp_path)
    records = Archive(tmp_path).records
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path.cwd()
    )
    try:
        end = time.monotonic() + 30
        while len(list(records.iterdir())) < 8 and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert len(list(records.iterdir())) >= 8
    assert files_under(tmp_path).items() >= before.items()
    assert list(verify(Archive(tmp_path))) == []
    assert Archive(tmp_path).snapshots() == ["2026-11-16T060000Z"]
    found = snapshot(tmp_path, [record(1), record(2)], at(TUESDAY))
    assert set(texts(found)) == {nct(1), nct(2)}
    assert not any(b"Killed" in line for line in texts(found).values())
    assert set(stored_versions(tmp_path)) == {content_of(record(n)).version for n in (1, 2)}
    assert list(verify(Archive(tmp_path))) == []
