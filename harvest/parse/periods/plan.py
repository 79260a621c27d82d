"""Puts the mentions of all sentences into one order: the course of the trial.

Only what the text joins ("followed by", "then", a list of phases) comes one after the other. What
stands apart is a restatement, or an arm that runs beside another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from harvest.parse.periods.items import Item
from harvest.parse.periods.mentions import Mention

_EARLY: Final = ("baseline", "run_in", "placebo_lead_in")
_LATE: Final = ("taper", "extension", "follow_up")
_MOST: Final = 12
# What may stand between the members of a list of phases.
_LIST: Final = re.compile(r"[,&)a1Ow:i]{0,6}")
_BACKWARDS: Final = re.compile(r"[,)]?(?:i|g)?[AQ][iaw1]{0,3}$")
_BACKWARDS_FAR: Final = re.compile(r"^[DXnwriy,]{0,6}[AQ][iaw1]{0,3}$")


@dataclass(slots=True)
class Course:
    """The periods so far, and what is known of washouts."""

    periods: list[Mention] = field(default_factory=list)
    washouts: list[Mention] = field(default_factory=list)
    no_washout: Mention | None = None
    group: str | None = None
    planned_group: str | None = None
    is_chain: bool = False
    is_contradicted: bool = False
    has_unplaced: bool = False


def read_course(
    sentences: list[tuple[tuple[Item, ...], list[Mention]]], *, is_crossover: bool
) -> Course:
    """The course of the trial out of the mentions of each sentence."""
    course = Course()
    for items, mentions in sentences:
        letters = "".join(item.letter for item in items)
        course.group = _group(items, letters) or course.group
        is_new_group = course.planned_group is not None and course.group != course.planned_group
        course.washouts += [one for one in mentions if one.kind == "washout" and one.days != 0]
        for one in mentions:
            if one.rule == "no_washout":
                course.no_washout = course.no_washout or one
        steps = [one for one in mentions if one.rule != "no_washout"]
        if len(re.findall(r"[nr]?u[yiag]|wu[yia]", letters)) > 1 or letters.count("nu") > 1:
            # Side by side, each group takes its own.
            steps = [replace(one, treatments=("one", "other")) for one in steps]
        chains = _chains(items, letters, steps, is_crossover=is_crossover)
        for order, chain in enumerate(chains):
            _forget_unsized(course, chain)
            is_joined = order == 0 and not is_new_group and _goes_on(letters, chain, course)
            if not course.periods:
                course.planned_group = course.group
            _take(course, _expanded(chain), is_joined=is_joined)
        if not is_new_group:
            _take_implied(course, items, letters, steps)
    _place_washouts(course)
    return course


def _group(items: tuple[Item, ...], letters: str) -> str | None:
    """The name of the group that a sentence begins with: "Group A", "Arm 2", "Sequence 1"."""
    match = re.match(r"[iawnX]{0,3}G[nwi]{0,2}", letters)
    if match is None:
        return None
    return " ".join(item.text for item in items[: match.end()])


def _chains(
    items: tuple[Item, ...], letters: str, steps: list[Mention], *, is_crossover: bool
) -> list[list[Mention]]:
    """The mentions of a sentence as runs of what follows on each other."""
    chains: list[list[Mention]] = []
    has_phases = any(one.kind != "treatment" for one in steps)
    for one in steps:
        if not chains:
            chains.append([one])
            continue
        if one.rule == "named_phase" and any(one.kind == other.kind for other in chains[-1]):
            continue  # the same one, named again
        before = chains[-1][-1]
        between = letters[before.last : one.first]
        if _is_reversed(between, before, one):
            chains[-1].insert(len(chains[-1]) - 1, one)
        elif _is_joined(between, before, one, has_phases=has_phases, is_crossover=is_crossover) or (
            # "Following a washout of a week, participants receive..."
            before.kind != "treatment" and "A" in letters[max(0, before.first - 2) : before.last]
        ):
            chains[-1].append(one)
        else:
            chains.append([one])
    return chains


def _is_reversed(between: str, before: Mention, one: Mention) -> bool:
    """ "8 weeks of treatment after a 2-week run-in"."""
    if before.kind != "treatment" or one.kind == "treatment" or one.kind in _LATE:
        return False
    if one.kind in _EARLY and re.search(r"A[iaw1]{0,3}$", between):
        return True
    return bool(_BACKWARDS.search(between)) and not set(between[:-1]) & set("tbC&")


def _is_joined(
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


def _goes_on(letters: str, chain: list[Mention], course: Course) -> bool:
    """Whether a sentence takes the course further: "Participants then...", "After the washout"."""
    if not course.periods or not chain:
        return False
    head = letters[: chain[0].first]
    first = chain[0]
    last = course.periods[-1]
    if first.number is not None and last.number is not None:
        return first.number == last.number + 1
    if first.is_elapsed or (last.kind in _LATE and first.kind not in _LATE):
        return False
    if re.search(r"^[iawuXNGy]{0,4}[tb]", head) or "t" in head[-6:]:
        return True
    if re.match(r"[iaw]{0,2}[A][iaw1L]{0,4}[WXNRBE]", letters):
        return True
    return "C" in head and first.kind == "treatment"


def _expanded(chain: list[Mention]) -> list[Mention]:
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


def _take(course: Course, chain: list[Mention], *, is_joined: bool) -> None:
    if not chain:
        return
    if not course.periods:
        course.periods = chain[:_MOST]
        course.is_chain = len(chain) > 1
        return
    if is_joined:
        if chain[0].is_elapsed and any(one.kind == "treatment" for one in course.periods):
            chain = [one for one in chain if not one.is_elapsed and one.kind != "washout"]
        if not chain:
            return
        if chain[0].rule == "named_phase" and course.periods[-1].kind == chain[0].kind:
            chain = chain[1:]
        if not chain:
            return
        several = next((one for one in course.periods if len(one.treatments) > 1), None)
        if several is not None:
            # Who took one of two before takes the other now.
            chain = [
                replace(one, treatments=several.treatments) if one.kind == "treatment" else one
                for one in chain
            ]
        fresh = (
            chain
            if not _is_same(course.periods[-1], chain[0]) or _says_again(chain[0])
            else chain[1:]
        )
        if len(course.periods) + len(fresh) <= _MOST:
            course.periods += fresh
        return
    if not any(one.kind == "treatment" for one in course.periods) and len(chain) > 1:
        early = [one for one in course.periods if one.kind in _EARLY]
        if not any(one.kind in _EARLY for one in chain):
            late = [one for one in course.periods if one.kind in _LATE]
            course.periods, course.is_chain = [*early, *chain, *late], True
            return
    for one in chain:
        _merge(course, one)


def _forget_unsized(course: Course, chain: list[Mention]) -> None:
    """A bare count of periods gives way to the periods themselves."""
    treated = [one for one in chain if one.kind == "treatment"]
    if sum(one.count for one in treated) > 1 and any(
        one.rule != "counted_periods" for one in treated
    ):
        course.periods = [
            one for one in course.periods if one.rule != "counted_periods" and one.kind != "washout"
        ]


def _says_again(one: Mention) -> bool:
    return one.kind == "treatment"


def _is_same(first: Mention, second: Mention) -> bool:
    return first.kind == second.kind and (
        first.days == second.days or first.days is None or second.days is None
    )


def _merge(course: Course, one: Mention) -> None:
    """A mention that stands apart: said before, an arm beside, or a phase that is new."""
    alike = [i for i, other in enumerate(course.periods) if other.kind == one.kind]
    if one.kind == "treatment":
        _merge_treatment(course, one, alike)
        return
    if not alike:
        if one.kind == "washout":
            return  # placed at the end
        course.periods.insert(_place(course, one), one)
        return
    i = alike[0]
    other = course.periods[i]
    if other.days is None and other.why == "not stated" and one.days is not None:
        course.periods[i] = one
    elif one.days is not None and other.days is not None and one.days != other.days:
        if one.kind != "washout":
            course.periods[i] = replace(other, days=None, why="contradiction")


def _merge_treatment(course: Course, one: Mention, alike: list[int]) -> None:
    if not alike:
        late = [i for i, other in enumerate(course.periods) if other.kind in _LATE]
        at = late[0] if late else len(course.periods)
        course.periods[at:at] = _expanded([one])
        return
    if one.days is None:
        return
    if one.is_elapsed and all(course.periods[i].days is not None for i in alike):
        return
    if len(alike) == 1:
        i = alike[0]
        other = course.periods[i]
        if other.days == one.days:
            names = tuple(dict.fromkeys((*other.treatments, *one.treatments)))
            # "B: it is given for 3 weeks" may be another arm; "the treatment lasts" is not.
            is_beside = not one.treatments and one.rule == "for_length" and bool(names)
            names = (*names, "other") if is_beside else names
            course.periods[i : i + 1] = (
                _expanded([replace(one, treatments=())])
                if one.count > 1
                else [replace(other, treatments=names if other.treatments else (),
                              is_each=other.is_each or one.is_each)]
            )  # fmt: skip
        elif other.days is None and other.why == "not stated":
            course.periods[i] = replace(one, treatments=other.treatments or one.treatments)
        else:
            course.periods[i] = replace(other, days=None, why="contradiction")
        return
    lengths = {course.periods[i].days for i in alike}
    total = sum(course.periods[i].days or 0 for i in alike)
    if (
        lengths == {None}
        and all(course.periods[i].why == "not stated" for i in alike)
        and one.is_each
    ):
        for i in alike:
            course.periods[i] = replace(
                one, treatments=course.periods[i].treatments, count=1, number=None
            )
    elif one.days not in lengths and one.days != total:
        course.is_contradicted = True


def _place(course: Course, one: Mention) -> int:
    if one.kind in _EARLY:
        return 0
    if one.kind == "extension":
        late = [i for i, other in enumerate(course.periods) if other.kind == "follow_up"]
        return late[0] if late else len(course.periods)
    return len(course.periods)


def _take_implied(
    course: Course, items: tuple[Item, ...], letters: str, steps: list[Mention]
) -> None:
    """ "8 weeks of either, then the alternative": the other period, as long as the first."""
    match = re.search(
        r"(?:[tC][iyoawgXu]{0,4}|[tC].{0,3}i|AL?W(?:N|oL|,){0,3}[iwuy]{0,4})q", letters
    )
    if match is None or not course.periods:
        return
    treated = [one for one in course.periods if one.kind == "treatment"]
    if len(treated) != 1 or treated[0].days is None or treated[0].rule == "implied_other":
        return
    if any(one.kind == "treatment" and one.first >= match.start() for one in steps):
        return
    if set(letters) & set("m") or (
        course.is_chain and course.periods[-1].kind not in ("treatment", "washout")
    ):
        return
    first = treated[0]
    if first.last > match.start() and steps and first in steps:
        return
    end = match.end() - 1
    course.periods.append(
        replace(
            first,
            treatments=(),
            span=items[end].span,
            rule="implied_other",
            certainty="inferred",
            is_each=True,
            start=None,
        )  # fmt: skip
    )


def _place_washouts(course: Course) -> None:
    """Washouts told apart from the order of the periods: between them, or before."""
    if any(one.kind == "washout" for one in course.periods):
        return
    told = [one for one in course.washouts]
    if not told:
        return
    one = told[0]
    treated = [i for i, other in enumerate(course.periods) if other.kind == "treatment"]
    if len({other.days for other in told if other.days is not None}) > 1:
        one = replace(one, days=None, why="contradiction")
    if one.is_before and not one.is_between:
        at = treated[0] if treated else len(course.periods)
        course.periods.insert(at, one)
        return
    if len(treated) < 2:
        course.periods.insert(treated[-1] + 1 if treated else len(course.periods), one)
        return
    for i in reversed(treated[1:]):
        course.periods.insert(i, one)
