from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import harvest
from harvest.errors import UsageError
from harvest.tables import TABLES
from tests.records import nct


def test_a_detail_gives_a_row_for_each_and_one_for_what_has_none(released: Path) -> None:
    studies = harvest.load("studies", data=released)
    arms = harvest.load("arms", data=released)
    joined = harvest.join("studies", "arms", data=released)
    without = set(studies.nct_id) - set(arms.nct_id)
    assert len(joined) == len(arms) + len(without)
    assert len(harvest.join("studies", "arms", how="inner", data=released)) == len(arms)


def test_what_is_referred_to_adds_columns_and_no_rows(released: Path) -> None:
    links = harvest.load("arm_interventions", data=released)
    joined = harvest.join("arm_interventions", "arms", "interventions", "studies", data=released)
    assert len(joined) == len(links)
    names = harvest.load("interventions", data=released).set_index(["nct_id", "position"]).name
    for row in joined.itertuples():
        assert row.name == names[row.nct_id, row.intervention_position]
    assert (joined.brief_title.notna()).all()


def test_columns_keep_their_types(released: Path) -> None:
    joined = harvest.join("studies", "arms", data=released)
    for name in ("enrollment", "is_randomized", "start_date", "phase", "position"):
        table = "studies" if name in TABLES["studies"].columns else "arms"
        assert str(joined[name].dtype) == TABLES[table].columns[name].pandas


def test_a_name_that_is_taken_gets_its_table_in_front(released: Path) -> None:
    joined = harvest.join("arms", "doses", data=released)
    assert joined.columns.is_unique
    assert {"position", "doses_position"} <= set(joined.columns)
    assert "arm_position" not in joined


def test_a_null_reference_meets_nothing(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = {
        "studies": pd.DataFrame({"nct_id": [nct(1), nct(2)]}),
        "arms": pd.DataFrame({"nct_id": [nct(1)], "position": pd.array([0], "Int32")}),
        "doses": pd.DataFrame(
            {
                "nct_id": [nct(1), nct(2)],
                "position": pd.array([0, 0], "Int32"),
                "arm_position": pd.array([0, None], "Int32"),
                "drug": ["naltrexone", "other"],
            }
        ),
    }
    monkeypatch.setattr("harvest.curated.join.load", lambda name, **_: frames[name].copy())
    joined = harvest.join("studies", "arms", "doses", data=released)
    assert joined.nct_id.tolist() == [nct(1), nct(2)]
    assert joined.drug.fillna("").tolist() == ["naltrexone", ""]


def test_columns_and_filters_are_chosen_by_table(released: Path) -> None:
    joined = harvest.join(
        "studies",
        "arms",
        columns={"studies": ["brief_title"], "arms": ["label"]},
        filters={"studies": [("nct_id", "==", nct(2))]},
        data=released,
    )
    assert list(joined.columns) == ["nct_id", "brief_title", "label"]
    assert set(joined.nct_id) == {nct(2)}


def test_it_says_what_it_is(released: Path) -> None:
    joined = harvest.join("studies", "arms", release="2026.11.1", data=released)
    assert joined.attrs["one_row_is"] == TABLES["arms"].title()
    assert joined.attrs["links"] == ["arms.nct_id = studies.nct_id"]
    assert joined.attrs["release"] == "2026.11.1"
    assert "2026.11.1" in joined.attrs["citation"]
    assert list(joined.attrs["columns"]) == list(joined.columns)
    assert joined.attrs["columns"]["label"] == TABLES["arms"].columns["label"].description


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ({"others": ("nowhere",)}, "no table 'nowhere'"),
        ({"others": ("arms",), "validate": "one_to_one"}, "is one_to_many, not one_to_one"),
        ({"others": ("arms",), "validate": "many_to_many"}, "validate is one of"),
        ({"others": ("arms",), "columns": {"doses": ["drug"]}}, "doses is not joined"),
        ({"others": ("arms",), "columns": {"arms": ["nope"]}}, "no column 'nope'"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(
    released: Path, call: dict[str, Any], says: str
) -> None:
    others = call.pop("others")
    with pytest.raises(UsageError, match=says):
        harvest.join("studies", *others, data=released, **call)


def test_what_is_declared_can_be_asked_for(released: Path) -> None:
    assert len(harvest.join("arms", "studies", validate="many_to_one", data=released))
    assert len(harvest.join("studies", "posted_results", validate="many_to_one", data=released))


def test_no_release_yet_is_a_usage_error_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `harvest refresh`"):
        harvest.join("studies", "arms", data=tmp_path)
