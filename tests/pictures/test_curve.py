"""The curve of all combinations of choices."""

from __future__ import annotations

from harvest import pictures, synthesis
from harvest.synthesis import questions
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def test_refused_combinations_are_shown_with_their_reason(table: Tables) -> None:
    rows = questions.pain(table("estimates"), table("trials"))
    names = ("highest daily dose", "kind of value", "time")
    choices = {name: questions.PAIN_CHOICES[name] for name in names}
    found = synthesis.specifications(rows[rows["scale"] == "MD"], choices, trial="trial")
    picture = pictures.specification_curve(found, list(choices), question="Pain")
    check(picture)
    assert "refused" in [text.get_text() for text in picture.axes[0].texts]
    assert "Refused (" in picture.texts[-1].get_text()
    assert f"{len(found)} combinations of choices" in picture.about
