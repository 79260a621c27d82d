"""The tagged items that the time frame grammar works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harvest.parse.evidence import Span
from harvest.parse.timeframes.model import Anchor, Bound, Unit

Tag = Literal[
    # from the word lists
    "unit", "ordinal", "base", "moment", "joined", "to", "from", "between", "after", "before",
    "upto", "within", "over", "and", "or", "atleast", "estimate", "expected", "change", "shift",
    "every", "often", "recall", "recalled", "interval", "phase", "cycle", "measured", "lasting",
    "label", "tolerance", "plus", "versus", "then", "calendar", "half", "article", "clock",
    # from the shapes of tokens
    "number", "code", "dash", "comma", "stop", "colon", "equals", "open", "close", "other",
    # made by the grammar
    "point", "group", "step", "bare", "skip",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the text with its part in the grammar.

    Attributes:
        tag: The part.
        text: As written, case folded.
        span: Where.
        meaning: What the word list says of it: a unit, a kind of moment.
        value: Of a number, an ordinal, or a point's days.
        unit: Of a point.
        amount: Of a point, in its unit.
        is_position: Whether a point was written as a place on a scale ("week 6", "sixth week")
            and not as a length ("6 weeks").
        is_glued: Whether the text before it touches it ("w12", "week-4").
        anchor: Of a point.
        bound: Of a point.
        tolerance: Of a point, in days.
        label: Of a point: the visit that it belongs to.
        is_of_group: Of a point, whether it holds for one group of people only.
        children: Of a group in parentheses.
        rule: How a point was found.
    """

    tag: Tag
    text: str
    span: Span
    meaning: str = ""
    value: float = 0.0
    unit: Unit = "none"
    amount: float = 0.0
    is_position: bool = False
    is_glued: bool = False
    anchor: Anchor | None = None
    bound: Bound = "exact"
    tolerance: float | None = None
    label: str | None = None
    is_of_group: bool = False
    children: tuple[Item, ...] = ()
    rule: str = ""
