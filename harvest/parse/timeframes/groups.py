"""Nests what stands in parentheses, and what "i.e." says again, up to the next full stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from harvest.parse.evidence import Span
from harvest.parse.timeframes.items import Item

# Deeper parentheses are read as if they were not there, so that no text can exhaust the stack.
_DEEPEST: Final = 3
_BRACKETS: Final = frozenset("([{")


def nested(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with each pair of parentheses as one group; stray ones are left out."""
    levels: list[list[Item]] = [[]]
    opened: list[Item] = []
    ignored = enumerated = 0
    for item in items:
        is_said_again = bool(opened) and opened[-1].text not in _BRACKETS
        if is_said_again and item.tag in ("stop", "close"):
            _close(levels, opened, item.span.start)
        if item.tag == "open":
            if item.text not in _BRACKETS and levels[-1] and levels[-1][-1].tag == "comma":
                levels[-1].pop()  # ", i.e. "
            if len(opened) == _DEEPEST:
                ignored += 1
                continue
            opened.append(item)
            levels.append([])
        elif item.tag == "close":
            if ignored:
                ignored -= 1
            elif opened:
                if _is_enumerator(levels, enumerated + 1):
                    enumerated += 1
                    levels.pop()
                    opened.pop()
                else:
                    _close(levels, opened, item.span.end)
        else:
            levels[-1].append(item)
    while opened:
        _close(levels, opened, items[-1].span.end)
    return tuple(levels[0])


def _is_enumerator(levels: Sequence[Sequence[Item]], expected: int) -> bool:
    """Whether a pair of parentheses holds but the next number: "(1) before, (2) after"."""
    children, before = levels[-1], levels[-2]
    return (
        len(children) == 1
        and children[0].tag == "number"
        and children[0].value == expected
        and not (before and before[-1].tag in ("unit", "label", "cycle", "number"))
    )


def _is_same_number(before: Sequence[Item], children: Sequence[Item]) -> bool:
    return (
        bool(before)
        and [before[-1].tag, *(child.tag for child in children)] == ["number", "number"]
        and before[-1].value == children[0].value
    )


def _close(levels: list[list[Item]], opened: list[Item], end: int) -> None:
    children = tuple(levels.pop())
    start = opened.pop().span.start
    if tuple(child.text for child in children) == ("s",) and levels[-1]:
        return  # "day(s)"
    if _is_same_number(levels[-1], children):
        return  # "six (6) months"
    levels[-1].append(Item("group", "(", Span(start, end), children=children))
