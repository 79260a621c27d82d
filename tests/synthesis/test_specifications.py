"""One pooled effect for every combination of choices."""

from __future__ import annotations

import pandas as pd

from harvest.synthesis import specifications

ROWS = pd.DataFrame(
    {
        "trial": ["A", "B", "C"],
        "scale": ["MD"] * 3,
        "variable_form": ["change", "level", "percent_change"],
        "estimate": [-0.3, 0.5, 10.0],
        "standard_error": [0.3, 0.4, 4.0],
        "daily_mg_max": [6.0, 4.5, 4.5],
    }
)
CHOICES = {
    "dose": {
        "up to 6": lambda rows: rows["daily_mg_max"] <= 6,
        "up to 5": lambda rows: rows["daily_mg_max"] <= 5,
    },
    "form": {
        "points": lambda rows: rows["variable_form"] != "percent_change",
        "all": lambda rows: rows["trial"].notna(),
        "none": lambda rows: rows["trial"].isna(),
    },
    "method": {"fixed": {"method": "fixed"}, "DL": {"method": "DL"}},
}


def test_every_combination_has_its_row_made_or_refused() -> None:
    found = specifications(ROWS, CHOICES, trial="trial")
    assert len(found) == 2 * 3 * 2
    assert not found[["dose", "form", "method"]].duplicated().any()
    assert (found["estimate"].isna() == found["refusal"].notna()).all()


def test_choices_of_rows_and_of_method_both_count() -> None:
    found = specifications(ROWS, CHOICES, trial="trial").set_index(["dose", "form", "method"])
    assert found.loc[("up to 6", "points", "fixed"), "names"] == "A, B"
    assert found.loc[("up to 5", "points", "fixed"), "names"] == "B"
    assert found.loc[("up to 5", "points", "DL"), "estimate"] == 0.5
    assert "different forms" in found.loc[("up to 6", "all", "DL"), "refusal"]
    assert "None of the rows" in found.loc[("up to 6", "none", "DL"), "refusal"]


def test_where_the_rows_come_from_is_kept() -> None:
    rows = ROWS.copy()
    rows.attrs = {"release": "2026.11.1"}
    assert specifications(rows, CHOICES, trial="trial").attrs == {"release": "2026.11.1"}
