"""Randomised, crossover, arms."""

from __future__ import annotations

from typing import Any

import pytest

from tests.derive.small import case


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"design": {"allocation": "RANDOMIZED"}}, True),
        ({"design": {"allocation": "NON_RANDOMIZED"}}, False),
        ({"design": {"allocation": "NA"}}, False),
        ({"study_type": "OBSERVATIONAL"}, False),
        ({"title": "A Randomized Study of Tea"}, True),
        ({"title": "A Non-Randomized Study of Tea"}, False),
        ({"title": "Tea"}, None),
        # the field stands
        ({"title": "A Randomized Study", "design": {"allocation": "NA"}}, False),
    ],
)
def test_randomized(fields: dict[str, Any], expected: bool | None) -> None:
    assert case(**fields).design.is_randomized is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"design": {"interventionModel": "CROSSOVER"}}, True),
        ({"design": {"interventionModel": "PARALLEL"}}, False),
        ({"title": "A Crossover Study of Tea"}, True),
        ({"title": "A Parallel-Group Study of Tea"}, False),
        ({"title": "A Parallel-Group Study of Tea, Crossover Design"}, None),
        ({"title": "Tea"}, None),
    ],
)
def test_crossover(fields: dict[str, Any], expected: bool | None) -> None:
    assert case(**fields).design.is_crossover is expected


def test_arms_are_counted_and_none_listed_is_unknown() -> None:
    arms = (("EXPERIMENTAL", "Tea", ("Tea",)), ("NO_INTERVENTION", "Nothing", ()))
    assert case(arms=arms).design.arm_count == 2
    assert case().design.arm_count is None


def test_every_value_and_every_null_has_its_evidence() -> None:
    found = case(title="A Randomized Study of Tea").design
    by_column = {trace.column: trace for trace in found.traces}
    assert by_column["is_randomized"].words == "Randomized"
    assert by_column["is_crossover"].reason
    assert by_column["control_type"].reason
