"""Fixed combinations of naltrexone with another drug: Contrave, Oxytrex, "8 mg/bupropion 90 mg"."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.doses.binding import Binding
from harvest.parse.doses.sentences import Bound
from harvest.parse.doses.vocabulary import strengths
from harvest.parse.evidence import Span

_PARTNERS = ("bupropion", "oxycodone", "morphine")
_TOLERANCE = 1e-9


class Tablets(NamedTuple):
    """Milligrams of naltrexone in a counted number of tablets."""

    mg: float
    span: Span


def partners_of(binding: Binding, drug: str, group: str) -> tuple[str, ...]:
    """The other drugs in the same tablet as naltrexone."""
    if group == "combination":
        return tuple(part for part in drug.split("+") if part != "naltrexone")
    if group != "naltrexone":
        return ()
    for name, other_group in binding.drugs:
        if other_group == "combination":
            return tuple(part for part in name.split("+") if part != "naltrexone")
    is_fixed = any(item.is_("phrase", "fixed") for item in binding.items)
    slashed = any(bound.is_slashed and bound.drug == drug for bound in binding.bounds)
    if not (is_fixed or slashed):
        return ()
    names = [name.split()[0] for name, other_group in binding.drugs if other_group == "other"]
    return tuple(dict.fromkeys(name for name in names if name in _PARTNERS))


def joined_bounds(binding: Binding, drug: str, group: str) -> Binding:
    """The binding, in which all amounts of the combination's naltrexone belong to `drug`."""
    if group != "combination":
        return binding
    names = {"naltrexone"} | {name for name, other in binding.drugs if other == "combination"}
    partner = _partner_amounts(binding)
    bounds = tuple(
        _own(bound, drug, partner) if bound.drug in names else bound for bound in binding.bounds
    )
    names |= {name for name, _ in binding.drugs if name.split()[0] in _PARTNERS}
    owned = tuple(one._replace(drug=drug) if one.drug in names else one for one in binding.owned)
    return binding._replace(bounds=bounds, owned=owned)


def _own(bound: Bound, drug: str, partner: tuple[float, ...]) -> Bound:
    """One amount of naltrexone: its half of a pair, marked where it is a tablet's strength."""
    amount = bound.amount
    name = bound.drug or drug
    if amount.joined == "slash" and len(amount.levels) == 2 and "+" in name:
        index = 0 if name.startswith("naltrexone") else 1
        partner = (amount.levels[1 - index],)
        amount = amount._replace(levels=(amount.levels[index],), joined="one")
    known = strengths().get(
        "+".join(("naltrexone", *(p for p in name.split("+") if p != "naltrexone")))
    )
    if known is None and "+" not in name:
        known = next(
            (
                s
                for s in strengths().values()
                if _is_strength(amount.levels, partner, s.first_mg, s.second_mg)
            ),
            None,
        )
    if known is not None and _is_strength(amount.levels, partner, known.first_mg, known.second_mg):
        amount = amount._replace(per="tablet")
    return bound._replace(drug=drug, group="combination", amount=amount)


def _is_strength(
    levels: tuple[float, ...], partner: tuple[float, ...], first: float, second: float
) -> bool:
    if len(levels) != 1 or abs(levels[0] - first) > _TOLERANCE:
        return False
    return any(abs(mg - second) < _TOLERANCE for mg in partner)


def _partner_amounts(binding: Binding) -> tuple[float, ...]:
    found: list[float] = []
    for bound in binding.bounds:
        if bound.drug is not None and bound.drug.split()[0] in _PARTNERS:
            found.extend(bound.amount.levels)
    return tuple(found)


def tablets(binding: Binding, name: str) -> Tablets | None:
    """ "two tablets" of a combination with one known strength."""
    known = strengths().get(name)
    if known is None:
        return None
    counts = [
        (item, following)
        for item, following in zip(binding.items, binding.items[1:], strict=False)
        if item.kind == "number" and following.is_("form", "tablet", "tablet ER", "pill")
    ]
    if len(counts) != 1 or counts[0][0].number is None:
        return None
    item, following = counts[0]
    assert item.number is not None
    return Tablets(item.number * known.first_mg, Span(item.span.start, following.span.end))
