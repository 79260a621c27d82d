"""Goes through the items once and notes the moments, ranges and bounds that they state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from harvest.parse.timeframes.glosses import take_gloss
from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.model import Anchor
from harvest.parse.timeframes.notes import BASELINE, Notes, State, counts_from
from harvest.parse.timeframes.rules import tag_at
from harvest.parse.timeframes.words import take_word, take_zero

# Ends of something that can also be where a clock starts ("from discharge to 30 days").
_ENDS_THAT_START: Final = frozenset({"discharge", "last dose", "treatment end"})


def noted(items: Sequence[Item]) -> Notes:
    """The notes on a text, or on what stands in parentheses."""
    notes, state = Notes(), State()
    for at, item in enumerate(items):
        state.since_to += 1
        if at == 0 and _is_total(items):
            notes.total = item
            continue
        if item.tag not in ("other", "point", "base"):
            notes.seen.setdefault(item.tag, item)
        elif item.tag == "other" and item.meaning:
            notes.seen.setdefault(item.meaning, item)
        if item.tag == "point":
            _take_point(item, notes, state)
        elif item.tag == "base":
            take_zero(item, notes, state)
        elif item.tag == "moment":
            _take_moment(items, at, notes, state)
        elif item.tag == "group":
            take_gloss(noted(item.children), notes, state)
        elif item.tag in ("to", "dash"):
            _take_to(items, at, notes, state)
        elif item.tag == "stop" and tag_at(items, at + 1) == "group":
            continue  # "until death. (up to 5 years)"
        else:
            take_word(item, notes, state)
    if notes.upper and all(point.is_of_group for point in notes.points):
        notes.upper.update(range(len(notes.points)))
        notes.bounds |= notes.upper
    return notes


def _is_total(items: Sequence[Item]) -> bool:
    """ "45 days: from admission to discharge": the length of what the rest describes."""
    return [tag_at(items, at) for at in range(3)] == ["point", "colon", "from"]


def _take_point(item: Item, notes: Notes, state: State) -> None:
    if state.anchor_ahead is not None and item.anchor is None:
        item = replace(item, anchor=state.anchor_ahead)
    if item.rule == "ambiguous":
        notes.faults.append(("ambiguous unit", item.span))
    elif item.rule == "after_a_point":
        notes.faults.append(("two clocks", item.span))
    # "the average of weeks 3 and 4" is a statistic and no expected duration.
    is_expectation = state.is_expectation and not item.is_position
    notes.is_change |= state.is_shift and state.is_from
    notes.is_estimated |= state.is_estimate or is_expectation
    notes.is_expected |= is_expectation
    place = len(notes.points)
    notes.points.append(_bounded(item, place, notes, state))
    if state.is_to and state.last is not None:
        notes.ranges.append((state.last, place))
    elif state.is_to:
        notes.bounds.add(place)
    is_event = state.lone_event and bool(notes.opens) and state.last_tag == "moment"
    if is_event and not counts_from(item, notes.opens[-1]):
        # "end of treatment at 8 weeks", "end of study, week 16": the point is the event's time.
        notes.know_end(notes.opens.pop(), item.value)
    if state.is_to and notes.ends:
        notes.close_range(item.value)
    state.past_moment(place, "point")
    state.is_estimate = state.is_expectation = False


def _bounded(item: Item, place: int, notes: Notes, state: State) -> Item:
    if state.bound == "atleast":
        return replace(item, bound="at least")
    if item.bound == "at most":
        notes.bounds.add(place)
        notes.upper.add(place)
    if not state.bound:
        return item
    notes.bounds.add(place)
    if state.bound == "over":
        return item
    notes.upper.add(place)
    return replace(item, bound="at most")


def _take_moment(items: Sequence[Item], at: int, notes: Notes, state: State) -> None:
    item = items[at]
    group, _, kind = item.meaning.partition(":")
    if _is_start(items, at, state):
        take_zero(replace(item, meaning="start"), notes, state, Anchor(kind, item.span))
    elif state.is_to:
        notes.ends.append(item)
        state.lone_event, state.last_tag = False, "moment"
    elif group == "end" and state.last_tag != "point":
        notes.opens.append(replace(item, rule="alternative") if state.is_alternative else item)
        state.lone_event, state.last_tag = True, "moment"
    elif group == "end" and state.words <= 2 and state.last is not None and state.last >= 0:
        notes.know_end(item, notes.points[state.last].value)


def _is_start(items: Sequence[Item], at: int, state: State) -> bool:
    """Whether a moment is where the clock starts, and no end and no anchor."""
    group, _, kind = items[at].meaning.partition(":")
    if state.is_from and state.last_tag != "point":
        return True
    if state.is_to:
        return False
    if state.last is None and _goes_on(items, at) and (group != "end" or kind in _ENDS_THAT_START):
        return True
    is_free = state.last_tag != "point" and not state.bound and not state.is_alternative
    return group == "start" and is_free


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether "to" or "through" follows: the moment begins a range."""
    end = at + 1
    while end < min(at + 5, len(items)) and items[end].tag in ("other", "group"):
        end += 1
    return tag_at(items, end) == "to"


def _take_to(items: Sequence[Item], at: int, notes: Notes, state: State) -> None:
    state.words = 0
    if items[at].tag == "dash" and not _is_range(items, at, notes, state):
        return
    if state.is_to and not notes.ends:
        return
    if state.is_from and state.last is None:
        # "from injury to ...": a start that the lists do not know.
        take_zero(replace(items[at], tag="base", meaning="start"), notes, state)
    state.is_to, state.since_to = True, 0
    if state.last_tag in ("comma", "") and state.last != BASELINE:
        state.last = None


def _is_range(items: Sequence[Item], at: int, notes: Notes, state: State) -> bool:
    """Whether a dash stands between two ends, and not among several or in a word."""
    is_between = (
        tag_at(items, at - 1) in ("point", "base", "moment", "group")
        and tag_at(items, at + 1) in ("point", "base", "upto")
        and state.last is not None
        and "code" not in notes.seen
    )
    is_chain = any(
        tag_at(items, other) == "dash" and tag_at(items, other - 1) != "other"
        for other in (at - 2, at + 2)
    )
    return is_between and not is_chain
