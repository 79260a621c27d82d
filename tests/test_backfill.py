from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import harvest
from harvest.cohorts import BUILT_IN
from harvest.raw.captures import Captures
from harvest.raw.snapshots import Archive as RawArchive
from harvest.refresh import Outcome, refresh
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running
from harvest.settings import Settings
from tests.faults import Fault, Faults
from tests.history.pasts import outcomes, sent
from tests.records import MONDAY, TUESDAY, compact, nct, record

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


def test_without_the_setting_nobody_is_asked(tmp_path: Path) -> None:
    with registry(*VERSIONS) as (address, faults):
        run(tmp_path, address, history="off")
        assert asked(faults) == []
        run(tmp_path, address, history="all")
        assert nct(2) in asked(faults)


def test_what_is_known_is_not_asked_for_again(tmp_path: Path) -> None:
    with registry(*VERSIONS) as (address, faults):
        first = run(tmp_path, address)
        faults.seen.clear()
        second = run(tmp_path, address)
    assert (second.requests, asked(faults)) == (1, [])
    assert not second.published.is_new
    assert first.published.manifest.recipe == second.published.manifest.recipe


def test_a_new_version_is_all_that_the_next_day_asks_for(tmp_path: Path) -> None:
    with registry(*VERSIONS[:2]) as (address, _):
        run(tmp_path, address)
    with registry(*VERSIONS, day=TUESDAY) as (address, faults):
        run(tmp_path, address)
    assert asked(faults) == [nct(1), f"{nct(1)}/history/2"]


@pytest.mark.parametrize(
    "fault", [Fault.status(404), Fault.status(403), Fault.status(503), Fault.json({"x": 1})]
)
def test_a_history_that_fails_fails_no_run_and_is_asked_for_again(
    tmp_path: Path, fault: Fault
) -> None:
    with registry(*VERSIONS) as (address, faults):
        faults.order(fault, path="/history/1")
        first = run(tmp_path, address)
        assert (first.told, first.published.is_new) == (0, True)
        assert Captures(RawArchive(tmp_path)).runs() == []
        second = run(tmp_path, address)
    assert (second.told, second.published.is_new) == (3, True)


def test_an_address_that_is_gone_is_left_alone_after_three_studies(tmp_path: Path) -> None:
    records = {nct(n): record(n) for n in range(1, 9)}
    faults = Faults(create_app(Archive(records, f"{MONDAY}T09:00:05")))
    for number in range(1, 9):
        faults.always(Fault.status(404), path=nct(number))
    with running(faults) as address:
        assert run(tmp_path, address, history="all").told == 0
    assert asked(faults) == [nct(1), nct(2), nct(3)]


def test_a_release_is_made_again_with_the_captures_that_it_knew(tmp_path: Path) -> None:
    from harvest.curate import curate

    with registry(*VERSIONS) as (address, _):
        bare = run(tmp_path, address, history="off").published.manifest
        run(tmp_path, address)
    again = curate(tmp_path, RawArchive(tmp_path).snapshot(), name=bare.release)
    assert again.manifest == bare
