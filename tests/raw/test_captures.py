from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from harvest.errors import DamagedArchive
from harvest.raw.captures import Captured, Captures, captured, faults, read_captured
from harvest.raw.content import content_of
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify
from tests.records import MONDAY, TUESDAY, at, record


def version(number: int, title: str = "A") -> Captured:
    answer = b'{"study": ' + record(1, title=title) + b"}"
    return captured("NCT00000001", number, "2026-01-01", "RECRUITING", "http://x", answer, "v")


def test_what_was_told_comes_back_and_the_last_told_counts(tmp_path: Path) -> None:
    captures = Captures(Archive(tmp_path))
    first = captures.next_run(at(MONDAY))
    captures.write(first, "NCT00000001", [version(0), version(1)])
    second = captures.next_run(at(TUESDAY))
    captures.write(second, "NCT00000001", [version(1, "B"), version(2)])
    paths = captures.files()["NCT00000001"]
    found = read_captured(paths)
    assert found == [version(0), version(1, "B"), version(2)]
    assert found[0].record == record(1, title="A")
    assert found[0].version == content_of(record(1, title="A")).version
    assert read_captured(captures.files(first)["NCT00000001"]) == [version(0), version(1)]


def test_runs_are_in_order_even_if_the_clock_went_back(tmp_path: Path) -> None:
    captures = Captures(Archive(tmp_path))
    assert captures.runs() == []
    names = []
    for day in (TUESDAY, MONDAY, TUESDAY):
        names.append(captures.next_run(at(day)))
        captures.write(names[-1], "NCT00000001", [version(0)])
    assert names == sorted(set(names)) == captures.runs()
    assert captures.runs(names[1]) == names[:2]


def test_half_a_file_is_cleared_away_and_a_changed_one_is_a_fault(tmp_path: Path) -> None:
    captures = Captures(Archive(tmp_path))
    captures.write("run", "NCT00000001", [version(0)])
    (captures.root / "run" / ".NCT00000002.jsonl.zst.1.part").write_bytes(b"x")
    assert captures.runs() == ["run"]
    assert list(captures.files()) == ["NCT00000001"]
    captures.clear_leftovers()
    assert len(list((captures.root / "run").iterdir())) == 1
    assert list(faults(captures)) == []
    captures.write("run", "NCT00000001", [msgspec.structs.replace(version(0), answer="{}")])
    assert ["has changed" in fault for fault in verify(Archive(tmp_path))] == [True]
    with pytest.raises(DamagedArchive):
        assert read_captured(captures.files()["NCT00000001"])[0].record
    (captures.root / "run" / "NCT00000001.jsonl.zst").write_bytes(b"half")
    assert ["is damaged" in fault for fault in faults(captures)] == [True]
    with pytest.raises(DamagedArchive):
        read_captured(captures.files()["NCT00000001"])
