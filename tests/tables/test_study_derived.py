"""Derived columns of `studies`."""

from __future__ import annotations

from harvest.tables import TABLES
from harvest.tables.study_derived import Derived
from tests.tables.rows import of_study, only


def test_the_derived_columns_are_filled_and_have_evidence() -> None:
    rows = of_study()
    row = only(rows["studies"])
    assert row["is_fibromyalgia"] == "yes"
    assert row["fibromyalgia_how"] == "condition;mesh;title"
    assert row["fibromyalgia_role"] == "only"
    assert row["is_randomized"] is None
    assert row["arm_count"] == 1
    assert (row["control_type"], row["control_types"]) == ("none", ["none"])
    found = {each["column"] for each in rows["evidence"]}
    assert {"is_fibromyalgia", "fibromyalgia_role", "is_randomized", "control_type"} <= found


def test_a_contradiction_becomes_an_issue_row() -> None:
    rows = of_study(title="A Randomized Study", designModule={"designInfo": {"allocation": "NA"}})
    assert rows.issues() == [
        ("contradiction", "protocolSection.designModule.designInfo.allocation", "NA")
    ]


def test_every_derived_column_leads_to_a_column_of_studies() -> None:
    names = [name for name in vars(Derived) if not name.startswith("_")]
    columns = TABLES["studies"].columns
    assert all(columns[name].origin == "derived" and columns[name].description for name in names)
