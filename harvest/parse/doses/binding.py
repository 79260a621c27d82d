"""Gives every amount, frequency, route, form and period of a text to its own drug."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.doses.items import Item
from harvest.parse.doses.owners import Owners
from harvest.parse.doses.sentences import Bound, Owned
from harvest.parse.doses.subjects import Subjects

# Stands for the drug of a text that names none.
UNNAMED = ("none", "unnamed")


class Binding(NamedTuple):
    """A text whose numbers have found their drugs.

    Attributes:
        items: All items, with placebo and negated mentions marked in `group`.
        drugs: Names of the drugs as treatments, in order, with their groups.
        bounds: The amounts in order.
        owned: Everything else that belongs to a drug.
        starts: Index of the first item of each sentence.
    """

    items: tuple[Item, ...]
    drugs: tuple[tuple[str, str], ...]
    bounds: tuple[Bound, ...]
    owned: tuple[Owned, ...]
    starts: tuple[int, ...]


def bind(items: tuple[Item, ...], context: tuple[str, str] | None) -> Binding:
    """Binds sentence by sentence; the drug of one sentence is the subject of the next."""
    drugs: dict[str, str] = {}
    bounds: list[Bound] = []
    owned: list[Owned] = []
    starts: list[int] = []
    topic: tuple[tuple[str, str], ...] = (context,) if context else ()
    start = 0
    for end, item in enumerate(items):
        if item.kind != "end":
            continue
        starts.append(start)
        sentence = Subjects(items, start, end, topic)
        found = sentence.bounds()
        bounds.extend(found)
        owned.extend(Owners(items, start, end, topic).owned(found))
        named = dict(sentence.real)
        for bound in found:
            if bound.drug is not None and bound.drug not in named:
                named[bound.drug] = bound.group
        drugs.update({name: group for name, group in named.items() if name not in drugs})
        if sentence.has_placebo:
            drugs.setdefault("placebo", "placebo")
        if named:
            topic = tuple(named.items())
        start = end + 1
    is_unnamed = any(bound.amount.basis == "mg" for bound in bounds)
    is_unnamed = is_unnamed and not any(item.group == "negated" for item in items)
    if not drugs and context is None and is_unnamed:
        return bind(items, UNNAMED)
    if (
        not any(group != "placebo" for group in drugs.values())
        and context
        and "placebo" not in drugs
    ):
        drugs.setdefault(*context)
    return Binding(items, tuple(drugs.items()), tuple(bounds), tuple(owned), tuple(starts))
