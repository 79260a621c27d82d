"""Rules for amounts that add up, repeat, or tell how long a phase or a cycle is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from harvest.parse.evidence import Span
from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.model import Unit
from harvest.parse.timeframes.rules import Rule, is_length, past_dash, past_words, tag_at
from harvest.parse.timeframes.units import FILLS, days_of, larger

_VAGUE: Final = frozenset({"few", "couple", "several", "some"})
_OF_WORDS: Final = frozenset({"other", "moment"})
_IS: Final = frozenset({"is", "are", "of", "lasts", "was", "being", "consists", "length"})


def summed_up(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "2 years and 3 months", "1 h 30 min", "2 weeks + 4 weeks", "day 57 + 48 hours".

    "2 years, 3 months" too, where it is no list.
    """
    item = items[at]
    joint = made[-1].tag if made and made[-1].tag in ("and", "plus", "comma") else ""
    place = len(made) - (2 if joint else 1)
    while joint == "plus" and place > max(0, len(made) - 6) and made[place].tag in _OF_WORDS:
        place -= 1  # "8 weeks of treatment plus 4 weeks"
    if item.tag != "point" or place < 0:
        return 0
    first = made[place]
    if joint == "comma" and not (_is_apart(items, at) and _is_alone(made, place)):
        return 0
    if joint == "plus" and first.tag in ("code", "base") and not item.is_position:
        # "T0 + 5 months" counts from the label.
        del made[place:]
        made.append(replace(item, rule="label_plus_length"))
        return 1
    if first.tag != "point" or first.value < 0 or item.value < 0 or item.is_position:
        return 0
    goes_on = not first.is_position and larger(first.unit, item.unit) and _fits(first, item)
    if joint == "and" and place and made[place - 1].tag in ("comma", "and", "dash", "or"):
        goes_on = False  # one of a list
    if joint != "plus" and not goes_on:
        return 0
    del made[place:]
    made.append(_sum(first, item, is_sum=not goes_on))
    return 1


def _is_apart(items: Sequence[Item], at: int) -> bool:
    """Whether no list goes on behind a point."""
    end = at + 1
    while tag_at(items, end) in ("comma", "and", "or", "estimate"):
        end += 1
    return tag_at(items, end) != "point"


def _is_alone(made: Sequence[Item], place: int) -> bool:
    """Whether a point is not the end of a list."""
    return place == 0 or made[place - 1].tag not in ("comma", "and", "or", "point", "base", "code")


def _fits(first: Item, second: Item) -> bool:
    """Whether the second is a remainder, too small to be told in the unit of the first."""
    if second.unit == "day" and first.unit == "week":
        return second.amount < 7
    return second.amount < FILLS.get(second.unit, 0)


def _sum(first: Item, second: Item, *, is_sum: bool) -> Item:
    days = first.value + second.value
    if (first.unit, second.unit) == ("year", "month"):
        days = days_of(first.amount * 12 + second.amount, "month")
    is_same = first.unit == second.unit
    return replace(
        first,
        span=Span(first.span.start, second.span.end),
        value=days_of(first.amount + second.amount, first.unit) if is_same else days,
        unit=first.unit if is_same else "mixed",
        amount=first.amount + second.amount if is_same else days,
        rule="sum_of_lengths" if is_sum and not first.is_position else "length_and_remainder",
    )


def _every(  # noqa: PLR0911 - a list of cases in order
    items: Sequence[Item], at: int, made: list[Item]
) -> int:
    """ "every 3 months", "each month", "every other week"; "every few months" gives no days."""
    if items[at].tag != "every":
        return 0
    end = past_words(items, at + 1, 2)
    if any(word.text in _VAGUE for word in items[at + 1 : end]) and tag_at(items, end) == "unit":
        made.append(replace(items[end], tag="step", value=0.0))
        return end - at + 1
    if tag_at(items, end) == "unit":
        name = items[end].meaning.partition("*")[0]
        times = 2.0 if "other" in items[at].text else 1.0
        unit = cast("Unit", "month" if name == "m" else name)
        days = times * days_of(1, unit)
        made.append(replace(items[end], tag="step", value=days, amount=times, unit=unit))
        return end - at + 1
    if tag_at(items, end) != "point":
        return 0
    if items[at].text == "each" and _is_treated(items, end):
        return 1  # "each 6-week treatment period" is a length, counted from its own start
    if _is_range(items, end):
        # "every 4-6 weeks" gives no days.
        made.append(replace(items[end + 2], tag="step", value=0.0))
        return end - at + 3
    made.append(replace(items[end], tag="step"))
    return end - at + 1


def _is_treated(items: Sequence[Item], at: int) -> bool:
    noun = past_words(items, past_dash(items, at + 1), 2)
    return tag_at(items, noun) == "moment" and items[noun].meaning == "either:treatment"


def _is_range(items: Sequence[Item], at: int) -> bool:
    return (
        at + 2 < len(items)
        and items[at + 1].text in ("-", "to")
        and items[at + 2].tag == "point"
        and items[at + 2].unit == items[at].unit
    )


def _interval(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "at 6 months intervals"; but "at 3 month and 6 month interval" is a list."""
    after = past_dash(items, at + 1)
    if items[at].tag != "point" or tag_at(items, after) != "interval":
        return 0
    if len(made) > 1 and made[-1].tag in ("and", "comma") and made[-2].tag == "point":
        return 0
    made.append(replace(items[at], tag="step"))
    return after - at + 1


def _phase_after(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "4-week baseline", "2-week run-in": the length of a phase before the follow-up."""
    if not is_length(items[at]):
        return 0
    after = past_dash(items, at + 1)
    if tag_at(items, after) == "phase":
        made.append(replace(items[at], tag="phase", meaning="length"))
        return after - at + 1
    is_listed = bool(made) and made[-1].tag in ("comma", "and")
    if tag_at(items, after) != "base" or items[after].meaning == "before" or is_listed:
        return 0
    made.extend((replace(items[at], tag="phase", meaning="length"), items[after]))
    return after - at + 1


def _cycle_after(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "28-day treatment cycle", "21 days per cycle"."""
    if not is_length(items[at]):
        return 0
    end = past_words(items, past_dash(items, at + 1), 2)
    if tag_at(items, end) == "moment":  # "28-day treatment cycle"
        end += 1
    if tag_at(items, end) == "every" and tag_at(items, end + 1) == "cycle":
        end += 1
    if tag_at(items, end) != "cycle" or items[end].meaning == "code":
        return 0
    made.append(replace(items[at], tag="cycle", meaning="length"))
    return end - at + 1


def _weekly_cycle(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "3-weekly cycles"."""
    often = past_dash(items, at + 1)
    if items[at].tag != "skip" or items[at].value <= 0 or tag_at(items, often + 1) != "cycle":
        return 0
    if items[often].text != "weekly":
        return 0
    days = days_of(items[at].value, "week")
    made.append(replace(items[at], tag="cycle", meaning="length", value=days))
    return often - at + 2


def _cycles_counted(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "up to 6 cycles"."""
    is_number = items[at].tag == "skip" and items[at].value > 0
    if not is_number or tag_at(items, at + 1) != "cycle" or items[at + 1].meaning == "code":
        return 0
    made.append(replace(items[at + 1], meaning="count", value=items[at].value))
    return 2


def _cycle_ended(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "the end of cycle 8"."""
    is_named = items[at].tag == "cycle" and items[at].meaning == "code"
    if not is_named or [item.text for item in made[-2:]] != ["end", "of"]:
        return 0
    made.append(replace(items[at], meaning="end"))
    return 1


def _length_told(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "each cycle is 28 days", "run-in: 2 weeks"."""
    item = items[at]
    if item.tag not in ("cycle", "phase") or item.meaning == "length":
        return 0
    remark = items[at + 1].children if tag_at(items, at + 1) == "group" else ()
    if item.tag == "phase" and len(remark) == 1 and is_length(remark[0]):
        made.append(replace(remark[0], tag="phase", meaning="length"))  # "run-in (2 weeks)"
        return 2
    end = at + 1
    while end < min(at + 4, len(items)) and (
        items[end].tag in ("equals", "colon", "dash", "skip")
        or (items[end].tag == "other" and items[end].text in _IS)
    ):
        end += 1
    if end == at + 1 or tag_at(items, end) != "point" or items[end].is_position:
        return 0
    if item.meaning == "code" and items[end - 1].tag == "colon":
        return 0  # "cycle 1: 2 hours"
    made.append(replace(items[end], tag=item.tag, meaning="length"))
    return end - at + 1


STEP_RULES: Final[tuple[Rule, ...]] = (_every, _interval)
PHASE_RULES: Final[tuple[Rule, ...]] = (
    _phase_after,
    _cycle_after,
    _weekly_cycle,
    _cycles_counted,
    _cycle_ended,
    _length_told,
)
