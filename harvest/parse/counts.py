"""Counts that stand for something else."""

from __future__ import annotations

from harvest.parse import Unread

UNKNOWN = 99_999_999


def enrollment(count: int | None) -> int | None:
    """A number of participants.

    Raises:
        Unread: 99,999,999, which sponsors enter where they do not know.
    """
    if count == UNKNOWN:
        raise Unread("a figure that stands for unknown")
    return count
