"""Conditions, keywords, MeSH terms, other numbers."""

from __future__ import annotations

from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import of_records, of_study


def test_conditions_and_keywords_come_in_the_sponsor_s_order() -> None:
    rows = of_records([rich_record()])
    assert rows.tuples["conditions"] == [
        (NCT_ID, 0, "Fibromyalgia"),
        (NCT_ID, 1, "Chronic Pain"),
        (NCT_ID, 2, "Fatigue"),
    ]
    assert rows.tuples["keywords"] == [(NCT_ID, 0, "LDN"), (NCT_ID, 1, "glia")]


def test_a_repeated_condition_has_a_row_each_time() -> None:
    rows = of_study(conditionsModule={"conditions": ["Pain", "Pain"]})
    assert rows.column("conditions", "position") == [0, 1]
    assert rows.column("conditions", "condition") == ["Pain", "Pain"]


def test_terms_and_ancestors_of_both_subjects_are_numbered_through() -> None:
    assert of_records([rich_record()]).tuples["mesh_terms"] == [
        (NCT_ID, 0, "condition", "term", "D005356", "D005356", "Fibromyalgia"),
        (NCT_ID, 1, "condition", "ancestor", "D009135", "D009135", "Muscular Diseases"),
        (NCT_ID, 2, "condition", "ancestor", "D012216", "D012216", "Rheumatic Diseases"),
        (NCT_ID, 3, "intervention", "term", "D009271", "D000009271", "Naltrexone"),
        (NCT_ID, 4, "intervention", "ancestor", "D009292", "D009292", "Narcotic Antagonists"),
    ]


def test_nodes_of_the_browse_trees_are_kept_where_the_registry_served_them() -> None:
    rows = of_records([rich_record()])
    assert rows.tuples["browse_terms"] == [
        (NCT_ID, 0, "condition", "M8524", "Fibromyalgia", "fibro", "HIGH"),
        (NCT_ID, 1, "intervention", "M12178", "Naltrexone", None, "LOW"),
    ]
    assert rows.tuples["browse_branches"] == [
        (NCT_ID, 0, "condition", "BC05", "Musculoskeletal Diseases"),
        (NCT_ID, 1, "intervention", "Narc", "Narcotics"),
    ]


def test_a_further_number_has_its_stated_type_and_the_kind_that_its_form_gives() -> None:
    infos = [
        {"id": "2006-001228-37", "type": "OTHER", "domain": "EudraCT"},
        {"id": "EudraCT-No.:2006-000284-28", "type": "REGISTRY"},
        {"id": "R01-77", "type": "NIH", "link": "https://grants.example/77"},
        {"id": "12345678", "type": "REGISTRY", "domain": "ISRCTN"},
        {"id": "77", "type": "EUDRACT_NUMBER"},
        {"type": "OTHER"},
    ]
    rows = of_study(identificationModule={"nctId": "NCT00000001", "secondaryIdInfos": infos})
    assert [
        (row["number_text"], row["type"], row["kind"], row["number"])
        for row in rows["secondary_ids"]
    ] == [
        ("2006-001228-37", "OTHER", "eudract", "2006-001228-37"),
        ("EudraCT-No.:2006-000284-28", "REGISTRY", "eudract", "2006-000284-28"),
        ("R01-77", "NIH", "grant", None),
        ("12345678", "REGISTRY", "isrctn", "ISRCTN12345678"),
        ("77", "EUDRACT_NUMBER", "eudract", None),
        (None, "OTHER", None, None),
    ]
    assert rows["secondary_ids"][2]["link"] == "https://grants.example/77"


def test_an_obsolete_number_leads_to_the_study() -> None:
    assert of_records([rich_record()]).tuples["id_aliases"] == [
        (NCT_ID, 0, "NCT00000011"),
        (NCT_ID, 1, "NCT00000022"),
    ]
