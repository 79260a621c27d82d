"""Finds treatment periods that are told without a length."""

from __future__ import annotations

import re

from harvest.parse.evidence import Span
from harvest.parse.periods.mention import Mention
from harvest.parse.periods.sentence import Sentence


def read_unsized(s: Sentence) -> None:
    """ "Period 1: placebo", "LDN first, then placebo", "sham, washout, then rTMS"."""
    for match in re.finditer(r"Nn[:(](?:i|g|y|a|n|w){0,2}(?P<d>D)?", s.letters):
        if s.used & set(range(match.start(), match.end())):
            continue
        if not s.items[match.start()].text.startswith("period"):
            continue
        number = int(s.items[match.start() + 1].number or 0)
        names = s.names(match.end() - 1, 8, ",") if match["d"] else ()
        span = Span(s.items[match.start()].span.start, s.items[match.end() - 1].span.end)
        s.add(
            Mention(
                "treatment",
                match.start(),
                match.end(),
                span,
                "numbered_period",
                treatments=names,
                why="not stated",
                number=number,
            )
        )
    for match in re.finditer(r"nXN", s.letters):
        counted = s.items[match.start()]
        is_free = not s.used & set(range(*match.span()))
        if is_free and s.items[match.end() - 1].is_plural and counted.number in (2, 3, 4, 5, 6):
            span = Span(counted.span.start, s.items[match.end() - 1].span.end)
            s.add(
                Mention(
                    "treatment",
                    match.start(),
                    match.end(),
                    span,
                    "counted_periods",
                    why="not stated",
                    count=int(counted.number or 1),
                    is_each=True,
                )
            )
    if any(one.kind == "treatment" for one in s.mentions):
        return
    chain = re.search(r"D[a1X]{0,2},?(?:[tb]i?W?N?){1,3}[iya]{0,2}D", s.letters)
    if chain is None or len(s.letters) > 14:
        return
    places = [i for i, letter in enumerate(s.letters) if letter == "D"]
    if len({s.items[i].text for i in places}) != len(places):
        return
    for i in places:
        s.add(
            Mention(
                "treatment",
                i,
                i + 1,
                s.items[i].span,
                "ordered_names",
                treatments=(s.items[i].text,),
                why="not stated",
            )
        )
