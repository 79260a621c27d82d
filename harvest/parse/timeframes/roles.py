"""Tells what each amount is for: a point, a step, a window, the length of a phase or of a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from harvest.parse.timeframes.anchors import ANCHOR_RULES
from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.lengths import PHASE_RULES, STEP_RULES, summed_up
from harvest.parse.timeframes.rules import Rule, applied, is_length, past_dash, past_words, tag_at

_VISITS: Final = frozenset({"follow", "followup", "up", "visit", "assessment"})


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
    if tag_at(items, after) not in ("recalled", "measured"):
        return 0
    made.append(replace(items[at], tag=items[after].tag))
    return after - at + 1


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
    """ "1-month follow-up at 12 weeks": the first length is but a name."""
    if not is_length(items[at]):
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
    made.append(replace(items[end], label=items[at].text))
    return end - at + 1


_WALKS: Final[tuple[tuple[Rule, ...], ...]] = (
    (_window,),
    (summed_up,),
    STEP_RULES,
    (_recall, _measured, _lasting),
    PHASE_RULES,
    (_label, _named_by_length),
    ANCHOR_RULES,
)
