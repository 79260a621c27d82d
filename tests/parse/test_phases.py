"""The list of phases as one code."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse import Unread
from harvest.parse.phases import PhaseCode, read_phase
from harvest.record import codes


@pytest.mark.parametrize(
    ("phases", "code"),
    [
        (("NA",), "NOT_APPLICABLE"),
        (("EARLY_PHASE1",), "EARLY_PHASE1"),
        (("PHASE1",), "PHASE1"),
        (("PHASE1", "PHASE2"), "PHASE1_PHASE2"),
        (("PHASE2",), "PHASE2"),
        (("PHASE2", "PHASE3"), "PHASE2_PHASE3"),
        (("PHASE3",), "PHASE3"),
        (("PHASE4",), "PHASE4"),
    ],
)
def test_every_list_that_the_registry_uses_has_its_code(phases: tuple[str, ...], code: str) -> None:
    assert read_phase(phases) == code
    assert read_phase(tuple(reversed(phases))) == code


def test_no_list_is_no_phase() -> None:
    assert read_phase(()) is None


def test_the_codes_run_from_early_to_late() -> None:
    assert get_args(PhaseCode) == (
        *("NOT_APPLICABLE", "EARLY_PHASE1", "PHASE1", "PHASE1_PHASE2", "PHASE2"),
        *("PHASE2_PHASE3", "PHASE3", "PHASE4"),
    )


def test_every_single_phase_of_the_registry_has_a_code_and_two_pairs_have() -> None:
    singles = get_args(codes.Phase)
    assert all(read_phase((phase,)) for phase in singles)
    readable = []
    for pair in combinations(singles, 2):
        try:
            readable.append(read_phase(pair))
        except Unread:
            continue
    assert readable == ["PHASE1_PHASE2", "PHASE2_PHASE3"]


@pytest.mark.parametrize(
    "phases",
    [
        ("PHASE1", "PHASE3"),
        ("PHASE1", "PHASE2", "PHASE3"),
        ("NA", "PHASE2"),
        ("PHASE2", "PHASE2"),
        ("PHASE 2",),
        ("phase2",),
        ("N/A",),
        ("",),
    ],
)
def test_any_other_list_is_unread(phases: tuple[str, ...]) -> None:
    with pytest.raises(Unread, match="no code for this combination"):
        read_phase(phases)


@given(st.lists(st.sampled_from(get_args(codes.Phase)) | st.text(max_size=5), max_size=4))
def test_no_list_makes_the_reader_fail_otherwise(phases: list[str]) -> None:
    try:
        found = read_phase(tuple(phases))
    except Unread:
        return
    assert found is None or found in get_args(PhaseCode)
