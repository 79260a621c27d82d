"""Every arm on low-dose naltrexone in the sample, against what a person read in its record.

`ldn_arms.tsv` was written by reading the texts, before the readers had seen them. NA is null.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from harvest import sample
from harvest.derive import Case
from harvest.record.decode import decode
from harvest.tables.overrides import written

LABELS = Path(__file__).with_name("ldn_arms.tsv")
with LABELS.open(encoding="utf-8", newline="") as file:
    ARMS = list(csv.DictReader(file, delimiter="\t"))


@cache
def case_of(nct_id: str) -> Case:
    return Case(decode(sample.records()[nct_id]).study)


@pytest.mark.parametrize("label", ARMS, ids=lambda label: f"{label['nct_id']}-{label['arm']}")
def test_an_arm_gets_what_its_record_says(label: dict[str, str]) -> None:
    found = case_of(label["nct_id"])
    arm = int(label["arm"]) if label["arm"] else None
    (row,) = [
        each
        for each in found.arm_period_doses
        if each.arm_position == arm and each.drug.name == label["drug"]
    ]
    periods = [
        f"{each.kind}:{each.treatment or ''}:{written(each.days)}"
        for each in found.arm_periods
        if each.arm_position == arm
    ]
    read = {
        "schedule": written(row.won.dose.schedule),
        "daily_mg_max": written(row.statement.daily_mg_max),
        "daily_mg_target": written(row.daily_mg_target),
        "days": written(row.course.days),
        "cumulative_mg": written(row.cumulative_mg),
        "periods": ";".join(periods),
    }
    assert read == {name: label[name] for name in read}
    assert row.answer.code == "yes"


def test_no_arm_on_low_dose_naltrexone_is_missing() -> None:
    labelled = {label["nct_id"] for label in ARMS} | {"NCT00715117", "NCT07285473"}
    assert labelled == {
        nct_id for nct_id in sample.records() if case_of(nct_id).membership.has_ldn_arm == "yes"
    }
