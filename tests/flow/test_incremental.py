"""Refreshes one after the other: what is asked, what is kept, what is told."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from harvest import refresh as job
from harvest.cohorts import BUILT_IN, Cohort, Search
from harvest.raw import known
from harvest.raw.content import content_of
from harvest.raw.snapshots import Archive, Snapshot
from harvest.raw.verify import verify
from harvest.settings import Settings
from tests.records import MONDAY, TUESDAY, WEDNESDAY, compact, nct, served, study

ALL = BUILT_IN["all"]
OLD = "2020-01-01"
Given = dict[str, bytes]


class Stopped(BaseException):
    """Nothing in the product may catch it."""


def dated(number: int, updated: str = OLD, **fields: Any) -> bytes:
    found = study(number, **fields)
    found["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"] = {"date": updated}
    return compact(found)


def many(*numbers: int) -> Given:
    return {nct(number): dated(number) for number in numbers}


class Folder:
    """A data folder and a registry that always has the same address."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.settings = Settings(
            registry=f"http://127.0.0.1:{self.port}/api/v2",
            pace_seconds=0,
            tries=1,
            retry_seconds=0,
            page_size=5,
        )
        self.requests = 0

    def run(
        self, given: Mapping[str, bytes], day: str, cohort: Cohort = ALL, **options: Any
    ) -> Snapshot:
        with served(given, day, self.port):
            done = job.refresh(self.data, cohort, self.settings, **options)
        self.requests = done.requests
        assert list(verify(Archive(self.data))) == []
        assert not list(self.data.rglob("*.page"))
        return Archive(self.data).snapshot()

    def stop(self, given: Mapping[str, bytes], day: str, pages: int, **options: Any) -> None:
        """A run that ends at once after so many pages; what was kept stays."""

        def progress(*_: object) -> None:
            nonlocal pages
            pages -= 1
            if not pages:
                raise Stopped

        with served(given, day, self.port), pytest.raises(Stopped):
            job.refresh(self.data, ALL, self.settings, progress=progress, **options)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    # What a release is made of is another matter, and takes long.
    monkeypatch.setattr(job, "curate", lambda *_, **__: None)
    return Folder(tmp_path)


def versions(given: Mapping[str, bytes]) -> dict[str, str]:
    return {nct_id: content_of(text).version for nct_id, text in given.items()}


def held(snapshot: Snapshot) -> dict[str | None, str]:
    return {entry.nct_id: entry.version for entry in snapshot.entries()}


def asked(snapshot: Snapshot, key: str) -> list[str]:
    """The values of one parameter in the requests of a snapshot."""
    import json

    lines = (snapshot.folder / "requests.jsonl").read_text().splitlines()
    requests = [dict(json.loads(line)["parameters"]) for line in lines]
    return [each[key] for each in requests if key in each]


def told(snapshot: Snapshot) -> dict[str, tuple[str, str | None]]:
    return {each.nct_id: (each.kind, each.into) for each in snapshot.manifest.events}


# The sweep.


def test_a_sweep_fetches_only_what_is_new_or_has_another_date(folder: Folder) -> None:
    given = many(*range(1, 21))
    folder.run(given, MONDAY)
    del given[nct(3)]
    given |= {nct(7): dated(7, TUESDAY, title="Changed"), nct(30): dated(30)}
    found = folder.run(given, TUESDAY)
    assert held(found) == versions(given)
    assert asked(found, "filter.ids") == [f"{nct(7)}|{nct(30)}", nct(3)]
    # Two versions, five pages of rows (the last is full), the candidates, the one that is gone.
    assert folder.requests == 2 + 5 + 1 + 1
    assert (found.manifest.new, found.manifest.changed) == (1, 1)
    (search,) = found.manifest.source.searches
    assert (search.total, search.studies) == (20, 20)
    assert told(found) == {nct(3): ("removed", None)}


def test_a_sweep_says_when_everything_was_last_fetched(folder: Folder) -> None:
    given = many(*range(1, 6))
    assert folder.run(given, MONDAY).manifest.source.full_pass is None
    for day in (TUESDAY, WEDNESDAY):
        assert folder.run(given, day).manifest.source.full_pass == f"{MONDAY}T09:00:05"


@pytest.mark.parametrize("days", [29, 30])
def test_a_change_without_a_new_date_is_seen_by_the_full_pass(folder: Folder, days: int) -> None:
    given = many(*range(1, 11))
    folder.run(given, MONDAY)
    given[nct(4)] = dated(4, term="Other")
    later = (date.fromisoformat(MONDAY) + timedelta(days=days)).isoformat()
    found = folder.run(given, later)
    assert (held(found) == versions(given)) == (days >= 30)
    assert (found.manifest.source.full_pass is None) == (days >= 30)


def test_full_fetches_everything(folder: Folder) -> None:
    given = many(*range(1, 11))
    folder.run(given, MONDAY)
    given[nct(4)] = dated(4, term="Other")
    assert held(folder.run(given, TUESDAY, full=True)) == versions(given)


def test_data_older_than_the_last_full_pass_are_fetched_whole(folder: Folder) -> None:
    given = many(*range(1, 11))
    folder.run(given, WEDNESDAY)
    given[nct(4)] = dated(4, term="Other")
    assert held(folder.run(given, MONDAY)) == versions(given)


def test_studies_without_a_date_or_a_number_are_fetched(folder: Folder) -> None:
    given = {nct(1): compact(study(1)), nct(2): dated(2)}
    folder.run(given, MONDAY)
    given[nct(1)] = compact(study(1, title="Changed"))
    found = folder.run(given, TUESDAY)
    assert held(found) == versions(given)
    assert asked(found, "filter.ids") == [nct(1)]
    given[nct(9)] = compact(study(None))
    found = folder.run(given, WEDNESDAY)
    assert (found.manifest.studies, found.manifest.unreadable) == (2, 1)


def test_a_large_cohort_of_searches_is_swept_too(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "SWEPT_ABOVE", 10)
    cohort = Cohort(
        "mine",
        (Search("a", (("query.term", "apple"),)), Search("b", (("query.term", "pear"),))),
    )
    given = {nct(n): dated(n, title="Apple") for n in range(1, 9)}
    given |= {nct(n): dated(n, title="Pear") for n in range(11, 19)}
    given[nct(20)] = dated(20, title="Apple and pear")
    folder.run(given, MONDAY, cohort)
    given[nct(12)] = dated(12, TUESDAY, title="Apple and pear")
    found = folder.run(given, TUESDAY, cohort)
    assert held(found) == versions(given)
    assert asked(found, "filter.ids") == [nct(12)]
    hits = {entry.nct_id: entry.searches for entry in found.entries()}
    assert hits[nct(12)] == hits[nct(20)] == ("a", "b")
    assert hits[nct(1)] == ("a",)


def test_many_days_of_sweeps_hold_what_the_registry_holds(folder: Folder) -> None:
    rng = random.Random(5)
    given = many(*range(1, 31))
    folder.run(given, MONDAY)
    for days in range(1, 8):
        day = (date.fromisoformat(MONDAY) + timedelta(days=days)).isoformat()
        for number in rng.sample(range(1, 40), 6):
            if nct(number) in given and rng.random() < 0.4:
                del given[nct(number)]
            else:
                given[nct(number)] = dated(number, day, title=f"Of {day}")
        found = folder.run(given, day)
        assert held(found) == versions(given)
        gone = {each.nct_id for each in found.manifest.removed}
        assert gone.isdisjoint(given)
    assert {nct(n) for n in range(1, 31)} - set(given) <= gone


# What became of a study.


def test_events_say_what_became_of_a_study(folder: Folder) -> None:
    cohort = Cohort("mine", (Search("a", (("query.term", "apple"),)),))
    given = {nct(n): dated(n, title="Apple") for n in range(1, 8)}
    folder.run(given, MONDAY, cohort)
    withheld = study(2, title="[Withheld]")
    withheld["protocolSection"] = {
        "identificationModule": {"nctId": nct(2), "briefTitle": "[Withheld]"},
        "statusModule": {"overallStatus": "WITHHELD"},
    }
    merged = study(4, title="Apple")
    merged["protocolSection"]["identificationModule"]["nctIdAliases"] = [nct(3)]
    now = {
        **given,
        nct(2): compact(withheld),
        nct(4): compact(merged),
        nct(5): dated(5, title="Plum"),
    }
    del now[nct(1)], now[nct(3)]
    found = folder.run(now, TUESDAY, cohort)
    assert told(found) == {
        nct(1): ("removed", None),
        nct(2): ("withheld", None),
        nct(3): ("merged", nct(4)),
        nct(5): ("left_cohort", None),
    }
    manifest = found.manifest
    assert {each.nct_id: each.kind for each in manifest.removed} == {
        nct(1): "removed",
        nct(2): "withheld",
        nct(3): "merged",
    }
    assert [each.nct_id for each in manifest.left] == [nct(5)]
    back = folder.run(given, WEDNESDAY, cohort)
    assert told(back) == {nct(n): ("returned", None) for n in (1, 2, 3, 5)}
    assert (back.manifest.removed, back.manifest.left) == ((), ())


def test_a_study_that_is_withheld_within_the_cohort_is_told(folder: Folder) -> None:
    given = many(1, 2)
    folder.run(given, MONDAY)
    status = {"overallStatus": "WITHHELD"}
    hidden = {**given, nct(2): compact(study(2, statusModule=status))}
    found = folder.run(hidden, TUESDAY)
    assert told(found) == {nct(2): ("withheld", None)}
    assert held(found) == versions(hidden)
    assert told(folder.run(given, WEDNESDAY)) == {nct(2): ("returned", None)}


# Edits of the cohort.


APPLE = Search("apple", (("query.term", "apple"),))
PEAR = Search("pear", (("query.term", "pear"),))
FRUIT = {
    nct(1): dated(1, title="Apple"),
    nct(2): dated(2, title="Pear"),
    nct(3): dated(3, title="Apple and pear"),
}


def test_another_description_or_order_of_searches_fetches_nothing(folder: Folder) -> None:
    first = folder.run(FRUIT, MONDAY, Cohort("mine", (APPLE, PEAR)))
    again = folder.run(FRUIT, MONDAY, Cohort("mine", (PEAR, APPLE), "for the review"))
    assert (again.name, folder.requests) == (first.name, 1)


def test_an_added_search_is_all_that_is_asked(folder: Folder) -> None:
    folder.run(FRUIT, MONDAY, Cohort("mine", (APPLE,)))
    found = folder.run(FRUIT, MONDAY, Cohort("mine", (APPLE, PEAR)))
    assert asked(found, "query.term") == ["pear"]
    assert {e.nct_id: e.searches for e in found.entries()} == {
        nct(1): ("apple",),
        nct(2): ("pear",),
        nct(3): ("apple", "pear"),
    }
    assert [search.total for search in found.manifest.source.searches] == [2, 2]


def test_a_dropped_search_asks_nothing_and_removes_nothing(folder: Folder) -> None:
    folder.run(FRUIT, MONDAY, Cohort("mine", (APPLE, PEAR)))
    found = folder.run(FRUIT, MONDAY, Cohort("mine", (APPLE,)))
    assert (asked(found, "query.term"), folder.requests) == ([], 2)
    assert told(found) == {nct(2): ("left_cohort", None)}
    assert found.manifest.removed == ()
    assert [each.nct_id for each in found.manifest.left] == [nct(2)]
    assert {e.nct_id: e.searches for e in found.entries()} == {
        nct(1): ("apple",),
        nct(3): ("apple",),
    }


def test_a_renamed_search_asks_nothing(folder: Folder) -> None:
    folder.run(FRUIT, MONDAY, Cohort("mine", (APPLE,)))
    found = folder.run(FRUIT, MONDAY, Cohort("mine", (replace(APPLE, name="fruit"),)))
    assert (asked(found, "query.term"), told(found)) == ([], {})
    assert {e.searches for e in found.entries()} == {("fruit",)}


def test_a_narrowed_search_asks_and_removes_nothing(folder: Folder) -> None:
    folder.run(FRUIT, MONDAY, Cohort("mine", (Search("s", (("query.term", "apple OR pear"),)),)))
    found = folder.run(FRUIT, MONDAY, Cohort("mine", (replace(APPLE, name="s"),)))
    assert asked(found, "query.term") == ["apple"]
    assert told(found) == {nct(2): ("left_cohort", None)}


# A run that was stopped goes on.


def stopped_and_resumed(folder: Folder, given: Given, pages: int) -> Snapshot:
    folder.stop(given, MONDAY, pages)
    return folder.run(given, MONDAY)


@pytest.mark.parametrize("pages", [1, 2, 4])
def test_pages_that_are_kept_are_not_asked_again(folder: Folder, pages: int) -> None:
    given = many(*range(1, 20))
    found = stopped_and_resumed(folder, given, pages)
    assert folder.requests == 2 + 4 - pages
    assert held(found) == versions(given)
    assert len(asked(found, "sort")) == 4
    assert {entry.request for entry in found.entries()} == {2, 3, 4, 5}


def test_a_stopped_sweep_goes_on(folder: Folder) -> None:
    given = many(*range(1, 20))
    folder.run(given, MONDAY)
    given[nct(3)] = dated(3, TUESDAY)
    folder.stop(given, TUESDAY, 3)
    assert held(folder.run(given, TUESDAY)) == versions(given)
    assert folder.requests == 2 + 4 - 3 + 1


def test_a_stopped_full_pass_is_finished_by_the_next_run(folder: Folder) -> None:
    given = many(*range(1, 20))
    folder.run(given, MONDAY)
    given[nct(3)] = dated(3, term="Other")
    folder.stop(given, MONDAY, 2, full=True)
    assert held(folder.run(given, MONDAY)) == versions(given)
    assert folder.requests == 2 + 4 - 2


def test_pages_of_data_that_moved_meanwhile_are_void(folder: Folder) -> None:
    folder.stop({nct(n): dated(n, title="Of Monday") for n in range(1, 20)}, MONDAY, 3)
    given = many(*range(1, 20))
    assert held(folder.run(given, TUESDAY)) == versions(given)
    assert folder.requests == 2 + 4


def test_pages_of_a_sealed_harvest_are_void(folder: Folder, tmp_path: Path) -> None:
    given = many(*range(1, 20))
    kept: dict[Path, bytes] = {}
    folder.stop(given, MONDAY, 3)
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*.page")}
    folder.run(given, MONDAY)
    for path, text in kept.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    folder.run(given, MONDAY)
    assert folder.requests == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _spoil(path: Path) -> None:
    text = path.read_bytes()
    path.write_bytes(text[:-9] + b"?" + text[-8:])


@pytest.mark.parametrize("spoil", [_cut, _spoil, lambda path: path.write_bytes(b""), Path.unlink])
def test_a_kept_page_that_is_damaged_is_asked_again(
    folder: Folder, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    given = many(*range(1, 20))
    folder.stop(given, MONDAY, 3)
    spoil(sorted(tmp_path.rglob("*.page"))[1])
    assert held(folder.run(given, MONDAY)) == versions(given)
    assert folder.requests == 2 + 4 - 2


def test_kept_pages_that_do_not_add_up_are_asked_again_from_the_first(folder: Folder) -> None:
    folder.stop(many(*range(1, 18)), MONDAY, 2)
    # The registry has other rows behind the token, which only the total can tell.
    given = many(*range(3, 20))
    assert held(folder.run(given, MONDAY)) == versions(given)
