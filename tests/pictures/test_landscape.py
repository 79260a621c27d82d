"""Which studies there are."""

from __future__ import annotations

from harvest import pictures
from harvest.pictures.landscape import STATUS_GROUPS, status_groups
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def test_every_status_has_a_group(table: Tables) -> None:
    studies = table("studies")
    groups = status_groups(studies)
    assert set(groups) <= set(STATUS_GROUPS)
    codes = {code for names in STATUS_GROUPS.values() for code in names}
    assert codes <= set(studies["overall_status"].cat.categories)


def test_a_study_in_two_countries_counts_in_both(table: Tables) -> None:
    picture = pictures.countries(table("locations"), table("studies"))
    check(picture)
    named = table("locations").dropna(subset="country").drop_duplicates(["nct_id", "country"])
    assert f"United States {int((named['country'] == 'United States').sum())}" in picture.alt


def test_plan_and_enrolment_stand_side_by_side(table: Tables) -> None:
    picture = pictures.planned_and_enrolled(table("trials"))
    assert "INNOVA: planned 120, randomised 98, analysed 96" in picture.alt
