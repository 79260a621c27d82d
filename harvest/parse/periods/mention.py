"""What one place of a text says about a period."""

from __future__ import annotations

from dataclasses import dataclass

from harvest.parse.evidence import Certainty, Span
from harvest.parse.periods.items import Item
from harvest.parse.periods.model import Kind, Why


@dataclass(frozen=True, slots=True)
class Mention:
    """A period as one place of the text speaks of it.

    Attributes:
        kind: None for a length that is not of a period (screening), which it takes away.
        first, last: Its items, the last one exclusive.
        treatments: Names of what is taken; several are alternatives.
        length: The item with the length, if any.
        count: How many such periods.
        is_each: Whether the length is said of each of several.
        is_between: Whether a washout is said to be between treatments.
        is_before: Whether it is said to be before the treatment.
        is_open_label: Whether it is.
        is_elapsed: Whether the text says "after 8 weeks of it": the time that went by.
        rule, certainty: For the evidence.
    """

    kind: Kind | None
    first: int
    last: int
    span: Span
    rule: str
    treatments: tuple[str, ...] = ()
    length: Item | None = None
    days: int | None = None
    why: Why | None = None
    start: int | None = None
    count: int = 1
    is_each: bool = False
    is_between: bool = False
    is_before: bool = False
    is_open_label: bool = False
    is_elapsed: bool = False
    certainty: Certainty = "stated"
    number: int | None = None
