"""Settles how long numbered days and weeks are, by what the next number in the text is."""

from __future__ import annotations

import math
from typing import Final

from harvest.parse.periods.items import Item

_SIZE: Final = {"day": 1.0, "week": 7.0, "month": 365 / 12}


def with_settled_ranges(sentences: list[tuple[Item, ...]]) -> list[tuple[Item, ...]]:
    """Both ends count where the next range begins one later ("days 0-21, days 22-32"); only one
    where the ranges share them ("weeks 0-4, 4-8").
    """
    ranges = [item for items in sentences for item in items if item.letter == "P"]
    settled: dict[int, Item] = {}
    for first, second in zip(ranges, ranges[1:], strict=False):
        if first.text != second.text or first.last is None or second.number is None:
            continue
        if second.number == first.last + 1:
            settled[first.span.start] = _counted(
                first, both=first.text == "day" or first.number != 0
            )
            settled[second.span.start] = _counted(second, both=True)
        elif second.number == first.last:
            settled[first.span.start] = _counted(first, both=False)
            settled[second.span.start] = _counted(second, both=False)
    return [tuple(settled.get(one.span.start, one) for one in items) for items in sentences]


def _counted(item: Item, *, both: bool) -> Item:
    last, first = item.last or 0.0, item.number or 0.0
    size = _SIZE[item.text]
    start = first if item.text == "day" else (first - both) * size
    days = (last - first + both) * size
    return item._replace(
        days=math.floor(days + 0.5), why=None, start=math.floor(max(start, 0) + 0.5)
    )
