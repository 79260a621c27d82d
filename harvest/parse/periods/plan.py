"""Puts the mentions of all sentences into one order: the course of the trial.

Only what the text joins ("followed by", "then", a list of phases) comes one after the other. What
stands apart is a restatement, or an arm that runs beside another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from harvest.parse.periods.items import Item
from harvest.parse.periods.joints import EARLY, LATE, chains, expanded, goes_on
from harvest.parse.periods.mention import Mention

_MOST: Final = 12


@dataclass(slots=True)
class Course:
    """The periods so far, and what is known of washouts."""

    periods: list[Mention] = field(default_factory=list)
    washouts: list[Mention] = field(default_factory=list)
    by_treatment: list[Mention] = field(default_factory=list)
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
        runs = chains(letters, steps, is_crossover=is_crossover)
        for order, chain in enumerate(runs):
            _forget_unsized(course, chain)
            is_joined = order == 0 and not is_new_group and goes_on(letters, chain, course.periods)
            if not course.periods:
                course.planned_group = course.group
            _take(course, expanded(chain), is_joined=is_joined)
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
        early = [one for one in course.periods if one.kind in EARLY]
        if not any(one.kind in EARLY for one in chain):
            late = [one for one in course.periods if one.kind in LATE]
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
    elif None not in (one.days, other.days) and one.days != other.days and one.kind != "washout":
        course.periods[i] = replace(other, days=None, why="contradiction")


def _merge_treatment(course: Course, one: Mention, alike: list[int]) -> None:
    if not alike:
        late = [i for i, other in enumerate(course.periods) if other.kind in LATE]
        at = late[0] if late else len(course.periods)
        course.periods[at:at] = expanded([one])
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
                expanded([replace(one, treatments=())])
                if one.count > 1
                else [replace(other, treatments=names if other.treatments else (),
                              is_each=other.is_each or one.is_each)]
            )  # fmt: skip
        elif other.days is None and other.why == "not stated":
            course.periods[i] = replace(one, treatments=other.treatments or one.treatments)
        else:
            if (
                other.treatments != one.treatments
                and max(map(len, (other.treatments, one.treatments))) == 1
            ):
                course.by_treatment += [other, one]
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
    if one.kind in EARLY:
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
        )
    )


def _place_washouts(course: Course) -> None:
    """Washouts told apart from the order of the periods: between them, or before."""
    if any(one.kind == "washout" for one in course.periods):
        return
    told = list(course.washouts)
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
