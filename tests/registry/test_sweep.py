from __future__ import annotations

import json
from typing import Any

from harvest.registry.delivery import Delivery, Fate
from harvest.registry.sweep import Named, Sweep, Whereabouts, batches

from .conftest import Basket, nct


def row(number: int, search: str = "a", request: int = 1, **more: Any) -> Delivery:
    updated, status = more.get("updated", "2026-01-01"), more.get("status", "COMPLETED")
    protocol = {
        "identificationModule": {"nctId": nct(number), "nctIdAliases": more.get("aliases", [])},
        "statusModule": {
            "overallStatus": status,
            "lastUpdatePostDateStruct": {"date": updated} if updated else {},
        },
    }
    text = json.dumps({"protocolSection": protocol}).encode()
    return Delivery(nct(number), nct(number), text, search, request)


def swept(*rows: Delivery) -> Sweep:
    found = Sweep()
    for each in rows:
        found.receive(each)
    return found


def test_candidates_are_new_differ_or_have_no_date() -> None:
    sweep = swept(row(1), row(2), row(3, updated="2026-01-02"), row(4, updated=None), row(5))
    known = {nct(1): "2026-01-01", nct(3): "2026-01-01", nct(4): None, nct(5): None}
    assert sweep.candidates(known) == {nct(2), nct(3), nct(4), nct(5)}


def test_a_study_with_two_dates_in_two_searches_is_a_candidate() -> None:
    sweep = swept(row(1), row(1, "b", updated="2026-01-02"))
    assert sweep.candidates({nct(1): "2026-01-02"}) == {nct(1)}


def test_a_withdrawn_row_is_gone_unless_another_search_has_it() -> None:
    sweep = swept(row(1), row(1, "b", 2), row(2))
    sweep.withdraw("a", [nct(1), nct(2)])
    assert {nct_id: study.requests for nct_id, study in sweep.found.items()} == {nct(1): {"b": 2}}


def test_rows_without_a_number_are_counted() -> None:
    sweep = swept(Delivery("sha256:0", None, b"{}", "a", 1))
    assert (sweep.nameless, sweep.found) == (1, {})


def test_a_fetched_candidate_is_handed_on_under_each_of_its_searches() -> None:
    basket = Basket()
    named = Named(basket, swept(row(1), row(1, "b"), row(2)).found)
    named.receive(row(1, "candidates", 7))
    named.receive(row(9, "candidates", 7))
    assert basket.ids("a") == basket.ids("b") == [nct(1)]
    assert basket.held["a"][nct(1)].request == 7
    assert named.came == {nct(1)}
    named.withdraw("candidates", [nct(1), nct(9)])
    assert (basket.ids("a"), basket.ids("b"), named.came) == ([], [], set())


def test_batches_are_in_order_and_whole() -> None:
    ids = {nct(number) for number in range(1, 451)}
    found = list(batches(ids))
    assert [len(each) for each in found] == [200, 200, 50]
    assert [nct_id for batch in found for nct_id in batch] == sorted(ids)


def test_what_became_of_a_study_is_read_from_the_answers() -> None:
    answers = Whereabouts()
    for each in (row(1), row(2, status="WITHHELD"), row(7, aliases=[nct(3)]), row(4)):
        answers.receive(each)
    answers.withdraw("whereabouts", [nct(4)])
    assert answers.fate(nct(1)) == Fate("left_cohort")
    assert answers.fate(nct(2)) == Fate("withheld")
    assert answers.fate(nct(3)) == Fate("merged", nct(7))
    assert answers.fate(nct(4)) == Fate("removed")
