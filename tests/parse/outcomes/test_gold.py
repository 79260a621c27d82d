"""The reader against labelled outcomes: our own, and those beside the checkout."""

from importlib.resources import files
from pathlib import Path

import pytest

from tests.parse.outcomes.scoring import Score, score

# Rows of our own gold that the reader gets wrong, with the reason; none at present.
KNOWN_MISSES: dict[str, str] = {}
SHARED = Path(__file__).resolve().parents[4] / "shared" / "gold" / "outcome.tsv"


def _has_reached(result: Score) -> None:
    assert result.right_rows >= 0.95 * result.rows, result.misses
    assert result.right["instrument"] >= 0.97 * result.labelled["instrument"], result.misses


def test_our_own_gold() -> None:
    result = score(Path(str(files("harvest.gold") / "outcome.tsv")))
    assert result.rows >= 80
    _has_reached(result)
    assert {miss.split()[0] for miss in result.misses} == set(KNOWN_MISSES)


@pytest.mark.real
def test_labelled_outcomes_beside_the_checkout() -> None:
    if not SHARED.exists():
        pytest.skip(f"labelled outcomes are not here: {SHARED} is missing")
    _has_reached(score(SHARED))
