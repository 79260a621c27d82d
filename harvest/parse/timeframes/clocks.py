"""Brings points that count from the end of something onto the study's own clock."""

from __future__ import annotations

from dataclasses import replace

from harvest.parse.timeframes.doubts import away_places
from harvest.parse.timeframes.notes import BASELINE, Notes, end_of


def with_total(notes: Notes) -> None:
    """Puts the length of all in place of an end that the text does not tell the time of.

    "45 days: from admission to 14 days after surgery".
    """
    if notes.total is None:
        return
    if not notes.points or notes.ends or any(point.anchor for point in notes.points):
        notes.points[:] = [notes.total]
        notes.ends.clear()
        notes.ranges[:] = [(BASELINE, 0)] if notes.zero is not None else []
        notes.bounds = notes.upper = {0}


def on_one_clock(notes: Notes) -> None:
    """Adds what is known, leaves out what an upper bound covers; the rest stays a doubt.

    "End of treatment (8 weeks) and 3 months after the end of treatment" is 56 and 147 days. "Until
    30 days after the last dose, assessed up to 5 years" ends at 5 years.
    """
    away = away_places(notes)
    rest = [point for place, point in enumerate(notes.points) if place not in away]
    if not away or (not rest and notes.zero is None):
        return
    last = len(notes.points) - 1
    is_total = notes.is_estimated and len(rest) == 1 and last not in away and notes.ranges
    if rest and (notes.upper - away or is_total):
        notes.points[:] = rest
        notes.ranges.clear()
        notes.bounds = notes.upper = {len(rest) - 1}
        return
    for place in away:
        point = notes.points[place]
        begins = (
            notes.known_ends.get(end_of(point.anchor.kind)) if point.anchor is not None else None
        )
        if begins is not None:
            notes.points[place] = replace(point, value=begins + point.value, rule="after_known_end")
