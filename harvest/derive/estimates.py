"""Posted, computed and published effects side by side: one preferred for each question of a trial.

A trial may have posted results, papers, both or neither. Of estimates that answer one question the
sponsor's posted analysis comes first, then a published one that somebody has checked, then one
computed from posted values, then the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import log
from typing import Final, Literal, NamedTuple

from harvest.derive.effects import StudyEffect
from harvest.derive.result_groups import treatments
from harvest.statistics import conversions, effects
from harvest.statistics.conversions import Summary
from harvest.statistics.effects import Effect, ImpossibleNumbers
from harvest.statistics.quantiles import LEVEL
from harvest.trials import Collection
from harvest.trials.model import PublishedResult

Source = Literal["posted", "computed", "published", "computed_from_published"]
_SCALES: Final[dict[str, Literal["MD", "SMD", "RR", "OR", "RD"]]] = {
    "md": "MD", "smd": "SMD", "rr": "RR", "or": "OR", "rd": "RD"
}  # fmt: skip
_RATIOS: Final = frozenset({"RR", "OR", "ROM", "HR"})
_ANALYSIS_SETS: Final = ("ITT", "complete_case", "completers", "safety", "not_stated")


class Estimate(NamedTuple):
    """One effect of one trial, wherever it comes from.

    Attributes:
        estimate_id: Of a record: its number and the row in `effects`; of a report: the finding.
        trial: Trial by our short name, else its NCT number.
        effect_position: Of a record: the row of `effects`.
        finding_id, report_id: Of a report: the lines of `published_results`.
        reason: Why there is no effect.
    """

    estimate_id: str
    trial: str
    trial_id: str | None
    nct_id: str | None
    source: Source
    effect_position: int | None
    finding_id: str | None
    report_id: str | None
    scale: str | None
    estimate: float | None
    standard_error: float | None
    ci_lower: float | None
    ci_upper: float | None
    n: int | None
    arm: str | None
    versus: str | None
    outcome: str | None
    instrument: str | None
    part: str | None
    variable_form: str | None
    responder_threshold_percent: float | None
    higher_is: str | None
    time_days: float | None
    analysis_set: str | None
    analysis_design: str | None
    adjustment: str | None
    reporting: str | None
    is_verified: bool | None
    is_preferred: bool
    is_broadest: bool
    reason: str | None


def of_study(
    nct_id: str, rows: Sequence[StudyEffect], titles: Sequence[str | None], trials: Collection
) -> Iterator[Estimate]:
    """The effects of a record, as estimates; refusals stay in `effects`.

    Args:
        nct_id: Of the study.
        rows: Its effects.
        titles: Titles of its posted outcomes.
        trials: What was collected by hand.
    """
    trial_id = trials.trial_of(nct_id)
    for place, row in enumerate(rows):
        given = row.given
        if row.effect is None or row.is_doubted:
            continue
        low, high = row.interval
        n = None if given.n is None or given.comparator_n is None else given.n + given.comparator_n
        yield Estimate(
            estimate_id=f"{nct_id}:{place}",
            trial=trial_id or nct_id,
            trial_id=trial_id,
            nct_id=nct_id,
            source=row.source,
            effect_position=place,
            finding_id=None,
            report_id=None,
            scale=row.scale,
            estimate=row.estimate,
            standard_error=row.standard_error,
            ci_lower=low,
            ci_upper=high,
            n=n,
            arm=given.title,
            versus=given.comparator_title,
            outcome=titles[row.outcome_measure_position],
            instrument=given.instrument,
            part=given.subscale,
            variable_form=given.form,
            responder_threshold_percent=None,
            higher_is=given.higher_is,
            time_days=given.days,
            analysis_set=None,
            analysis_design=row.analysis_design,
            adjustment=None,
            reporting=None,
            is_verified=True,
            is_preferred=row.is_preferred,
            is_broadest=row.is_preferred,
            reason=None,
        )


def published(trials: Collection) -> Iterator[Estimate]:
    """Every published contrast: with its effect, or with what its report says instead."""
    by_finding = [
        tuple(lines) for _, lines in groupby(trials.results, key=lambda one: one.finding_id)
    ]
    for lines in by_finding:
        if lines[0].versus is not None:
            yield _of_contrast(lines, trials)
    arms = [lines for lines in by_finding if lines[0].role in ("active", "control")]
    for active in arms:
        if active[0].role != "active" or active[0].timepoint_days == 0:
            continue
        for control in arms:
            if control[0].role == "control" and _question(active[0]) == _question(control[0]):
                yield from _of_arms(active, control, trials)


def _question(one: PublishedResult) -> tuple[object, ...]:
    return (
        *(one.trial_id, one.report_id, one.outcome, one.instrument, one.instrument_part),
        *(one.variable_form, one.responder_threshold_percent, one.timepoint_days),
        one.analysis_set,
    )


def _values(lines: Sequence[PublishedResult]) -> dict[str, PublishedResult]:
    return {one.statistic: one for one in lines if one.value is not None}


def _of_contrast(lines: Sequence[PublishedResult], trials: Collection) -> Estimate:
    told = _values(lines)
    named = next((name for name in _SCALES if name in told), None)
    if named is None:
        other = ", ".join(sorted(told)) or "nothing"
        reason = f"the report gives {other} and no effect that can be pooled"
        return _estimate(lines[0], trials, None, None, "published", reason)
    scale, value = _SCALES[named], told[named].value
    assert value is not None
    error = _error(told, value, is_ratio=scale in _RATIOS)
    if error is None:
        reason = "the report gives no error, interval or exact p"
        return _estimate(lines[0], trials, scale, None, "published", reason, bare=value)
    effect = Effect(scale, log(value) if scale in _RATIOS else value, error)
    return _estimate(lines[0], trials, scale, effect, "published", None, n=_number(told, "n"))


def _number(told: dict[str, PublishedResult], name: str) -> float | None:
    return told[name].value if name in told else None


def _error(told: dict[str, PublishedResult], value: float, *, is_ratio: bool) -> float | None:
    """Of its interval, else as given, else of an exact p."""
    low, high = _number(told, "ci_lower"), _number(told, "ci_upper")
    if low is not None and high is not None and low < high and (low > 0 or not is_ratio):
        level = told["ci_lower"].level_percent or LEVEL
        if is_ratio:
            low, high = log(low), log(high)
        return conversions.se_of_interval(low, high, level)
    given = _number(told, "se")
    if given is not None and given > 0 and not is_ratio:
        return given
    p, n = told.get("p"), _number(told, "n")
    if p is None or p.value is None or p.comparator != "=":
        return None
    if is_ratio:
        return conversions.se_of_p(log(value), p.value)
    return conversions.se_of_p(value, p.value, n - 2 if n is not None and n > 2 else None)


def _of_arms(
    active: Sequence[PublishedResult], control: Sequence[PublishedResult], trials: Collection
) -> Iterator[Estimate]:
    """What two published arms give: persons with an event, or means with a spread."""
    one, two = _values(active), _values(control)
    versus = control[0].arm
    for effect in _arm_effects(one, two):
        n = (_number(one, "n") or 0) + (_number(two, "n") or 0)
        yield _estimate(
            active[0], trials, effect.scale, effect, "computed_from_published", None, n=n,
            versus=versus, is_verified=_are_verified(one) and _are_verified(two),
        )  # fmt: skip


def _are_verified(told: dict[str, PublishedResult]) -> bool:
    return all(each.is_verified for each in told.values())


def _arm_effects(one: dict[str, PublishedResult], two: dict[str, PublishedResult]) -> list[Effect]:
    counts = [_number(told, name) for told in (one, two) for name in ("events", "n")]
    try:
        if None not in counts:
            a, n, b, m = (int(each or 0) for each in counts)
            return [
                effects.risk_ratio(a, n, b, m),
                effects.odds_ratio(a, n, b, m),
                effects.risk_difference(a, n, b, m),
            ]
        first, second = _summary(one), _summary(two)
        if first is None or second is None:
            return []
        return [effects.mean_difference(first, second), effects.hedges_g(first, second)]
    except ImpossibleNumbers:
        return []


def _summary(told: dict[str, PublishedResult]) -> Summary | None:
    mean, n = _number(told, "mean"), _number(told, "n")
    if mean is None or n is None or n < 2:
        return None
    sd, se = _number(told, "sd"), _number(told, "se")
    if sd is not None:
        return Summary(mean, sd, int(n))
    low, high = _number(told, "ci_lower"), _number(told, "ci_upper")
    if se is None and low is not None and high is not None:
        level = told["ci_lower"].level_percent or LEVEL
        se = conversions.se_of_interval(low, high, level, degrees=n - 1)
    return None if se is None else Summary(mean, conversions.sd_of_se(se, n), int(n))


def _estimate(
    line: PublishedResult,
    trials: Collection,
    scale: str | None,
    effect: Effect | None,
    source: Source,
    reason: str | None,
    *,
    bare: float | None = None,
    n: float | None = None,
    versus: str | None = None,
    is_verified: bool | None = None,
) -> Estimate:
    interval = (None, None) if effect is None else effect.interval()
    suffix = f":{scale}" if source == "computed_from_published" else ""
    trial = line.trial_id or line.report_id or line.finding_id
    return Estimate(
        estimate_id=f"{line.finding_id}{suffix}",
        trial=trial,
        trial_id=line.trial_id,
        nct_id=trials.nct_id(line.trial_id),
        source=source,
        effect_position=None,
        finding_id=line.finding_id,
        report_id=line.report_id,
        scale=scale,
        estimate=bare if effect is None else effect.natural,
        standard_error=None if effect is None else effect.se,
        ci_lower=interval[0],
        ci_upper=interval[1],
        n=None if not n else int(n),
        arm=line.arm,
        versus=versus or line.versus,
        outcome=line.outcome,
        instrument=line.instrument,
        part=line.instrument_part,
        variable_form=line.variable_form,
        responder_threshold_percent=line.responder_threshold_percent,
        higher_is=line.higher_is,
        time_days=None if line.timepoint_days is None else float(line.timepoint_days),
        analysis_set=line.analysis_set,
        analysis_design=line.analysis_design,
        adjustment=line.adjustment,
        reporting=line.reporting,
        is_verified=line.is_verified if is_verified is None else is_verified,
        is_preferred=False,
        is_broadest=False,
        reason=reason,
    )


def settled(estimates: Iterable[Estimate]) -> Iterator[Estimate]:
    """The estimates of collected trials; of each question and analysis set one is preferred.

    Of the preferred ones of a question that of the broadest analysis set is for pooling.
    """
    found = list(estimates)
    preferred: dict[tuple[object, ...], Estimate] = {}
    broadest: dict[tuple[object, ...], Estimate] = {}
    for each in found:
        if each.standard_error is not None:
            _keep(preferred, (*_question_of(each), each.analysis_set), each, _trust)
    for each in preferred.values():
        _keep(broadest, _question_of(each), each, lambda one: (_breadth(one), *_trust(one)))
    chosen = {each.estimate_id for each in preferred.values()}
    pooled = {each.estimate_id for each in broadest.values()}
    for each in found:
        yield each._replace(
            is_preferred=each.estimate_id in chosen, is_broadest=each.estimate_id in pooled
        )


def _keep(
    best: dict[tuple[object, ...], Estimate],
    key: tuple[object, ...],
    one: Estimate,
    rank: Callable[[Estimate], tuple[int, ...]],
) -> None:
    if key not in best or rank(one) < rank(best[key]):
        best[key] = one


def _question_of(one: Estimate) -> tuple[object, ...]:
    """One trial, measure, form, time and scale, and what is compared."""
    measure = one.instrument or (one.outcome or "").casefold()
    return (
        *(one.trial, measure, one.part, one.variable_form, one.responder_threshold_percent),
        *(one.time_days, one.scale),
        # Other drugs are other questions; a placebo has many names, so it is left out.
        *sorted(name for name, _ in treatments(one.arm or "") if name != "placebo"),
        *((one.arm,) if one.analysis_design == "dose_finding" else ()),
    )


def _trust(one: Estimate) -> tuple[int]:
    order = {
        ("posted", True): 0,
        ("published", True): 1,
        ("computed", True): 2,
        ("computed_from_published", True): 3,
        ("published", False): 4,
    }
    return (order.get((one.source, bool(one.is_verified)), 5),)


def _breadth(one: Estimate) -> int:
    """All who were randomised first; what a record posts is taken for that."""
    return _ANALYSIS_SETS.index(one.analysis_set) if one.analysis_set in _ANALYSIS_SETS else 0
