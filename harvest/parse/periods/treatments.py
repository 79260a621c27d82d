"""Builds the mention of a treatment: its names, its length, how many such periods."""

from __future__ import annotations

import re
from dataclasses import replace

from harvest.parse.evidence import Span
from harvest.parse.periods.mention import Mention
from harvest.parse.periods.patterns import AT_THE_END
from harvest.parse.periods.sentence import Sentence


def treatment(
    s: Sentence, at: int, first: int, last: int, rule: str, *, names_from: int | None = None
) -> Mention | None:
    """The treatment that a length is of; its names stand behind the length or in the clause."""
    item = s.items[at]
    if item.letter == "L" and item.text.startswith("h"):
        return None  # "one dose in a 24-hour period"
    # Names behind the length, joined by "or"; else those in the clause before.
    names = s.names_ahead(last - 1) if rule.startswith("length") else ()
    if rule.startswith("numbered_t"):
        names = s.names(last - 1, 4, ",")
    if names_from is not None:
        names = s.names(names_from, (at if first == names_from else first) - names_from, "")
    if not names and rule != "numbered_days":
        start = s.clause_start(first)
        names = s.names(start, first - start, "")
    before = s.letters[max(0, first - 3) : first]
    count_at = max((i for i in range(max(0, first - 3), last) if _is_count(s, i, at)), default=-1)
    count = int(s.items[count_at].number or 1) if count_at >= 0 else 1
    has_plural = any(
        s.letters[i] in "NX" and s.items[i].is_plural
        for i in range(first, min(last + 1, len(s.letters)))
    )
    count = count if 1 <= count <= 6 and has_plural else 1
    if count > 1:
        names = ()
    is_plural = any(
        s.letters[i] in "NX" and s.items[i].is_plural and s.letters[i] == "N"
        for i in range(first, last)
    )
    is_each = "V" in before or s.letter(last) == "V" or "V" in s.letters[first:last]
    is_each = is_each or (s.letter(last + 1) == "V" and s.letter(last) in "i")
    if is_each and len(names) > 1 and count == 1 and s.letter(last) == "V":
        count = len(set(names) - {"+"})
        count = count if count <= 4 else 1
    span = Span(s.items[first].span.start, s.items[max(last - 1, at)].span.end)
    return Mention(
        "treatment", min(first, count_at) if count_at >= 0 else first, last, span, rule,
        treatments=names, length=item, days=item.days, why=item.why, start=item.start,
        count=count, is_each=is_each or is_plural or count > 1,
        is_open_label="O" in s.letters[max(0, first - 2) : last],
        is_elapsed=any(
            s.letters[i] == "A" or s.items[i].text in AT_THE_END
            for i in range(max(0, first - 4), at)
        ),
        certainty="inferred" if item.bound else "stated",
    )  # fmt: skip


def _is_count(s: Sentence, i: int, at: int) -> bool:
    if s.letters[i] != "n" or i in s.used or i == at:
        return False
    ahead = s.letters[i + 1 : at + 1] if i < at else ""
    return (
        bool(re.fullmatch(r"[aX1Nof]{0,5}L", ahead)) and float(s.items[i].number or 0).is_integer()
    )


def doubt_steps(s: Sentence, clause: str) -> None:
    """ "300 mg for 1 day, 400 mg for 1 day": steps of one dose, so the first is not all."""
    if "n" in clause and s.mentions and s.mentions[-1].kind == "treatment":
        s.mentions[-1] = replace(s.mentions[-1], days=None, why="dose steps")
