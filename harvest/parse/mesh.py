"""MeSH numbers in the form that MeSH itself gives them."""

from __future__ import annotations

import re

_LONG = re.compile(r"([DC])000(\d{6})", re.ASCII)
# MeSH numbers of nine digits begin where those of six ended (descriptors near 66,000 in 2016,
# supplementary concepts near 588,000). The registry filled the older ones up with zeros until
# late 2024; a number below these bounds can only be one of them.
_NINE_DIGITS_FROM = {"D": 66_000, "C": 588_000}


def mesh_id(text: str | None) -> str | None:
    """`D000007172` as `D007172`; a genuine nine-digit number such as `D000068437` as it is."""
    if text is None:
        return None
    match = _LONG.fullmatch(text)
    if match and int(match[2]) < _NINE_DIGITS_FROM[match[1]]:
        return match[1] + match[2]
    return text
