"""Mutated records go through everything without a crash; `bench/fuzz.py` sends many more."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from harvest import sample
from harvest.derive import Case
from harvest.record.decode import decode
from tests.records import compact, study

_path = Path(__file__).parents[2] / "bench" / "fuzz.py"
_spec = importlib.util.spec_from_file_location("fuzz", _path)
assert _spec is not None
assert _spec.loader is not None
fuzz = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fuzz)


@pytest.fixture(scope="module")
def mutator() -> Any:
    return fuzz.Mutator(list(sample.records().values()), 7)


def test_mutated_records_pass_every_table_and_the_checks_of_a_release(
    mutator: Any, tmp_path: Path
) -> None:
    figures = fuzz.send([mutator.record(number) for number in range(150)], tmp_path)
    assert figures["studies"] > 100
    assert figures["issues"] > 100


@pytest.mark.long
def test_many_mutated_records_do() -> None:
    figures = fuzz.fuzz(list(sample.records().values()), 20_000, 11)
    assert figures["crashes"] == []


def test_a_record_of_a_number_is_always_the_same_whatever_was_made_before(mutator: Any) -> None:
    made = [mutator.record(number) for number in range(300, 400)]
    again = fuzz.Mutator(list(sample.records().values()), 7)
    assert [again.record(number) for number in range(399, 299, -1)] == made[::-1]
    assert len(set(made)) == len(made)


def test_what_crashes_is_found_in_its_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(records: list[bytes], _: Path) -> None:
        assert b"bad" not in records

    monkeypatch.setattr(fuzz, "send", fragile)
    batch = [(number, b"bad" if number in (3, 8) else b"good") for number in range(10)]
    assert [each["number"] for each in fuzz.crashes(batch)] == [3, 8]


def test_a_posted_analysis_with_nothing_in_it_has_no_effect() -> None:
    """Found by fuzzing: the effect referred to an analysis that has no row."""
    record = study(1)
    record["resultsSection"] = {
        "outcomeMeasuresModule": {
            "outcomeMeasures": [{"title": "Pain", "analyses": [8334788786, {"pValue": "0.04"}]}]
        }
    }
    effects = Case(decode(compact(record)).study).effects
    assert [effect.analysis_position for effect in effects] == [1]


def test_figures_are_one_json_object(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkey = ["fuzz.py", "--records", "3", "--seed", "5"]
    import sys
    from unittest import mock

    with mock.patch.object(sys, "argv", monkey):
        assert fuzz.main() == 0
    assert json.loads(capsys.readouterr().out)["records"] == 3
