"""One sentence of a text, with sums that tell in one step what stands between two items."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from harvest.parse.doses.items import Amount, Item

# How many items ahead a drug or an amount is looked for.
REACH = 9


class Bound(NamedTuple):
    """An amount with its drug.

    Attributes:
        at: Index of its item.
        drug: Name; None where the text does not tell which drug it is of.
        group: Of the drug.
        amount: What was read.
        is_tight: Whether drug and number stand together in one phrase.
        flags: Codes of the phrases between the amount before and this one.
        is_slashed: Whether "/" joins it to a neighbour's amount.
        is_safe: Whether all words between drug and number are understood.
    """

    at: int
    drug: str | None
    group: str
    amount: Amount
    is_tight: bool
    flags: frozenset[str]
    is_slashed: bool
    is_safe: bool = True


class Owned(NamedTuple):
    """A frequency, route, form or period with its drug and, where it is of one, its amount."""

    at: int
    item: Item
    drug: str
    amount_at: int | None


class Sentence:
    """The items of one sentence, and what was said before it."""

    def __init__(
        self, items: tuple[Item, ...], start: int, end: int, topic: tuple[tuple[str, str], ...]
    ) -> None:
        self.items, self.start, self.end, self.topic = items, start, end, topic
        self.real: dict[str, str] = {}
        self.has_placebo = False
        for item in items[start:end]:
            if item.kind == "drug" and item.group not in {"placebo", "negated"}:
                self.real.setdefault(item.code, item.group)
            self.has_placebo |= item.kind == "drug" and item.group == "placebo"
        self.last_real = {
            i.code: k for k, i in enumerate(items[start:end], start) if i.kind == "drug"
        }
        self.strong = list(accumulate((self._is_strong(i) for i in range(start, end)), initial=0))
        self.commas = list(
            accumulate(
                (items[i].code == "," or items[i].is_("phrase", "then") for i in range(start, end)),
                initial=0,
            )
        )

    def _is_strong(self, i: int) -> bool:
        item = self.items[i]
        return item.is_("phrase", "and", "or", "versus") or (
            item.kind == "mark" and item.code in {"/", "+", "|"}
        )

    def _count(self, sums: list[int], first: int, last: int) -> int:
        return sums[last - self.start] - sums[first - self.start]
