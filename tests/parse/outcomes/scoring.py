"""Compares readings with labelled outcomes: exact, `NA` is null, an empty label is not scored."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from harvest.parse.outcomes import OutcomeReading, read_outcome

FIELDS = (
    "instrument",
    "omeract_domain",
    "omeract_tier",
    "immpact_domain",
    "metric",
    "scale_min",
    "scale_max",
    "higher_is",
)


class Score(NamedTuple):
    rows: int
    right_rows: int
    labelled: Counter[str]
    right: Counter[str]
    misses: list[str]


def as_labels(reading: OutcomeReading) -> dict[str, str | float | None]:
    """A reading in the columns of the labelled file."""
    omeract = [one for one in reading.domains if one.framework == "OMERACT"]
    immpact = [one for one in reading.domains if one.framework == "IMMPACT"]
    outside = reading.omeract_outside
    return {
        "instrument": ";".join(one.name for one in reading.instruments) or None,
        "omeract_domain": ";".join(one.name for one in omeract) or ("none" if outside else None),
        "omeract_tier": ";".join(dict.fromkeys(one.tier for one in omeract))
        or ("outside" if outside else None),
        "immpact_domain": ";".join(one.name for one in immpact)
        or ("none" if reading.immpact_outside else None),
        "metric": "score" if reading.variable_form == "level" else reading.variable_form,
        "scale_min": reading.scale_min,
        "scale_max": reading.scale_max,
        "higher_is": reading.higher_is,
    }


def is_right(label: str, got: str | float | None) -> bool:
    if label == "NA":
        return got in (None, "NA")
    if isinstance(got, float):
        return abs(float(label) - got) <= 1e-3
    return label == got


def score(path: Path) -> Score:
    labelled: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: list[str] = []
    count = right_rows = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            count += 1
            got = as_labels(read_outcome(row["measure_title"], row["description_hint"] or None))
            wrong = [name for name in FIELDS if row[name] and not is_right(row[name], got[name])]
            labelled.update(name for name in FIELDS if row[name])
            right.update(name for name in FIELDS if row[name] and name not in wrong)
            right_rows += not wrong
            misses += [f"{row['id']} {name}: {row[name]} not {got[name]}" for name in wrong]
    return Score(count, right_rows, labelled, right, misses)
