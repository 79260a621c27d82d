from __future__ import annotations

import pytest
from faults import OK, Fault, Faults

from harvest.cohorts import Cohort
from harvest.errors import IncompleteHarvest
from harvest.registry.client import Registry
from harvest.registry.delivery import Fate, Known, RequestLog

from .conftest import Basket, Pages, ScriptedRegistry, nct, record

Parameters = tuple[tuple[str, str], ...]
FIVE = [nct(n) for n in range(1, 6)]
REFUSED = Fault.status(400, "Invalid page token")


class Shelf:
    """Keeps pages in memory, whatever they are of."""

    def __init__(self) -> None:
        self.pages: dict[Parameters, tuple[RequestLog, bytes]] = {}
        self.begun: list[str] = []

    def begin(self, data_timestamp: str) -> None:
        self.begun.append(data_timestamp)

    def get(self, parameters: Parameters) -> tuple[RequestLog, bytes] | None:
        return self.pages.get(parameters)

    def put(self, log: RequestLog, body: bytes) -> None:
        self.pages[log.parameters] = log, body

    def forget(self, parameters: Parameters) -> None:
        self.pages = {key: page for key, page in self.pages.items() if key[:3] != parameters[:3]}


def test_every_page_is_kept_and_a_kept_one_is_not_asked(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    shelf = Shelf()
    registry.fetch(everything, basket, pages=shelf)
    assert len(shelf.pages) == 3
    again = Basket()
    report = registry.fetch(everything, again, pages=shelf)
    assert again.ids() == FIVE
    assert len(faults.asked("/studies")) == 3
    assert [log.is_kept for log in report.requests if log.search] == [False] * 3 + [True] * 3
    assert [log.number for log in report.requests] == list(range(1, 11))


def test_a_token_that_died_means_asking_for_that_search_again(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    shelf = Shelf()
    registry.fetch(everything, Basket(), pages=shelf)
    shelf.pages = {key: page for key, page in shelf.pages.items() if len(key) == 3}
    faults.order(REFUSED, path="/studies")
    report = registry.fetch(everything, basket, pages=shelf)
    assert basket.ids() == FIVE
    assert report.searches[0].attempts == 2
    assert len(shelf.pages) == 3


def test_kept_pages_never_prove_what_the_registry_does_not(
    registry: Registry, everything: Cohort, scripted: ScriptedRegistry
) -> None:
    shelf = Shelf()
    registry.fetch(everything, Basket(), pages=shelf)
    del shelf.pages[max(shelf.pages, key=repr)]
    rows = [record(nct(n)) for n in (1, 2)]
    scripted.walks[""] = [Pages([rows, rows, rows], 5)]
    scripted.follow_tokens_of(scripted.walks[""][0])
    with pytest.raises(IncompleteHarvest):
        registry.fetch(everything, Basket(), pages=shelf)


def test_a_registry_that_refuses_the_fields_of_a_sweep_is_asked_for_everything(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    faults.order(REFUSED, path="/studies")
    report = registry.fetch(everything, basket, known=Known(updated={}))
    assert (basket.ids(), report.is_full) == (FIVE, True)


def test_what_is_listed_and_not_served_ends_the_harvest(
    registry: Registry, everything: Cohort, basket: Basket, scripted: ScriptedRegistry
) -> None:
    scripted.walks["filter.ids"] = [Pages([[record(nct(1))]], 1)]
    scripted.walks[""] = [Pages([[record(nct(n)) for n in (1, 2)]], 2)]
    with pytest.raises(IncompleteHarvest, match=f"lists {nct(2)} and does not serve it"):
        registry.fetch(everything, basket, known=Known(updated={}))


def test_a_number_that_the_registry_does_not_know_is_found_out(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults,
    scripted: ScriptedRegistry,
) -> None:  # fmt: skip
    basket.lost = [nct(8), nct(9)]
    scripted.walks["filter.ids"] = [Pages([[record(nct(9))]], 1)]
    faults.order(OK, OK, OK, REFUSED, REFUSED, path="/studies")
    report = registry.fetch(everything, basket)
    assert report.fates == {nct(8): Fate("removed"), nct(9): Fate("left_cohort")}
