"""Finds what each sentence says about a period: the length and the noun, or the words it is of."""

from __future__ import annotations

import re
from typing import Final

from harvest.parse.periods.items import Item
from harvest.parse.periods.mention import Mention
from harvest.parse.periods.patterns import AHEAD, BEHIND, FOR
from harvest.parse.periods.phases import phase, read_named_phases, separation, untreated
from harvest.parse.periods.sentence import Sentence
from harvest.parse.periods.treatments import doubt_steps, treatment
from harvest.parse.periods.unsized import read_unsized


def read_mentions(items: tuple[Item, ...]) -> tuple[list[Mention], bool]:
    """The mentions of one sentence in the order of the text; whether a length was left over."""
    s = Sentence(items)
    for at, item in enumerate(items):
        if item.letter in "LP" and at >= s.taken_to:
            _read_length(s, at)
    read_named_phases(s)
    read_unsized(s)
    return sorted(s.mentions, key=lambda one: one.first), s.has_unplaced


def _read_length(s: Sentence, at: int) -> None:
    for reader in _READERS:
        found = reader(s, at)
        if found is not None:
            s.add(found)
            return
    is_length = s.items[at].days or s.items[at].why == "an upper bound"
    if is_length and not s.is_dead(at) and not s.is_of_others:
        s.has_unplaced = True


def _ahead(s: Sentence, at: int) -> Mention | None:  # noqa: PLR0911, PLR0912 - a list of cases in order
    """ "8-week treatment period", "2-week washout", "8 weeks of naltrexone"."""
    for name, pattern in AHEAD:
        match = pattern.match(s.letters, at)
        if match is None:
            continue
        parts = match.groupdict()
        if parts.get("k"):
            return phase(s, at, at, match.end(), match.end() - 1, name)
        if parts.get("h"):
            return treatment(s, at, at, match.end(), name)  # "First 4 weeks: placebo"
        if s.is_dead(at) or s.has_visit_next(match.end()):
            return None
        if parts.get("u"):
            return untreated(s, at, at, match.end(), name)
        if s.letter(at + 1) == "i" and s.items[at + 1].text not in ("with", "on"):
            return None  # "from baseline to 6 months in the intervention arm"
        if s.letter(match.end()) == "z":
            return None  # "a 3-week treatment interval"
        if parts.get("n"):
            item = s.items[at]
            is_one = s.letter(match.end()) not in "o" and not s.items[match.end() - 1].is_plural
            if is_one or _is_kind_of_phase(s, match.end() - 1):
                return None
            return treatment(s, at, at, match.end(), name) if item.letter == "L" else None
        if parts.get("y") or parts.get("y2"):
            if s.letters[match.end() - 1] == "Y" and s.letter(match.end()) != "o":
                return None
            if s.letters[match.end() - 1] == "Y" and not s.names(match.end(), 6, ""):
                return None
        return treatment(s, at, at, match.end(), name)
    return None


def _is_kind_of_phase(s: Sentence, at: int) -> bool:
    """Whether the noun goes on to say which phase: "a period of washout"."""
    return bool(re.match(r"[No](?:[aowi]{0,2})[WRBFETS]", s.letters[at : at + 6]))


def _behind(s: Sentence, at: int) -> Mention | None:  # noqa: PLR0911 - a list of cases in order
    """ "washout of 2 weeks", "the treatment lasts 8 weeks", "separated by 7 days"."""
    place = len(s.letters) - at
    for name, pattern in BEHIND:
        match = pattern.match(s.reversed, place)
        if match is None:
            continue
        first = at - (match.end() - match.start())
        if any(i in s.used for i in range(first, at)):
            continue
        parts = match.groupdict()
        if s.letter(at - 1) == "(" and s.letter(first) == "B":
            continue
        if parts.get("k"):
            if name == "stop_for" and not s.mentions:
                return None
            return phase(s, at, first, at + 1, first, name)
        if s.is_dead(at) and name not in ("separated_by", "interval_of"):
            return None
        if s.letter(at - 1) == "(" and s.letter(first - 1) == "A":
            return None  # "after the intervention (6 months)"
        if name in ("separated_by", "interval_of"):
            return separation(s, at, first, name)
        if name == "numbered_periods" and not (
            s.items[at].is_plural and s.letter(first - 1) in "n1V"
        ):
            continue
        if "m" in s.letters[s.clause_start(first) : first]:
            return None  # "have the option to continue the therapy for 3 months"
        return treatment(s, at, first, at + 1, name)
    return None


def _for_length(s: Sentence, at: int) -> Mention | None:  # noqa: PLR0911 - a list of cases in order
    """ "naltrexone 4.5 mg at bedtime for 8 weeks"."""
    match = FOR.match(s.reversed, len(s.letters) - at)
    item = s.items[at]
    if match is None or item.letter != "L" or s.is_dead(at):
        return None
    after = at + 2 if s.letter(at + 1) in ("N", "X") else at + 1
    first = at - len(match[0])
    if s.has_visit_next(after):
        return None
    start = s.clause_start(first)
    clause = s.letters[start:first]
    is_next = s.letter(start - 1) in ("t", "b") and bool(s.mentions)
    is_dosed = {"n", "r"} <= set(clause) and "d" not in clause
    if is_next and "n" in clause and not set(clause) & set("DXCqy"):
        doubt_steps(s, clause)
        return None
    if "x" in clause or (
        s.items[first].text in ("over", "throughout", "across") and not set(clause) & set("Xy")
    ):
        return None
    if not (is_dosed or set(clause) & set("DXCqy") or "Nn:" in clause or is_next):
        doubt_steps(s, clause)
        return None
    # What stands before the verb says who is treated: "who stay exhausted take naltrexone".
    told = clause[clause.rfind("y") + 1 :]
    if set(clause) & set("svm") or set(told) & set("FSZ"):
        return None
    if item.bound == "at least" or s.letter(first - 1) == "x":
        return None
    return treatment(s, at, first, after, "for_length", names_from=start)


def _after_name(s: Sentence, at: int) -> Mention | None:
    """ "placebo capsules, 8 weeks", "naltrexone 4.5 mg 8 weeks", "sham (2 weeks)"."""
    item = s.items[at]
    if item.letter == "P":
        return treatment(s, at, at, at + 1, "numbered_days") if _is_listed(s) else None
    if s.is_dead(at) or s.letter(at + 1) not in ("", ",", "t", "b", ")", "&", "z"):
        return None
    match = re.match(r"[,(]?(?:n|w|r|X|i){0,6}?(?P<d>D)", s.reversed[len(s.letters) - at :][:9])
    if match is None:
        is_all = re.fullmatch(r"[waO]{0,3}X,", s.letters[:at])  # "Both active drugs, 13 weeks."
        return treatment(s, at, 0, at + 1, "treatments_and_length") if is_all else None
    first = at - match.end()
    if s.letter(at - 1) == "i":
        return None  # "three doses in three weeks"
    if any(i in s.used for i in range(first, at)) or "v" in s.letters[first:at]:
        return None
    return treatment(s, at, first, at + 1, "name_and_length", names_from=first)


def _is_listed(s: Sentence) -> bool:
    """Whether bare numbered days stand in a list of such, so that they are periods."""
    return s.letters.count("P") > 1 and bool(set("WRBF") & s.tags)


def _watched(s: Sentence, at: int) -> Mention | None:
    """ "are observed for two weeks, then take..." """
    if s.letter(at - 1) != "f" or s.items[at - 2].text not in ("observed", "monitored", "watched"):
        return None
    is_first = re.match(r"1?,?&?t", s.letters[at + 1 : at + 5]) is not None
    return untreated(s, at, at - 2, at + 1, "watched_first") if is_first else None


_READERS: Final = (_ahead, _behind, _watched, _for_length, _after_name)
