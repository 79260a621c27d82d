"""Reads when an outcome is measured out of a registry's free text.

A text is cut into tagged items (`lexer`), parentheses are nested (`groups`), numbers get their
units (`amounts`), amounts get their parts (`roles`), one walk notes moments, ranges and bounds
(`clauses`, `words`, `glosses`), repeated points are written out (`repeats`), points are brought
onto one clock (`clocks`), and the notes decide (`doubts`, `classify`). Where the text does not say
it plainly, there are no days but a reason.
"""

from __future__ import annotations

from functools import lru_cache

from harvest.parse.timeframes.amounts import with_points
from harvest.parse.timeframes.classify import classified, unresolved
from harvest.parse.timeframes.clauses import noted
from harvest.parse.timeframes.clocks import on_one_clock, with_total
from harvest.parse.timeframes.doubts import Doubt, doubt
from harvest.parse.timeframes.groups import nested
from harvest.parse.timeframes.lexer import read_items
from harvest.parse.timeframes.model import Anchor, Kind, Reason, TimeFrame, TimePoint, Unit
from harvest.parse.timeframes.notes import Notes
from harvest.parse.timeframes.repeats import with_cycles, with_steps
from harvest.parse.timeframes.roles import with_roles
from harvest.parse.timeframes.windows import Window, same_time, window

__all__ = [
    "Anchor",
    "Kind",
    "Reason",
    "TimeFrame",
    "TimePoint",
    "Unit",
    "Window",
    "read_time_frame",
    "same_time",
    "window",
]


@lru_cache(maxsize=16_384)
def read_time_frame(text: str) -> TimeFrame:
    """What a time frame says; see `TimeFrame`.

    Args:
        text: As the registry has it: "Baseline, 6 and 12 weeks".
    """
    items = read_items(text)
    if not items:
        return unresolved(Doubt("empty", None), Notes())
    notes = noted(with_roles(with_points(nested(items))))
    with_cycles(notes)
    with_steps(notes)
    with_total(notes)
    on_one_clock(notes)
    found = doubt(notes)
    return classified(notes, text) if found is None else unresolved(found, notes)
