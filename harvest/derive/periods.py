"""The periods of every arm: what happens in which order, for how long.

An arm's description is read first, then its label for the order of treatments; lengths that they
leave open come from the doses and from the texts on the study as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from harvest.derive.doses import Arm, Dose
from harvest.derive.study_plan import Length, StudyPlan
from harvest.derive.texts import Text, of_arm
from harvest.derive.trace import Trace, missing, shown
from harvest.parse.doses import read_doses
from harvest.parse.evidence import Evidence
from harvest.parse.periods import Kind, Period, read_periods

GIVEN: Final[frozenset[Kind]] = frozenset({"treatment", "extension", "placebo_lead_in", "taper"})
_BEFORE: Final[tuple[Kind, ...]] = ("baseline", "run_in", "placebo_lead_in")
_AFTER: Final[tuple[Kind, ...]] = ("extension", "follow_up")
_FIRST: Final = re.compile(r"\bfirst\b", re.IGNORECASE)
TABLE: Final = "arm_periods"


@dataclass(frozen=True, slots=True)
class ArmPeriod:
    """One period of one arm.

    Attributes:
        arm_position: The arm; None for a study without arms.
        period_number: Order within the arm, from 0.
        kind: What it is for.
        treatment: What is taken, by its published name or in the words of the record.
        drugs: The arm's drugs that are given in it, as places in `Arm.drugs`.
        start_day: First day, counted from the start of the first treatment period; what comes
            before has a negative one. None where a length before it, or the order, is unknown.
        days: Length; None where the record does not give it.
        washout_days_before: Of the washout right before; 0 where the record says that there is
            none.
        is_open_label: The record calls it open.
        how: Where order and length come from, in words.
        found: The text and the words that the length was read from.
        reason: Why the length is null.
    """

    arm_position: int | None
    period_number: int
    kind: Kind
    treatment: str | None
    drugs: tuple[int, ...]
    start_day: int | None
    days: int | None
    washout_days_before: int | None
    is_open_label: bool
    how: str
    found: tuple[Text, Evidence] | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A period before its place in time is known."""

    kind: Kind
    how: str
    treatment: str | None = None
    days: int | None = None
    is_open_label: bool = False
    found: tuple[Text, Evidence] | None = None
    reason: str | None = None


def arm_periods(
    arms: Iterable[Arm], doses: Sequence[Dose], plan: StudyPlan
) -> tuple[ArmPeriod, ...]:
    """The periods of all arms, arm by arm, in their order."""
    arms = tuple(arms)
    drugs = [{drug.name for drug in arm.drugs} for arm in arms]
    # Arms of a crossover that all get the same drugs are sequences; else they are treatments.
    are_sequences = plan.is_crossover and all(each == drugs[0] and len(each) > 1 for each in drugs)
    return tuple(
        period for arm in arms for period in _of_arm(arm, doses, plan, are_sequences=are_sequences)
    )


def _of_arm(
    arm: Arm, doses: Sequence[Dose], plan: StudyPlan, *, are_sequences: bool
) -> Iterator[ArmPeriod]:
    drafts = _told_by_arm(arm, is_sequence=are_sequences)
    is_ordered = not plan.is_crossover or _count(drafts) > 1
    if not _count(drafts):
        order = _by_first(arm) if are_sequences else ()
        is_ordered = is_ordered or bool(order)
        drafts = [*drafts, *_untold(arm, order, is_sequence=are_sequences)]
    drafts = [_with_length(place, drafts, arm, doses, plan) for place in range(len(drafts))]
    if is_ordered:
        drafts = _with_ends(_with_washouts(drafts, plan), plan)
    starts = _starts(drafts, plan) if is_ordered else [None] * len(drafts)
    for number, (draft, start) in enumerate(zip(drafts, starts, strict=True)):
        yield ArmPeriod(
            arm_position=arm.position,
            period_number=number,
            kind=draft.kind,
            treatment=_treatment(draft, drafts, arm),
            drugs=_given(draft, drafts, arm) if draft.kind in GIVEN else (),
            start_day=start,
            days=draft.days,
            washout_days_before=_washout_before(drafts[: number + 1], plan),
            is_open_label=draft.is_open_label,
            how=draft.how,
            found=draft.found,
            reason=draft.reason if draft.days is None else None,
        )


def _count(drafts: Iterable[_Draft]) -> int:
    return sum(draft.kind == "treatment" for draft in drafts)


def _told_by_arm(arm: Arm, *, is_sequence: bool) -> list[_Draft]:
    """What the arm's own text with the most treatment periods lists.

    One treatment in an arm that gets several, one after the other, is not the whole of it: then
    nothing is taken as told.
    """
    listed = [
        [_draft(text, period) for period in read_periods(text.text).periods]
        for text in (() if arm.position is None else of_arm(arm.position, arm.group))
    ]
    best = max(listed, key=_count, default=[])
    return [] if is_sequence and _count(best) == 1 else best


def _by_first(arm: Arm) -> tuple[str, ...]:
    """The two drugs of an arm whose label names one of them as the first ("Naltrexone first")."""
    names = dict.fromkeys(drug.name for drug in arm.drugs)
    label = arm.group.label or ""
    named = [each.drug for each in read_doses(label) if each.drug in names]
    if len(names) != 2 or len(named) != 1 or not _FIRST.search(label):
        return ()
    return (named[0], *(name for name in names if name != named[0]))


def _untold(arm: Arm, order: Sequence[str], *, is_sequence: bool) -> list[_Draft]:
    """Treatment periods of an arm whose texts list none."""
    if order:
        return [_Draft("treatment", "the arm's label names the first", name) for name in order]
    if is_sequence:
        how = "one period for each drug of the arm; their order is not told"
        names = dict.fromkeys(drug.name for drug in arm.drugs)
        return [_Draft("treatment", how, name) for name in names]
    return [_Draft("treatment", "the arm's texts tell of no other period")]


def _draft(text: Text, period: Period) -> _Draft:
    return _Draft(
        period.kind,
        _words(text),
        period.treatment,
        period.days,
        period.is_open_label,
        (text, period.evidence),
        period.why_no_days,
    )


def _words(text: Text) -> str:
    return text.source.replace("_", " ")


def _with_length(
    place: int, drafts: Sequence[_Draft], arm: Arm, doses: Sequence[Dose], plan: StudyPlan
) -> _Draft:
    """A treatment period with a length from elsewhere, where its own text gives none."""
    draft = drafts[place]
    if draft.kind != "treatment" or (draft.days is not None and not _is_step(draft, arm, doses)):
        return draft
    count, number = _count(drafts), _count(drafts[:place])
    found = (
        _from_doses(draft, count, arm, doses)
        or _from_arm(draft, arm)
        or plan.length_of(draft.treatment, number, count)
    )
    if found is None:
        return draft if not _is_step(draft, arm, doses) else replace(draft, days=None)
    return _sized(replace(draft, days=None), found)


def _of(draft: _Draft, arm: Arm, doses: Sequence[Dose]) -> list[Dose]:
    """The statements on the drug of a period in its arm."""
    return [
        dose
        for dose in doses
        if dose.arm_position == arm.position
        and dose.role == "assigned"
        and draft.treatment in (None, dose.statement.drug)
    ]


def _is_step(draft: _Draft, arm: Arm, doses: Sequence[Dose]) -> bool:
    """Whether the length of a period is only that of a step of its dose."""
    for dose in _of(draft, arm, doses):
        starts = [step.start_day for step in dose.statement.schedule]
        lengths = {later - start for start, later in pairwise(starts)}
        if draft.days in lengths or (len(starts) > 1 and (draft.days or 0) <= starts[-1]):
            return True
    return False


def _from_doses(draft: _Draft, count: int, arm: Arm, doses: Sequence[Dose]) -> Length | None:
    """How long the drug is given by the arm's statements, where they agree.

    Several treatment periods share a drug's length only if the drug is named in just one of them.
    """
    if count > 1 and draft.treatment is None:
        return None
    found = [
        Length(days, Text(dose.source, dose.path, dose.text), evidence)
        for dose in _of(draft, arm, doses)
        if (days := dose.statement.duration_days) is not None
        and (evidence := dose.statement.evidence_of("duration_days")) is not None
    ]
    return found[0] if len({each.days for each in found}) == 1 else None


def _from_arm(draft: _Draft, arm: Arm) -> Length | None:
    """How long a treatment lasts by another text of the arm that names it once."""
    if draft.treatment is None or arm.position is None:
        return None
    for text in of_arm(arm.position, arm.group):
        named = [
            one
            for one in read_periods(text.text).periods
            if one.kind == "treatment" and one.treatment == draft.treatment
        ]
        if len(named) == 1 and named[0].days is not None:
            return Length(named[0].days, text, named[0].evidence)
    return None


def _with_washouts(drafts: Sequence[_Draft], plan: StudyPlan) -> list[_Draft]:
    """The washout of the study between treatments, where the arm's own text has none or no days."""
    washout = plan.washout
    if washout is None or not washout.days:
        return list(drafts)
    if any(each.kind == "washout" for each in drafts):
        return [_sized(each, washout) if each.kind == "washout" else each for each in drafts]
    found: list[_Draft] = []
    for draft in drafts:
        if draft.kind == "treatment" and found and found[-1].kind == "treatment":
            where = (washout.text, washout.evidence)
            how = _words(washout.text)
            found.append(_Draft("washout", how, days=washout.days, found=where))
        found.append(draft)
    return found


def _sized(draft: _Draft, length: Length) -> _Draft:
    """A period without days of its own, with those of the study."""
    if draft.days is not None:
        return draft
    how = f"{draft.how}; length: {_words(length.text)}"
    return replace(draft, days=length.days, how=how, found=(length.text, length.evidence))


def _with_ends(drafts: Sequence[_Draft], plan: StudyPlan) -> list[_Draft]:
    """Run-ins and follow-ups of the study, where the arm's own text has none."""
    kinds = {draft.kind for draft in drafts}
    before, after = (
        [
            _draft(text, period)
            for kind in side
            if kind not in kinds
            for period, text in plan.listed(kind)
        ]
        for side in (_BEFORE, _AFTER)
    )
    return [*before, *drafts, *after]


def _starts(drafts: Sequence[_Draft], plan: StudyPlan) -> list[int | None]:
    """First days, counted from the first treatment period; None behind an unknown length."""
    first = next(
        (place for place, draft in enumerate(drafts) if draft.kind == "treatment"), len(drafts)
    )
    has_unknown_gap = plan.speaks_of_washout and plan.washout is None
    has_gaps = any(draft.kind == "washout" for draft in drafts)
    forward: list[int | None] = []
    day: int | None = 0
    for place in range(first, len(drafts)):
        if place > first and has_unknown_gap and not has_gaps:
            day = None
        forward.append(day)
        days = drafts[place].days
        day = None if day is None or days is None else day + days
    backward: list[int | None] = []
    day = 0
    for place in range(first - 1, -1, -1):
        days = drafts[place].days
        day = None if day is None or days is None else day - days
        backward.append(day)
    return [*reversed(backward), *forward]


def _washout_before(drafts: Sequence[_Draft], plan: StudyPlan) -> int | None:
    """Length of the washout right before the last of these periods, if it is a later treatment."""
    *earlier, last = drafts
    if last.kind != "treatment" or not _count(earlier):
        return None
    if earlier[-1].kind == "washout":
        return earlier[-1].days
    washout = plan.washout
    return 0 if washout is not None and washout.days == 0 else None


def _treatment(draft: _Draft, drafts: Sequence[_Draft], arm: Arm) -> str | None:
    """What is taken in a period: of a single treatment period all that the arm gets."""
    if not _is_single(draft, drafts) or not arm.drugs:
        return draft.treatment
    names = {drug.name for drug in arm.drugs}
    if "placebo" not in names and any(
        each.group == "placebo" for each in read_doses(arm.group.description or "")
    ):
        return None  # "naltrexone or placebo", of which only one is registered
    return names.pop() if len(names) == 1 else None


def _is_single(draft: _Draft, drafts: Sequence[_Draft]) -> bool:
    return draft.kind == "treatment" and _count(drafts) == 1


def _given(draft: _Draft, drafts: Sequence[_Draft], arm: Arm) -> tuple[int, ...]:
    """Which of the arm's drugs are given in a period."""
    everything = tuple(range(len(arm.drugs)))
    if _is_single(draft, drafts):
        return everything
    if draft.treatment is not None:
        parts = {part.strip() for part in draft.treatment.split("+")}
        return tuple(place for place in everything if arm.drugs[place].name in parts)
    if draft.is_open_label or draft.kind == "extension":
        return tuple(place for place in everything if not arm.drugs[place].is_placebo)
    return everything if len({drug.name for drug in arm.drugs}) == 1 else ()


def planned_days(periods: Iterable[ArmPeriod], kind: Kind) -> int | None:
    """Days of all periods of a kind in one arm, of the arm where they are longest.

    An arm with a period of unknown length does not count.
    """
    lengths: dict[int | None, list[int | None]] = {}
    for period in periods:
        if period.kind == kind:
            lengths.setdefault(period.arm_position, []).append(period.days)
    whole = [
        sum(each for each in days if each is not None)
        for days in lengths.values()
        if None not in days
    ]
    return max(whole, default=None)


def crossover_days(periods: Iterable[ArmPeriod], plan: StudyPlan) -> int | None:
    """Length of each treatment period of a crossover, where all are as long as each other."""
    days = {period.days for period in periods if period.kind == "treatment"}
    return days.pop() if plan.is_crossover and len(days) == 1 else None


def period_traces(periods: Iterable[ArmPeriod]) -> Iterator[Trace]:
    """Where the lengths were read, or why there are none."""
    for place, period in enumerate(periods):
        if period.found is not None and period.days is not None:
            text, evidence = period.found
            yield shown(TABLE, place, "days", text.path, text.text, evidence)
        elif period.found is not None:
            text, evidence = period.found
            yield shown(TABLE, place, "kind", text.path, text.text, evidence)
        if period.reason is not None:
            yield missing(TABLE, place, "days", None, period.reason)
