"""How far a trial's outcomes cover the core sets: OMERACT for fibromyalgia, IMMPACT for pain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from harvest.derive.outcomes import Measured
from harvest.parse.outcomes.model import Domain, Framework
from harvest.parse.outcomes.vocabulary import TIERS

Coverage = Literal["endorsed", "facet", "nearest", "none"]
_ORDER: Final[tuple[Coverage, ...]] = ("endorsed", "facet", "nearest", "none")
_RANKS: Final = ("primary", "secondary", "other")
# Domains that posted results answer, not registered outcomes.
_OF_RESULTS: Final = frozenset(
    {("IMMPACT", "symptoms and adverse events"), ("IMMPACT", "participant disposition")}
)
OF_RESULTS: Final = "answered by posted results, not by registered outcomes"


class Covered(NamedTuple):
    """One domain of one framework in one trial.

    Attributes:
        framework, domain, tier: The domain.
        coverage: The strongest way in which an outcome covers it; None where this cannot be said.
        outcome_count: Outcomes that are placed there.
        endorsed_count: Of these, those by an endorsed instrument.
        best_rank: The highest rank among them.
        instruments: Their instruments, endorsed ones first, joined by a semicolon.
        reason: Why the coverage is null.
    """

    framework: Framework
    domain: str
    tier: str
    coverage: Coverage | None
    outcome_count: int
    endorsed_count: int
    best_rank: str | None
    instruments: str | None
    reason: str | None


def core_sets(
    outcomes: Sequence[Measured], posted: Collection[str] | None = None
) -> Iterator[Covered]:
    """Every domain of each framework in which the trial has an outcome; nothing for the others.

    A trial none of whose outcomes lies in a framework is not of its field, and says nothing of it.

    Args:
        outcomes: Registered outcomes of the trial.
        posted: The domains that its posted results answer; None where it has posted none.
    """
    placed: dict[tuple[Framework, str], list[tuple[Measured, Domain]]] = {}
    for each in outcomes:
        for domain in each.reading.domains:
            placed.setdefault((domain.framework, domain.name), []).append((each, domain))
    frameworks = {framework for framework, _ in placed}
    for (framework, name), (tier, _) in TIERS.items():
        if framework in frameworks:
            found = placed.get((framework, name), [])
            yield _covered(framework, name, tier, found, posted)


def _covered(
    framework: Framework,
    name: str,
    tier: str,
    found: Sequence[tuple[Measured, Domain]],
    posted: Collection[str] | None,
) -> Covered:
    is_of_results = (framework, name) in _OF_RESULTS
    is_posted = is_of_results and posted is not None and name in posted
    is_unknown = is_of_results and not found and posted is None
    strengths: list[Coverage] = [domain.strength for _, domain in found]
    coverage: Coverage = (
        "endorsed" if is_posted else min(strengths, key=_ORDER.index, default="none")
    )
    return Covered(
        framework,
        name,
        tier,
        None if is_unknown else coverage,
        len(found),
        sum(strength == "endorsed" for strength in strengths),
        min((each.kind for each, _ in found), key=_RANKS.index, default=None),
        _instruments(domain for _, domain in found),
        OF_RESULTS if is_unknown else "answered by posted results" if is_posted else None,
    )


def _instruments(domains: Iterable[Domain]) -> str | None:
    ordered = sorted(domains, key=lambda domain: _ORDER.index(domain.strength))
    names = [domain.instrument for domain in ordered if domain.instrument is not None]
    return ";".join(dict.fromkeys(names)) or None
