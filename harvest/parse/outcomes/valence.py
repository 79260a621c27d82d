"""Whether words speak of something good or bad: "greater pain interference", "no pain".

The word that evaluates outright ("better", "worst") decides; else the first amount does, turned
round by words such as "less" or "no".
"""

from __future__ import annotations

from collections.abc import Sequence

from harvest.parse.outcomes.files import word_class
from harvest.parse.tokens import Token

_REACH = 12


def valence(row: Sequence[Token], start: int, end: int) -> int:
    """1 for good, -1 for bad, 0 for unknown, of the tokens from `start` to `end`."""
    good, bad = word_class("good"), word_class("bad")
    flips, absolute = word_class("flip"), word_class("absolute")
    sign, amount = 1, 0
    for token in row[start : min(end, start + _REACH)]:
        text = token.text
        if text in ("than", "."):
            break
        if text in ("change", "changes"):
            sign = 1  # "no change or worse"
        value = 1 if text in good else -1 if text in bad else 0
        if text in absolute:
            return value * (sign if sign < 0 and amount == 0 else 1)
        if text in flips and amount == 0:
            sign = -1
        elif value and not amount:
            amount = value * sign
        elif value < 0 and amount > 0 and sign > 0 and text not in flips:
            amount = value  # "higher cognitive dysfunction", "sleep quality problems"
    return amount
