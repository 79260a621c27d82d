"""What is to be raised as an issue."""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """What is to be raised as an issue: two parts of a record that cannot both be right."""

    kind: str
    path: str
    value: str
    message: str
