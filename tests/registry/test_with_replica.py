"""The client against the honest replica: the same contract, read twice independently."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from faults import Fault, Faults

from harvest.cohorts import BUILT_IN, Cohort, Search
from harvest.registry.client import Registry
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.settings import Settings

from .conftest import MONDAY, Basket, _Relay, nct


def study(number: int) -> bytes:
    condition = "Fibromyalgia" if number % 2 else "Opioid use disorder"
    drug = "Naltrexone" if number % 3 else "Placebo"
    return json.dumps(
        {
            "protocolSection": {
                "identificationModule": {"nctId": nct(number), "briefTitle": "A trial"},
                "statusModule": {
                    # Newest first in the archive, and many on one day.
                    "studyFirstSubmitDate": f"20{20 - number:02d}-01-02",
                    "studyFirstPostDateStruct": {"date": f"20{20 - number // 3:02d}-03-04"},
                },
                "conditionsModule": {"conditions": [condition]},
                "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": drug}]},
            }
        },
        separators=(",", ":"),
    ).encode()


RECORDS = {nct(number): study(number) for number in range(1, 13)}


@pytest.fixture
def replica(relay: tuple[_Relay, str]) -> Iterator[Faults]:
    layer = Faults(create_app(Archive(RECORDS, MONDAY)))
    relay[0].app = layer
    yield layer
    relay[0].app = None


@pytest.mark.parametrize("page_size", [1, 2, 5, 12, 1000])
def test_every_study_once_and_oldest_first(
    replica: Faults, relay: tuple[_Relay, str], basket: Basket, page_size: int
) -> None:
    settings = Settings(registry=relay[1], pace_seconds=0, page_size=page_size)
    with Registry(settings) as registry:
        report = registry.fetch(Cohort("all", (Search("all"),)), basket)
    assert report.searches[0].attempts == 1
    assert basket.ids("all") == sorted(RECORDS, reverse=True)
    assert {k: d.record for k, d in basket.held["all"].items()} == RECORDS


def test_the_default_cohort_through_faults(
    replica: Faults, relay: tuple[_Relay, str], basket: Basket
) -> None:
    replica.order(Fault.status(503), Fault.truncate(), Fault.html(), path="/studies")
    settings = Settings(registry=relay[1], pace_seconds=0, page_size=3)
    with Registry(settings, sleep=lambda _: None) as registry:
        registry.fetch(BUILT_IN["ldn-fibromyalgia"], basket)
    assert sorted(basket.held["fibromyalgia"]) == [nct(n) for n in range(1, 13) if n % 2]
    assert sorted(basket.held["naltrexone"]) == [nct(n) for n in range(1, 13) if n % 3]
