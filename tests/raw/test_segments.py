from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

from harvest.errors import DamagedArchive
from harvest.raw.content import content_of
from harvest.raw.segments import (
    SegmentInfo,
    Stored,
    given_path,
    index_path,
    read_given,
    read_index,
    read_lines,
    records_path,
    write_segment,
)
from tests.records import files_under, nct, pretty, record, study


def stored(number: int | None, given: bytes | None = None, **fields: object) -> Stored:
    content = content_of(record(number, **fields))
    return Stored(None if number is None else nct(number), content, given)


def write(folder: Path, *records: Stored) -> SegmentInfo:
    return write_segment(folder, "one", records)


def test_records_come_back_sorted_by_study_with_unreadable_ones_last(tmp_path: Path) -> None:
    write(tmp_path, stored(None), stored(7), stored(2), stored(2, title="Older"))
    found = list(read_lines(tmp_path, "one"))
    assert [nct_id for nct_id, _, _ in found] == [nct(2), nct(2), nct(7), None]
    assert [version for _, version, _ in found[:2]] == sorted(v for _, v, _ in found[:2])
    assert {line for _, _, line in found} == {
        record(None),
        record(7),
        record(2),
        record(2, title="Older"),
    }


def test_row_i_of_the_index_describes_line_i(tmp_path: Path) -> None:
    write(tmp_path, stored(3), stored(1), stored(2))
    rows = read_index(tmp_path, "one").to_pylist()
    for row, (nct_id, version, line) in zip(rows, read_lines(tmp_path, "one"), strict=True):
        content = content_of(line)
        assert row == {
            "nct_id": nct_id,
            "version": version,
            "core": content.core,
            "has_given": False,
        }
        assert content.version == version


def test_the_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    info = write(tmp_path, stored(1, pretty(study(1))), stored(2))
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()
    }
    assert digests == {
        "one.jsonl.zst": info.sha256,
        "one.index.parquet": info.index_sha256,
        "one.given.jsonl.zst": info.given_sha256,
    }
    assert (info.records, info.bytes) == (2, records_path(tmp_path, "one").stat().st_size)


def test_texts_in_another_layout_are_kept_as_they_were_given(tmp_path: Path) -> None:
    given = pretty(study(1, title="Ä ≥ \U0001f9ea"))
    record_ = Stored(nct(1), content_of(given), given)
    write(tmp_path, record_, stored(2))
    assert list(read_given(tmp_path, "one")) == [(record_.content.version, given)]


def test_no_file_of_given_texts_is_written_where_all_came_compact(tmp_path: Path) -> None:
    info = write(tmp_path, stored(1))
    assert info.given_sha256 is None
    assert not given_path(tmp_path, "one").exists()


def test_the_same_records_give_the_same_bytes_in_whatever_order_they_came(tmp_path: Path) -> None:
    one, two = tmp_path / "a", tmp_path / "b"
    write(one, stored(1), stored(2), stored(3))
    write(two, stored(3), stored(1), stored(2))
    assert files_under(one) == files_under(two)


def test_no_half_file_stays_where_writing_fails(tmp_path: Path) -> None:
    broken = Stored(nct(1), content_of(record(1))._replace(line="text, not bytes"), None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        write(tmp_path, stored(0), broken)
    assert files_under(tmp_path) == {}


def test_standard_tools_read_the_lines(tmp_path: Path) -> None:
    write(tmp_path, stored(1), stored(2))
    path = records_path(tmp_path, "one")
    try:
        plain = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("zstd is not installed, so this test has NOT been made")
    assert [json.loads(line) for line in plain.splitlines()] == [study(1), study(2)]


def test_a_missing_segment_is_a_damaged_archive(tmp_path: Path) -> None:
    write(tmp_path, stored(1))
    records_path(tmp_path, "one").unlink()
    with pytest.raises(DamagedArchive, match="missing; restore"):
        list(read_lines(tmp_path, "one"))


def test_a_missing_index_is_a_damaged_archive(tmp_path: Path) -> None:
    write(tmp_path, stored(1))
    index_path(tmp_path, "one").unlink()
    with pytest.raises(DamagedArchive, match="restore"):
        list(read_lines(tmp_path, "one"))


def test_a_segment_cut_short_is_a_damaged_archive(tmp_path: Path) -> None:
    write(tmp_path, *map(stored, range(200)))
    path = records_path(tmp_path, "one")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DamagedArchive, match="restore"):
        list(read_lines(tmp_path, "one"))


def test_lines_that_are_missing_at_the_end_are_a_damaged_archive(tmp_path: Path) -> None:
    write(tmp_path, stored(1), stored(2))
    with pa.CompressedOutputStream(str(records_path(tmp_path, "one")), "zstd") as out:
        out.write(record(1) + b"\n")
    with pytest.raises(DamagedArchive, match="cut short"):
        list(read_lines(tmp_path, "one"))
