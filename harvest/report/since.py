"""What a release holds that the one before did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from harvest.report.shelf import Shelf

WATCHED = ("overall_status", "enrollment", "enrollment_type", "has_results", "completion_date")
SHOWN = 40


class Change(NamedTuple):
    """One value of one study."""

    nct_id: str
    column: str
    old: str
    new: str


class Since(NamedTuple):
    """What changed.

    Attributes:
        release: The release before.
        is_same_data: Made of the same snapshot: what changed, changed in our reading.
        added, removed: Studies.
        changes: Values of studies that are in both, the first of them.
        more: How many changes are left out.
        rows: Tables with other numbers of rows: name, old, new.
    """

    release: str
    is_same_data: bool
    added: list[str]
    removed: list[str]
    changes: list[Change]
    more: int
    rows: list[tuple[str, int, int]]


def since_last(shelf: Shelf) -> Since | None:
    """What changed since the release before; None where this is the first."""
    before = shelf.before()
    if before is None:
        return None
    now, then = (each["studies"].set_index("nct_id") for each in (shelf, before))
    both = now.index.intersection(then.index)
    changes = [
        change
        for column in WATCHED
        if column in now and column in then
        for change in _changes(column, then.loc[both, column], now.loc[both, column])
    ]
    old = {table.name: table.rows for table in before.manifest.tables}
    new = {table.name: table.rows for table in shelf.manifest.tables}
    rows = [
        (name, old.get(name, 0), new.get(name, 0))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, 0) != new.get(name, 0)
    ]
    return Since(
        release=before.manifest.release,
        is_same_data=before.manifest.snapshot == shelf.manifest.snapshot,
        added=sorted(map(str, now.index.difference(then.index))),
        removed=sorted(map(str, then.index.difference(now.index))),
        changes=changes[:SHOWN],
        more=max(0, len(changes) - SHOWN),
        rows=rows,
    )


def _changes(column: str, old: pd.Series, new: pd.Series) -> Iterator[Change]:
    old, new = old.astype(object), new.astype(object)
    is_same = (old == new).fillna(value=False) | (old.isna() & new.isna())
    for number in old.index[~is_same.astype(bool)]:
        yield Change(str(number), column, _told(old[number]), _told(new[number]))


def _told(value: Any) -> str:

    if pd.isna(value):
        return "not told"
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
