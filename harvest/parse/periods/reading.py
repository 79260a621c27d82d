"""Reads the periods of a trial; see the package."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from harvest.parse.doses.model import FieldEvidence, Reason
from harvest.parse.evidence import Evidence, Span
from harvest.parse.periods.items import Item
from harvest.parse.periods.lexer import read_sentences
from harvest.parse.periods.mention import Mention
from harvest.parse.periods.mentions import read_mentions
from harvest.parse.periods.model import Period, PeriodPlan, Why
from harvest.parse.periods.plan import Course, read_course
from harvest.parse.periods.ranges import with_settled_ranges

_LETTERS_ORDER: Final = re.compile(r"\b(?:AB ?/ ?BA|ABBA|AB or BA|ABA|BAB|AB and BA)\b")
Fact = tuple[int | None, Why | None, Mention]


@lru_cache(maxsize=4096)
def read_periods(text: str) -> PeriodPlan:
    """What a text says about the periods of its trial; see `PeriodPlan`.

    Args:
        text: A description as the registry has it, of an arm or of the study.
    """
    sentences = with_settled_ranges(list(read_sentences(text)))
    design = _Design(sentences)
    found = [read_mentions(items) for items in sentences]
    pairs = [(items, mentions) for items, (mentions, _) in zip(sentences, found, strict=True)]
    course = read_course(pairs, is_crossover=design.crossover is not None)
    course.has_unplaced = any(has_unplaced for _, has_unplaced in found)
    return _plan(text, course, design)


class _Design:
    """Where the text calls the design a crossover or parallel."""

    def __init__(self, sentences: list[tuple[Item, ...]]) -> None:
        self.crossover: Span | None = None
        self.parallel: Span | None = None
        for items in sentences:
            letters = "".join(item.letter for item in items)
            for at, item in enumerate(items):
                near = letters[max(0, at - 4) : at]
                if item.letter == "C" and "x" not in near and "m" not in letters:
                    self.crossover = self.crossover or item.span
                if item.letter == "H" and "x" not in near:
                    self.parallel = self.parallel or item.span


def _plan(text: str, course: Course, design: _Design) -> PeriodPlan:
    periods = tuple(_period(one) for one in course.periods)
    facts: dict[str, Fact | None] = {
        "washout_days": _washout(course, is_crossover=design.crossover is not None),
        "period_days": _each(course),
        "treatment_days": _treated(course, is_crossover=design.crossover is not None),
        "follow_up_days": _follow_up(course),
    }
    evidence = [
        FieldEvidence(name, _evidence(fact[2]))
        for name, fact in facts.items()
        if fact is not None and fact[0] is not None
    ]
    reasons = tuple(
        Reason(name, fact[1])
        for name, fact in facts.items()
        if fact is not None and fact[0] is None and fact[1] is not None
    )
    for name, span in (("is_crossover", design.crossover), ("is_parallel", design.parallel)):
        if span is not None:
            evidence.append(FieldEvidence(name, Evidence(span, "design_word", "stated")))
    spelled = _sequence(text, course)
    if spelled is not None:
        evidence.append(FieldEvidence("sequence", Evidence(spelled, "spelled_order", "stated")))
    days = {name: fact[0] if fact is not None else None for name, fact in facts.items()}
    return PeriodPlan(
        periods=periods,
        by_treatment=tuple(_period(one) for one in course.by_treatment),
        washout_days=days["washout_days"],
        period_days=days["period_days"],
        treatment_days=days["treatment_days"],
        follow_up_days=days["follow_up_days"],
        is_crossover=design.crossover is not None,
        is_parallel=design.parallel is not None,
        sequence=text[slice(*spelled)] if spelled is not None else None,
        evidence=tuple(evidence),
        reasons=reasons,
    )


def _evidence(one: Mention) -> Evidence:
    bound = one.length.bound if one.length is not None else ""
    rule = f"{one.rule}_{bound.replace(' ', '_')}" if bound else one.rule
    return Evidence(one.span, rule, one.certainty)


def _period(one: Mention) -> Period:
    assert one.kind is not None
    name = one.treatments[0] if len(one.treatments) == 1 and one.kind == "treatment" else None
    why: Why | None = None
    if one.kind == "treatment" and name is None:
        why = "alternatives" if one.treatments else "no listed treatment"
    return Period(
        kind=one.kind,
        treatment=name,
        days=one.days,
        start_day=one.start,
        is_open_label=one.is_open_label,
        evidence=_evidence(one),
        why_no_days=None if one.days is not None else one.why or "not stated",
        why_no_treatment=why,
    )


def _washout(course: Course, *, is_crossover: bool) -> Fact | None:
    """The washout between treatments; one before the first or after the last is none."""
    periods = course.periods
    treated = [i for i, one in enumerate(periods) if one.kind in ("treatment", "extension")]
    told: list[Mention] = []
    why: Why | None = None
    outside: Mention | None = None
    for i, one in enumerate(periods):
        if one.kind != "washout":
            continue
        if (one.is_before and not one.is_between) or (
            treated and i < treated[0] and not one.is_between
        ):
            why, outside = "before the treatment", one
        elif treated and i > treated[-1] and not (one.is_between or is_crossover):
            why, outside = "after the treatment", one
        else:
            told.append(one)
    told += [one for one in course.washouts if one.is_between]
    if not told:
        if course.no_washout is not None and outside is None:
            return 0, None, course.no_washout
        return (None, why, outside) if outside is not None else None
    lengths = {one.days for one in told if one.days is not None}
    if len(lengths) > 1 or (lengths and course.no_washout is not None):
        return None, "contradiction", told[0]
    if not lengths:
        return None, told[0].why or "not stated", told[0]
    found = next(one for one in told if one.days is not None)
    return found.days, None, found


def _each(course: Course) -> Fact | None:
    treated = [one for one in course.periods if one.kind == "treatment"]
    sized = [one for one in treated if one.days is not None]
    if not sized or course.is_contradicted:
        return None
    if len(treated) == 1 and not treated[0].is_each:
        return None
    if len({one.days for one in treated}) > 1:
        return None, "periods differ", sized[0]
    return sized[0].days, None, sized[0]


def _treated(course: Course, *, is_crossover: bool) -> Fact | None:  # noqa: PLR0911 - a list of cases in order
    treated = [one for one in course.periods if one.kind == "treatment"]
    if not treated:
        return None
    if course.is_contradicted:
        return None, "contradiction", treated[0]
    if course.has_unplaced:
        return None, "other lengths", treated[0]
    if course.periods[-1].kind == "washout":
        return None, "periods not counted", treated[0]
    missing = next((one for one in treated if one.days is None), None)
    if missing is not None:
        return None, missing.why or "not stated", missing
    if len(treated) == 1 and (is_crossover or treated[0].is_each or treated[0].start):
        return None, "periods not counted", treated[0]
    return sum(one.days or 0 for one in treated), None, treated[0]


def _follow_up(course: Course) -> Fact | None:
    found = next((one for one in course.periods if one.kind == "follow_up"), None)
    if found is None:
        return None
    return found.days, None if found.days is not None else found.why or "not stated", found


def _sequence(text: str, course: Course) -> Span | None:
    """The words that spell an order: "AB/BA", or names in a row without lengths."""
    match = _LETTERS_ORDER.search(text)
    if match is not None:
        return Span(*match.span())
    named = [one for one in course.periods if one.rule in ("ordered_names", "numbered_period")]
    if len(named) < 2 or any(len(one.treatments) != 1 for one in named):
        return None
    return Span(named[0].span.start, max(one.span.end for one in named))
