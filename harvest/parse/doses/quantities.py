"""Reads quantities: "4.5 mg", "3-4.5mg", "1, 3, 12, and 25 mg", "0.1 mg/kg/day", "2 x 1.5 mg"."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.doses.items import Amount
from harvest.parse.doses.vocabulary import longest, per_units, units
from harvest.parse.evidence import Span
from harvest.parse.tokens import Token

_DASHES = frozenset("-\u2010\u2011\u2013\u2014\u2212~")
_RANGE_WORDS = frozenset({"to", "til", "bis", "through", "hasta", "a"})
_LIST_WORDS = frozenset(
    {"and", "or", "og", "eller", "y", "o", "und", "oder", "&", ",", "vs", "versus"}
)
_TIMES = frozenset({"x", "\u00d7", "*"})
_LONG = frozenset({"week", "weeks", "wk", "wks", "month", "months", "days"})
_MAX_LEVELS = 12


class _One(NamedTuple):
    value: float
    unit: str  # mass, volume, percent, other unit, or "" where it has none of its own
    factor: float
    per: tuple[str, ...]
    after: int


def read_quantity(found: tuple[Token, ...], at: int) -> tuple[Amount, int] | None:
    """The quantity that starts at a number, and the token after it."""
    glued = at > 0 and found[at - 1].kind == "word" and _is_glued(found, at)
    if glued and not has_unit(found, at):
        return None  # the 1 of "d1, 200 mg"
    counted = _counted(found, at)
    if counted is not None:
        return counted
    chain = [_one(found, at)]
    joins: list[str] = []
    while len(chain) < _MAX_LEVELS:
        join, number_at = _join(found, chain[-1].after)
        if not join or (join == "range" and chain[-1].unit and _is_increment(found, at)):
            break  # "by 1.5 mg to 6 mg" is a step and a target
        following = _one(found, number_at)
        if chain[-1].per and not following.unit:
            break
        chain.append(following)
        joins.append(join)
    chain, joins = _trimmed(chain, joins)
    if not chain or not chain[-1].unit:
        return None
    amount = _amount(found, at, chain, joins)
    return amount, chain[-1].after


def _is_increment(found: tuple[Token, ...], at: int) -> bool:
    return at > 0 and found[at - 1].text == "by"


def has_unit(found: tuple[Token, ...], at: int) -> bool:
    """Whether a number has a unit of its own directly behind it."""
    return bool(_one(found, at).unit)


def _counted(found: tuple[Token, ...], at: int) -> tuple[Amount, int] | None:
    """ "3 x 1.5 mg": a count of units, each of a strength."""
    count = found[at].value
    if count is None or count != int(count) or not 0 < count <= 20:
        return None
    if at + 2 >= len(found) or found[at + 1].text not in _TIMES:
        return None
    if found[at + 2].kind != "number":
        return None
    one = _one(found, at + 2)
    if one.unit != "mass":
        return None
    amount = _amount(found, at, [one], [])
    return amount._replace(levels=(round(amount.levels[0] * count, 9),)), one.after


def _one(found: tuple[Token, ...], at: int) -> _One:
    value = found[at].value or 0.0
    i = at + 1
    if i + 1 < len(found) and found[i].text in _DASHES and found[i + 1].kind == "word":
        i += 1
    match = longest(units(), found, i) if i < len(found) else None
    if match is None:
        return _One(value, "", 1.0, (), at + 1)
    entry, after, _ = match
    if found[i].text == "g" and found[i].span.end - found[i].span.start != 1:
        return _One(value, "", 1.0, (), at + 1)
    if (
        after < len(found)
        and found[after].text == "."
        and _is_glued(found, after)
        and _continues(found, after)
    ):
        after += 1
    volume = _volume(found, after)
    if volume is not None and entry.code == "mass":
        return _One(value / volume, entry.code, float(entry.value), ("volume",), after + 3)
    per, after = _per(found, after)
    return _One(value, entry.code, float(entry.value), per, after)


def _volume(found: tuple[Token, ...], at: int) -> float | None:
    """The 5 of "5 mg/5 mL"."""
    if at + 2 >= len(found) or found[at].text not in {"/", "per"} or found[at + 1].kind != "number":
        return None
    is_volume = found[at + 2].text in {"ml", "cc", "milliliter", "milliliters", "millilitre"}
    return found[at + 1].value or None if is_volume else None


def _is_glued(found: tuple[Token, ...], at: int) -> bool:
    return found[at - 1].span.end == found[at].span.start


def _continues(found: tuple[Token, ...], at: int) -> bool:
    """Whether a point after "mg" belongs to the unit: something in lower case or "/" follows."""
    return at + 1 < len(found) and (
        found[at + 1].text in "/(," or found[at + 1].text in {"daily", "once", "twice"}
    )


def _per(found: tuple[Token, ...], at: int) -> tuple[tuple[str, ...], int]:
    per: list[str] = []
    while at + 1 < len(found) and len(per) < 4:
        i = at
        if found[i].text in {"/", "per"}:
            i += 1
        elif not (found[i].text in {"kg", "m2"} and not per):
            break
        if found[i].kind == "number" and i + 1 < len(found) and found[i].value == 70:
            if found[i + 1].text != "kg":
                break
            per.append("70kg")
            at = i + 2
            continue
        if found[i].kind == "number" and i + 1 < len(found) and found[i + 1].text in _LONG:
            per.append("week")
            at = i + 2
            continue
        if i > at and found[i].text == "(" and i + 1 < len(found):
            i += 1  # "mg/(m2.d)"
        match = longest(per_units(), found, i)
        if match is None:
            break
        per.append(match[0].code)
        at = match[1]
    if per == ["kg"] and at < len(found) and found[at].text in _DASHES:
        pass
    return tuple(per), at


def _join(found: tuple[Token, ...], at: int) -> tuple[str, int]:
    """How the next number is joined to the last, and where it stands."""
    i, join = at, ""
    if i < len(found) and found[i].text in _DASHES:
        join, i = "range", i + 1
    elif i < len(found) and found[i].text == "/":
        join, i = "slash", i + 1
    elif i < len(found) and found[i].text in _RANGE_WORDS:
        join = "range"
        while i < len(found) and found[i].text in _RANGE_WORDS:
            i += 1
    else:
        while i < len(found) and found[i].text in _LIST_WORDS and i - at < 3:
            join, i = "list", i + 1
    if join and i < len(found) and found[i].kind == "number":
        return join, i
    return "", at


def _trimmed(chain: list[_One], joins: list[str]) -> tuple[list[_One], list[str]]:
    """Cuts numbers that no unit follows, and stops where the unit changes its nature."""
    nature = next((one.unit for one in chain if one.unit), "")
    size = 0
    per: tuple[str, ...] | None = None
    for i, one in enumerate(chain):
        if one.unit and (
            one.unit != nature or (per is not None and per and one.per and one.per != per)
        ):
            break
        if one.unit:
            if per is not None and "kg" in one.per and "kg" not in per:
                break
            per = one.per or per or ()
            size = i + 1
    return chain[:size], joins[: max(size - 1, 0)]


def _amount(found: tuple[Token, ...], at: int, chain: list[_One], joins: list[str]) -> Amount:
    levels: list[float] = []
    factor = 1.0
    for one in reversed(chain):
        factor = one.factor if one.unit else factor
        levels.append(round(one.value * (factor or 1.0), 12))
    levels.reverse()
    per = {code for one in chain for code in one.per}
    span = Span(found[at].span.start, found[chain[-1].after - 1].span.end)
    joined = "one"
    if len(levels) > 1:
        joined = "range" if joins[-1] == "range" and len(levels) == 2 else "list"
        if set(joins) == {"slash"}:
            joined = "slash"
    unit = next(one.unit for one in reversed(chain) if one.unit)
    return Amount(tuple(levels), joined, _basis(unit, per), _rate(per), span)


def _basis(unit: str, per: set[str]) -> str:
    if unit != "mass":
        return {"volume": "volume", "percent": "percent"}.get(unit, "other")
    for code, basis in (("70kg", "70kg"), ("kg", "kg"), ("m2", "m2"), ("volume", "strength")):
        if code in per:
            return basis
    return "other" if per & {"hour", "site", "meal"} else "mg"


def _rate(per: set[str]) -> str:
    order = ("day", "week", "month", "tablet", "injection", "dose")
    return next((code for code in order if code in per), "")
