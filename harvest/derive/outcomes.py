"""Registered outcomes with what their texts say: instrument, domains, points of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from harvest.derive.trace import Trace, missing, shown
from harvest.parse.evidence import Evidence
from harvest.parse.outcomes import OutcomeReading, read_outcome
from harvest.parse.outcomes.model import Direction, Framework, Strength
from harvest.parse.timeframes import TimeFrame, read_time_frame, window
from harvest.record.protocol import Outcome
from harvest.record.study import Study

MODULE: Final = "protocolSection.outcomesModule."
# Columns of `outcomes` by the names that the readers give to what they found.
_COLUMNS: Final = {
    "instruments": ("instrument",),
    "scale": ("scale_min", "scale_max"),
    "assumed": ("assumed_scale_min", "assumed_scale_max"),
    "thresholds": ("responder_threshold",),
}


class Measured:
    """One registered outcome.

    Attributes:
        position: Among all outcomes of the study, from 0.
        kind: `primary`, `secondary` or `other`.
        path: JSON path of the outcome.
        outcome: As registered.
    """

    def __init__(self, position: int, kind: str, path: str, outcome: Outcome) -> None:
        self.position = position
        self.kind = kind
        self.path = path
        self.outcome = outcome

    @cached_property
    def reading(self) -> OutcomeReading:
        """What measure and description say."""
        return read_outcome(self.outcome.measure or "", self.outcome.description)

    @cached_property
    def time_frame(self) -> TimeFrame | None:
        """What the time frame says; None where there is none."""
        text = self.outcome.timeFrame
        return None if text is None else read_time_frame(text)


class OutcomeInstrument(NamedTuple):
    """One instrument of one outcome."""

    outcome_position: int
    instrument_position: int
    instrument: str
    instrument_version: str | None
    subscale: str | None
    direction: Direction
    usual_scale_min: float | None
    usual_scale_max: float | None
    words: str


class OutcomeDomain(NamedTuple):
    """Where one core set places one outcome."""

    outcome_position: int
    framework: Framework
    domain: str
    tier: str
    strength: Strength
    instrument: str | None
    source: str


class OutcomeTimepoint(NamedTuple):
    """One point of time of one outcome."""

    outcome_position: int
    timepoint_position: int
    days: float
    elapsed_days: float
    is_baseline: bool
    is_study_day: bool
    label: str
    unit: str
    bound: str
    anchor: str | None
    tolerance_days: float | None
    window_start_days: float
    window_end_days: float
    period_days: float | None
    is_estimated: bool


def measured(study: Study) -> tuple[Measured, ...]:
    """All outcomes in the registry's order: primary, secondary, other."""
    module = study.protocolSection.outcomesModule
    lists = (
        ("primary", module.primaryOutcomes),
        ("secondary", module.secondaryOutcomes),
        ("other", module.otherOutcomes),
    )
    found: list[Measured] = []
    for kind, outcomes in lists:
        for place, outcome in enumerate(outcomes):
            path = f"{MODULE}{kind}Outcomes[{place}]"
            found.append(Measured(len(found), kind, path, outcome))
    # One with nothing in it has a place in the numbering and no row.
    return tuple(each for each in found if each.outcome != Outcome())


def instruments(outcomes: Iterable[Measured]) -> Iterator[OutcomeInstrument]:
    """Every instrument of every outcome."""
    for each in outcomes:
        for place, one in enumerate(each.reading.instruments):
            text = _text(each, one.finding.field)
            yield OutcomeInstrument(
                each.position,
                place,
                one.name,
                one.version,
                one.subscale,
                one.direction,
                one.usual_min,
                one.usual_max,
                text[slice(*one.finding.evidence.span)],
            )


def domains(outcomes: Iterable[Measured]) -> Iterator[OutcomeDomain]:
    """Every placement of every outcome."""
    for each in outcomes:
        for one in each.reading.domains:
            yield OutcomeDomain(
                each.position,
                one.framework,
                one.name,
                one.tier,
                one.strength,
                one.instrument,
                one.source,
            )


def timepoints(outcomes: Iterable[Measured], period_days: int | None) -> Iterator[OutcomeTimepoint]:
    """Every point of every time frame.

    Args:
        outcomes: Of one study.
        period_days: Length of each treatment period of a crossover, if it is one and they are
            equal; a point that is a whole number of periods lies at the end of one.
    """
    for each in outcomes:
        frame = each.time_frame
        for place, point in enumerate(frame.points if frame is not None else ()):
            near = window(point.elapsed_days, point.tolerance_days)
            yield OutcomeTimepoint(
                outcome_position=each.position,
                timepoint_position=place,
                days=point.days,
                elapsed_days=point.elapsed_days,
                is_baseline=point.days == 0,
                is_study_day=point.is_study_day,
                label=point.label,
                unit=point.unit,
                bound=point.bound,
                anchor=None if point.anchor is None else point.anchor.kind,
                tolerance_days=point.tolerance_days,
                window_start_days=near.earliest,
                window_end_days=near.latest,
                period_days=_in_period(point.elapsed_days, period_days),
                is_estimated=frame is not None and frame.is_estimated,
            )


def _in_period(days: float, period_days: int | None) -> float | None:
    """Days from the start of the crossover period, where the point cannot lie in another.

    A point within the first period is that many days into it; the end of the second is the end of
    a period again ("16 weeks" of two times eight). What lies between is not known, since washouts
    are counted by some and not by others.
    """
    if period_days is None or days < 0:
        return None
    if days <= period_days:
        return days
    return float(period_days) if days == 2 * period_days else None


def outcome_traces(outcomes: Iterable[Measured]) -> Iterator[Trace]:
    """Where the columns of `outcomes` were read, or why they are null."""
    for each in outcomes:
        for name, (field, evidence) in each.reading.findings:
            text, path = _text(each, field), f"{each.path}.{field}"
            for column in _COLUMNS.get(name, (name,)):
                yield shown("outcomes", each.position, column, path, text, evidence)
        for name, reason in each.reading.reasons:
            for column in _COLUMNS.get(name, (name,)):
                yield missing("outcomes", each.position, column, None, reason)
        yield from _time_traces(each)


def _time_traces(each: Measured) -> Iterator[Trace]:
    frame, text = each.time_frame, each.outcome.timeFrame
    if frame is None or text is None:
        return
    path = f"{each.path}.timeFrame"
    for point in frame.points:
        yield shown("outcomes", each.position, "time_frame_points", path, text, point.evidence)
    if frame.anchor is not None:
        evidence = Evidence(frame.anchor.span, "anchor", "stated")
        yield shown("outcomes", each.position, "time_frame_anchor", path, text, evidence)
    if frame.reason is not None:
        if frame.reason_span is not None:
            evidence = Evidence(frame.reason_span, frame.reason.replace(" ", "_"), "stated")
            yield shown("outcomes", each.position, "time_frame_reason", path, text, evidence)
        yield missing("outcomes", each.position, "time_frame_days", path, frame.reason)


def _text(each: Measured, field: str) -> str:
    return (each.outcome.measure if field == "measure" else each.outcome.description) or ""
