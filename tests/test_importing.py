from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

import harvest
from harvest.errors import BadInput, ConfigError, UsageError
from harvest.importing import import_files
from harvest.raw.segments import read_given
from harvest.raw.snapshots import Archive
from tests.records import MONDAY, TUESDAY, compact, files_under, nct, pretty, record, study


def write(folder: Path, name: str, *given: bytes) -> Path:
    path = folder / name
    path.write_bytes(b"\n".join(given))
    return path


def test_files_of_one_call_are_one_complete_snapshot(tmp_path: Path) -> None:
    data = tmp_path / "data"
    one = write(tmp_path, "a.ndjson", record(1), record(2))
    two = tmp_path / "b.json.gz"
    two.write_bytes(gzip.compress(pretty(study(3))))
    outcome = import_files(data, [one, two])
    manifest = outcome.snapshot.manifest
    assert manifest.cohort == {"name": "imported", "searches": []}
    assert (manifest.source.kind, manifest.source.data_timestamp) == ("files", None)
    assert [(each.name, each.records) for each in manifest.source.files] == [
        ("a.ndjson", 2),
        ("b.json.gz", 1),
    ]
    assert manifest.source.files[0].sha256 == hashlib.sha256(one.read_bytes()).hexdigest()
    assert {e.nct_id: e.request for e in outcome.snapshot.entries()} == {
        nct(1): 0,
        nct(2): 0,
        nct(3): 1,
    }
    assert harvest.load("studies", data=data).nct_id.tolist() == [nct(1), nct(2), nct(3)]
    assert harvest.load("search_hits", data=data).empty


def test_a_text_is_kept_as_it_was_given(tmp_path: Path) -> None:
    given = pretty(study(1, title="Ä ≥"))
    outcome = import_files(tmp_path / "data", [write(tmp_path, "a.json", given)])
    (info,) = outcome.snapshot.manifest.segments
    records = outcome.snapshot.archive.records
    assert [text for _, text in read_given(records, info.name)] == [given]


def test_a_second_call_replaces_and_may_hold_less(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_files(data, [write(tmp_path, "a.json", *(record(n) for n in range(1, 20)))])
    outcome = import_files(data, [write(tmp_path, "b.json", record(50))])
    assert outcome.published.is_new
    assert harvest.load("studies", data=data).nct_id.tolist() == [nct(50)]
    assert len(harvest.releases(data=data)) == 2
    assert len(Archive(data).snapshots()) == 2


def test_the_same_files_again_are_no_new_release(tmp_path: Path) -> None:
    data, path = tmp_path / "data", write(tmp_path, "a.json", record(1))
    import_files(data, [path])
    assert not import_files(data, [path]).published.is_new
    assert len(harvest.releases(data=data)) == 1


def test_a_study_in_two_files_is_taken_in_its_later_data_version(tmp_path: Path) -> None:
    new = write(tmp_path, "a.json", record(1, title="New", data_version=TUESDAY))
    old = write(tmp_path, "b.json", record(1, title="Old", data_version=MONDAY))
    import_files(tmp_path / "data", [new, old])
    studies = harvest.load("studies", data=tmp_path / "data")
    assert studies.brief_title.tolist() == ["New"]


def test_of_a_call_with_a_bad_file_nothing_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    good = write(tmp_path, "a.json", record(1))
    import_files(data, [good])
    before = files_under(data)
    with pytest.raises(BadInput, match=r"b\.json"):
        import_files(data, [write(tmp_path, "c.json", record(2)), write(tmp_path, "b.json", b"x")])
    assert files_under(data) == before


def test_files_without_any_study_are_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no study at all"):
        import_files(tmp_path / "data", [write(tmp_path, "a.json", b"[]")])
    assert Archive(tmp_path / "data").snapshots() == []


def test_records_of_which_none_has_a_number_are_bad_input(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ndjson", record(None), compact(study(None, title="Another")))
    with pytest.raises(BadInput, match="None of the 2 records"):
        import_files(tmp_path / "data", [path])
    assert Archive(tmp_path / "data").snapshots() == []


def test_a_missing_file_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        import_files(tmp_path / "data", [write(tmp_path, "a.json", record(1)), tmp_path / "no"])
    assert not (tmp_path / "data").exists()


def test_a_folder_of_a_registry_cohort_takes_no_import(tmp_path: Path) -> None:
    (tmp_path / "harvest.json").write_text('{"format": 1, "cohort": {"name": "all"}}')
    with pytest.raises(ConfigError, match="'all', not 'imported'"):
        import_files(tmp_path, [write(tmp_path, "a.json", record(1))])


def test_records_without_a_number_are_issues_and_the_count_adds_up(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", record(1), record(None), b'{"protocolSection":5}')
    outcome = import_files(tmp_path / "data", [path])
    manifest = outcome.published.manifest
    assert (manifest.studies, manifest.issues) == (1, {"unreadable_record": 2})
    assert len(harvest.load("issues", data=tmp_path / "data")) == 2


def test_a_record_without_a_number_in_two_layouts_does_not_stop_an_import(tmp_path: Path) -> None:
    one = write(tmp_path, "a.json", record(1), record(None))
    two = write(tmp_path, "b.json", pretty(study(None)))
    assert import_files(tmp_path / "data", [one, two]).published.manifest.studies == 1


def test_every_file_of_a_folder_is_noted_with_its_hash(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    write(folder, "a.json", record(1))
    outcome = import_files(tmp_path / "data", [folder])
    assert all(each.sha256 for each in outcome.snapshot.manifest.source.files)
