"""The main job on the bundled sample, as `make demo` runs it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from subprocess import run
from sys import executable

import pandas as pd
import pytest

import harvest as package
from harvest import sample

from .commands import harvest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    done = harvest("refresh", "--registry", "sample", "--data", folder)
    assert done.code == 0, done.err
    return folder


def test_every_study_of_the_sample_that_the_searches_match_is_a_row(data: Path) -> None:
    studies = package.load("studies", data=data)
    hits = package.load("search_hits", data=data)
    assert set(studies.nct_id) == set(hits.nct_id)
    assert set(hits.search) == {"fibromyalgia", "naltrexone"}
    assert {"NCT00568555", "NCT04270877"} <= set(studies.nct_id)
    assert len(studies) >= 30
    both = hits.groupby("nct_id").search.nunique()
    assert both["NCT04270877"] == 2


def test_look_alikes_of_the_letters_ldn_are_not_harvested(data: Path) -> None:
    found = set(package.load("studies", data=data).nct_id)
    for nct_id, record in sample.records().items():
        if nct_id in found:
            assert b"altrexone" in record or b"ibromyalgia" in record or b"FIBROMYALGIA" in record


def test_the_whole_sample_can_be_harvested_too(tmp_path: Path) -> None:
    done = harvest(
        "refresh", "--cohort", "all", "--registry", "sample", "--data", tmp_path, "--json"
    )
    assert done.code == 0, done.err
    assert done.result["studies"] == len(sample.records())


def test_a_second_run_asks_once_and_publishes_nothing(data: Path) -> None:
    done = harvest("refresh", "--registry", "sample", "--data", data, "--json")
    assert done.code == 0
    assert (done.result["is_new"], done.result["requests"]) == (False, 1)
    assert package.releases(data=data).release.tolist() == [done.result["release"]]


def test_what_was_harvested_verifies(data: Path) -> None:
    done = harvest("verify", "--data", data, "--json")
    assert (done.code, done.result["faults"]) == (0, [])


def test_no_object_column_holds_dates_numbers_flags_or_codes(data: Path) -> None:
    for path in (data / "curated" / "latest").glob("*.parquet"):
        frame = pd.read_parquet(path)
        objects = {name for name, kind in frame.dtypes.items() if str(kind) == "object"}
        assert objects <= {"phases", "control_types"}, path


def test_contact_persons_do_not_reach_curated_data(data: Path) -> None:
    whole = b"".join(sample.records().values())
    assert b"555-01" in whole, "the sample has contacts to leave out"
    for path in (data / "curated" / "latest").glob("*.parquet"):
        frame = pd.read_parquet(path)
        for name in frame.select_dtypes(["string", "object"]):
            texts = frame[name].dropna().astype(str)
            assert not texts.str.contains("555-01", regex=False).any(), (path, name)
            assert not texts.str.contains(r"@example\.org", regex=True).any(), (path, name)


def test_the_wheel_holds_the_sample_and_the_data_files(tmp_path: Path) -> None:
    build = [executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "harvest/record/pieces.tsv" in names
    assert "harvest/py.typed" in names
    assert {f"harvest/sample/studies/{nct_id}.json" for nct_id in sample.records()} <= names
