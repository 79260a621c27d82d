from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from harvest import curate as job
from harvest.curate import curate, recipe_of
from harvest.curated.release import Releases
from harvest.errors import CheckFailed, ConfigError
from harvest.raw.snapshots import Archive
from harvest.tables.overrides import FIELDS
from tests.records import MONDAY, TUESDAY, WEDNESDAY, at, files_under, record, snapshot

GIVEN = [record(n, title=f"Title {n}") for n in (3, 1, 2)] + [record(None)]
AGAIN = """
import sys
from pathlib import Path
from harvest.curate import curate
from harvest.raw.snapshots import Archive
from harvest.tables.overrides import FIELDS
data = Path(sys.argv[1])
curate(data, Archive(data).snapshot(), name="2026.11.1")
"""
PLACES = (
    ("one", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"}),
    ("elsewhere/two", {"PYTHONHASHSEED": "42", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}),
)


def test_a_snapshot_gives_the_same_bytes_in_another_folder_process_and_zone(
    tmp_path: Path,
) -> None:
    made = []
    for name, _ in PLACES:
        snapshot(tmp_path / name, GIVEN, at(MONDAY))
    for name, environment in PLACES:
        command = [sys.executable, "-c", AGAIN, str(tmp_path / name)]
        subprocess.run(command, env={**os.environ, **environment}, check=True)
        made.append(files_under(tmp_path / name / "curated"))
    assert "2026.11.1/studies.parquet" in made[0]
    assert made[0] == made[1]


def test_the_history_before_a_snapshot_shows_in_the_tables_of_history_alone(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    snapshot(one, [record(1, title="Old"), record(7)], at(MONDAY))
    first = curate(one, snapshot(one, GIVEN, at(TUESDAY)), name="2026.11.1")
    second = curate(two, snapshot(two, GIVEN, at(TUESDAY)), name="2026.11.1")
    here, there = ({t.name: t.sha256 for t in each.manifest.tables} for each in (first, second))
    differing = {name for name in here if here[name] != there[name]}
    assert differing == {"record_versions", "changes", "switching"}


def test_another_history_is_another_release_and_nothing_new_is_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    snapshot(one, [record(1, title="Old")], at(MONDAY))
    recipes = [recipe_of(snapshot(each, GIVEN, at(TUESDAY))) for each in (one, two)]
    assert recipes[0].content == recipes[1].content
    assert (bool(recipes[0].history), recipes[1].history) == (True, "")
    assert recipe_of(snapshot(one, GIVEN, at(WEDNESDAY))) == recipes[0]
    assert recipe_of(snapshot(two, GIVEN, at(WEDNESDAY))) == recipes[1]


def test_the_same_recipe_is_no_new_release(tmp_path: Path) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    assert curate(tmp_path, made, now=at(MONDAY)).is_new
    again = curate(tmp_path, made, now=at(TUESDAY))
    assert (again.is_new, again.manifest.release) == (False, "2026.11.1")
    assert recipe_of(made) == again.manifest.recipe


@pytest.mark.parametrize("change", ["content", "code"])
def test_another_recipe_is_a_new_release(
    tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    curate(tmp_path, made, now=at(MONDAY))
    if change == "content":
        made = snapshot(tmp_path, [*GIVEN, record(9)], at(TUESDAY))
    else:
        monkeypatch.setattr(job, "code_version", lambda: "other")
    again = curate(tmp_path, made, now=at(TUESDAY))
    assert (again.is_new, again.manifest.release) == (True, "2026.11.2")


def test_tables_that_do_not_pass_are_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    faults = [f"fault {n}." for n in range(8)]
    monkeypatch.setattr(job, "check", lambda folder: iter(faults))
    with pytest.raises(CheckFailed, match=r"fault 4\. \(3 more\.\) The old release stands"):
        curate(tmp_path, made)
    assert Releases(tmp_path).names() == []
    assert Releases(tmp_path).latest() is None


def test_a_release_counts_every_record_of_its_snapshot(tmp_path: Path) -> None:
    manifest = curate(tmp_path, snapshot(tmp_path, GIVEN, at(MONDAY))).manifest
    raw = Archive(tmp_path).snapshot().manifest
    assert (raw.studies, raw.unreadable) == (3, 1)
    assert (manifest.studies, manifest.issues) == (3, {"unreadable_record": 1})
    rows = {table.name: table.rows for table in manifest.tables}
    assert (rows["studies"], rows["issues"]) == (3, 1)


def test_the_manifest_says_what_the_release_is_made_from(tmp_path: Path) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    manifest = curate(tmp_path, made, now=at(MONDAY)).manifest
    assert manifest.snapshot == made.name
    assert manifest.recipe.content == made.manifest.content
    assert manifest.data_timestamp == f"{MONDAY}T09:00:05"
    assert manifest.recipe.code in manifest.citation
    assert made.name in manifest.citation
    assert manifest == Releases(tmp_path).manifest()


def test_a_name_that_is_given_publishes_again_what_the_latest_release_says(tmp_path: Path) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    curate(tmp_path, made, now=at(MONDAY))
    before = files_under(tmp_path)
    assert not curate(tmp_path, made, name="2026.11.1").is_new
    assert files_under(tmp_path) == before


def corrected(data: Path, new: str) -> None:
    values = ("NCT00000001", "studies", "", "minimum_age_years", "18", new)
    told = ("A. Reviewer", "2026-11-23", "a slip", "the paper")
    lines = ("\t".join(FIELDS), "\t".join((*values, *told)))
    (data / "overrides.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_corrections_beside_the_data_make_a_new_release_and_survive_a_rebuild(
    tmp_path: Path,
) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    curate(tmp_path, made, now=at(MONDAY))
    corrected(tmp_path, "16")
    first = curate(tmp_path, made, now=at(TUESDAY))
    assert first.is_new
    ages = pd.read_parquet(first.folder / "studies.parquet").set_index("nct_id").minimum_age_years
    assert ages.to_dict() == {"NCT00000001": 16.0, "NCT00000002": 18.0, "NCT00000003": 18.0}
    assert not curate(tmp_path, made, now=at(TUESDAY)).is_new
    (override,) = pd.read_parquet(first.folder / "overrides.parquet").to_dict("records")
    assert (override["outcome"], override["who"]) == ("applied", "A. Reviewer")


def test_corrections_that_make_no_sense_stop_the_run_and_the_old_release_stands(
    tmp_path: Path,
) -> None:
    made = snapshot(tmp_path, GIVEN, at(MONDAY))
    curate(tmp_path, made, now=at(MONDAY))
    corrected(tmp_path, "old")
    with pytest.raises(ConfigError, match=r"overrides\.tsv.*line 2: could not convert"):
        curate(tmp_path, made, now=at(TUESDAY))
    (tmp_path / "overrides.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"overrides\.tsv"):
        curate(tmp_path, made, now=at(TUESDAY))
    assert Releases(tmp_path).names() == ["2026.11.1"]
