"""The registry's list of phases as one ordered code."""

from __future__ import annotations

from typing import Literal

from harvest.parse import Unread

PhaseCode = Literal[
    "NOT_APPLICABLE",
    "EARLY_PHASE1",
    "PHASE1",
    "PHASE1_PHASE2",
    "PHASE2",
    "PHASE2_PHASE3",
    "PHASE3",
    "PHASE4",
]
_CODES: dict[tuple[str, ...], PhaseCode] = {
    ("NA",): "NOT_APPLICABLE",
    ("EARLY_PHASE1",): "EARLY_PHASE1",
    ("PHASE1",): "PHASE1",
    ("PHASE1", "PHASE2"): "PHASE1_PHASE2",
    ("PHASE2",): "PHASE2",
    ("PHASE2", "PHASE3"): "PHASE2_PHASE3",
    ("PHASE3",): "PHASE3",
    ("PHASE4",): "PHASE4",
}


def read_phase(phases: tuple[str, ...]) -> PhaseCode | None:
    """One code for the list; None where the registry gives no phase (observational studies).

    Raises:
        Unread: A combination that has no code.
    """
    if not phases:
        return None
    try:
        return _CODES[tuple(sorted(phases))]
    except KeyError:
        raise Unread("no code for this combination of phases") from None
