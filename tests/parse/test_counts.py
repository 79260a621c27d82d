"""Counts that stand for something else."""

from __future__ import annotations

import pytest

from harvest.parse import Unread
from harvest.parse.counts import enrollment


@pytest.mark.parametrize("count", [None, 0, 1, 40, 99_999_998, 100_000_000, 2**31 - 1])
def test_a_number_of_participants_is_as_served(count: int | None) -> None:
    assert enrollment(count) == count


def test_eight_nines_stand_for_unknown() -> None:
    with pytest.raises(Unread, match="stands for unknown"):
        enrollment(99_999_999)
