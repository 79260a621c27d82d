from __future__ import annotations

from importlib.resources import as_file, files

import pytest

from tests.parse.timeframes.scoring import SHARED, is_same, misses


def test_reads_all_of_our_own_labels() -> None:
    with as_file(files("harvest") / "gold" / "timeframe.tsv") as path:
        count, found = misses(path)
    assert count >= 100
    assert not found


@pytest.mark.real
def test_reads_the_labels_beside_the_checkout() -> None:
    path = SHARED / "gold" / "timeframe.tsv"
    if not path.exists():
        pytest.skip(f"labels are not here: {path} is missing")
    count, found = misses(path)
    assert count > 0
    assert not found


def test_the_score_compares_numbers_at_a_thousandth_and_words_exactly() -> None:
    assert is_same("0.0417", "0.0416667")
    assert is_same("0;84", "0;84.0")
    assert not is_same("0;84", "84")
    assert not is_same("NA", "84")
    assert not is_same("week", "month")
