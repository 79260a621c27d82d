"""Registered outcomes with what their texts say: instrument, domains, points of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, Literal, NamedTuple

from harvest.derive.trace import Trace, missing, shown
from harvest.parse.evidence import Certainty, Evidence
from harvest.parse.outcomes import OutcomeReading, Threshold, read_outcome
from harvest.parse.outcomes.model import Direction, Framework, Strength
from harvest.parse.timeframes import TimeFrame, TimePoint, read_time_frame, window
from harvest.record.protocol import Outcome
from harvest.record.study import Study

MODULE: Final = "protocolSection.outcomesModule."
# Columns of `outcomes` by the names that the reader gives to what it found.
_COLUMNS: Final = {
    "instruments": ("instrument",),
    "scale": ("scale_min", "scale_max"),
    "thresholds": ("responder_threshold",),
}
# Said of a text that is silent, which is not worth a row of evidence.
_SILENT: Final = frozenset(
    {"the text states no range", "neither the text nor an instrument gives a direction"}
)
_UNITS: Final = {"percent": " %", "points": " points", "category": " (category)"}
Meaning = Literal["better", "worse", "mixed", "NOT_APPLICABLE"]


class NoTimeFrame(NamedTuple):
    """Stands where the record has no time frame: everything is null."""

    kind: None = None
    last_day: None = None
    has_baseline: None = None
    is_change: None = None
    is_estimated: None = None
    is_partial: None = None
    unit: None = None
    anchor: None = None
    reason: None = None
    timepoints_days: tuple[float, ...] = ()
    points: tuple[TimePoint, ...] = ()


class Measured:
    """One registered outcome.

    Attributes:
        position: Among all outcomes of the study, from 0.
        kind: `primary`, `secondary` or `other`.
        kind_position: Among those of its kind.
        path: JSON path of the outcome.
        outcome: As registered.
    """

    def __init__(self, position: int, kind: str, kind_position: int, outcome: Outcome) -> None:
        self.position = position
        self.kind = kind
        self.kind_position = kind_position
        self.path = f"{MODULE}{kind}Outcomes[{kind_position}]"
        self.outcome = outcome

    @cached_property
    def reading(self) -> OutcomeReading:
        """What measure and description say."""
        return read_outcome(self.outcome.measure or "", self.outcome.description)

    @property
    def instrument(self) -> str | None:
        """Names of its instruments, each once, joined by a semicolon."""
        return ";".join(dict.fromkeys(one.name for one in self.reading.instruments)) or None

    @property
    def subscale(self) -> str | None:
        """The same of their subscales."""
        found = (one.subscale for one in self.reading.instruments)
        return ";".join(dict.fromkeys(one for one in found if one is not None)) or None

    @property
    def responder_threshold(self) -> str | None:
        """Every threshold as ">= 30 %", joined by a semicolon."""
        return ";".join(map(_written, self.reading.thresholds)) or None

    @property
    def the_threshold(self) -> Threshold | None:
        """The threshold, if there is one only."""
        return self.reading.thresholds[0] if len(self.reading.thresholds) == 1 else None

    @property
    def responder_comparator(self) -> str | None:
        """How a responder's value relates to the threshold."""
        return None if self.the_threshold is None else self.the_threshold.comparator

    @property
    def responder_value(self) -> float | None:
        """The threshold's number."""
        return None if self.the_threshold is None else self.the_threshold.value

    @property
    def responder_unit(self) -> str | None:
        """The threshold's unit."""
        return None if self.the_threshold is None else self.the_threshold.unit

    @property
    def instrument_direction(self) -> Meaning | None:
        """What a higher score means."""
        return meaning(self.reading.instrument_direction)

    @property
    def higher_is(self) -> Meaning | None:
        """What a higher number means, as reported."""
        return meaning(self.reading.higher_is)

    @property
    def change_is(self) -> Meaning | None:
        """What a higher number means, signed as the text says."""
        return meaning(self.reading.change_is)

    @cached_property
    def time_frame(self) -> TimeFrame | NoTimeFrame:
        """What the time frame says."""
        text = self.outcome.timeFrame
        return NoTimeFrame() if text is None else read_time_frame(text)

    @property
    def elapsed_days(self) -> float | None:
        """Days from the start to the last point."""
        points = self.time_frame.points
        return points[-1].elapsed_days if points else None

    @property
    def time_frame_points(self) -> str | None:
        """All points in days, joined by a semicolon."""
        return ";".join(f"{days:.10g}" for days in self.time_frame.timepoints_days) or None

    @property
    def anchor(self) -> str | None:
        """What the days are counted from, where the text says it."""
        return None if self.time_frame.anchor is None else self.time_frame.anchor.kind


class OutcomeInstrument(NamedTuple):
    """One instrument of one outcome."""

    outcome_position: int
    instrument_position: int
    instrument: str
    instrument_version: str | None
    subscale: str | None
    instrument_direction: Meaning | None
    usual_scale_min: float | None
    usual_scale_max: float | None
    instrument_text: str
    path: str
    span_start: int
    span_end: int
    rule: str
    certainty: Certainty


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
    span_start: int
    span_end: int


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
            found.append(Measured(len(found), kind, place, outcome))
    # One with nothing in it has a place in the numbering and no row.
    return tuple(each for each in found if each.outcome != Outcome())


def instruments(outcomes: Iterable[Measured]) -> Iterator[OutcomeInstrument]:
    """Every instrument of every outcome."""
    for each in outcomes:
        for place, one in enumerate(each.reading.instruments):
            field, (span, rule, certainty) = one.finding
            yield OutcomeInstrument(
                outcome_position=each.position,
                instrument_position=place,
                instrument=one.name,
                instrument_version=one.version,
                subscale=one.subscale,
                instrument_direction=meaning(one.direction),
                usual_scale_min=one.usual_min,
                usual_scale_max=one.usual_max,
                instrument_text=_text(each, field)[slice(*span)],
                path=f"{each.path}.{field}",
                span_start=span.start,
                span_end=span.end,
                rule=rule,
                certainty=certainty,
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
        for place, point in enumerate(each.time_frame.points):
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
                is_estimated=bool(each.time_frame.is_estimated),
                span_start=point.evidence.span.start,
                span_end=point.evidence.span.end,
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
            if reason in _SILENT:
                continue
            for column in _COLUMNS.get(name, (name,)):
                yield missing("outcomes", each.position, column, None, reason)
        yield from _time_traces(each)


def _time_traces(each: Measured) -> Iterator[Trace]:
    frame, text = each.time_frame, each.outcome.timeFrame
    if text is None or isinstance(frame, NoTimeFrame):
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


def meaning(direction: Direction | None) -> Meaning | None:
    """A direction with a code for NA that no reader of files takes for missing."""
    return "NOT_APPLICABLE" if direction == "NA" else direction


def _written(threshold: Threshold) -> str:
    return f"{threshold.comparator} {threshold.value:.10g}{_UNITS[threshold.unit]}"


def _text(each: Measured, field: str) -> str:
    return (each.outcome.measure if field == "measure" else each.outcome.description) or ""
