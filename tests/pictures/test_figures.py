"""The pictures of the sample stand alone and can be read."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pandas as pd
import pytest

from harvest import pictures
from harvest.report.figures import figures
from harvest.report.shelf import Shelf
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


@pytest.mark.long
def test_every_picture_of_the_page_can_be_read(data: Path) -> None:
    for shown in figures(Shelf(data)):
        check(shown.picture)


def test_studies_by_year_can_be_read(table: Tables) -> None:
    picture = pictures.studies_by_year(table("studies"))
    check(picture)
    assert "11 of them without a start date" in picture.about


def test_a_picture_is_the_same_bytes_twice_whatever_the_notebook_sets(table: Tables) -> None:
    import matplotlib as mpl

    first = pictures.phases(table("studies")).png(60)
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "savefig.dpi": 10}):
        again = pictures.phases(table("studies")).png(60)
    assert first == again


def test_a_picture_shows_itself_and_its_words_in_a_notebook(table: Tables) -> None:
    data, about = pictures.phases(table("studies"))._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert about["image/png"]["alt"] == data["text/plain"]


def test_texts_of_records_are_drawn_as_they_are(table: Tables) -> None:
    """Formulas, markup and letters that the font lacks neither raise nor warn."""
    studies = table("studies").head(3)
    named = pd.DataFrame(
        {"nct_id": studies["nct_id"], "country": ["$\\frac{1}{", "<b>\n\u4e2d\u6587", "x" * 500]}
    )
    picture = pictures.countries(named, studies)
    assert picture.png(40)
    assert "Source: bundled sample" in picture.texts[-1].get_text()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("harvest.pictures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"pip install 'harvest\[pictures\]'"):
        importlib.import_module("harvest.pictures")


def test_rows_without_origin_say_so() -> None:
    studies = pd.DataFrame({"nct_id": ["NCT99000001"], "lead_sponsor_class": ["NIH"]})
    assert pictures.sponsor_classes(studies).texts[-1].get_text() == "Source: not told by the rows."


@pytest.mark.parametrize(
    "draw",
    [
        lambda table: pictures.studies_by_year(table("studies").head(0)),
        lambda table: pictures.countries(table("locations").head(0), table("studies").head(0)),
        lambda table: pictures.enrolment(table("studies").head(0)),
        lambda table: pictures.planned_and_enrolled(table("trials").head(0)),
        lambda table: pictures.dose_timelines(
            table("arm_period_doses").head(0), *map(table, ("arm_periods", "arms", "studies"))
        ),
        lambda table: pictures.crossover_periods(
            table("arm_periods").head(0), *map(table, ("arms", "studies"))
        ),
        lambda table: pictures.core_set_heat_map(
            table("core_set_coverage").head(0), table("studies")
        ),
        lambda table: pictures.endpoint_days(
            table("outcome_timepoints").head(0), *map(table, ("outcomes", "studies"))
        ),
        lambda table: pictures.forest(table("estimates").head(0), question="Nothing"),
        lambda table: pictures.results_states(table("studies").head(0)),
        lambda table: pictures.results_overdue(table("studies").head(0)),
        lambda table: pictures.issues_by_kind(table("issues").head(0), table("studies")),
        lambda table: pictures.resolved_shares(pictures.resolved({})),
    ],
)
def test_no_rows_give_a_picture_that_says_so(table: Tables, draw: object) -> None:
    assert callable(draw)
    picture = draw(table)
    assert "nothing to draw" in [text.get_text() for text in picture.axes[0].texts]
