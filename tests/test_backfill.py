from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import harvest
from harvest.backfill import backfill
from harvest.cohorts import BUILT_IN
from harvest.curate import curate, recipe_of
from harvest.raw.captures import Captures
from harvest.raw.snapshots import Snapshot
from harvest.refresh import Outcome, refresh
from harvest.registry.client import Registry
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running
from harvest.settings import Settings
from tests.faults import Fault, Faults
from tests.history.pasts import outcomes, sent
from tests.records import MONDAY, TUESDAY, at, compact, nct, record, snapshot

SETTINGS = Settings(pace_seconds=0, tries=1, retry_seconds=0, history="ldn")
ARMS = {
    "armGroups": [{"label": "LDN", "description": "Naltrexone 4.5 mg daily",
                   "interventionNames": ["Drug: Naltrexone"]}],
    "interventions": [{"type": "DRUG", "name": "Naltrexone", "armGroupLabels": ["LDN"]}],
}  # fmt: skip


def version(date: str, primary: str) -> bytes:
    told = outcomes(((primary, "12 weeks"),))
    return compact(sent(date, armsInterventionsModule=ARMS, **told))


VERSIONS = (
    version("2026-01-01", "Pain"),
    version("2026-02-01", "Pain"),
    version("2026-07-05", "FIQ"),
)


@contextmanager
def registry(*versions: bytes, day: str = MONDAY) -> Iterator[tuple[str, Faults]]:
    """A registry with these versions of study 1, and a study of another drug."""
    records = {nct(1): versions[-1], nct(2): record(2)}
    faults = Faults(
        create_app(Archive(records, f"{day}T09:00:05", history={nct(1): versions[:-1]}))
    )
    with running(faults) as address:
        yield address, faults


def run(data: Path, address: str, **changes: Any) -> Outcome:
    settings = replace(SETTINGS, registry=address, **changes)
    return refresh(data, BUILT_IN["all"], settings)


def ask(made: Snapshot, address: str, which: str = "ldn") -> int:
    """Only the history, of a snapshot that is there."""
    with Registry(replace(SETTINGS, registry=address)) as found:
        return backfill(made, found, which, at(MONDAY))


def day_of(data: Path, *records: bytes, day: str = MONDAY) -> Snapshot:
    return snapshot(data, records, at(day))


def asked(faults: Faults) -> list[str]:
    return [seen.path.removeprefix("/api/int/studies/") for seen in faults.seen
            if seen.path.startswith("/api/int")]  # fmt: skip


def test_earlier_versions_of_ldn_studies_reach_the_release(tmp_path: Path) -> None:
    with registry(*VERSIONS) as (address, faults):
        outcome = run(tmp_path, address)
    assert outcome.told == 3
    assert asked(faults) == [nct(1), *(f"{nct(1)}/history/{n}" for n in range(3))]
    versions = harvest.load("record_versions", data=tmp_path)
    assert versions.registry_version[versions.nct_id == nct(1)].tolist() == [0, 1, 2]
    assert versions.source[versions.nct_id == nct(1)].tolist() == [
        "registry_history", "registry_history", "snapshots",
    ]  # fmt: skip
    audit = harvest.load("switching", data=tmp_path).set_index("nct_id")
    assert audit.loc[nct(1), "primary_outcome_changed"] == "yes"
    assert audit.loc[nct(1), "is_from_registration"]
    assert audit.loc[nct(2), "outcome_switching_assessable"] == "no"


def test_all_studies_are_asked_for_where_the_setting_says_so(tmp_path: Path) -> None:
    made = day_of(tmp_path, VERSIONS[2], record(2))
    with registry(*VERSIONS) as (address, faults):
        assert ask(made, address, "all") == 4
        assert nct(2) in asked(faults)


def test_what_is_known_is_not_asked_for_again(tmp_path: Path) -> None:
    made = day_of(tmp_path, VERSIONS[2], record(2))
    with registry(*VERSIONS) as (address, faults):
        assert ask(made, address) == 3
        faults.seen.clear()
        assert ask(made, address) == 0
    assert faults.seen == []
    assert len(Captures(made.archive).runs()) == 1


def test_a_new_version_is_all_that_the_next_day_asks_for(tmp_path: Path) -> None:
    with registry(*VERSIONS[:2]) as (address, _):
        ask(day_of(tmp_path, VERSIONS[1]), address)
    with registry(*VERSIONS) as (address, faults):
        ask(day_of(tmp_path, VERSIONS[2], day=TUESDAY), address)
    assert asked(faults) == [nct(1), f"{nct(1)}/history/2"]


def test_a_record_without_news_in_the_history_is_asked_for_once(tmp_path: Path) -> None:
    odd = compact(sent("2026-09-09", armsInterventionsModule=ARMS))
    made = day_of(tmp_path, odd)
    with registry(*VERSIONS) as (address, _):
        assert (ask(made, address), ask(made, address)) == (3, 0)


@pytest.mark.parametrize(
    "fault", [Fault.status(404), Fault.status(403), Fault.status(503), Fault.json({"x": 1})]
)
def test_a_history_that_fails_is_kept_whole_or_not_at_all_and_asked_for_again(
    tmp_path: Path, fault: Fault
) -> None:
    made = day_of(tmp_path, VERSIONS[2])
    with registry(*VERSIONS) as (address, faults):
        faults.order(fault, path="/history/1")
        assert ask(made, address) == 0
        assert Captures(made.archive).runs() == []
        assert ask(made, address) == 3


def test_an_address_that_is_gone_is_left_alone_after_three_studies(tmp_path: Path) -> None:
    made = day_of(tmp_path, *(record(n) for n in range(1, 9)))
    with registry(*VERSIONS) as (address, faults):
        for number in range(1, 9):
            faults.always(Fault.status(404), path=nct(number))
        assert ask(made, address, "all") == 0
    assert asked(faults) == [nct(1), nct(2), nct(3)]


def test_a_release_is_made_again_with_the_captures_that_it_knew(tmp_path: Path) -> None:
    made = day_of(tmp_path, VERSIONS[2])
    bare = curate(tmp_path, made, now=at(MONDAY)).manifest
    with registry(*VERSIONS) as (address, _):
        ask(made, address)
    assert recipe_of(made, captured=Captures(made.archive).runs()[-1]) != bare.recipe
    assert curate(tmp_path, made, name=bare.release).manifest == bare
