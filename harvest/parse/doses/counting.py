"""Turns counts of units and concentrations into amounts: "two 1.5 mg capsules", "1 mg/mL, 3 mL"."""

from __future__ import annotations

from harvest.parse.doses.items import Amount, Item
from harvest.parse.evidence import Span

_UNITS = frozenset({"capsule", "tablet", "pill", "tablet ER"})
_NUMBERED = frozenset(
    {
        "group",
        "arm",
        "phase",
        "visit",
        "day",
        "part",
        "cohort",
        "stage",
        "week",
        "n",
        "=",
        "period",
        "step",
    }
    | {"type", "grade", "level", "session", "age", "-", "to"}
)
_TOLERANCE = 1e-6


def counted(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items with amounts multiplied by their counts and volumes, without restatements."""
    return _without_restatements(_with_volumes(_with_units(_with_counts(list(items)))))


def _with_units(items: list[Item]) -> list[Item]:
    """ "1.5 mg capsules: 1 capsule in week 1, 2 capsules in week 2": counts of one strength."""
    amounts = [i for i, item in enumerate(items) if item.is_("amount", "mg")]
    counts = [
        i
        for i, item in enumerate(items[:-1])
        if item.kind == "number"
        and _is_count(items, i)
        and items[i + 1].is_("form", *_UNITS)
        and (i == 0 or items[i - 1].kind != "amount")
    ]
    if len(amounts) != 1 or not counts or not _is_mass(items[amounts[0]]):
        return items
    at = amounts[0]
    strength = items[at].amount
    assert strength is not None
    is_strength = any(item.is_("form", *_UNITS) for item in items[at + 1 : at + 3])
    is_strength = is_strength or any(
        item.is_("phrase", "strength", "each") for item in items[max(at - 5, 0) : at + 2]
    )
    if not is_strength or strength.per not in {"", "tablet"} or abs(counts[0] - at) <= 2:
        return items
    result = list(items)
    for i in counts:
        level = round(strength.levels[0] * (items[i].number or 1.0), 9)
        amount = Amount((level,), "one", "mg", "", items[i].span)
        result[i] = items[i]._replace(kind="amount", code="mg", amount=amount, number=None)
    result[at] = items[at]._replace(kind="plain", amount=None)
    for i in range(max(at - 5, 0), min(at + 3, len(items))):
        if items[i].is_("phrase", "strength", "each"):
            result[i] = items[i]._replace(kind="plain")
    return result


def _with_counts(items: list[Item]) -> list[Item]:
    result = list(items)
    for i, item in enumerate(items):
        if item.kind == "number" and _is_count(items, i):
            at = _counted_amount(items, i)
            if at is not None:
                result[at] = _times(items[at], item.number or 1.0, item.span.start)
                result[i] = item._replace(kind="plain")
        elif item.kind == "amount" and _is_multiplied(items, i):
            result[i] = _times(item, items[i + 2].number or 1.0, item.span.start)
    return result


def _is_count(items: list[Item], i: int) -> bool:
    number = items[i].number or 0.0
    if number != int(number) or not 0 < number <= 12:
        return False
    return i == 0 or items[i - 1].code not in _NUMBERED


def _counted_amount(items: list[Item], i: int) -> int | None:  # noqa: PLR0911 - a list of cases in order
    """The amount that a number counts, where the text says so."""
    after = items[i + 1]
    if after.kind == "amount":
        following = items[i + 2 : i + 5]
        if _is_mass(after) and any(item.is_("form", *_UNITS) for item in following):
            return i + 1
        return None
    if after.kind == "drug" and i + 3 < len(items) and _is_mass(items[i + 2]):
        is_unit = any(item.is_("form", *_UNITS) for item in items[i + 3 : i + 5])
        return i + 2 if is_unit else None
    if not after.is_("form", *_UNITS):
        return None
    is_each = False
    for at in range(i + 2, min(i + 8, len(items))):
        item = items[at]
        if item.kind == "amount":
            closes = items[at + 1] if at + 1 < len(items) else item
            says_each = is_each or closes.is_("phrase", "each")
            return at if says_each and _is_mass(item) else None
        if item.is_("phrase", "strength", "each") or item.code in {"of", "x", "containing"}:
            is_each = True
        elif not (item.kind in {"drug", "plain"} or item.code in {"(", "-"}):
            return None
    return None


def _is_mass(item: Item) -> bool:
    return item.amount is not None and item.amount.basis == "mg" and item.amount.joined == "one"


def _is_multiplied(items: list[Item], i: int) -> bool:
    """ "1.5 mg x 3" before a form or a closing bracket."""
    if not _is_mass(items[i]) or i + 3 >= len(items):
        return False
    if not items[i + 1].is_("phrase", "prep") or items[i + 2].kind != "number":
        return False
    return items[i + 3].is_("form", *_UNITS) or items[i + 3].code == ")"


def _times(item: Item, count: float, start: int) -> Item:
    assert item.amount is not None
    levels = tuple(round(level * count, 9) for level in item.amount.levels)
    span = Span(start, item.span.end)
    return item._replace(span=span, amount=item.amount._replace(levels=levels, span=span))


def _with_volumes(items: list[Item]) -> list[Item]:
    """Within one sentence, one concentration and one volume make an amount."""
    result = list(items)
    start = 0
    for end, item in enumerate(items):
        if item.kind != "end" or item.code == ";":
            continue
        strengths = [
            i for i in range(start, end) if items[i].code == "strength" and items[i].amount
        ]
        volumes = [i for i in range(start, end) if items[i].is_("amount", "volume")]
        if len(strengths) == 1 and len(volumes) == 1:
            result[strengths[0]] = _product(items[strengths[0]], items[volumes[0]])
            result[volumes[0]] = items[volumes[0]]._replace(kind="plain", amount=None)
        start = end + 1
    return result


def _product(strength: Item, volume: Item) -> Item:
    assert strength.amount is not None
    assert volume.amount is not None
    if len(strength.amount.levels) > 1:
        return strength
    levels = tuple(round(strength.amount.levels[0] * level, 9) for level in _raw(volume.amount))
    span = Span(
        min(strength.span.start, volume.span.start), max(strength.span.end, volume.span.end)
    )
    amount = Amount(levels, volume.amount.joined, "mg", volume.amount.per, span)
    return strength._replace(code="mg", span=span, amount=amount)


def _raw(amount: Amount) -> tuple[float, ...]:
    return amount.levels


def _without_restatements(items: list[Item]) -> tuple[Item, ...]:
    """Drops a bracket that says the amount before it again: "4.5 mg (3 mg + 1.5 mg)"."""
    kept: list[Item] = []
    last: Amount | None = None
    i = 0
    while i < len(items):
        item = items[i]
        if item.code == "(" and last is not None:
            close = _closing(items, i)
            inside = [
                x.amount for x in items[i:close] if x.amount is not None and x.amount.basis == "mg"
            ]
            timed = any(x.kind == "period" for x in items[i:close])
            if inside and not timed and _says_again(last, inside):
                kept.extend(x for x in items[i:close] if x.kind != "amount")
                i = close
                continue
        if item.amount is not None:
            last = item.amount if _is_mass(item) else None
        elif item.kind == "end" or item.code == ",":
            last = None
        kept.append(item)
        i += 1
    return tuple(kept)


def _closing(items: list[Item], at: int) -> int:
    for i in range(at + 1, min(at + 16, len(items))):
        if items[i].code == ")":
            return i
    return at


def _says_again(amount: Amount, inside: list[Amount]) -> bool:
    if any(one.joined != "one" or one.per for one in inside):
        return False
    total = sum(one.high for one in inside)
    return any(abs(value - amount.high) < _TOLERANCE for value in (total, inside[0].high))
