"""Publications, links, data, documents."""

from __future__ import annotations

from datetime import datetime

from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import of_records


def test_publications_are_as_registered() -> None:
    assert of_records([rich_record()]).tuples["references"] == [
        (NCT_ID, 0, "111", "DERIVED", "Author A. One."),
        (NCT_ID, 1, "222", "RESULT", "Author A. Two."),
    ]


def test_a_retraction_points_to_its_publication_by_place() -> None:
    assert of_records([rich_record()]).tuples["retractions"] == [
        (NCT_ID, 0, 1, "333", "Journal"),
        (NCT_ID, 1, 1, "444", None),
    ]


def test_links_and_available_data_are_as_registered() -> None:
    rows = of_records([rich_record()])
    assert rows.tuples["links"] == [(NCT_ID, 0, "Page", "https://page.example")]
    assert rows.tuples["available_data"] == [
        (NCT_ID, 0, "D1", "Data Set", "https://data.example", "On request")
    ]


def test_a_document_has_its_kinds_day_minute_and_size() -> None:
    assert of_records([rich_record()]).tuples["documents"] == [
        (
            *(NCT_ID, 0, "Prot_SAP", True, True, False, "Protocol and plan"),
            *(datetime(2018, 12, 24), datetime(2021, 1, 2, 10, 30)),
            *("Prot_SAP_000.pdf", 3_000_000_000),
        )
    ]
