"""What the rewriting rules of the time frame grammar have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from harvest.parse.timeframes.items import Item

# A rule looks at one place, may put items on the list that is being made, and returns how many
# items it took; 0 for none.
Rule: TypeAlias = Callable[[Sequence[Item], int, list[Item]], int]


def applied(rules: Sequence[Rule], items: Sequence[Item]) -> Sequence[Item]:
    """The items after one walk, on which the first rule that fits acts at each place."""
    made: list[Item] = []
    at = 0
    while at < len(items):
        taken = next((count for rule in rules if (count := rule(items, at, made))), 0)
        if not taken:
            made.append(items[at])
        at += taken or 1
    return made


def tag_at(items: Sequence[Item], at: int) -> str:
    """The tag at a place, or "end" outside of the items."""
    return items[at].tag if 0 <= at < len(items) else "end"


def past_words(items: Sequence[Item], at: int, most: int = 3) -> int:
    """The next place that is no ordinary word, looking a few words ahead."""
    end = at
    while end < min(at + most, len(items)) and items[end].tag in ("other", "estimate", "article"):
        end += 1
    return end


def past_dash(items: Sequence[Item], at: int) -> int:
    """The place itself, or the one behind a hyphen there."""
    return at + 1 if tag_at(items, at) == "dash" else at


def is_length(item: Item) -> bool:
    """Whether an item is an amount of time ahead and no place on a scale."""
    return item.tag == "point" and not item.is_position and item.value > 0
