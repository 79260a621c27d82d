"""The range of a scale, where the text states it.

Numbers of items, recall periods, bands of severity and the range of a single item are not the
range of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from harvest.parse.outcomes.ends import ends, lines, points
from harvest.parse.outcomes.model import Field
from harvest.parse.outcomes.ranges import Range, ranges

_SHORT = 100
_OF_ITEMS = ("likert", "each item", "each question", "items scored", "each statement")


class ScaleRead(NamedTuple):
    """The range taken, or why none was."""

    taken: Range | None
    reason: str


def read_scale(
    texts: Sequence[tuple[Field, str]],
    usual: tuple[float | None, float | None],
    *,
    is_single_item: bool,
) -> ScaleRead:
    """The range that the texts state for one instrument whose usual range is known or not."""
    for field, text in texts:
        fitting: list[Range] = []
        for found in (ranges(text, field), ends(text, field, usual), lines(text, field)):
            fitting = fitting or [
                one for one in found if _is_likely(one, text, usual, is_single_item=is_single_item)
            ]
        distinct = list({(one.low, one.high): one for one in reversed(fitting)}.values())[::-1]
        heaviest = max((one.weight for one in distinct), default=0)
        best = [one for one in distinct if one.weight == heaviest]
        if len(best) > 1:
            best = [one for one in distinct if (one.low, one.high) == usual] or best
        if len(best) > 1:
            best_low = min(one.low or 0 for one in best)
            best_high = max(one.high or 0 for one in best)
            best = [one for one in best if (one.low or 0, one.high or 0) == (best_low, best_high)]
        if best:
            return ScaleRead(best[0], "")
        if fitting:
            return ScaleRead(None, "the text states several ranges")
    for field, text in texts:
        top = points(text, field, usual)
        if top and (is_single_item or top.high == usual[1]):
            return ScaleRead(top, "")
    return ScaleRead(None, "the text states no range")


def _is_likely(
    one: Range, text: str, usual: tuple[float | None, float | None], *, is_single_item: bool
) -> bool:
    """Whether this may be the range of the whole.

    A range that is not the usual one must be called a range, unless the text says nothing else.
    """
    if one.weight < 0 or is_single_item or (one.low, one.high) == usual:
        return one.weight >= 0
    is_usual = usual[1] is None or one.high in (usual[1], None)
    is_items = one.rule == "labels" and any(word in text.casefold() for word in _OF_ITEMS)
    if one.weight == 0 or (is_items and not is_usual):
        return False
    if one.rule == "labels" and usual[1] is not None:
        is_usual = is_usual and one.low in (usual[0], None)
        return is_usual or len(text) < _SHORT
    return is_usual or one.weight > 1 or len(text) < _SHORT
