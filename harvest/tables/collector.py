"""Keeps Python's cyclic garbage collector out of the way while rows are made.

Rows, tokens and readings are tuples by the million and hardly ever in cycles, yet the collector
looks through all that are alive again and again: a third of the time of a harvest.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
EVERY = 2_000


def uncollected(items: Iterable[T], *, every: int = EVERY) -> Iterator[T]:
    """The items; what is done between them is not collected, but for once in `every` items.

    The collector is switched on again at the end, whatever ends it, if it was on before.
    """
    if not gc.isenabled():
        yield from items
        return
    gc.disable()
    try:
        for number, item in enumerate(items, start=1):
            yield item
            if number % every == 0:
                gc.collect()
    finally:
        gc.enable()
