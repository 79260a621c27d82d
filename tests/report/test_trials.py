"""The table of studies with low-dose naltrexone."""

from __future__ import annotations

from pathlib import Path

from harvest.report.shelf import Shelf
from harvest.report.trials import HEADS, trial_rows


def test_a_row_tells_the_plan(data: Path) -> None:
    rows = {row[0].text: row for row in trial_rows(Shelf(data))}
    final = dict(zip([head for head, _ in HEADS], rows["NCT04270877"], strict=True))
    assert final["Schedule"].text == (
        "1.5 mg from day 0, 3 mg from day 7, 4.5 mg from day 14, 6 mg from day 21"
    )
    assert final["Highest mg a day"].order == "6.0"
    assert final["Participants"].text == "99"
    assert final["Start"].text.startswith("2021")
    assert final["Fibromyalgia"].text == "yes"


def test_what_is_not_told_sorts_as_such(data: Path) -> None:
    cells = [cell for row in trial_rows(Shelf(data)) for cell in row if cell.text == "not told"]
    assert cells
    assert {cell.order for cell in cells} == {""}


def test_a_plan_and_a_doubt_are_marked(data: Path) -> None:
    texts = [cell.text for row in trial_rows(Shelf(data)) for cell in row]
    assert any(text.endswith(" planned") for text in texts)
    assert any(text.endswith(" ?") or text == "not told" for text in texts)
