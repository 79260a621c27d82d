"""Tells what each amount is for: a point, a step, a window, the length of a phase or of a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from harvest.parse.timeframes.anchors import ANCHOR_RULES
from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.lengths import PHASE_RULES, STEP_RULES, summed_up
from harvest.parse.timeframes.model import Bound
from harvest.parse.timeframes.rules import Rule, applied, is_length, past_dash, past_words, tag_at

_VISITS: Final = frozenset({"follow", "followup", "up", "visit", "assessment", "of"})
_JOINTS: Final = frozenset({"comma", "and"})
_GROUPS: Final = frozenset({"cohort", "group", "arm", "part"})


def with_roles(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with amounts that are no points taken out, and points told what they count from."""
    for rules in _WALKS:
        items = applied(rules, items)
    return tuple(
        replace(item, children=with_roles(item.children)) if item.tag == "group" else item
        for item in items
    )


def _window(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "Week 12 +/- 3 days": a window. In parentheses it waits for its point."""
    if items[at].tag != "tolerance":
        return 0
    if tag_at(items, at + 1) != "point":
        return 2 if tag_at(items, at + 1) in ("bare", "skip") else 1
    days = abs(items[at + 1].value)
    if made and made[-1].tag == "point":
        made[-1] = replace(made[-1], tolerance=days)
    else:
        made.append(replace(items[at], value=days))
    return 2


def _recall(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "past 7 days": what a questionnaire asks about, not when."""
    if items[at].tag != "recall" or tag_at(items, at + 1) not in ("point", "unit"):
        return 0
    if items[at + 1].is_position:
        return 0
    made.append(replace(items[at], tag="recalled"))
    return 2


def _measured(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "1-week recall", "6-minute walk": the length belongs to the measure."""
    if not is_length(items[at]):
        return 0
    after = past_dash(items, at + 1)
    if _is_averaged(items, at, after):
        made.append(replace(items[at], tag="measured"))
        return after - at + 1
    if tag_at(items, after) not in ("recalled", "measured"):
        return 0
    made.append(replace(items[at], tag=items[after].tag))
    return after - at + 1


def _is_averaged(items: Sequence[Item], at: int, after: int) -> bool:
    """ "7-day average of pain at week 12": the days are what the average is taken of."""
    return (
        items[at].unit in ("hour", "day")
        and after < len(items)
        and items[after].text.partition(" ")[0] in ("average", "mean")
        and any(item.tag == "point" for item in items if item is not items[at])
    )


def _lasting(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "a visit lasting 2 hours"."""
    if items[at].tag != "lasting":
        return 0
    end = past_words(items, at + 1)
    if tag_at(items, end) != "point" or items[end].is_position:
        return 0
    made.append(replace(items[at], tag="measured"))
    return end - at + 1


def _label(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "T1: 4 weeks", "Visit 2 = week 8": the name of a visit goes to its time."""
    if items[at].tag != "code":
        return 0
    end = at + 1
    if tag_at(items, end) in ("colon", "equals") or (
        tag_at(items, end) == "other" and items[end].text in ("at", "is")
    ):
        end += 1
    is_named = end > at + 1
    if tag_at(items, end) == "point" or (is_named and tag_at(items, end) == "base"):
        made.append(replace(items[end], label=items[at].text))
        return end - at + 1
    return 0


def _named_by_length(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "1-month follow-up at 12 weeks": the first length is but a name.

    "The first and third month of follow-up at 13 and 21 weeks" has as many names as times.
    """
    if items[at].tag != "point" or items[at].value <= 0:
        return 0
    end = at + 1
    while end < min(at + 6, len(items)) and (
        items[end].tag == "dash" or (items[end].tag == "other" and items[end].text in _VISITS)
    ):
        end += 1
    is_visit = end > at + 1 and items[end - 1].tag == "other" and tag_at(items, end) == "other"
    if not is_visit or items[end].text != "at":
        return 0
    end = past_words(items, end + 1, 2)
    if tag_at(items, end) != "point":
        return 0
    names = _listed_before(made)
    if items[at].is_position and len(names) != _listed_from(items, end) - 1:
        return 0
    if items[at].is_position and names:
        del made[names[-1] :]
    made.append(replace(items[end], label=items[at].text))
    return end - at + 1


def _listed_before(made: Sequence[Item]) -> list[int]:
    """The places of the points of a list that is about to end, the last first."""
    places: list[int] = []
    for place in range(len(made) - 1, -1, -1):
        if made[place].tag == "point" and made[place].is_position:
            places.append(place)
        elif made[place].tag not in _JOINTS:
            break
    return places


def _listed_from(items: Sequence[Item], at: int) -> int:
    """How many points stand in the list that begins here."""
    count = 0
    for item in items[at:]:
        if item.tag not in ("point", *_JOINTS):
            break
        count += item.tag == "point"
    return count


def _per_group(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "4 years for cohort 1 and 2 years for cohort 2": each bound holds for some."""
    is_group = items[at].tag == "code" and items[at].text.partition(" ")[0] in _GROUPS
    place = len(made) - 1
    while place >= 0 and place > len(made) - 3 and made[place].text in ("for", "in"):
        place -= 1
    if not is_group or place < 0 or place == len(made) - 1 or made[place].tag != "point":
        return 0
    made[place] = replace(made[place], is_of_group=True)
    return 1


def _bound_behind(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "3 months maximum", "2 weeks at most"; but "3 weeks, maximum 5"."""
    is_last = tag_at(items, at + 1) in ("end", "stop", "comma", "and", "group")
    if items[at].tag not in ("upto", "atleast") or not is_last or not made:
        return 0
    if made[-1].tag != "point" or made[-1].is_position:
        return 0
    bound: Bound = "at most" if items[at].tag == "upto" else "at least"
    made[-1] = replace(made[-1], bound=bound)
    return 1


def _first_day(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "Day 1/baseline", "baseline/day 1", "baseline day 1": one visit with two names."""
    after = at + 2 if at + 1 < len(items) and items[at + 1].text == "/" else at + 1
    first, second = items[at], items[after] if after < len(items) else items[at]
    if {first.tag, second.tag} != {"base", "point"}:
        return 0
    base, point = (first, second) if first.tag == "base" else (second, first)
    is_first = point.is_position and point.unit == "day" and 0 <= point.value <= 1
    if not is_first or base.meaning == "before" or (after == at + 1 and base is second):
        return 0
    made.append(base)
    return after - at + 1


_WALKS: Final[tuple[tuple[Rule, ...], ...]] = (
    (_window,),
    (summed_up,),
    STEP_RULES,
    (_recall, _measured, _lasting),
    PHASE_RULES,
    (_first_day, _per_group, _bound_behind, _label, _named_by_length),
    ANCHOR_RULES,
)
