"""Places an outcome in the core sets: OMERACT for fibromyalgia, IMMPACT for chronic pain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from harvest.parse.outcomes.model import Domain, Framework
from harvest.parse.outcomes.vocabulary import DOMAIN_ORDER, NONE, TIERS, Placed, strength


class Place(NamedTuple):
    """One thing measured and where its table row puts it."""

    instrument: str | None
    placed: Placed
    source: str


def domains(places: Iterable[Place]) -> tuple[Domain, ...]:
    """One entry per framework and domain in the frameworks' order; the strongest place wins."""
    found: dict[tuple[str, str], Domain] = {}
    order = {"endorsed": 0, "facet": 1, "nearest": 2}
    for place in places:
        for framework, names, how in _both(place.placed):
            for name in names:
                if name == NONE:
                    continue
                tier, source = TIERS[framework, name]
                why = f"{source}; {place.source}" if place.source else source
                new = Domain(framework, name, tier, strength(how), why, place.instrument)
                old = found.get((framework, name))
                if old is None or order[new.strength] < order[old.strength]:
                    found[framework, name] = new
    return tuple(sorted(found.values(), key=lambda one: DOMAIN_ORDER[one.framework, one.name]))


def is_outside(places: Iterable[Place], framework: Framework) -> bool | None:
    """True where all of it is known to lie outside, None where a placement is contested."""
    names = [
        place.placed.omeract if framework == "OMERACT" else place.placed.immpact for place in places
    ]
    if not names or any(not name for name in names):
        return None
    return all(name == (NONE,) for name in names)


def _both(placed: Placed) -> list[tuple[Framework, tuple[str, ...], str]]:
    return [
        ("OMERACT", placed.omeract, placed.omeract_strength),
        ("IMMPACT", placed.immpact, placed.immpact_strength),
    ]
