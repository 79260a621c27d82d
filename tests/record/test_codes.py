"""The closed lists of codes."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest

from harvest.record import codes
from tests.real import real_file

LISTS = {
    name: get_args(value)
    for name, value in vars(codes).items()
    if name[0].isupper() and name != "Literal"
}


def test_every_list_has_codes_and_none_twice() -> None:
    assert len(LISTS) == 41
    for name, values in LISTS.items():
        assert values, name
        assert len(set(values)) == len(values), name


def test_codes_are_written_in_capitals_digits_and_underscores() -> None:
    for name, values in LISTS.items():
        for value in values:
            assert re.fullmatch(r"[A-Z][A-Z0-9_]*", value), (name, value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("DesignMasking", ("NONE", "SINGLE", "DOUBLE", "TRIPLE", "QUADRUPLE")),
        ("BrowseLeafRelevance", ("LOW", "HIGH")),
        ("Phase", ("NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4")),
    ],
)
def test_lists_with_an_order_run_from_less_to_more(name: str, values: tuple[str, ...]) -> None:
    assert LISTS[name] == values


def test_the_code_na_is_in_three_lists_only() -> None:
    assert {name for name, values in LISTS.items() if "NA" in values} == {
        "Phase",
        "DesignAllocation",
        "MeasureDispersionType",
    }


@pytest.mark.real
def test_the_lists_equal_those_that_the_registry_publishes() -> None:
    published = {
        entry["type"]: tuple(value["value"] for value in entry["values"])
        for entry in json.loads(real_file("registry-api/enums.json").read_bytes())
    }
    assert published == LISTS
