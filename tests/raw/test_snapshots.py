from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from harvest.errors import ConfigError, DamagedArchive, UsageError
from harvest.raw.content import content_of
from harvest.raw.snapshots import Archive, Entry, content_hash
from tests.records import (
    MONDAY,
    TUESDAY,
    add,
    at,
    nct,
    record,
    snapshot,
    source,
    writer,
)


def test_an_archive_without_snapshots_says_what_to_do(tmp_path: Path) -> None:
    assert Archive(tmp_path).snapshots() == []
    with pytest.raises(UsageError, match="run `harvest refresh`"):
        Archive(tmp_path).snapshot()


def test_the_newest_snapshot_is_the_default(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    snapshot(tmp_path, [record(1)], at(TUESDAY))
    archive = Archive(tmp_path)
    assert archive.snapshots() == ["2026-11-16T060000Z", "2026-11-17T060000Z"]
    assert archive.snapshot().name == "2026-11-17T060000Z"
    assert archive.snapshot("2026-11-16T060000Z").name == "2026-11-16T060000Z"


@pytest.mark.parametrize("name", ["2026-11-18T060000Z", "", "..", "latest"])
def test_a_snapshot_that_does_not_exist_is_a_usage_error(tmp_path: Path, name: str) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    with pytest.raises(UsageError, match="the newest is 2026-11-16T060000Z"):
        Archive(tmp_path).snapshot(name)


def test_a_snapshot_without_a_manifest_does_not_exist(tmp_path: Path) -> None:
    first = snapshot(tmp_path, [record(1)], at(MONDAY))
    second = snapshot(tmp_path, [record(1), record(2)], at(TUESDAY))
    (second.folder / "manifest.json").unlink()
    assert Archive(tmp_path).snapshot().name == first.name


def test_records_come_back_as_they_were_in_the_order_of_the_entries(tmp_path: Path) -> None:
    given = [record(3), record(None), record(1), record(2)]
    found = snapshot(tmp_path, given, at(MONDAY))
    read = list(found.read())
    assert [each.entry for each in read] == found.entries()
    assert [each.entry.nct_id for each in read] == [nct(1), nct(2), nct(3), None]
    assert {each.record for each in read} == set(given)


def test_every_snapshot_gives_its_own_data_version_back(tmp_path: Path) -> None:
    monday = snapshot(tmp_path, [record(1, data_version=MONDAY)], at(MONDAY))
    tuesday = snapshot(tmp_path, [record(1, data_version=TUESDAY)], at(TUESDAY))
    assert [each.record for each in monday.read()] == [record(1, data_version=MONDAY)]
    assert [each.record for each in tuesday.read()] == [record(1, data_version=TUESDAY)]


def test_two_unreadable_records_with_one_content_are_both_read(tmp_path: Path) -> None:
    given = [record(None, data_version=MONDAY), record(None, data_version=TUESDAY)]
    found = snapshot(tmp_path, given, at(MONDAY), "files")
    assert found.manifest.unreadable == len(list(found.read()))


@pytest.mark.xfail(
    strict=True,
    reason="a data version is put back at the registry's place where the file had it elsewhere",
)
def test_a_data_version_at_an_unusual_place_comes_back_there(tmp_path: Path) -> None:
    bare = b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"}},"derivedSection":'
    without = bare + b'{"miscInfoModule":{"removedCountries":["France"]}}}'
    last = (
        bare + b'{"miscInfoModule":{"removedCountries":["France"],"versionHolder":"2026-11-17"}}}'
    )
    snapshot(tmp_path, [without], at(MONDAY), "files")
    found = snapshot(tmp_path, [last], at(TUESDAY), "files")
    assert [each.record for each in found.read()] == [last]


def test_a_missing_segment_is_found_when_reading(tmp_path: Path) -> None:
    found = snapshot(tmp_path, [record(1)], at(MONDAY))
    (found.archive.records / f"{found.name}-000.jsonl.zst").unlink()
    with pytest.raises(DamagedArchive, match="restore data/raw from a backup"):
        list(found.read())


def test_a_record_that_no_segment_holds_is_found_when_reading(tmp_path: Path) -> None:
    found = snapshot(tmp_path, [record(1)], at(MONDAY))
    path = found.folder / "manifest.json"
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps({**document, "segments": []}))
    with pytest.raises(DamagedArchive, match="lacks 1 of its records"):
        list(Archive(tmp_path).snapshot().read())


def test_a_manifest_of_a_newer_version_is_a_configuration_error(tmp_path: Path) -> None:
    path = snapshot(tmp_path, [record(1)], at(MONDAY)).folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "format": 99}))
    with pytest.raises(ConfigError, match="upgrade harvest"):
        _ = Archive(tmp_path).snapshot().manifest


@pytest.mark.parametrize("text", ["{", "[]", "{}", "null", '{"snapshot": 1}', "\ufffd"])
def test_a_manifest_that_is_none_is_a_damaged_archive(tmp_path: Path, text: str) -> None:
    path = snapshot(tmp_path, [record(1)], at(MONDAY)).folder / "manifest.json"
    path.write_text(text)
    with pytest.raises(DamagedArchive):
        _ = Archive(tmp_path).snapshot().manifest


def test_the_content_hash_sees_versions_and_searches_but_no_data_version() -> None:
    version = content_of(record(1)).version
    entry = Entry(nct(1), version, MONDAY, "new", ("all",), 1)
    same = entry._replace(data_version=TUESDAY, change="same", request=7)
    assert content_hash([entry]) == content_hash([same])
    assert content_hash([entry]) != content_hash([entry._replace(searches=("other",))])
    assert content_hash([entry]) != content_hash([entry._replace(version="0" * 64)])
    assert content_hash([entry]) != content_hash([])


def test_duckdb_reads_index_and_records(tmp_path: Path) -> None:
    target = writer(tmp_path, at(MONDAY))
    for number in range(3):
        add(target, record(number), request=number)
    target.seal(source(), (), at(MONDAY))
    root = Archive(tmp_path).root
    with duckdb.connect() as connection:
        rows = connection.sql(
            f"select nct_id, data_version, change, searches, request from "
            f"'{root}/snapshots/*/index.parquet' order by nct_id"
        ).fetchall()
        assert rows == [(nct(n), MONDAY, "new", ["all"], n) for n in range(3)]
        numbers = connection.sql(
            "select protocolSection.identificationModule.nctId from "
            f"read_json('{root}/records/*.jsonl.zst', format = 'newline_delimited')"
        ).fetchall()
        assert numbers == [(nct(n),) for n in range(3)]
        joined = connection.sql(
            f"select count(*) from '{root}/snapshots/*/index.parquet' "
            f"join '{root}/records/*.index.parquet' using (nct_id, version)"
        ).fetchall()
        assert joined == [(3,)]


def test_one_record_comes_back_as_it_was(tmp_path: Path) -> None:
    given = [record(n, title=f"Title {n}") for n in (1, 2, 3)]
    made = snapshot(tmp_path, given, at(MONDAY))
    assert made.record(nct(2)) == given[1]
    assert made.record(nct(9)) is None


def test_a_snapshot_that_has_its_manifest_but_not_yet_its_name_does_not_exist(
    tmp_path: Path,
) -> None:
    found = snapshot(tmp_path, [record(1)], at(MONDAY))
    shutil.copytree(found.folder, found.folder.with_name(".making-2026-11-17T060000Z"))
    assert Archive(tmp_path).snapshots() == [found.name]
