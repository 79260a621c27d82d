"""Reads the periods of a trial out of a registry's free text.

A text is cut into sentences of tagged items (`lexer`), numbered days get their lengths (`ranges`),
patterns over the tags find what is said of each period (`mentions`), and what the text joins is
put in order (`plan`, `reading`). A length that belongs to no period (a frequency, a recall, the
weeks before screening) is not read; where a period has no plain length, it says why.
"""

from __future__ import annotations

from harvest.parse.periods.model import Kind, Period, PeriodPlan, Why
from harvest.parse.periods.reading import read_periods

__all__ = ["Kind", "Period", "PeriodPlan", "Why", "read_periods"]
