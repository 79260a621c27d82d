"""Core sets and end-point days."""

from __future__ import annotations

from harvest import pictures
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def test_every_cell_says_its_degree(table: Tables) -> None:
    coverage = table("core_set_coverage")
    rows = coverage[coverage["nct_id"].isin(["NCT04270877", "NCT04739995"])]
    picture = pictures.core_set_heat_map(rows, table("studies"))
    check(picture)
    marks = [text.get_text() for text in picture.axes[0].texts]
    own = rows[rows["framework"] == "OMERACT"]
    assert marks.count("E") == int((own["coverage"] == "endorsed").sum())
    assert "pain: 2" in picture.alt


def test_primary_days_are_told_from_the_others(table: Tables) -> None:
    points = table("outcome_timepoints")
    rows = points[points["nct_id"] == "NCT04739995"]
    picture = pictures.endpoint_days(rows, table("outcomes"), table("studies"))
    check(picture)
    assert "primary 91 and secondary 91, 183, 365" in picture.alt
