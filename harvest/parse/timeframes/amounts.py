"""Gives each number its unit: "2, 4 and 8 weeks", "weeks 4, 8, 12", "day 1 to 28"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from harvest.parse.evidence import Span
from harvest.parse.timeframes.items import Item, Tag
from harvest.parse.timeframes.model import Unit
from harvest.parse.timeframes.rules import tag_at
from harvest.parse.timeframes.units import days_of

_NUMBERS: Final = ("number", "ordinal")
# What may stand between the numbers of one list.
_JOINTS: Final = frozenset(
    {"comma", "and", "or", "to", "dash", "group", "tolerance", "estimate", "plus", "every"}
)
# What may stand between "week" or "day" and its number.
_BEFORE_FIRST: Final = frozenset({"dash", "colon", "equals", "estimate", "plus"})
_NAMED: Final = ("label", "cycle")
_AFTER_SIGN: Final = frozenset(
    {"unit", "comma", "to", "and", "or", "from", "between", "upto", "stop", "base", "dash"}
)
_COUNTED: Final = frozenset(
    {"other", "moment", "cycle", "phase", "label", "often", "measured", "base", "over", "clock",
     "calendar", "code", "interval"}
)  # fmt: skip


def with_points(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with each number and its unit as a `point`; numbers without one are `bare`."""
    made: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        first = _first_number(items, at + 1) if item.tag in ("unit", *_NAMED) else None
        if first is not None and item.tag in _NAMED and _has_own_unit(items, first):
            first = None  # "treatment period: 2 years"
        if item.tag == "group":
            made.append(replace(item, children=with_points(item.children)))
            at += 1
        elif item.tag == "unit" and first is not None:
            at = _read_after_unit(items, at, first, made)
        elif item.tag in _NAMED and item.meaning != "code" and first is not None:
            at = _read_names(items, at, first, made)
        elif item.tag in _NUMBERS:
            at = _read_before_unit(items, at, made)
        else:
            is_part = item.tag == "label"
            made.append(replace(item, tag="other", meaning="part") if is_part else item)
            at += 1
    return tuple(made)


def _first_number(items: Sequence[Item], at: int) -> int | None:
    """Where the number of "week 4", "week-4", "Week: 4", "week -4" or "day +4" stands."""
    for end in range(at, min(at + 2, len(items))):
        if items[end].tag == "number":
            return end
        if items[end].tag not in _BEFORE_FIRST and items[end].text != "#":
            return None
    return None


def _has_own_unit(items: Sequence[Item], at: int) -> bool:
    """Whether a number is followed by a unit that is its own, as in "week 4, 3 months"."""
    end = _unit_after(items, at)
    if end is None:
        return False
    following = end + 1
    if following < len(items) and items[following].tag == "number":
        # "4 weeks 8 weeks" against "week 1 day 3".
        return _unit_after(items, following) is not None
    return True


def _has_unit_behind(items: Sequence[Item], at: int) -> bool:
    """Whether the list that begins at a number ends in a unit of its own."""
    number: int | None = at
    while number is not None:
        if _has_own_unit(items, number):
            return True
        number = _next_number(items, number)
    return False


def _unit_after(items: Sequence[Item], at: int) -> int | None:
    end = at + 1
    if end + 1 < len(items) and (
        items[end].tag == "dash"
        # "6, and 12, months"
        or (items[end].tag == "comma" and tag_at(items, end + 2) not in _NUMBERS)
    ):
        end += 1
    return end if end < len(items) and items[end].tag == "unit" else None


def _next_number(items: Sequence[Item], at: int) -> int | None:
    """Where the list goes on after a number, over commas, "and", dashes and remarks."""
    end = at + 1
    while end < len(items) and items[end].tag in _JOINTS and end < at + 5:
        end += 1
    return end if end < len(items) and items[end].tag in _NUMBERS else None


def _read_after_unit(items: Sequence[Item], at: int, first: int, made: list[Item]) -> int:
    unit = items[at]
    number: int | None = first
    end = first
    is_negative = _is_minus(items, first)
    is_first = True
    is_led: bool | None = None
    while number is not None:
        if not is_first:
            if items[number].tag == "ordinal" or _has_own_unit(items, number):
                break
            if items[number].value < items[end].value:
                if is_led is None:  # looked up once, since it is the same for the whole list
                    is_led = not _has_unit_behind(items, number)
                if not is_led:
                    break  # "week 8, and 3, 6 and 9 months"
            _keep(items[end + 1 : number], made)
            is_negative = _is_minus(items, number)
            if is_negative:
                made.pop()
        start = unit if is_first else items[number]
        made.append(_point(items[number], unit, start.span.start, is_negative, is_position=True))
        is_first = False
        end = number
        number = _next_number(items, number)
    return end + 1


def _read_names(items: Sequence[Item], at: int, first: int, made: list[Item]) -> int:
    """The names of visits or cycles: "visits 3, 4 and 5"."""
    name = items[at]
    number: int | None = first
    end = first
    while number is not None:
        if number != first:
            if _has_own_unit(items, number) or items[number].tag == "ordinal":
                break
            _keep(items[end + 1 : number], made)
        span = Span(name.span.start if number == first else items[number].span.start,
                    items[number].span.end)  # fmt: skip
        tag: Tag = "cycle" if name.tag == "cycle" else "code"
        text = f"{name.text} {items[number].text}"
        made.append(Item(tag, text, span, "code", items[number].value))
        end = number
        number = _next_number(items, number)
    return end + 1


def _read_before_unit(items: Sequence[Item], at: int, made: list[Item]) -> int:
    numbers = [at]
    while True:
        end = _unit_after(items, numbers[-1])
        if end is not None:
            break
        following = _next_number(items, numbers[-1])
        if following is None:
            break
        numbers.append(following)
    minus_first = _is_minus(items, at)
    if minus_first and made and made[-1].tag == "dash":
        made.pop()
    if end is not None:
        unit = items[end]
        before = at - 1
        for index in numbers:
            if index != at:
                _keep(items[before + 1 : index], made)
            minus = minus_first if index == at else _is_minus(items, index)
            if minus and index != at and made[-1].tag == "dash":
                made.pop()
            is_last = index == numbers[-1]
            if items[index].tag == "ordinal" and not is_last and items[index + 1].tag == "number":
                made.append(replace(items[index], tag="over"))  # "the first 24 hours"
            else:
                point = _point(
                    items[index],
                    unit,
                    items[index].span.start,
                    minus,
                    is_position=items[index].tag == "ordinal",
                )
                if is_last:
                    point = replace(point, span=Span(point.span.start, unit.span.end))
                made.append(point)
            before = index
        return end + 1
    before = at - 1
    is_counted = tag_at(items, numbers[-1] + 1) in _COUNTED  # "4-6 times a week"
    for index in numbers:
        _keep(items[before + 1 : index] if index != at else (), made)
        is_skipped = is_counted and items[index].tag == "number"
        made.append(
            replace(items[index], tag="skip") if is_skipped else _without_unit(items, index)
        )
        before = index
    return numbers[-1] + 1


def _without_unit(items: Sequence[Item], at: int) -> Item:
    """A number that counts something else, or one that nobody can tell."""
    item = items[at]
    after = items[at + 1].tag if at + 1 < len(items) else "stop"
    before = items[at - 1].tag if at else "stop"
    if item.tag == "ordinal" or after in _COUNTED or before in ("calendar", "other", "equals"):
        return replace(item, tag="skip")
    if 1900 <= item.value <= 2100:
        return replace(item, tag="calendar")
    if item.text.isalpha():
        return replace(item, tag="skip")
    return replace(item, tag="bare")


def _is_minus(items: Sequence[Item], at: int) -> bool:
    """Whether the dash before a number is a sign: a space before it, none behind."""
    if at == 0 or items[at - 1].tag != "dash" or not items[at].is_glued:
        return (
            at > 1
            and items[at - 1].tag == "dash"
            and items[at - 2].tag == "unit"
            and (not items[at - 1].is_glued)
            and tag_at(items, at - 3) not in _NUMBERS  # "1 month - 2 years"
        )
    if at == 1:
        return True  # "-2, 24 and 48 weeks"
    dash, before = items[at - 1], items[at - 2]
    return not dash.is_glued and before.tag in _AFTER_SIGN and before.tag != "base"


def _keep(between: Sequence[Item], made: list[Item]) -> None:
    for item in between:
        is_group = item.tag == "group"
        made.append(replace(item, children=with_points(item.children)) if is_group else item)


def _point(number: Item, unit: Item, start: int, is_negative: bool, *, is_position: bool) -> Item:
    name, _, times = unit.meaning.partition("*")
    amount = number.value * float(times or 1)
    rule = ""
    if name == "m":
        # A small letter may be minutes; only the numbers that months come in are taken for them.
        name = "month"
        if amount > 24 and amount % 12:
            rule = "ambiguous"
    kind = cast("Unit", name)
    sign = -1.0 if is_negative else 1.0
    return Item(
        "point",
        number.text,
        Span(start, max(number.span.end, start)),
        value=sign * days_of(amount, kind),
        unit=kind,
        amount=sign * amount,
        is_position=is_position,
        rule=rule or ("unit_before_number" if is_position else "number_before_unit"),
    )
