"""Settles what each drug name in a text stands for: a treatment, a placebo of it, or none."""

from __future__ import annotations

from harvest.parse.doses.items import Item

_LINK_PLAIN = frozenset(
    {
        "to",
        "in",
        "of",
        "the",
        "a",
        "an",
        "appearance",
        "that",
        "which",
        "is",
        "are",
        "and",
        "oral",
        "active",
    }
    | {
        "comparator",
        "taste",
        "color",
        "size",
        "shape",
        "look",
        "like",
        "low",
        "dose",
        "control",
        "with",
        "be",
    }
    | {"manufactured", "designed", "made", "study", "drug", "capsule", "daily", "once"}
)
_NEGATED_PLAIN = frozenset(
    {
        ":",
        "prior",
        "current",
        "recent",
        "previous",
        "regular",
        "of",
        "the",
        "any",
        "to",
        "be",
        "take",
        "taking",
        "receive",
        "receiving",
        "use",
        "used",
        "using",
        "a",
    }
    | {
        "an",
        "on",
        "other",
        "given",
        "low",
        "dose",
        "oral",
        "with",
        "have",
        "been",
        "taken",
        "received",
    }
)
_GIVEN = frozenset(
    {"given", "administered", "used", "allowed", "permitted", "taken", "be", "received", "provided"}
)
_REACH = 12


def settled(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items, in which a drug that only names its placebo becomes `placebo`."""
    items = _same_drug(items)
    result = list(items)
    for i, item in enumerate(items):
        if item.kind != "drug":
            continue
        if item.group == "placebo":
            _absorb_after(items, i, result)
            _absorb_before(items, i, result)
        elif _is_negated(items, i):
            result[i] = item._replace(group="negated")
    return tuple(result)


def _same_drug(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """In "naltrexone (Vivitrol)" both are the depot, in "Viagra (sildenafil)" one drug."""
    result = list(items)
    names: dict[str, Item] = {}
    for i in range(len(items) - 2):
        first, second = result[i], result[i + 2]
        if items[i + 1].code != "(" or first.kind != "drug" or second.kind != "drug":
            continue
        special = {"depot", "implant", "combination"}
        if first.group == "naltrexone" and second.group in special:
            result[i] = first._replace(code=second.code, group=second.group)
        elif second.group == "naltrexone" and first.group in special:
            result[i + 2] = second._replace(code=first.code, group=first.group)
        elif first.group == second.group == "other" and first.code != second.code:
            names.setdefault(first.code, second)
    if not names:
        return tuple(result)
    return tuple(
        item._replace(code=names[item.code].code)
        if item.kind == "drug" and item.code in names
        else item
        for item in result
    )


def _placebo(item: Item) -> Item:
    return item._replace(code="placebo", group="placebo")


def _absorb_after(items: tuple[Item, ...], at: int, result: list[Item]) -> None:
    """ "placebo matching 4.5 mg naltrexone", "placebo naltrexone implant", "placebo for X"."""
    linked = at + 1 < len(items) and items[at + 1].kind == "drug"
    for i in range(at + 1, min(at + _REACH, len(items))):
        item = items[i]
        if item.kind == "drug" and item.group != "placebo":
            if linked:
                result[i] = _placebo(item)
                _absorb_synonym(items, i, result)
            return
        if item.is_("phrase", "match") or item.code in {"mimic", "of", "like", "resembling"}:
            linked = True
        elif item.is_("phrase", "prep", "and") and i == at + 1:
            is_for = item.is_("phrase", "prep") and item.span.end - item.span.start == 3
            linked = linked or (
                is_for and i + 1 < len(items) and items[i + 1].kind in {"drug", "route", "form"}
            )
            if not is_for:
                return
        elif item.kind == "amount" and linked:
            continue
        elif not _is_link(item, linked=linked):
            return


def _is_link(item: Item, *, linked: bool) -> bool:
    """Whether an item may stand between a placebo and the drug that it stands for."""
    if item.kind in {"form", "route"} or item.code in _LINK_PLAIN:
        return True
    if item.code in {"(", "-", ")", ":"}:
        return True
    return linked and item.is_("phrase", "prep", "and", "cap")


def _absorb_synonym(items: tuple[Item, ...], at: int, result: list[Item]) -> None:
    """The "(LDN)" behind an absorbed name."""
    if at + 2 < len(items) and items[at + 1].code == "(" and items[at + 2].code == items[at].code:
        result[at + 2] = _placebo(items[at + 2])


def _absorb_before(items: tuple[Item, ...], at: int, result: list[Item]) -> None:
    """ "naltrexone placebo", "LDN-matched placebo", "tadalafil 5 mg placebo"."""
    for i in range(at - 1, max(at - 6, -1), -1):
        item = items[i]
        if item.kind == "drug" and item.group != "placebo":
            result[i] = _placebo(item)
            return
        passes = (
            item.kind in {"form", "amount"}
            or item.is_("phrase", "match")
            or item.code in {"-", ")"}
        )
        if not passes or (item.code == "-" and i == at - 1):
            return


def _is_negated(items: tuple[Item, ...], at: int) -> bool:
    for i in range(at - 1, max(at - 7, -1), -1):
        if items[i].is_("phrase", "not", "exclusion"):
            return True
        if not (items[i].code in _NEGATED_PLAIN or items[i].kind in {"route", "form", "amount"}):
            break
    for i in range(at + 1, min(at + 4, len(items))):
        if items[i].is_("phrase", "not"):
            return any(item.code in _GIVEN for item in items[i + 1 : i + 3])
        if items[i].kind not in {"plain", "form"}:
            return False
    return False
