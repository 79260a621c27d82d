from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tests.parse.doses.scoring import labels, score
from tests.real import real_file

OURS = Path(str(files("harvest") / "gold" / "dose.tsv"))

# Labels that the string itself cannot bear out: both forms are known from another part of the
# record ("tablet" from the protocol, "capsule" from a sibling field). A reader of the string that
# gave them would be guessing.
NOT_IN_THE_STRING = {("D05", "form"), ("D06", "form")}


def test_our_own_labels_are_enough_and_have_notes():
    rows = list(labels(OURS))
    assert len(rows) >= 60
    assert len({row["string"] for row in rows}) == len(rows)
    assert all(row["note"] and row["origin"] == "synthetic" for row in rows)


def test_our_own_labels_are_all_read_right():
    found = score(OURS)
    assert found.misses == ()
    assert found.false_ldn == ()


@pytest.mark.real
def test_labelled_strings_of_real_records_are_read_right():
    found = score(real_file("gold/dose.tsv"))
    assert {(miss.row, miss.field) for miss in found.misses} <= NOT_IN_THE_STRING
    assert found.false_ldn == ()
