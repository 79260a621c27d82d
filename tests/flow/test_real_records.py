"""The real records, harvested from the replica over HTTP and imported from a file.

Every fourth of them in the ordinary run; all of them with `make test-long`.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import harvest as package
from harvest.curated.check import check
from harvest.raw.content import content_of
from harvest.raw.snapshots import Archive as RawArchive
from harvest.record.decode import decode
from harvest.registry.pages import nct_id_of
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running
from harvest.tables import TABLES
from harvest.tables.account import SearchHits
from harvest.tables.history import HISTORY
from tests.real import real_records
from tests.tables.test_build import OF_THE_RECORD

from .commands import harvest

pytestmark = pytest.mark.real


@pytest.fixture(scope="module", params=[4, pytest.param(1, marks=pytest.mark.long)])
def records(request: pytest.FixtureRequest) -> list[bytes]:
    return real_records()[:: request.param]


@pytest.fixture(scope="module")
def address(records: list[bytes]) -> Iterator[str]:
    by_id = {nct_id_of(record) or "": record for record in records}
    with running(create_app(Archive(by_id, "2026-08-13T09:00:05"))) as found:
        yield found


@pytest.fixture(scope="module")
def harvested(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harvested")
    done = harvest(
        *("refresh", "--cohort", "all", "--registry", address, "--data", folder),
        HARVEST_PAGE_SIZE="500",
    )
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="module")
def imported(records: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    file = folder / "records.jsonl"
    file.write_bytes(b"\n".join(records) + b"\n")
    done = harvest("import", file, "--data", folder / "data")
    assert done.code == 0, done.err
    return folder / "data"


def test_every_record_is_a_study_and_nothing_is_unaccounted_for(
    harvested: Path, records: list[bytes]
) -> None:
    ids = {nct_id_of(record) for record in records}
    assert set(package.load("studies", data=harvested).nct_id) == ids
    issues = package.load("issues", data=harvested)
    assert set(issues.kind) <= OF_THE_RECORD, "no path, code or value is unknown"


def test_every_key_and_reference_holds(harvested: Path) -> None:
    assert list(check(harvested / "curated" / "latest")) == []


def test_raw_gives_every_record_back_byte_for_byte(harvested: Path, records: list[bytes]) -> None:
    read = {record.record for record in RawArchive(harvested).snapshot().read()}
    assert read == set(records)


def test_import_gives_the_same_tables(harvested: Path, imported: Path) -> None:
    for name in TABLES:
        if TABLES[name] not in (SearchHits, *HISTORY):
            over_http = package.load(name, data=harvested)
            from_file = package.load(name, data=imported)
            pd.testing.assert_frame_equal(over_http, from_file)
    assert len(package.load("search_hits", data=imported)) == 0


def test_the_same_snapshot_under_the_same_name_gives_the_same_bytes(
    harvested: Path, tmp_path: Path
) -> None:
    release = package.releases(data=harvested).release[0]
    (tmp_path / "raw").symlink_to(harvested / "raw")
    done = harvest(
        "rebuild", "--release", release, "--data", tmp_path, TZ="Asia/Tokyo", PYTHONHASHSEED="7"
    )
    assert done.code == 0, done.err
    old, new = harvested / "curated" / release, tmp_path / "curated" / release
    names = sorted(path.name for path in old.iterdir())
    assert names == sorted(path.name for path in new.iterdir())
    _, differing, errors = filecmp.cmpfiles(old, new, names, shallow=False)
    assert (differing, errors) == ([], [])


def test_ten_studies_field_by_field(harvested: Path, records: list[bytes]) -> None:
    """Flat fields straight from the JSON, by a way that shares no code with the tables."""
    studies = package.load("studies", data=harvested).set_index("nct_id")
    outcomes = package.load("outcomes", data=harvested)
    for record in records[:: len(records) // 10]:
        study = decode(record).study
        protocol = study.protocolSection
        row = studies.loc[study.nct_id]
        assert row.brief_title == protocol.identificationModule.briefTitle
        assert row.overall_status == protocol.statusModule.overallStatus
        count = protocol.designModule.enrollmentInfo.count
        assert pd.isna(row.enrollment) if count is None else row.enrollment == count
        module = protocol.outcomesModule
        measures = [
            outcome.measure
            for each in (module.primaryOutcomes, module.secondaryOutcomes, module.otherOutcomes)
            for outcome in each
        ]
        assert outcomes[outcomes.nct_id == study.nct_id].measure.tolist() == measures


def test_a_record_of_the_raw_archive_is_its_version(harvested: Path) -> None:
    for entry, record in RawArchive(harvested).snapshot().read():
        assert content_of(record).version == entry.version
