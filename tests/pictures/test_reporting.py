"""Whether results came when they were due."""

from __future__ import annotations

from harvest import pictures
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def test_the_latest_stand_on_top(table: Tables) -> None:
    picture = pictures.results_overdue(table("studies"))
    check(picture)
    days = [bar.get_width() for bar in picture.axes[0].patches]
    assert days == sorted(days)
    assert len(days) == int((table("studies")["results_late_days"] > 0).sum())


def test_doubt_whether_the_law_covers_a_study_is_marked(table: Tables) -> None:
    picture = pictures.results_overdue(table("studies"))
    unsure = [text for text in picture.axes[0].texts if text.get_text().endswith("?")]
    late = table("studies")["results_late_days"] > 0
    told = table("studies").loc[late, "is_results_rule_covered"] == "uncertain"
    assert len(unsure) == int(told.sum())
