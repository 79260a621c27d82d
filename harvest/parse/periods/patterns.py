"""The grammar: patterns over the letters of a sentence (`items.LETTERS`), the surest first.

All are bounded, so that the work stays in proportion to the length of the text.
"""

from __future__ import annotations

import re
from typing import Final

from harvest.parse.periods.model import Kind

KINDS: Final[dict[str, Kind]] = {
    "W": "washout",
    "R": "run_in",
    "B": "baseline",
    "F": "follow_up",
    "E": "extension",
    "T": "taper",
    "Z": "washout",
}


# Behind a length (L or P): (name, pattern, what it is of). `K` in a pattern is any kind of phase.
AHEAD: Final = [
    (name, re.compile(pattern.replace("K", "[WRBFETS]")))
    for name, pattern in (
        ("length_of_phase", r"[LP](?:,?a|O|w|D|X|\([Dw]\)|1){0,4}(?P<k>K)"),
        ("length_of_phase", r"[LP]o(?:a|O|w|D|i){0,3}(?P<k>K)"),
        ("numbered_phase", r"P[:(](?:a|O|D)?(?P<k>K)"),
        ("numbered_treatment", r"P[:(](?:a|O|n|w|i|y){0,3}(?P<x>[DX])"),
        (
            "length_of_period",
            r"L(?:,?a|O|1|H|,H|w(?=[XaN])){0,6}(?:(?P<x>[X])|(?<=a)(?P<y>[NY])|(?<=[HO])(?P<y2>[NY]))",
        ),
        ("length_of_treatment", r"L[oi]{1,2}(?:a|O|w|n|1|y|r){0,4}(?P<x>[XD])"),
        ("length_and_treatment", r"L(?:a|O){0,3}(?P<x>D)(?=[,tb)&n]|X?$|X[,tb)&])"),
        ("length_of_period", r"L(?P<n>N)"),
        ("length_heads_treatment", r"L:(?:a|O){0,2}(?P<h>D)"),
        ("length_without", r"Lx(?:a|O){0,2}(?P<u>[DX])"),
        ("length_of_period", r"L(?:,?[aH]){0,5}(?P<y>Y)[og](?:w|a|i){0,2}(?P<x>[DX])"),
    )
]
# Before a length, read backwards.
BEHIND: Final = [
    (name, re.compile(pattern.replace("K", "[WRBFETS]")))
    for name, pattern in (
        ("phase_lasts", r"[(:ofgmVi]{0,3}(?:[XDN]{1,2}&?[XDN]?z)?N?(?P<k>K)"),
        ("stop_for", r"[if]{1,2}[XDia]{0,3}(?P<k>Z)"),
        ("period_lasts", r"[(:ofgmV]{1,3}(?:w{0,1}N[aX1]{1,2}|(?P<each>NX?V)|X)"),
        ("periods_of", r"[of]{1,2}(?P<n>N)[aX]{0,2}n"),
        ("numbered_periods", r"of?NX?"),
        ("separated_by", r"[aiw]{0,2}z"),
        ("interval_of", r"oz"),
    )
]
FOR: Final = re.compile(r"[ia]{0,2}(?:oN)?f")
AT_THE_END: Final = frozenset(
    {"at the end", "end of", "upon completion", "on completion", "after completion",
     "following completion"}
)  # fmt: skip
