"""The table of studies with low-dose naltrexone."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from harvest.report.shelf import Shelf

HEADS = (
    ("Study", "text"),
    ("Title", "text"),
    ("Fibromyalgia", "text"),
    ("Status", "text"),
    ("Start", "text"),
    ("Participants", "number"),
    ("Highest mg a day", "number"),
    ("Schedule", "text"),
    ("Design", "text"),
    ("Primary outcome", "text"),
    ("Results posted", "text"),
)


class Cell(NamedTuple):
    """What a cell shows, and what it sorts by."""

    text: str
    order: str


def trial_rows(shelf: Shelf) -> list[list[Cell]]:
    """One row for each study that has, or may have, an arm with low-dose naltrexone."""
    studies = shelf["studies"]
    chosen = studies[studies["has_ldn_arm"].isin(["yes", "uncertain"])]
    doses = shelf["arm_period_doses"]
    low = doses[doses["is_ldn"].isin(["yes", "uncertain"])]
    outcomes = shelf["outcomes"]
    primary = outcomes[(outcomes["kind"] == "primary") & outcomes["nct_id"].isin(chosen["nct_id"])]
    return [
        _row(row, low[low["nct_id"] == row["nct_id"]], primary[primary["nct_id"] == row["nct_id"]])
        for row in chosen.sort_values("nct_id").to_dict("records")
    ]


def _row(row: dict[Any, Any], low: pd.DataFrame, primary: pd.DataFrame) -> list[Cell]:
    most = low["daily_mg_max"].max()
    schedules = sorted({str(each) for each in low["schedule"].dropna()})
    number = str(row["nct_id"])
    return [
        Cell(number, number),
        _text(row["brief_title"]),
        _text(row["is_fibromyalgia"]),
        _code(row["overall_status"]),
        _day(row["start_date"], row["start_date_precision"]),
        _number(row["enrollment"], " planned" if row["enrollment_type"] == "ESTIMATED" else ""),
        _number(most, "" if (low["is_ldn"] == "yes").any() else " ?"),
        _text("; ".join(map(_arrows, schedules)) or None),
        _text(_design(row)),
        _text("; ".join(str(each) for each in primary["measure"].dropna()) or None),
        _text({True: "yes", False: "no"}.get(row["has_results"])),
    ]


def _arrows(schedule: str) -> str:
    """Steps such as 0:1.5;7:3 as people read them."""
    steps = [part.split(":") for part in schedule.split(";")]
    if len(steps) == 1:
        return f"{steps[0][1]} mg"
    return ", ".join(f"{mg} mg from day {day}" for day, mg in steps)


def _design(row: dict[Any, Any]) -> str | None:
    words = []
    if pd.notna(row["is_randomized"]):
        words.append("randomised" if row["is_randomized"] else "not randomised")
    if pd.notna(row["is_crossover"]) and row["is_crossover"]:
        words.append("crossover")
    if pd.notna(row["control_type"]):
        words.append(f"control: {str(row['control_type']).replace('_', ' ')}")
    return ", ".join(words) or None


def _text(value: Any) -> Cell:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return Cell("not told", "")
    return Cell(str(value), str(value).casefold())


def _code(value: Any) -> Cell:
    return _text(None if pd.isna(value) else str(value).replace("_", " ").lower())


def _day(value: Any, precision: Any) -> Cell:
    if pd.isna(value):
        return Cell("not told", "")
    text = f"{value:%Y-%m-%d}"[: {"year": 4, "month": 7}.get(str(precision), 10)]
    return Cell(text, text)


def _number(value: Any, word: str = "") -> Cell:
    if pd.isna(value):
        return Cell("not told", "")
    return Cell(f"{value:,g}{word}", f"{float(value)!r}")
