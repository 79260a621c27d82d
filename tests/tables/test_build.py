"""From the bytes of records to the rows of all tables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harvest.tables import TABLES
from harvest.tables.build import SHOWN, Harvested, tabulate
from harvest.tables.claims import CLAIMS
from harvest.tables.estimates import Estimates
from harvest.tables.history import HISTORY
from harvest.tables.trials import BY_HAND
from tests.real import real_records
from tests.records import compact, record
from tests.tables.rich import NCT_ID, rich, rich_record
from tests.tables.rows import RowSink, of_records

ELSEWHERE = {"search_hits", "issues", "overrides", "estimates", *(each.name for each in HISTORY)}
GENERAL = (*BY_HAND, *CLAIMS, *HISTORY, Estimates)
OF_RECORDS = {name: table for name, table in TABLES.items() if table not in GENERAL}


def test_the_rich_study_has_rows_in_every_table_and_no_issue() -> None:
    rows = of_records([rich_record()])
    without = {name for name, found in rows.tuples.items() if not found}
    assert without == ELSEWHERE - {"estimates"}  # those of reports are there without any record


def test_every_row_has_as_many_values_as_its_table_has_columns_and_none_lacks_a_required_one() -> (
    None
):
    rows = of_records([rich_record()])
    for name, found in rows.tuples.items():
        for row in found:
            assert len(row) == len(TABLES[name].columns)
            for value, column in zip(row, TABLES[name].columns.values(), strict=True):
                assert value is not None or not column.required
                if column.codes and value is not None:
                    assert value in column.codes


def test_every_column_that_has_a_source_has_a_value_of_the_rich_study() -> None:
    rows = of_records([rich_record()])
    for name, table in TABLES.items():
        for column, declared in table.columns.items():
            if (
                name in ELSEWHERE
                or table.items
                or declared.origin == "derived"
                or (name, column) == ("studies", "org_study_id_number")
            ):
                continue
            assert any(value is not None for value in rows.column(name, column)), (name, column)


def test_keys_are_unique_and_references_lead_somewhere() -> None:
    rows = of_records([rich_record(), record(2), record(3)])
    for name, table in TABLES.items():
        keys = [tuple(row[column] for column in table.key) for row in rows[name]]
        assert len(keys) == len(set(keys)), name
        for reference in table.references:
            targets = {
                tuple(row[column] for column in reference.target) for row in rows[reference.table]
            }
            for row in rows[name]:
                found = tuple(row[column] for column in reference.columns)
                assert None in found or found in targets, name


def test_rows_come_in_the_order_of_the_records() -> None:
    rows = of_records([record(3), record(1), record(2)])
    assert rows.column("studies", "nct_id") == ["NCT00000003", "NCT00000001", "NCT00000002"]
    assert rows.column("arms", "nct_id") == ["NCT00000003", "NCT00000001", "NCT00000002"]


def test_the_same_record_gives_the_same_rows_whatever_came_before() -> None:
    alone, after = of_records([rich_record()]), of_records([record(1), rich_record()])
    for name in OF_RECORDS:
        assert [row for row in after.tuples[name] if NCT_ID in row] == alone.tuples[name]


def test_a_record_that_cannot_be_read_is_an_issue_and_the_others_go_on() -> None:
    sink = RowSink()
    studies = tabulate(
        [
            Harvested("NCT00000001", record(1)),
            Harvested(None, b'{"protocolSection":{}}'),
            Harvested("NCT00000002", record(2)[:-10], (("all", None),)),
            Harvested(None, b"\xff\xfe"),
            Harvested("NCT00000003", record(3)),
        ],
        sink,
    )
    assert studies == 2
    assert sink.column("studies", "nct_id") == ["NCT00000001", "NCT00000003"]
    assert [tuple(row.values())[:4] for row in sink["issues"]] == [
        (0, None, "unreadable_record", None),
        (1, "NCT00000002", "unreadable_record", None),
        (2, None, "unreadable_record", None),
    ]
    first, second, third = sink["issues"]
    assert first["value_text"] == '{"protocolSection":{}}'
    assert first["message"] == "no well-formed NCT number ('')"
    assert second["value_text"] == record(2)[:SHOWN].decode()
    assert third["value_text"] == "\N{REPLACEMENT CHARACTER}" * 2
    assert sink["search_hits"] == []


def test_every_finding_of_a_record_is_an_issue_with_the_study_s_number() -> None:
    document = rich()
    document["protocolSection"]["newModule"] = {}
    document["protocolSection"]["eligibilityModule"]["sex"] = "ANY"
    document["protocolSection"]["oversightModule"]["isUsExport"] = "No"
    document["protocolSection"]["statusModule"]["startDateStruct"]["date"] = "soon"
    document["protocolSection"]["armsInterventionsModule"]["armGroups"][2]["interventionNames"] = [
        "Drug: Ghost"
    ]
    rows = of_records([compact(document)])
    assert [
        (row["issue_number"], row["nct_id"], row["kind"], row["value_text"])
        for row in rows["issues"]
    ] == [
        (0, NCT_ID, "ill_typed_value", '"No"'),
        (1, NCT_ID, "unknown_code", '"ANY"'),
        (2, NCT_ID, "unknown_field", "{}"),
        (3, NCT_ID, "unread_value", "soon"),
        (4, NCT_ID, "unlinked_name", "Drug: Ghost"),
    ]
    assert len(rows["studies"]) == 1
    assert len(rows["locations"]) == 2


def test_an_issue_shows_the_first_characters_of_a_long_value() -> None:
    document = rich()
    document["extra"] = "ä" * 2000
    (issue,) = of_records([compact(document)])["issues"]
    assert issue["value_text"] == '"' + "ä" * (SHOWN - 1)


def test_a_value_out_of_its_bounds_is_an_issue_and_null() -> None:
    """Found by fuzzing: an age of 199 years kept a whole release from passing its checks."""
    rows = of_records([record(1, eligibilityModule={"minimumAge": "199 Years"})])
    assert rows["studies"][0]["minimum_age_years"] is None
    assert rows["studies"][0]["minimum_age_text"] == "199 Years"
    (issue,) = (each for each in rows["issues"] if each["kind"] == "unread_value")
    assert issue["message"] == "199 is out of bounds"


def test_a_hit_is_a_row_for_each_search_that_found_the_study() -> None:
    sink = RowSink()
    searches = (("ldn", "query.intr=naltrexone"), ("all", None))
    tabulate([Harvested("NCT00000001", record(1), searches), Harvested(None, record(2))], sink)
    assert sink.tuples["search_hits"] == [
        ("NCT00000001", "ldn", "query.intr=naltrexone"),
        ("NCT00000001", "all", None),
    ]


def test_no_records_are_no_rows_but_those_collected_by_hand() -> None:
    sink = RowSink()
    assert tabulate([], sink) == 0
    assert not any(sink.tuples[name] for name in OF_RECORDS)
    assert all(sink.tuples[table.name] for table in BY_HAND)


# --- real records -------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[4, pytest.param(1, marks=pytest.mark.long)])
def records(request: pytest.FixtureRequest) -> list[bytes]:
    """Every fourth of them in the ordinary run; all of them with `make test-long`."""
    return real_records()[:: request.param]


@pytest.fixture(scope="module")
def real_rows(records: list[bytes]) -> RowSink:
    return of_records(records)


@pytest.fixture(scope="module")
def documents(records: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(each) for each in records]


@pytest.mark.real
def test_all_real_records_tabulate_and_nothing_is_left_unread(
    real_rows: RowSink, records: list[bytes]
) -> None:
    assert len(real_rows.tuples["studies"]) == len(records) > 400
    # What a text says against a field is an issue of the record, not of the reading.
    assert {issue["kind"] for issue in real_rows["issues"]} <= OF_THE_RECORD


OF_THE_RECORD = {
    *("contradiction", "analysis_disagrees", "doubtful_spread", "impossible_mean"),
    *("more_than_started", "more_than_enrolled"),
}


def _count(node: Any, *steps: str) -> int:
    """How many values stand at the end of this way, through every list on it."""
    if isinstance(node, list):
        return sum(_count(item, *steps) for item in node)
    if not steps:
        return int(node is not None)
    return _count(node.get(steps[0]), *steps[1:]) if isinstance(node, dict) else 0


PROTOCOL, DERIVED = "protocolSection", "derivedSection"
FLOW = ("resultsSection", "participantFlowModule")
BASELINE = ("resultsSection", "baselineCharacteristicsModule")
POSTED = ("resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
EVENTS = ("resultsSection", "adverseEventsModule")
DESIGN, CONTACTS = "armsInterventionsModule", "contactsLocationsModule"
WAYS: dict[str, list[tuple[str, ...]]] = {
    "conditions": [(PROTOCOL, "conditionsModule", "conditions")],
    "keywords": [(PROTOCOL, "conditionsModule", "keywords")],
    "locations": [(PROTOCOL, CONTACTS, "locations")],
    "officials": [(PROTOCOL, CONTACTS, "overallOfficials")],
    "arms": [(PROTOCOL, DESIGN, "armGroups")],
    "interventions": [(PROTOCOL, DESIGN, "interventions")],
    "intervention_names": [(PROTOCOL, DESIGN, "interventions", "otherNames")],
    "outcomes": [
        (PROTOCOL, "outcomesModule", f"{kind}Outcomes")
        for kind in ("primary", "secondary", "other")
    ],
    "sponsors": [
        (PROTOCOL, "sponsorCollaboratorsModule", "leadSponsor"),
        (PROTOCOL, "sponsorCollaboratorsModule", "collaborators"),
    ],
    "references": [(PROTOCOL, "referencesModule", "references")],
    "retractions": [(PROTOCOL, "referencesModule", "references", "retractions")],
    "links": [(PROTOCOL, "referencesModule", "seeAlsoLinks")],
    "available_data": [(PROTOCOL, "referencesModule", "availIpds")],
    "documents": [("documentSection", "largeDocumentModule", "largeDocs")],
    "secondary_ids": [(PROTOCOL, "identificationModule", "secondaryIdInfos")],
    "id_aliases": [(PROTOCOL, "identificationModule", "nctIdAliases")],
    "mesh_terms": [
        (DERIVED, f"{subject}BrowseModule", relation)
        for subject in ("condition", "intervention")
        for relation in ("meshes", "ancestors")
    ],
    "browse_terms": [
        (DERIVED, f"{subject}BrowseModule", "browseLeaves")
        for subject in ("condition", "intervention")
    ],
    "browse_branches": [
        (DERIVED, f"{subject}BrowseModule", "browseBranches")
        for subject in ("condition", "intervention")
    ],
    "posted_results": [("resultsSection",)],
    "result_groups": [
        (*FLOW, "groups"),
        (*BASELINE, "groups"),
        (*POSTED, "groups"),
        (*EVENTS, "eventGroups"),
    ],
    "flow_periods": [(*FLOW, "periods")],
    "participant_flow": [(*FLOW, "periods", "milestones", "achievements")],
    "withdrawals": [(*FLOW, "periods", "dropWithdraws", "reasons")],
    "baseline_measures": [(*BASELINE, "measures")],
    "baseline_denominators": [
        (*BASELINE, "denoms", "counts"),
        (*BASELINE, "measures", "denoms", "counts"),
        (*BASELINE, "measures", "classes", "denoms", "counts"),
    ],
    "outcome_measures": [POSTED],
    "outcome_denominators": [
        (*POSTED, "denoms", "counts"),
        (*POSTED, "classes", "denoms", "counts"),
    ],
    "outcome_values": [(*POSTED, "classes", "categories", "measurements")],
    "outcome_analyses": [(*POSTED, "analyses")],
    "analysis_groups": [(*POSTED, "analyses", "groupIds")],
    "adverse_event_groups": [(*EVENTS, "eventGroups")],
    "adverse_events": [
        (*EVENTS, "seriousEvents", "stats"),
        (*EVENTS, "otherEvents", "stats"),
    ],
    "removed_countries": [(DERIVED, "miscInfoModule", "removedCountries")],
    "results_submissions": [(DERIVED, "miscInfoModule", "submissionTracking", "submissionInfos")],
    "unposted_events": [
        ("annotationSection", "annotationModule", "unpostedAnnotation", "unpostedEvents")
    ],
    "violations": [
        ("annotationSection", "annotationModule", "violationAnnotation", "violationEvents")
    ],
}


@pytest.mark.real
@pytest.mark.parametrize("table", WAYS)
def test_a_count_straight_from_the_json_equals_the_number_of_rows(
    table: str, real_rows: RowSink, documents: list[dict[str, Any]]
) -> None:
    expected = sum(_count(document, *way) for document in documents for way in WAYS[table])
    assert len(real_rows.tuples[table]) == expected


@pytest.mark.real
def test_real_baseline_has_a_row_for_each_value_and_for_each_title_without_one(
    real_rows: RowSink, documents: list[dict[str, Any]]
) -> None:
    way = (*BASELINE, "measures", "classes", "categories", "measurements")
    rows = real_rows["baseline"]
    values = [row for row in rows if row["value_position"] is not None]
    assert len(values) == sum(_count(document, *way) for document in documents)
    for row in rows:
        assert row["value_text"] or row["class_title"] or row["category_title"]


def test_every_table_of_the_general_way_is_counted() -> None:
    rest = {name for name, table in OF_RECORDS.items() if table.items is None} - set(WAYS)
    assert rest == {"studies", "search_hits", "issues", "overrides"}


@pytest.mark.real
def test_real_links_between_arms_and_interventions_are_those_that_the_labels_give(
    real_rows: RowSink, documents: list[dict[str, Any]]
) -> None:
    """Counted anew where no label repeats; the others have a row or more for each name."""
    found: dict[str, set[tuple[int, int]]] = {}
    for row in real_rows["arm_interventions"]:
        pair = (row["arm_position"], row["intervention_position"])
        found.setdefault(row["nct_id"], set()).add(pair)
    compared = 0
    for document in documents:
        module = document[PROTOCOL].get(DESIGN, {})
        arms, interventions = module.get("armGroups", []), module.get("interventions", [])
        labels = [arm["label"] for arm in arms]
        names = [
            f"{each['type'].replace('_', ' ').title()}: {each['name']}" for each in interventions
        ]
        if len(set(labels)) < len(labels) or len(set(names)) < len(names):
            continue
        expected = {
            (place, names.index(name))
            for place, arm in enumerate(arms)
            for name in arm.get("interventionNames", [])
        } | {
            (labels.index(label), place)
            for place, each in enumerate(interventions)
            for label in each.get("armGroupLabels", [])
        }
        assert found.get(document[PROTOCOL]["identificationModule"]["nctId"], set()) == expected
        compared += 1
    assert compared > 0.9 * len(documents)
