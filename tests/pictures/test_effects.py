"""The forest plot."""

from __future__ import annotations

from harvest import pictures, synthesis
from harvest.synthesis import questions
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def _pain(table: Tables) -> pictures.Picture:
    rows = questions.pain(table("estimates"), table("trials"))
    pooled = {"all": synthesis.pool(questions.to_pool(rows), trial="trial")}
    return pictures.forest(
        rows, pooled, question="Pain", unit="points", scale="MD",
        published=table("published_results"),
    )  # fmt: skip


def test_trials_without_an_effect_stand_in_the_picture_with_their_reason(table: Tables) -> None:
    picture = _pain(table)
    check(picture)
    labels = [text.get_text() for text in picture.axes[0].get_yticklabels()]
    shown = " ".join(text.get_text() for text in picture.axes[0].texts)
    assert any(label.startswith("BESTED2023") for label in labels)
    assert "median difference \N{MINUS SIGN}0.33" in shown
    assert len({text.get_fontsize() for text in picture.axes[0].get_yticklabels()}) == 1


def test_a_percent_change_is_never_drawn_among_points(table: Tables) -> None:
    picture = _pain(table)
    assert "On another scale (percent change MD): 10.8" in picture.alt
    assert picture.axes[0].get_xlim()[1] < 5


def test_the_side_of_benefit_follows_what_a_higher_number_means(table: Tables) -> None:
    rows = questions.pain_responders(table("estimates"), table("trials"))
    assert "← favours arm" in _pain(table).axes[0].get_xlabel()
    risks = pictures.forest(rows, question="Responders", scale="RR")
    assert "favours arm →" in risks.axes[0].get_xlabel()
    assert risks.axes[0].get_xscale() == "log"


def test_pooling_says_what_it_did(table: Tables) -> None:
    notes = " ".join(_pain(table).texts[-1].get_text().split())
    assert "all: 2 trials, REML, 0.03 (\N{MINUS SIGN}0.78 to 0.84)" in notes
    assert "no prediction interval below three trials" in notes


def test_a_prediction_interval_is_drawn_from_three_trials_on(table: Tables) -> None:
    rows = questions.pain(table("estimates"), table("trials"))
    rows = rows[rows["trial"] == "INNOVA"].assign(trial=["A", "B", "C"])
    picture = pictures.forest(
        rows, {"all": synthesis.pool(rows, trial="trial")}, question="Three", scale="MD"
    )
    assert any(line.get_linestyle() == "--" for line in picture.axes[0].lines)
