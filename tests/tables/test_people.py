"""Sponsors, officials, sites."""

from __future__ import annotations

from tests.records import compact
from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import of_records, of_study, only


def test_the_lead_sponsor_comes_first_then_the_collaborators() -> None:
    assert of_records([rich_record()]).tuples["sponsors"] == [
        (NCT_ID, 0, "lead", "A university", "OTHER"),
        (NCT_ID, 1, "collaborator", "A foundation", "OTHER"),
        (NCT_ID, 2, "collaborator", "A maker", "INDUSTRY"),
    ]


def test_a_record_without_a_lead_sponsor_has_no_row_for_one() -> None:
    record = compact({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})
    assert of_records([record])["sponsors"] == []
    alone = of_study(sponsorCollaboratorsModule={"collaborators": [{"name": "A foundation"}]})
    assert alone.tuples["sponsors"] == [
        ("NCT00000001", 0, "collaborator", "A foundation", None),
    ]


def test_officials_are_as_registered() -> None:
    assert of_records([rich_record()]).tuples["officials"] == [
        (NCT_ID, 0, "Ada Author, MD", "A university", "STUDY_CHAIR")
    ]


def test_a_site_has_its_place_and_one_without_a_point_has_none() -> None:
    assert of_records([rich_record()]).tuples["locations"] == [
        (
            *(NCT_ID, 0, "A clinic", "RECRUITING", "Basel", "BS", "4001", "Switzerland"),
            *(47.5, -7.5),
        ),
        (NCT_ID, 1, None, None, "Bern", None, None, "Switzerland", None, None),
    ]


def test_a_point_of_whole_degrees_is_a_number_with_a_fraction() -> None:
    rows = of_study(contactsLocationsModule={"locations": [{"geoPoint": {"lat": 47, "lon": 0}}]})
    found = only(rows["locations"])
    assert (found["latitude"], found["longitude"]) == (47.0, 0.0)
    assert isinstance(found["latitude"], float)


def test_no_contact_person_is_in_any_table() -> None:
    rows = of_records([rich_record()])
    assert not any("Nobody" in row for found in rows.tuples.values() for row in found)
