"""What a trial's treatment is compared with, read from its arms and interventions.

An arm is what its interventions make it; where they do not tell, its label and then its type do.
The kinds follow ICH E10; usual care alone is no treatment where the registry calls the arm so, an
active control otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Literal, NamedTuple

from harvest.derive.design_texts import ARMS, Text, design_texts, titles
from harvest.parse.designs.vocabulary import control_terms
from harvest.parse.designs.words import keys, sentences, span
from harvest.parse.evidence import Evidence, Span
from harvest.record.protocol import ArmGroup
from harvest.record.study import Study

Control = Literal[
    "placebo", "sham", "add_on", "active", "dose_comparison", "no_treatment", "historical", "none"
]
ORDER: tuple[Control, ...] = (
    "placebo", "sham", "add_on", "active", "dose_comparison", "no_treatment", "historical", "none",
)  # fmt: skip
"""The first that holds is the primary one: from the control that tells the treatment's own effect
best to the one that tells it least."""

ArmKind = Literal["placebo", "sham", "no_treatment", "usual_care", "healthy", "real"]
_AMOUNT = re.compile(
    r"(?<![\d.,])\d[\d.,]{0,12}\s{0,3}(?:mg|mcg|\u00b5g|\u03bcg|ug|g|ml|iu|units?|mg/kg|%|mA|gy|hz|j/cm2|mj)\b(?:/\w{1,12}){0,3}"
    r"|\b(?:low|lower|high|higher|medium|mid|middle|moderate|standard|full|half|double|single)"
    r"[- ]?(?:dose|dosage|intensity|frequency)\b|\b(?:dose|level)[- ]?(?:\d+|[a-d]|i{1,3})\b",
    re.IGNORECASE,
)
_NO_MEANING = re.compile(
    r"[^\w]+|\b(?:arm|group|cohort|dose|once|twice|daily|bid|qd|tid|od|weekly)\b"
)


_JOINED = re.compile(r"\s{0,3}\+\s{0,3}(?=\w)|\bplus\b", re.IGNORECASE)
# Arms that are compared with each other, at most.
_MOST = 40


class Reason(NamedTuple):
    """One kind of control and the words that say so."""

    control: Control
    path: str
    text: str
    evidence: Evidence


class Arm(NamedTuple):
    """An arm, and what it gets.

    Attributes:
        kind: What it is as a control.
        given: Names of its interventions that are neither placebo nor sham.
        dummies: Whether it gets a placebo or a sham.
    """

    place: int
    group: ArmGroup
    kind: ArmKind
    given: frozenset[str]
    dummies: frozenset[str]


def controls(study: Study) -> list[Reason]:
    """Every kind of control, in `ORDER`; empty where the record does not tell."""
    if study.protocolSection.designModule.studyType != "INTERVENTIONAL":
        return []
    arms = _arms(study)
    found: list[Reason] = [*_placebo_or_sham(study, arms), *_other(study, arms)]
    found += _historical(study)
    if not found:
        found += _none(study, arms)
    unique = {reason.control: reason for reason in reversed(found)}
    return [unique[control] for control in ORDER if control in unique]


@lru_cache(maxsize=512)
def _terms(text: str) -> tuple[tuple[str, Span], ...]:
    return tuple(
        (hit.value, span(sentence, hit.start, hit.end))
        for sentence in sentences(text)
        for hit in control_terms().find(keys(sentence))
    )


def _says(text: str, *codes: str) -> Span | None:
    return next((where for code, where in _terms(text) if code in codes), None)


def _arms(study: Study) -> list[Arm]:
    module = study.protocolSection.armsInterventionsModule
    by_arm: dict[str, list[str]] = {}
    for intervention in module.interventions:
        for label in intervention.armGroupLabels:
            # "Tea + milk" is two treatments under one name.
            by_arm.setdefault(label, []).extend(_JOINED.split(intervention.name or ""))
    return [
        _arm(place, group, by_arm.get(group.label or "", []))
        for place, group in enumerate(module.armGroups)
    ]


def _arm(place: int, group: ArmGroup, names: list[str]) -> Arm:
    given: set[str] = set()
    dummies: set[str] = set()
    is_nothing = False
    for name in names:
        if _says(name, "sham"):
            dummies.add("sham")
        elif _says(name, "placebo"):
            dummies.add("placebo")
        elif _says(name, "no_treatment") or name.casefold().startswith("no "):
            is_nothing = True
        elif name.strip():
            given.add(name.casefold().strip())
    # Questionnaires and samples treat nobody, unless there is nothing else.
    treating = {name for name in given if not _says(name, "assessment")}
    if not treating and not is_nothing:
        treating = given
    kind = _kind(group, treating, dummies)
    if kind == "real" and is_nothing and not treating and not dummies:
        kind = "no_treatment"
    return Arm(place, group, kind, frozenset(treating), frozenset(dummies))


def _kind(group: ArmGroup, given: set[str], dummies: set[str]) -> ArmKind:
    label = group.label or ""
    match group.type:
        case "NO_INTERVENTION" if not _says(label, "sham", "placebo"):
            return "healthy" if _says(label, "healthy") else "no_treatment"
        case "SHAM_COMPARATOR":
            is_placebo = dummies == {"placebo"} and not _says(label, "sham")
            return "placebo" if is_placebo else "sham"
        case "PLACEBO_COMPARATOR":
            return "sham" if dummies == {"sham"} else "placebo"
        case _:
            return _kind_by_content(group, given, dummies)


def _kind_by_content(group: ArmGroup, given: set[str], dummies: set[str]) -> ArmKind:
    label = group.label or ""
    is_tested = group.type == "EXPERIMENTAL"
    is_treated = any(not _says(name, "usual_care") for name in given)
    kind: ArmKind = "real"
    if group.type == "NO_INTERVENTION":
        kind = "sham" if _says(label, "sham") else "placebo"  # or it would not have come here
    elif dummies and not given:
        kind = "sham" if "sham" in dummies else "placebo"
    elif not is_treated and _says(label, "healthy"):
        kind = "healthy"
    elif _says(label, "no_treatment") and not (is_tested and given):
        kind = "no_treatment"  # a waiting list may get the treatment later
    elif not is_treated and (given or (not is_tested and _says(label, "usual_care"))):
        kind = "usual_care"
    return kind


def _of_arm(control: Control, arm: Arm, rule: str, *, by_type: bool) -> Reason:
    """The words behind an arm's kind: its type, else its label."""
    if by_type and arm.group.type:
        where = Text(f"{ARMS}armGroups[{arm.place}].type", arm.group.type)
    else:
        where = Text(f"{ARMS}armGroups[{arm.place}].label", arm.group.label or "")
    text = where.text
    return Reason(control, where.path, text, Evidence(Span(0, len(text)), rule, "inferred"))


def _placebo_or_sham(study: Study, arms: list[Arm]) -> list[Reason]:
    kinds: tuple[Literal["placebo", "sham"], ...] = ("placebo", "sham")
    found = []
    for kind in kinds:
        own = [arm for arm in arms if arm.kind == kind]
        if own:
            by_type = own[0].group.type in ("PLACEBO_COMPARATOR", "SHAM_COMPARATOR")
            found.append(_of_arm(kind, own[0], f"{kind}_arm", by_type=by_type))
        elif _is_compared(study, arms, kind):
            found += _in_interventions(study, kind)
    return found or [reason for kind in kinds for reason in _in_titles(study, kind)]


def _is_compared(study: Study, arms: list[Arm], kind: str) -> bool:
    """Whether a placebo stands for a treatment rather than only hides which drug is given.

    In a double dummy no arm's treatments are a part of another's; with a placebo as control they
    are, or the same people get both in turn.
    """
    with_dummy = [arm for arm in arms if kind in arm.dummies]
    if not with_dummy and len(arms) > 1:
        return False
    if study.protocolSection.designModule.designInfo.interventionModel == "CROSSOVER":
        return True
    if len(arms) < 2:
        allocation = study.protocolSection.designModule.designInfo.allocation
        return allocation == "RANDOMIZED" or (allocation is None and not arms)
    if len({name for arm in arms for name in arm.given}) == 1:
        return True  # one treatment and a placebo in every cohort
    return any(arm.given < other.given for arm in with_dummy for other in arms)


def _in_interventions(study: Study, kind: Literal["placebo", "sham"]) -> list[Reason]:
    for place, item in enumerate(study.protocolSection.armsInterventionsModule.interventions):
        name = item.name or ""
        where = _says(name, kind)
        if where:
            path = f"{ARMS}interventions[{place}].name"
            return [Reason(kind, path, name, Evidence(where, f"{kind}_intervention", "stated"))]
    return []


def _in_titles(study: Study, kind: Literal["placebo", "sham"]) -> list[Reason]:
    """ "Placebo-controlled" in a title, where the arms do not tell."""
    for title in titles(study):
        where = _says(title.text, kind)
        after = title.text[where.end : where.end + 12].casefold() if where else ""
        if where and ("control" in after or "control" in title.text[slice(*where)].casefold()):
            evidence = Evidence(where, f"{kind}_controlled", "stated")
            return [Reason(kind, title.path, title.text, evidence)]
    return []


def _other(study: Study, arms: list[Arm]) -> Iterator[Reason]:
    info = study.protocolSection.designModule.designInfo
    if len(arms) < 2:
        return
    is_random = info.allocation == "RANDOMIZED"
    real = [arm for arm in arms if arm.kind == "real"]
    added = [arm for arm in _added(arms) if is_random or arm.group.type not in _TESTED]
    if added:
        yield _of_arm("add_on", added[0], "part_of_another_arm", by_type=False)
    doses = _dose_pair(real) if is_random else None
    active = _active(real, added)
    if active:
        yield _of_arm("active", active[0], "active_arm", by_type=True)
    usual = [arm for arm in arms if arm.kind == "usual_care" and arm not in added]
    if usual:
        yield _of_arm("active", usual[0], "usual_care_arm", by_type=False)
    if doses:
        yield _of_arm("dose_comparison", doses, "arms_differ_in_amount", by_type=False)
    untreated = [arm for arm in arms if arm.kind == "no_treatment"]
    if untreated:
        by_type = untreated[0].group.type == "NO_INTERVENTION"
        yield _of_arm("no_treatment", untreated[0], "untreated_arm", by_type=by_type)
    if is_random and not (added or doses or active) and len(real) == len(arms):
        yield from _between_treatments(real, is_crossover=info.interventionModel == "CROSSOVER")


_TESTED = ("EXPERIMENTAL", None)


def _added(arms: list[Arm]) -> list[Arm]:
    """Arms whose treatments are all given in another arm too, with more."""
    some = arms[:_MOST]
    return [arm for arm in some if any(_background(arm, o) for o in some if _may_add(arm, o))]


def _may_add(arm: Arm, other: Arm) -> bool:
    """Whether the other arm can be the tested one: a comparator does not add to what is tested."""
    return other.group.type in _TESTED or arm.group.type not in _TESTED


def _background(arm: Arm, other: Arm) -> bool:
    """Whether what an arm gets, its placebo or sham aside, is a part of what the other gets."""
    is_dummy = arm.kind in ("placebo", "sham") and not arm.dummies
    given = arm.given & other.given if is_dummy else arm.given
    return bool(given) and given < other.given


def _active(real: list[Arm], added: list[Arm]) -> list[Arm]:
    """Arms called active comparators, beside another treatment than in other amounts."""
    named = [arm for arm in real if arm.group.type == "ACTIVE_COMPARATOR" and arm not in added]
    others = [arm for arm in real if arm.group.type != "ACTIVE_COMPARATOR"] or named
    if added and others is named:
        return []  # the arm with more is the tested one, whatever it is called
    drugs = [_drugs(arm) for arm in others]
    return [
        arm
        for arm in named
        if len(real) > 1 and (any(_drugs(arm) != drug for drug in drugs) or not _has_amounts(arm))
    ]


def _drugs(arm: Arm) -> frozenset[str]:
    return frozenset(_base(name) for name in arm.given)


def _has_amounts(arm: Arm) -> bool:
    texts = (arm.group.label or "", *arm.given)
    return any(_AMOUNT.search(text) for text in texts)


def _between_treatments(real: list[Arm], *, is_crossover: bool) -> Iterator[Reason]:
    """Randomised arms of different treatments, none of them called a comparator."""
    given = {arm.given for arm in real}
    if len(given) > 1 or (len(frozenset().union(*given)) > 1 and is_crossover):
        yield _of_arm("active", real[0], "randomized_between_treatments", by_type=True)


@lru_cache(maxsize=512)
def _base(label: str) -> str:
    """A label or a name without its amounts."""
    return " ".join(_NO_MEANING.sub(" ", _AMOUNT.sub(" ", label).casefold()).split())


def _dose_pair(arms: list[Arm]) -> Arm | None:
    """An arm that differs from another only in the amount of the same drug."""
    for first, second in combinations(arms[:_MOST], 2):
        labels = [arm.group.label or "" for arm in (first, second)]
        names = [sorted(_base(name) for name in arm.given) for arm in (first, second)]
        bases = [_base(label) for label in labels]
        is_amount = all(_AMOUNT.search(label) for label in labels) and labels[0] != labels[1]
        if names[0] and names[0] == names[1] and bases[0] == bases[1] and is_amount:
            return second
        named = [sorted(arm.given) for arm in (first, second)]
        in_names = named[0] != named[1] and all(
            any(_AMOUNT.search(name) for name in given) for given in named
        )
        if names[0] and names[0] == names[1] and in_names:
            return second
    return None


def _historical(study: Study) -> Iterator[Reason]:
    for text in (*(text for text, _ in design_texts(study)),):
        where = _says(text.text, "historical")
        if where and _is_own_control(text, where):
            evidence = Evidence(where, "historical_control", "stated")
            yield Reason("historical", text.path, text.text, evidence)
            return


def _is_own_control(text: Text, where: Span) -> bool:
    words = text.text[where.start : where.end].casefold()
    return "control" in words or "compar" in text.text[max(where.start - 60, 0) : where.start]


def _none(study: Study, arms: list[Arm]) -> Iterator[Reason]:
    info = study.protocolSection.designModule.designInfo
    path = "protocolSection.designModule.designInfo."
    treated = [arm for arm in arms if arm.kind != "healthy"]
    is_single = info.interventionModel == "SINGLE_GROUP" and len(treated) < 2
    if len(treated) == 1 or is_single:
        model = info.interventionModel or ""
        if model == "SINGLE_GROUP":
            yield Reason(
                "none", path + "interventionModel", model,
                Evidence(Span(0, len(model)), "single_group", "stated"),
            )  # fmt: skip
        elif treated and info.allocation != "RANDOMIZED":
            yield _of_arm("none", treated[0], "one_arm", by_type=False)
    elif len(treated) > 1 and info.allocation in ("NON_RANDOMIZED", "NA"):
        allocation = info.allocation
        yield Reason(
            "none", path + "allocation", allocation,
            Evidence(Span(0, len(allocation)), "groups_without_control", "inferred"),
        )  # fmt: skip
