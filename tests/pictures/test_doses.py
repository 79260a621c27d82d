"""Daily doses over time."""

from __future__ import annotations

import pandas as pd

from harvest import pictures
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def _drawn(table: Tables, nct_id: str) -> pictures.Picture:
    doses = table("arm_period_doses")
    rows = doses[(doses["nct_id"] == nct_id) & (doses["is_ldn"] == "yes")]
    return pictures.dose_timelines(rows, table("arm_periods"), table("arms"), table("studies"))


def test_every_step_of_a_titration_is_drawn_and_said(table: Tables) -> None:
    picture = _drawn(table, "NCT04270877")
    check(picture)
    assert "1.5 mg from day 0, 3 mg from day 7, 4.5 mg from day 14, 6 mg from day 21" in picture.alt
    assert {"1.5", "3", "4.5", "6"} <= {text.get_text() for text in picture.axes[0].texts}


def test_what_the_texts_do_not_fix_is_marked_and_not_guessed(table: Tables) -> None:
    picture = _drawn(table, "NCT00568555")
    assert "3 to 4.5 mg, when is not told" in picture.alt
    assert picture.axes[0].collections[0].get_hatch()


def test_a_course_without_an_amount_is_a_question_mark(table: Tables) -> None:
    doses = table("arm_period_doses")
    rows = doses[doses["nct_id"] == "NCT00855972"]
    picture = pictures.dose_timelines(rows, table("arm_periods"), table("arms"), table("studies"))
    check(picture)
    assert "dose not told; uncertain whether low-dose" in picture.alt
    assert "?" in [text.get_text() for text in picture.axes[0].texts]


def test_a_dose_of_the_second_period_starts_with_it(table: Tables) -> None:
    assert "4.5 mg from day 32 to day 56" not in _drawn(table, "NCT02806440").alt.split(";")[1]
    shown = _drawn(table, "NCT02806440")
    ends = [line.get_xdata() for line in shown.axes[0].lines]
    assert any(32 in list(each) for each in ends)


def test_a_study_without_arms_is_drawn(table: Tables) -> None:
    assert "NCT00501696" in _drawn(table, "NCT00501696").alt


def test_many_courses_take_several_pages(table: Tables) -> None:
    doses = table("arm_period_doses")
    rows = doses[doses["is_ldn"] == "yes"]
    pages = pictures.dose_pages(rows)
    assert pages == 3
    last = pictures.dose_timelines(
        rows, table("arm_periods"), table("arms"), table("studies"), page=pages
    )
    assert last.heading.endswith("(page 3 of 3)")
    assert len(last.axes[0].get_yticks()) == len(rows) - 48


def test_a_schedule_that_is_no_schedule_is_not_read() -> None:
    from harvest.pictures.doses import _steps

    assert _steps(None) == _steps(pd.NA) == _steps("") == ()
    assert _steps("0:1.5;7:3") == ((0, 1.5), (7, 3))
