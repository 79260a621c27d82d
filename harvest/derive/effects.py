"""The effects of a study: computed from posted values, posted by the sponsor, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from harvest.derive.cells import Cell
from harvest.derive.computed_effects import (
    Computed,
    Numbers,
    Refusal,
    computed,
    doubted,
    numbers,
)
from harvest.derive.contrasts import Contrast, Side, Sides, contrasts, slices
from harvest.derive.posted_effects import ErrorFrom, Posted, Scale, posted
from harvest.derive.remark import Remark
from harvest.derive.results import OUTCOMES
from harvest.record.results import MeasureAnalysis, OutcomeMeasure
from harvest.statistics.conversions import correlation_of
from harvest.statistics.effects import Effect

Source = Literal["computed", "posted"]
AnalysisDesign = Literal["parallel", "paired_crossover", "as_if_parallel"]
Agreement = Literal["agrees", "other_estimate", "other_error"]
# A posted estimate agrees with the crude one within a standard error, its error within a factor.
_ESTIMATE_WITHIN: Final = 1.0
_ERROR_WITHIN: Final = 1.15
_ERROR_FAR: Final = 1.5


class Given(NamedTuple):
    """The inputs and the groups of an effect, as columns; null where there are none."""

    group: int | None = None
    comparator_group: int | None = None
    title: str | None = None
    comparator_title: str | None = None
    comparator: str | None = None
    isolates: str | None = None
    is_comparator_told: bool | None = None
    is_comparator_shared: bool | None = None
    class_position: int | None = None
    category_position: int | None = None
    days: float | None = None
    form: str | None = None
    instrument: str | None = None
    subscale: str | None = None
    higher_is: str | None = None
    n: int | None = None
    comparator_n: int | None = None
    mean: float | None = None
    comparator_mean: float | None = None
    sd: float | None = None
    comparator_sd: float | None = None
    events: int | None = None
    comparator_events: int | None = None
    conversion: str | None = None

    @classmethod
    def of(cls, row: StudyEffect) -> Given:
        """Of one effect."""
        contrast = row.contrast
        if contrast is None:
            return cls()
        first, second, cell = contrast.first, contrast.second, contrast.first.cell
        found = cls(
            group=first.group.position,
            comparator_group=second.group.position,
            title=first.group.group.title,
            comparator_title=second.group.group.title,
            comparator=second.comparator,
            isolates=contrast.isolates,
            is_comparator_told=contrast.is_told,
            is_comparator_shared=contrast.shared > 0,
            class_position=cell.value.class_position,
            category_position=cell.value.category_position,
            days=cell.moment.days,
            form=cell.variable_form,
            instrument=cell.instrument,
            subscale=cell.subscale,
            higher_is=cell.higher_is,
        )
        if row.numbers is None:
            return found
        one, other = row.numbers
        conversions = {one.conversion, other.conversion} - {"none"}
        means = (one.summary, other.summary)
        return found._replace(
            n=one.n,
            comparator_n=other.n,
            mean=None if means[0] is None else means[0].mean,
            comparator_mean=None if means[1] is None else means[1].mean,
            sd=None if means[0] is None else means[0].sd,
            comparator_sd=None if means[1] is None else means[1].sd,
            events=one.events,
            comparator_events=other.events,
            conversion=";".join(sorted(conversions)) or None,
        )


class StudyEffect(NamedTuple):
    """One row: an effect, or the reason why there is none.

    Attributes:
        source: Computed here, or posted.
        contrast: Of which groups; None for a posted analysis that fits none.
        outcome_measure_position: The outcome.
        analysis_position: Of a posted one: place among all analyses of the study.
        scale, effect: What it is.
        numbers: What it was computed from, of both groups.
        error_from: Of a posted one.
        analysis_design: Whether people are their own controls.
        correlation: Within people, as a posted paired error implies.
        agreement: Of a posted one with what is computed.
        error_ratio: Its standard error over the computed one.
        is_preferred: The one to use of those that answer the same question.
        refusal: Why there is none.
    """

    source: Source
    contrast: Contrast | None
    outcome_measure_position: int
    analysis_position: int | None
    scale: Scale | None
    effect: Effect | None
    numbers: tuple[Numbers, Numbers] | None
    error_from: ErrorFrom | None
    is_turned: bool | None
    analysis_design: AnalysisDesign
    correlation: float | None
    agreement: Agreement | None
    error_ratio: float | None
    is_preferred: bool
    refusal: Refusal | None

    @property
    def is_far(self) -> bool:
        """Its error is far from the crude one, and not because people are their own controls."""
        ratio = self.error_ratio
        is_paired = self.analysis_design == "paired_crossover"
        return ratio is not None and not is_paired and not 1 / _ERROR_FAR <= ratio <= _ERROR_FAR

    @property
    def cell(self) -> Cell | None:
        """The value of its first group."""
        return None if self.contrast is None else self.contrast.first.cell

    @property
    def estimate(self) -> float | None:
        """As printed: ratios as ratios."""
        return None if self.effect is None else self.effect.natural

    @property
    def standard_error(self) -> float | None:
        """On the scale of pooling: of a ratio's logarithm."""
        return None if self.effect is None else self.effect.se

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """95 percent, as printed."""
        return (None, None) if self.effect is None else self.effect.interval()

    @property
    def ci_lower(self) -> float | None:
        """Its lower end."""
        return self.interval[0]

    @property
    def ci_upper(self) -> float | None:
        """Its upper end."""
        return self.interval[1]

    @property
    def first(self) -> Side | None:
        """The group that is tested."""
        return None if self.contrast is None else self.contrast.first

    @property
    def second(self) -> Side | None:
        """The group that it is compared with."""
        return None if self.contrast is None else self.contrast.second

    @property
    def given(self) -> Given:
        """What it was computed from, number by number."""
        return Given.of(self)

    @property
    def is_doubted(self) -> bool:
        """It takes a standard deviation of the record for a standard error."""
        told = self.numbers or ()
        return any(each.conversion == "sd_read_as_se" for each in told)

    @property
    def is_better(self) -> bool | None:
        """Whether the estimate favours the first group, whatever its interval."""
        cell, effect = self.cell, self.effect
        if cell is None or effect is None or effect.estimate == 0:
            return None
        if cell.higher_is not in ("better", "worse"):
            return None
        return (effect.estimate > 0) == (cell.higher_is == "better")


def study_effects(
    measures: Sequence[OutcomeMeasure],
    cells: Sequence[Cell],
    sides: Sides,
    *,
    is_randomized: bool | None,
    is_crossover: bool,
) -> Iterator[StudyEffect]:
    """Every effect of every posted outcome, outcome by outcome: computed ones, then posted ones."""
    by_measure: dict[int, list[Cell]] = {}
    for cell in cells:
        by_measure.setdefault(cell.value.measure_position, []).append(cell)
    running = 0
    for number, measure in enumerate(measures):
        own = by_measure.get(number, [])
        by_id = {cell.value.group_id or "": sides.of(cell) for cell in own}
        rows: list[StudyEffect] = []
        found: list[Contrast] = []
        for each in slices(own):
            here = list(contrasts(each, sides))
            found += here
            rows += _of_slice(number, here, is_crossover=is_crossover)
        for row in _with_posted(number, measure, found, rows, running, by_id, is_crossover):
            yield _only_randomized(row, is_randomized)
        running += len(measure.analyses)


def _only_randomized(row: StudyEffect, is_randomized: bool | None) -> StudyEffect:
    """Groups that chance did not make are compared by nobody here."""
    if is_randomized or row.refusal is not None:
        return row
    refusal: Refusal = "not_randomized" if is_randomized is False else "randomization_unknown"
    return row._replace(effect=None, refusal=refusal, is_preferred=False, agreement=None)


def _of_slice(
    number: int, found: Sequence[Contrast], *, is_crossover: bool
) -> Iterator[StudyEffect]:
    """What the values of one slice give, and would give if a spread were an error."""
    told = {each.group.position: each for one in found for each in (one.first, one.second)}
    read = [numbers(side.cell) for side in told.values()]
    spreads = [
        one.summary.sd
        for one in read
        if not isinstance(one, str) and one.summary is not None and one.conversion == "none"
    ]
    for contrast in found:
        for one in (*computed(contrast), *doubted(contrast, spreads)):
            yield _computed(number, contrast, one, is_crossover=is_crossover)


def _with_posted(
    number: int,
    measure: OutcomeMeasure,
    found: Sequence[Contrast],
    rows: list[StudyEffect],
    running: int,
    sides: Mapping[str, Side],
    is_crossover: bool,
) -> list[StudyEffect]:
    own = [
        _posted(number, running + place, posted(analysis, found, sides), is_crossover=is_crossover)
        for place, analysis in enumerate(measure.analyses)
        if analysis != MeasureAnalysis()  # nothing in it, or nothing that fitted the model
    ]
    own = [_compared(row, rows) for row in own]
    told = {_question(row) for row in own if row.effect is not None}
    return [row._replace(is_preferred=_is_preferred(row, told)) for row in (*rows, *own)]


def _is_preferred(row: StudyEffect, told: set[tuple[object, ...]]) -> bool:
    """A sponsor's own analysis comes before a crude one of the same question."""
    if row.effect is None or row.is_doubted:
        return False
    return row.source == "posted" or _question(row) not in told


def _question(row: StudyEffect) -> tuple[object, ...]:
    contrast = row.contrast
    if contrast is None:
        return ()
    places = (
        contrast.first.cell.outcome_value_position,
        contrast.second.cell.outcome_value_position,
    )
    return (min(places), max(places), row.scale)


def _computed(number: int, contrast: Contrast, one: Computed, *, is_crossover: bool) -> StudyEffect:
    both = one.first is not None and one.second is not None
    return StudyEffect(
        source="computed",
        contrast=contrast,
        outcome_measure_position=number,
        analysis_position=None,
        scale=None if one.effect is None else one.effect.scale,
        effect=one.effect,
        numbers=(one.first, one.second) if both else None,  # type: ignore[arg-type]
        error_from=None,
        is_turned=None,
        analysis_design="as_if_parallel" if is_crossover else "parallel",
        correlation=None,
        agreement=None,
        error_ratio=None,
        is_preferred=False,
        refusal=one.refusal,
    )


def _posted(number: int, position: int, one: Posted, *, is_crossover: bool) -> StudyEffect:
    return StudyEffect(
        source="posted",
        contrast=None if one.match is None else one.match.contrast,
        outcome_measure_position=number,
        analysis_position=position,
        scale=one.scale,
        effect=one.effect,
        numbers=None,
        error_from=one.error_from,
        is_turned=None if one.match is None else one.match.is_turned,
        analysis_design="paired_crossover" if is_crossover else "parallel",
        correlation=None,
        agreement=None,
        error_ratio=None,
        is_preferred=False,
        refusal=one.refusal,
    )


def _compared(row: StudyEffect, rows: Sequence[StudyEffect]) -> StudyEffect:
    """A posted effect beside the computed one of the same question."""
    effect, question = row.effect, _question(row)
    if effect is None:
        return row
    other = next((each for each in rows if each.effect and _question(each) == question), None)
    if other is None or other.effect is None:
        return row
    crude = other.effect
    assert row.contrast is not None
    assert other.contrast is not None
    if row.contrast.first.group.position != other.contrast.first.group.position:
        crude = crude._replace(estimate=-crude.estimate)
    agreement: Agreement = "agrees"
    if abs(effect.estimate - crude.estimate) > _ESTIMATE_WITHIN * max(effect.se, crude.se):
        agreement = "other_estimate"
    elif not 1 / _ERROR_WITHIN <= effect.se / max(crude.se, 1e-300) <= _ERROR_WITHIN:
        agreement = "other_error"
    ratio = effect.se / crude.se if crude.se else None
    return row._replace(
        agreement=agreement, error_ratio=ratio, correlation=_correlation(row, other)
    )


def _correlation(row: StudyEffect, other: StudyEffect) -> float | None:
    """What a paired error says of the correlation within people."""
    if row.analysis_design != "paired_crossover" or row.effect is None or other.numbers is None:
        return None
    first, second = other.numbers
    if first.summary is None or second.summary is None or row.scale != "MD":
        return None
    if not first.summary.sd or not second.summary.sd:
        return None
    n = min(first.n, second.n)
    return correlation_of(first.summary.sd, second.summary.sd, row.effect.se, n)


def disagreements(
    effects: Sequence[StudyEffect], measures: Sequence[OutcomeMeasure]
) -> Iterator[Remark]:
    """Posted analyses that the posted values do not bear out."""
    for row in effects:
        if row.agreement in (None, "agrees") or row.analysis_position is None:
            continue
        if row.agreement == "other_error" and not row.is_far:
            continue
        measure = measures[row.outcome_measure_position]
        before = sum(len(each.analyses) for each in measures[: row.outcome_measure_position])
        place = row.analysis_position - before
        what = "estimate" if row.agreement == "other_estimate" else "standard error"
        yield Remark(
            "analysis_disagrees",
            f"{OUTCOMES}[{row.outcome_measure_position}].analyses[{place}]",
            measure.analyses[place].paramValue or "",
            f"its {what} is far from what the posted values give; adjusted or another population?",
        )
