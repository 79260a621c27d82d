"""How registered plans changed."""

from __future__ import annotations

import pandas as pd

from harvest import pictures
from tests.pictures.conftest import Tables
from tests.pictures.looks import check

CHANGES = pd.DataFrame(
    {
        "nct_id": ["NCT04270877", "NCT04270877", "NCT04739995"],
        "kind": ["outcome_added", "date_changed", "derived"],
        "timing": ["after_start", "before_start", "unknown"],
    }
)
LINKS = pd.DataFrame(
    {
        "nct_id": ["NCT04270877", "NCT04270877", "NCT04739995", "NCT04739995"],
        "relation": ["added", "changed", "same", "removed"],
        "old_rank": [None, "primary", "primary", "secondary"],
        "new_rank": ["secondary", "secondary", "primary", None],
        "is_reranked": [None, True, False, None],
        "is_retimed": [None, True, False, None],
        "is_reworded": [None, False, False, None],
        "change_date": pd.to_datetime(["2021-06-01", "2022-01-01", None, "2023-01-01"]),
    }
)


def test_what_the_registry_derives_is_no_change_of_a_plan() -> None:
    picture = pictures.record_changes(CHANGES)
    check(picture)
    assert picture.about == "2 changes of 1 study"


def test_a_change_of_rank_weighs_more_than_one_of_time(table: Tables) -> None:
    picture = pictures.outcome_switching(LINKS, table("studies"))
    check(picture)
    assert "added 2021-06-01, other rank 2022-01-01" in picture.alt
    assert "removed 2023-01-01" in picture.alt


def test_one_version_alone_shows_nothing(table: Tables) -> None:
    for picture in (
        pictures.record_changes(CHANGES.head(0)),
        pictures.outcome_switching(LINKS.head(0), table("studies")),
    ):
        assert "one version of each record is known" in picture.about
