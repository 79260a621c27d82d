"""What each word of the lists changes in the notes or in the state of the walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.model import Anchor
from harvest.parse.timeframes.notes import BASELINE, Notes, State, kind_of

# So many words may stand between "from" and what it belongs to.
_REACH: Final = 6
# So many items behind "to", a baseline is no longer what the range goes to.
_AWAY: Final = 3


def take_zero(item: Item, notes: Notes, state: State, anchor: Anchor | None = None) -> None:
    """Notes a baseline or a start."""
    if state.is_to and state.last == BASELINE and state.since_to > _AWAY:
        return  # "from the first dose to metastases in people without any at baseline"
    notes.last_zero = item
    if notes.zero is None or (notes.zero.meaning != "baseline" and item.meaning == "baseline"):
        notes.zero = item
        notes.zero_anchor = anchor
    if state.is_shift and (state.is_from or state.is_between):
        notes.is_change = True
    if state.is_to and state.last is not None and state.last >= 0:
        notes.ranges.append((state.last, BASELINE))
    state.past_moment(BASELINE, "base")


def take_word(item: Item, notes: Notes, state: State) -> None:
    """Notes any other item."""
    if item.tag == "other":
        _ordinary(item, state)
        return
    handler = _HANDLERS.get(item.tag)
    if handler is not None:
        handler(item, notes, state)
    state.words = 0


def _ordinary(item: Item, state: State) -> None:
    state.words += 1
    if item.text == "at":
        state.bound = "" if state.bound == "over" else state.bound
        if not state.is_to or state.last_tag != "moment":
            state.words = 0
    if state.words > _REACH:
        state.is_from = False


def _from(item: Item, _: Notes, state: State) -> None:
    if item.tag == "between":
        state.is_from = state.is_between = True
    elif state.last_tag != "point":
        state.is_from = not state.is_to


def _bound(item: Item, notes: Notes, state: State) -> None:
    if item.tag == "upto" and state.last is not None and not state.is_to:
        # "baseline up to week 12", "day 366 up to day 457"
        state.is_to = state.last == BASELINE or state.last_tag == "point"
    if state.is_from and state.words and state.last is None:
        # "from the first visit throughout ...": a start that the lists do not know.
        take_zero(replace(item, tag="base", meaning="start"), notes, state)
        state.is_to = item.tag == "upto"
    state.bound = item.tag
    state.is_from = False


def _and(_: Item, __: Notes, state: State) -> None:
    if state.is_between and state.last is not None:
        state.is_to, state.is_between = True, False
    elif not state.is_to:
        state.last_tag = ""
    state.lone_event = False


def _comma(_: Item, __: Notes, state: State) -> None:
    state.is_from = False
    if not state.is_to or state.last_tag == "point":
        # An event and its time may stand on both sides of a comma ("end of study, week 16").
        state.last_tag = "moment" if state.lone_event else "comma"


def _or(item: Item, notes: Notes, state: State) -> None:
    if state.is_to or (item.text == "/" and state.last_tag == "point"):
        return  # "until relapse or death", "week 12/end of study"
    is_alternative = state.last_tag == "point"
    if not notes.ends and not state.is_from:
        state.end_clause()
    state.is_alternative = is_alternative


def _stop(_: Item, __: Notes, state: State) -> None:
    state.end_clause()
    state.anchor_ahead = None


def _part(_: Item, __: Notes, state: State) -> None:
    state.end_clause()


def _estimate(item: Item, _: Notes, state: State) -> None:
    if item.tag == "expected":
        state.is_expectation = True
    else:
        state.is_estimate = True


def _change(item: Item, notes: Notes, state: State) -> None:
    if item.tag == "change":
        notes.is_change = True
    else:
        state.is_shift = True


def _step(item: Item, notes: Notes, _: State) -> None:
    notes.steps.append(item)


def _calendar(_: Item, __: Notes, state: State) -> None:
    state.is_from = False


def _bare(item: Item, notes: Notes, _: State) -> None:
    notes.faults.append(("number without a unit", item.span))


def _code(item: Item, notes: Notes, state: State) -> None:
    notes.opens.append(item)
    state.last_tag = ""


def _cycle(item: Item, notes: Notes, _: State) -> None:
    notes.note_cycle(item)


def _phase(item: Item, notes: Notes, _: State) -> None:
    notes.phases.append(item)


def _before(item: Item, notes: Notes, state: State) -> None:
    take_zero(replace(item, tag="base", meaning="before"), notes, state)


def _joined(item: Item, notes: Notes, state: State) -> None:
    event = replace(item, tag="moment", meaning=f"end:{kind_of(item)}")
    if state.is_to:
        notes.ends.append(event)
    else:
        notes.opens.append(event)
        state.lone_event = True
    state.last_tag = "moment"


def _skip(item: Item, notes: Notes, state: State) -> None:
    if item.rule == "anchor_ahead":
        state.anchor_ahead = Anchor(item.meaning, item.span)
    elif item.rule == "anchor" and item.meaning == "baseline":
        notes.seen.setdefault("baseline anchor", item)


_HANDLERS: Final[dict[str, Callable[[Item, Notes, State], None]]] = {
    "from": _from,
    "between": _from,
    "upto": _bound,
    "within": _bound,
    "over": _bound,
    "atleast": _bound,
    "and": _and,
    "comma": _comma,
    "or": _or,
    "stop": _stop,
    "then": _part,
    "versus": _part,
    "estimate": _estimate,
    "expected": _estimate,
    "change": _change,
    "shift": _change,
    "step": _step,
    "calendar": _calendar,
    "bare": _bare,
    "code": _code,
    "cycle": _cycle,
    "phase": _phase,
    "before": _before,
    "joined": _joined,
    "skip": _skip,
}
