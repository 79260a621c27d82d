"""Scores the reader against labelled time frames, field by field."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import NamedTuple

from harvest.parse.timeframes import TimeFrame, read_time_frame

SHARED = Path(__file__).resolve().parents[4] / "shared"
FIELDS = (
    "kind",
    "timepoints_days",
    "last_day",
    "has_baseline",
    "is_change",
    "estimated",
    "unit",
)


class Miss(NamedTuple):
    row: str
    string: str
    field: str
    label: str
    read: str


def misses(path: Path) -> tuple[int, list[Miss]]:
    """The number of labelled strings, and each field that the reader has otherwise."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for row in rows:
        read = as_labels(read_time_frame(row["string"]))
        found += [
            Miss(row["id"], row["string"], field, row[field], read[field])
            for field in FIELDS
            if row[field] and not is_same(row[field], read[field])
        ]
    return len(rows), found


def as_labels(frame: TimeFrame) -> dict[str, str]:
    """An answer in the words of the labels."""
    days = ";".join(f"{day:.6g}" for day in frame.timepoints_days)
    return {
        "kind": frame.kind,
        "timepoints_days": days or "NA",
        "last_day": "NA" if frame.last_day is None else f"{frame.last_day:.6g}",
        "has_baseline": "yes" if frame.has_baseline else "no",
        "is_change": "yes" if frame.is_change else "no",
        "estimated": "yes" if frame.is_estimated else "no",
        "unit": frame.unit,
    }


def is_same(label: str, read: str) -> bool:
    """Whether two values agree: words exactly, numbers at a thousandth."""
    if label == read:
        return True
    try:
        pairs = zip(map(float, label.split(";")), map(float, read.split(";")), strict=True)
        return all(math.isclose(one, other, abs_tol=1e-3, rel_tol=0) for one, other in pairs)
    except ValueError:
        return False
