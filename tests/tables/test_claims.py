"""The tables of claims."""

from __future__ import annotations

from harvest.tables import TABLES
from harvest.trials.claims import bundled
from tests.tables.rows import of_records


def test_every_claim_and_all_that_bears_on_it_is_a_row_in_every_release() -> None:
    sink = of_records([])
    assert len(sink["claims"]) == len(bundled())
    assert len(sink["claim_evidence"]) == sum(len(list(each.evidence)) for each in bundled())


def test_what_bears_on_a_claim_is_numbered_within_it_and_is_one_thing() -> None:
    sink = of_records([])
    places: dict[int, list[int]] = {}
    for row in sink["claim_evidence"]:
        places.setdefault(row["claim_number"], []).append(row["position"])
        assert (row["finding_id"] is None) != (row["nct_id"] is None)
    assert all(each == list(range(len(each))) for each in places.values())


def test_findings_are_published_results() -> None:
    sink = of_records([])
    known = set(sink.column("published_results", "finding_id"))
    assert set(sink.column("claim_evidence", "finding_id")) - {None} <= known
    assert next(iter(TABLES["claims"].columns)) == "claim_number"
