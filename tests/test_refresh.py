from __future__ import annotations

import json
import logging
import socket
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import harvest
from harvest import curate, sample
from harvest.cohorts import BUILT_IN, Cohort, Search
from harvest.curated.release import Manifest, Releases
from harvest.curated.verify import verify as verify_curated
from harvest.errors import CheckFailed, ConfigError, RegistryUnavailable, UsageError
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify as verify_raw
from harvest.refresh import Outcome, refresh
from harvest.settings import Settings
from tests.records import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    files_under,
    nct,
    record,
    records,
    served,
)

ALL = BUILT_IN["all"]
SETTINGS = Settings(pace_seconds=0, tries=1, retry_seconds=0)
TWENTY = range(1, 21)


class Registry:
    """A registry with one address on every day."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.settings = replace(SETTINGS, registry=f"http://127.0.0.1:{self.port}/api/v2")

    def run(
        self,
        data: Path,
        given: Mapping[str, bytes],
        day: str,
        cohort: Cohort = ALL,
        **options: Any,
    ) -> Outcome:
        with served(given, day, self.port):
            return refresh(data, cohort, self.settings, **options)


_registries: dict[Path, Registry] = {}


def run(data: Path, given: Mapping[str, bytes], day: str, **options: Any) -> Outcome:
    """A refresh of this folder on this day, always from the same address."""
    return _registries.setdefault(data, Registry()).run(data, given, day, **options)


def manifest(data: Path) -> Manifest:
    return Releases(data).manifest()


def is_whole(data: Path) -> bool:
    return [*verify_raw(Archive(data)), *verify_curated(Releases(data))] == []


def test_a_first_run_publishes_what_the_registry_has(tmp_path: Path) -> None:
    data = tmp_path / "new" / "folder"
    outcome = run(data, records(*TWENTY), MONDAY)
    assert outcome.published is not None
    assert outcome.published.is_new
    assert (outcome.has_fetched, outcome.requests) == (True, 3)
    studies = harvest.load("studies", data=data)
    assert studies.nct_id.tolist() == [nct(n) for n in TWENTY]
    found = manifest(data)
    assert (found.studies, found.data_timestamp) == (20, f"{MONDAY}T09:00:05")
    assert found.recipe.cohort == ALL.as_dict()
    assert json.loads((data / "harvest.json").read_bytes())["cohort"] == ALL.as_dict()
    assert is_whole(data)


def test_the_snapshot_says_what_was_asked_and_counted(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    snapshot = Archive(tmp_path).snapshot()
    (search,) = snapshot.manifest.source.searches
    assert (search.name, search.total, search.studies) == ("all", 20, 20)
    log = [
        json.loads(line) for line in (snapshot.folder / "requests.jsonl").read_bytes().splitlines()
    ]
    assert [each["status"] for each in log] == [200] * 3
    numbers = {each["number"] for each in log if each["search"] == "all"}
    assert {entry.request for entry in snapshot.entries()} <= numbers


def test_unmoved_data_cost_one_request_and_change_nothing(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    before = files_under(tmp_path)
    outcome = run(tmp_path, records(*TWENTY), MONDAY)
    assert (outcome.requests, outcome.has_fetched) == (1, False)
    assert outcome.published is not None
    assert not outcome.published.is_new
    assert files_under(tmp_path) == before


@pytest.mark.parametrize("text", [None, b"", b"half"])
@pytest.mark.parametrize("kind", ["jsonl.zst", "index.parquet"])
def test_records_that_were_lost_are_fetched_again_by_the_next_run(
    tmp_path: Path, kind: str, text: bytes | None
) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    (path,) = (tmp_path / "raw" / "ctgov" / "records").glob(f"*.{kind}")
    path.unlink() if text is None else path.write_bytes(text)
    done = run(tmp_path, records(*TWENTY), MONDAY)
    assert done.has_fetched
    assert not done.published.is_new
    assert done.snapshot is not None
    assert sum(1 for _ in done.snapshot.read()) == len(TWENTY)
    assert all(path.name in fault or "-000" in fault or "Snapshot" in fault
               for fault in verify_raw(Archive(tmp_path)))  # fmt: skip


def test_full_fetches_though_nothing_moved(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    outcome = run(tmp_path, records(*TWENTY), MONDAY, full=True)
    assert outcome.has_fetched
    assert len(Archive(tmp_path).snapshots()) == 2
    assert Releases(tmp_path).names() == [manifest(tmp_path).release]


def test_moved_data_without_new_content_are_a_snapshot_but_no_release(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    curated = files_under(tmp_path / "curated")
    outcome = run(tmp_path, records(*TWENTY, data_version=TUESDAY), TUESDAY)
    assert outcome.has_fetched
    assert outcome.published is not None
    assert not outcome.published.is_new
    assert len(Archive(tmp_path).snapshots()) == 2
    assert files_under(tmp_path / "curated") == curated
    assert Archive(tmp_path).snapshot().manifest.source.data_timestamp == f"{TUESDAY}T09:00:05"


def test_added_removed_and_changed_studies_reach_the_next_release(tmp_path: Path) -> None:
    numbers = range(1, 31)
    run(tmp_path, records(*numbers), MONDAY)
    first = manifest(tmp_path).release
    now = records(*numbers, 99, data_version=TUESDAY)
    del now[nct(5)]
    now[nct(7)] = record(7, title="Another title", data_version=TUESDAY)
    outcome = run(tmp_path, now, TUESDAY)
    assert outcome.published is not None
    assert outcome.published.is_new
    found = Archive(tmp_path).snapshot().manifest
    assert (found.new, found.changed, found.derived) == (1, 1, 0)
    assert [each.nct_id for each in found.removed] == [nct(5)]
    studies = harvest.load("studies", data=tmp_path).set_index("nct_id")
    assert nct(99) in studies.index
    assert nct(5) not in studies.index
    assert studies.brief_title[nct(7)] == "Another title"
    old = harvest.load("studies", release=first, data=tmp_path).set_index("nct_id")
    assert nct(5) in old.index
    assert Releases(tmp_path).names() == [first, manifest(tmp_path).release]
    assert is_whole(tmp_path)


def test_much_less_is_not_published_unless_told_why(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    first = manifest(tmp_path).release
    curated = files_under(tmp_path / "curated")
    fewer = records(*range(1, 16), data_version=TUESDAY)
    with pytest.raises(CheckFailed, match=r"studies has 15 rows instead of 20.*--accept-change"):
        run(tmp_path, fewer, TUESDAY)
    assert {k: v for k, v in files_under(tmp_path / "curated").items() if "staging" not in k} == (
        curated
    )
    with pytest.raises(CheckFailed, match="The old release stands"):
        run(tmp_path, fewer, TUESDAY)
    outcome = run(tmp_path, fewer, TUESDAY, accept_change="the sponsor withdrew five")
    assert outcome.published is not None
    assert (outcome.published.is_new, outcome.requests) == (True, 1)
    assert manifest(tmp_path).accepted_change == "the sponsor withdrew five"
    assert Releases(tmp_path).names() == [first, manifest(tmp_path).release]
    assert is_whole(tmp_path)


def test_an_empty_reason_is_none(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    with pytest.raises(UsageError, match="reason"):
        run(tmp_path, records(*range(1, 16)), TUESDAY, accept_change="")


def test_a_registry_that_has_nothing_any_more_takes_nothing_with_it(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    with pytest.raises(CheckFailed):
        run(tmp_path, {}, TUESDAY)
    assert manifest(tmp_path).studies == 20


def test_other_code_makes_a_release_without_fetching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    first = manifest(tmp_path).release
    monkeypatch.setattr(curate, "code_version", lambda: "9.9.9+00000000")
    outcome = run(tmp_path, records(*TWENTY), MONDAY)
    assert (outcome.has_fetched, outcome.requests) == (False, 1)
    assert manifest(tmp_path).recipe.code == "9.9.9+00000000"
    assert Releases(tmp_path).names() == [first, manifest(tmp_path).release]
    assert len(Archive(tmp_path).snapshots()) == 1
    assert not run(tmp_path, records(*TWENTY), MONDAY).published.is_new  # type: ignore[union-attr]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    outcome = run(data, records(*TWENTY), MONDAY, dry_run=True)
    assert (outcome.published, outcome.snapshot, outcome.requests) == (None, None, 1)
    assert not data.exists()
    run(data, records(*TWENTY), MONDAY)
    before = files_under(data)
    assert run(data, records(1), TUESDAY, dry_run=True).snapshot is not None
    assert files_under(data) == before


def test_records_without_a_number_are_quarantined_and_the_run_goes_on(tmp_path: Path) -> None:
    given = {**records(*TWENTY), nct(98): record(None), nct(99): record(None, title="Other")}
    outcome = run(tmp_path, given, MONDAY)
    assert outcome.published is not None
    raw = Archive(tmp_path).snapshot().manifest
    assert (raw.studies, raw.unreadable) == (20, 2)
    found = manifest(tmp_path)
    assert (found.studies, found.issues) == (20, {"unreadable_record": 2})
    issues = harvest.load("issues", data=tmp_path)
    assert issues.kind.tolist() == ["unreadable_record"] * 2
    assert issues.nct_id.isna().all()
    assert len(harvest.load("studies", data=tmp_path)) == 20
    assert is_whole(tmp_path)


def test_a_number_in_other_digits_does_not_stop_the_run(tmp_path: Path) -> None:
    odd = record(1).replace(
        nct(1).encode(), "NCT\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667".encode()
    )
    run(tmp_path, {**records(*TWENTY), nct(99): odd}, MONDAY)
    assert manifest(tmp_path).studies == 20


def test_fewer_issues_are_no_loss(tmp_path: Path) -> None:
    odd = {nct(n): record(n, noSuchField=1) for n in range(1, 71)}
    run(tmp_path, odd, MONDAY)
    assert sum(manifest(tmp_path).issues.values()) >= 70
    outcome = run(tmp_path, records(*range(1, 71)), TUESDAY)
    assert outcome.published is not None
    assert outcome.published.is_new


def test_a_cohort_of_two_searches_says_which_found_what(tmp_path: Path) -> None:
    cohort = Cohort(
        "two",
        (
            Search("titles", (("query.titles", "apple"),)),
            Search("words", (("query.term", "pear"),)),
        ),
    )
    given = {
        nct(1): record(1, title="Apple"),
        nct(2): record(2, title="Pear"),
        nct(3): record(3, title="Apple and pear"),
        nct(4): record(4, title="Plum"),
    }
    run(tmp_path, given, MONDAY, cohort=cohort)
    hits = harvest.load("search_hits", data=tmp_path)
    assert list(zip(hits.nct_id, hits.search, strict=True)) == [
        (nct(1), "titles"),
        (nct(2), "words"),
        (nct(3), "titles"),
        (nct(3), "words"),
    ]
    assert len(harvest.load("studies", data=tmp_path)) == 3


def test_another_cohort_in_the_same_folder_is_refused_before_anything_is_asked(
    tmp_path: Path,
) -> None:
    run(tmp_path, records(1), MONDAY)
    before = files_under(tmp_path)
    other = Cohort("other", (Search("x", (("query.term", "x"),)),))
    with pytest.raises(ConfigError, match="holds the cohort 'all', not 'other'"):
        refresh(tmp_path, other, replace(SETTINGS, registry="http://127.0.0.1:9/api/v2"))
    assert files_under(tmp_path) == before


def test_a_changed_definition_of_the_cohort_is_fetched_again(tmp_path: Path) -> None:
    given = {**records(*TWENTY), nct(50): record(50, title="Pear")}
    wide = Cohort("mine", (Search("s", (("query.term", "naltrexone OR pear"),)),))
    narrow = Cohort("mine", (Search("s", (("query.term", "naltrexone"),)),))
    run(tmp_path, given, MONDAY, cohort=narrow)
    outcome = run(tmp_path, given, MONDAY, cohort=wide)
    assert outcome.has_fetched
    assert manifest(tmp_path).recipe.cohort == wide.as_dict()


def test_a_failed_fetch_leaves_everything_as_it_was(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    before = files_under(tmp_path)
    with pytest.raises(RegistryUnavailable):
        refresh(tmp_path, ALL, replace(SETTINGS, registry="http://127.0.0.1:9/api/v2"))
    assert files_under(tmp_path) == before


def test_the_third_day_after_a_stopped_second_is_right(tmp_path: Path) -> None:
    run(tmp_path, records(*TWENTY), MONDAY)
    with pytest.raises(CheckFailed):
        run(tmp_path, records(1, data_version=TUESDAY), TUESDAY)
    outcome = run(tmp_path, records(*TWENTY, 21, data_version=WEDNESDAY), WEDNESDAY)
    assert outcome.published is not None
    assert outcome.published.is_new
    assert manifest(tmp_path).studies == 21
    assert Archive(tmp_path).snapshot().manifest.removed == ()
    assert is_whole(tmp_path)


def test_progress_is_told_after_each_page(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run(tmp_path, records(*TWENTY), MONDAY, progress=lambda *each: told.append(each))
    assert told[-1] == ("all", 20, 20)


def test_what_happens_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("harvest").propagate = True
    with caplog.at_level(logging.INFO, "harvest"):
        run(tmp_path, records(*TWENTY), MONDAY)
    names = [each.getMessage() for each in caplog.records]
    assert names == ["page.fetched", "snapshot.sealed", "release.published"]


def test_the_bundled_sample_is_a_registry_too(tmp_path: Path) -> None:
    outcome = refresh(tmp_path, BUILT_IN["ldn-fibromyalgia"], replace(SETTINGS, registry="sample"))
    assert outcome.published is not None
    found = manifest(tmp_path)
    assert found.data_timestamp == sample.DATA_TIMESTAMP
    assert "not registry data" in found.source
    assert 0 < found.studies <= len(sample.records())


def test_credentials_of_an_address_are_written_nowhere(tmp_path: Path) -> None:
    with served(records(1), MONDAY) as address:
        secret = address.replace("http://", "http://user:topsecret@")
        refresh(tmp_path, ALL, replace(SETTINGS, registry=secret))
    assert [name for name, text in files_under(tmp_path).items() if b"topsecret" in text] == []
