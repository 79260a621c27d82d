"""Builds the mention of a phase that is no treatment: washout, run-in, follow-up."""

from __future__ import annotations

import re

from harvest.parse.evidence import Span
from harvest.parse.periods.mention import Mention
from harvest.parse.periods.patterns import KINDS
from harvest.parse.periods.sentence import Sentence


def phase(s: Sentence, at: int, first: int, last: int, noun: int, rule: str) -> Mention | None:
    """The phase that a length is of; a mention without a kind where it is of none."""
    item, letter = s.items[at], s.letters[noun]
    end = max(last, at + 1)
    if letter == "S":
        return Mention(None, first, end, item.span, rule)
    if letter == "W" and re.match(r"[,a]{0,2}R", s.letters[noun + 1 : noun + 4]):
        letter = "R"  # "a treatment-free run-in"
    kind = KINDS[letter]
    if _is_moment(s, at, first, end, noun):
        return Mention(None, first, end, item.span, rule)
    if (
        letter == "R"
        and "D" in s.letters[max(0, first - 1) : noun]
        and any(
            s.letters[i] == "D" and s.items[i].text == "placebo"
            for i in range(max(0, first - 1), noun)
        )
    ):
        kind = "placebo_lead_in"
    span = Span(s.items[first].span.start, max(s.items[end - 1].span.end, item.span.end))
    count_at = first - 1 if s.letter(first - 1) == "n" and kind == "treatment" else -1
    around = s.letters[max(0, first - 8) : end + 9]
    return Mention(
        kind, first if count_at < 0 else count_at, end, span, rule,
        length=item, days=item.days, why=item.why, start=item.start,
        is_between=letter == "W" and bool(set(around) & set("zV") or "C" in s.tags),
        is_before=letter == "W" and s.is_entry_washout(noun),
        is_open_label="O" in s.letters[max(0, first - 1) : end],
        certainty="inferred" if item.bound else "stated",
    )  # fmt: skip


def _is_moment(s: Sentence, at: int, first: int, end: int, noun: int) -> bool:
    """Whether a follow-up or baseline is a visit: "follow-up at 4 weeks", "baseline to 1 year"."""
    letter, joint = s.letters[noun], s.letters[noun + 1 : at]
    is_at = any(s.items[i].text == "at" for i in range(noun + 1, at))
    if is_at and s.items[at].bound != "at least":
        return True
    is_after = s.letter(at - 1) == "A" and noun != at + 1  # "after a 2-week baseline" is none
    if letter == "B" and ("i" in joint or noun + 1 == at or is_after):
        return True
    if letter in "FB" and (s.has_visit_next(end) or s.has_visit_next(end + 1)):
        return True
    if letter != "F":
        return False
    is_after = noun + 1 == at and s.letter(at + 1) in ("A", "d")
    is_other = bool(s.tags & set("se")) or s.letter(first - 1) == "A" or s.is_at(first)
    return "i" in joint or is_after or is_other


def separation(s: Sentence, at: int, first: int, name: str) -> Mention | None:
    """ "separated by 7 days": time without treatment, if treatments are what is apart."""
    around = s.letters[max(0, first - 8) : first] + s.letters[at + 1 : at + 5]
    if not set(around) & set("XNDC") or set(around) & set("vs"):
        return None
    item = s.items[at]
    if item.why == "under a day" or s.items[first].text in ("between", "in between"):
        return None
    span = Span(s.items[first].span.start, item.span.end)
    return Mention(
        "washout", first, at + 1, span, name, length=item, days=item.days, why=item.why,
        is_between=True, certainty="inferred",
    )  # fmt: skip


def untreated(s: Sentence, at: int, first: int, last: int, rule: str) -> Mention:
    """ "two weeks without drug": before any treatment a baseline, between treatments a washout."""
    item = s.items[at]
    is_between = any(one.kind == "treatment" for one in s.mentions)
    span = Span(s.items[first].span.start, s.items[last - 1].span.end)
    return Mention(
        "washout" if is_between else "baseline", first, last, span, rule,
        length=item, days=item.days, why=item.why, is_between=is_between, certainty="inferred",
    )  # fmt: skip


def read_named_phases(s: Sentence) -> None:
    """Phases that are told without a length, and washouts that are said not to be."""
    for match in re.finditer(r"(?<=x)a?Z", s.letters):
        if s.tags & set("XDNCz"):
            s.add(_no_washout(s, match.end() - 1))  # "without a break", "no break between them"
    for match in re.finditer(r"[WRE]", s.letters):
        at = match.start()
        if at in s.used or s.has_rinse:
            continue
        letter = s.letters[at]
        nearby = s.letters[max(0, at - 3) : at]
        if letter == "W" and "x" in nearby:
            s.add(_no_washout(s, at))
            continue
        if (letter == "W" and s.letters[at + 1 : at + 4] in ("gxw", "gx")) or (
            letter == "W" and re.match(r"N?gx", s.letters[at + 1 : at + 4])
        ):
            s.add(_no_washout(s, at))
            continue
        if letter in "RE" and s.letter(at + 1) not in "N":
            continue
        if letter == "W" and s.is_entry_washout(at):
            continue
        is_listed = s.letter(at - 1) == "," and s.letter(at + 1) == ","
        is_joined = s.tags & set("tzCbA") and s.tags & set("DXCNtzw")
        if letter == "W" and not (is_listed or is_joined):
            continue
        span = s.items[at].span
        s.add(
            Mention(
                KINDS[letter],
                at,
                at + 1,
                span,
                "named_phase",
                why="not stated",
                is_between=letter == "W" and bool(s.tags & set("zC")),
                is_open_label=s.letter(at - 1) == "O",
            )
        )


def _no_washout(s: Sentence, at: int) -> Mention:
    return Mention("washout", at, at + 1, s.items[at].span, "no_washout", days=0)
