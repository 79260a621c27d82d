"""What the text joins: which mention comes after which, and how many times."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from harvest.parse.periods.mention import Mention

EARLY: Final = ("baseline", "run_in", "placebo_lead_in")
LATE: Final = ("taper", "extension", "follow_up")
# What may stand between the members of a list of phases.
_LIST: Final = re.compile(r"[,&)a1Ow:i]{0,6}")
_BACKWARDS: Final = re.compile(r"[,)]?(?:i|g)?[AQ][iaw1]{0,3}$")


def chains(letters: str, steps: list[Mention], *, is_crossover: bool) -> list[list[Mention]]:
    """The mentions of a sentence as runs of what follows on each other."""
    found: list[list[Mention]] = []
    has_phases = any(one.kind != "treatment" for one in steps)
    for one in steps:
        if not found:
            found.append([one])
            continue
        if one.rule == "named_phase" and any(one.kind == other.kind for other in found[-1]):
            continue  # the same one, named again
        before = found[-1][-1]
        between = letters[before.last : one.first]
        if _is_reversed(between, before, one):
            found[-1].insert(len(found[-1]) - 1, one)
        elif _is_joined(between, before, one, has_phases=has_phases, is_crossover=is_crossover) or (
            # "Following a washout of a week, participants receive..."
            before.kind != "treatment" and "A" in letters[max(0, before.first - 2) : before.last]
        ):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _is_reversed(between: str, before: Mention, one: Mention) -> bool:
    """ "8 weeks of treatment after a 2-week run-in"."""
    if before.kind != "treatment" or one.kind == "treatment" or one.kind in LATE:
        return False
    if one.kind in EARLY and re.search(r"A[iaw1]{0,3}$", between):
        return True
    return bool(_BACKWARDS.search(between)) and not set(between[:-1]) & set("tbC&")


def _is_joined(  # noqa: PLR0911 - a list of cases in order
    between: str, before: Mention, one: Mention, *, has_phases: bool, is_crossover: bool
) -> bool:
    if "G" in between and not set(between) & set("C"):
        return False
    if set(between) & set("tbzCp"):
        return True
    if before.number is not None and one.number is not None:
        return one.number == before.number + 1
    if "A" in between and (one.kind == "washout" or before.kind != "treatment"):
        return True
    if before.kind != "treatment" or one.kind != "treatment":
        return len(between) <= 12 and "." not in between
    if before.rule.startswith("numbered") and one.rule.startswith("numbered"):
        return True
    is_list = bool(_LIST.fullmatch(between)) and "," in between
    return "," in between and (has_phases or (is_list and is_crossover))


def goes_on(letters: str, chain: list[Mention], periods: list[Mention]) -> bool:
    """Whether a sentence takes the course further: "Participants then...", "After the washout"."""
    if not periods or not chain:
        return False
    head = letters[: chain[0].first]
    first = chain[0]
    last = periods[-1]
    if first.number is not None and last.number is not None:
        return first.number == last.number + 1
    if first.is_elapsed or (last.kind in LATE and first.kind not in LATE):
        return False
    if re.search(r"^[iawuXNGy]{0,4}[tb]", head) or "t" in head[-6:]:
        return True
    if re.match(r"[iaw]{0,2}[A][iaw1L]{0,4}[WXNRBE]", letters):
        return True
    return "C" in head and first.kind == "treatment"


def expanded(chain: list[Mention]) -> list[Mention]:
    """Two periods for "two periods of 6 weeks", with the washout that separates them between."""
    made: list[Mention] = []
    at = 0
    while at < len(chain):
        one = chain[at]
        if one.kind != "treatment" or one.count == 1:
            made.append(one)
            at += 1
            continue
        after = chain[at + 1] if at + 1 < len(chain) else None
        pause = after if after is not None and after.kind == "washout" else None
        if one.is_each and at and chain[at - 1].kind == "washout" and chain[at - 1].is_between:
            pause = None
        for order in range(one.count):
            if order and pause is not None:
                made.append(pause)
            made.append(replace(one, count=1, treatments=() if one.count > 1 else one.treatments))
        at += 2 if pause is not None else 1
    return made
