"""Holds the files against each other and against the forms that their numbers have."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from harvest.parse.identifiers import read_identifier
from harvest.parse.outcomes.files import rows as vocabulary
from harvest.trials.model import OF_A_NUMBER, PublishedResult, Report, Trial, TrialId

_KEY = re.compile(r"[A-Za-z0-9_]+", re.A)
_PMID = re.compile(r"[1-9]\d{0,7}", re.A)
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.A)
_SCHEDULE = re.compile(r"0:\d+(?:\.\d+)?(?:;\d+:\d+(?:\.\d+)?)*", re.A)
_COUNTED = frozenset({"n", "events", "count"})
_NEVER_NEGATIVE = _COUNTED | {"sd", "se", "iqr_width", "ci_half_width", "percent", "rr", "or", "i2"}
_OF_AN_INTERVAL = frozenset({"ci_lower", "ci_upper", "ci_half_width"})
_OF_CONTRASTS = frozenset({"md", "median_difference", "smd", "cohens_d", "effect_size", "rr", "or"})
_Key = TypeVar("_Key", bound=Hashable)


def faults(
    trials: tuple[Trial, ...],
    ids: tuple[TrialId, ...],
    reports: tuple[Report, ...],
    results: tuple[PublishedResult, ...],
) -> Iterator[str]:
    """Everything that is wrong, one sentence each."""
    trial_ids = {trial.trial_id for trial in trials}
    of_trial = {report.report_id: report.trial_id for report in reports}
    yield from _keys("trials", (trial.trial_id for trial in trials))
    yield from _keys("trial_ids", ((each.kind, each.number, each.seen_as or "") for each in ids))
    yield from _keys("reports", (report.report_id for report in reports))
    yield from _keys("reports, PMID", (each.pmid for each in reports if each.pmid))
    yield from _keys("reports, DOI", (each.doi.casefold() for each in reports if each.doi))
    yield from _keys("published_results", ((each.finding_id, each.statistic) for each in results))
    yield from chain.from_iterable(map(_trial, trials))
    for registration in ids:
        yield from _registration(registration, trial_ids, of_trial)
    for report in reports:
        yield from _report(report, trial_ids)
    instruments = {row["instrument"] for row in vocabulary("instruments.tsv")}
    for result in results:
        yield from _result(result, trial_ids, of_trial, instruments)
    yield from _findings(results)


def _keys(file: str, keys: Iterable[_Key]) -> Iterator[str]:
    seen: set[_Key] = set()
    for key in keys:
        if key in seen:
            yield f"{file}: {key} stands there twice"
        seen.add(key)


def _trial(trial: Trial) -> Iterator[str]:
    if not _KEY.fullmatch(trial.trial_id):
        yield f"trials: {trial.trial_id!r} is no key of letters, digits and underscores"
    if trial.schedule is None:
        return
    if not _SCHEDULE.fullmatch(trial.schedule):
        yield f"trials: {trial.trial_id}: {trial.schedule!r} is no schedule"
        return
    steps = [step.split(":") for step in trial.schedule.split(";")]
    days = [int(day) for day, _ in steps]
    if days != sorted(set(days)):
        yield f"trials: {trial.trial_id}: the days of {trial.schedule!r} do not rise"
    if max(float(dose) for _, dose in steps) != trial.daily_mg_max:
        yield f"trials: {trial.trial_id}: the most of {trial.schedule!r} is not daily_mg_max"


def _registration(
    each: TrialId, trial_ids: set[str], of_trial: dict[str, str | None]
) -> Iterator[str]:
    where = f"trial_ids: {each.trial_id} {each.number}"
    if each.trial_id not in trial_ids:
        yield f"{where}: there is no such trial"
    found = read_identifier(each.number, None)
    if found is None or found.kind != each.kind or found.number != each.number:
        yield f"{where}: is no well-formed {each.kind} number"
    if (each.seen_as is None) != (each.seen_in is None):
        yield f"{where}: seen_as and seen_in go together"
    if each.seen_as is not None:
        seen = read_identifier(each.seen_as, None)
        if seen is not None and seen.kind == each.kind:
            yield f"{where}: {each.seen_as} is well formed, and not of this trial"
    if each.seen_in is not None and of_trial.get(each.seen_in) != each.trial_id:
        yield f"{where}: {each.seen_in} is no report of this trial"


def _report(report: Report, trial_ids: set[str]) -> Iterator[str]:
    where = f"reports: {report.report_id}"
    if not _KEY.fullmatch(report.report_id):
        yield f"{where}: is no key of letters, digits and underscores"
    if report.trial_id is not None and report.trial_id not in trial_ids:
        yield f"{where}: there is no trial {report.trial_id}"
    if report.pmid is not None and not _PMID.fullmatch(report.pmid):
        yield f"{where}: {report.pmid!r} is no PMID"
    if report.doi is not None and not _DOI.fullmatch(report.doi):
        yield f"{where}: {report.doi!r} is no DOI"


def _result(
    result: PublishedResult,
    trial_ids: set[str],
    of_trial: dict[str, str | None],
    instruments: set[str],
) -> Iterator[str]:
    where = f"published_results: {result.finding_id} {result.statistic}"
    if result.trial_id is not None and result.trial_id not in trial_ids:
        yield f"{where}: there is no trial {result.trial_id}"
    if result.report_id is None and result.reporting != "absent":
        yield f"{where}: a result has a report"
    elif result.report_id is not None and result.report_id not in of_trial:
        yield f"{where}: there is no report {result.report_id}"
    if result.instrument is not None and result.instrument not in instruments:
        yield f"{where}: {result.instrument!r} is not in the vocabulary of instruments"
    yield from (f"{where}: {what}" for what in _number(result))
    yield from (f"{where}: {what}" for what in _context(result))


def _number(result: PublishedResult) -> Iterator[str]:
    value, statistic = result.value, result.statistic
    if (statistic == "none") != (value is None) or (value is None) != (result.comparator is None):
        yield "a number has a value and a comparator, and nothing else has"
    if (statistic in _OF_AN_INTERVAL) != (result.level_percent is not None):
        yield "limits of an interval, and nothing else, have its level"
    if result.read_in == "computed" and result.derivation is None:
        yield "what was computed says how"
    if value is None:
        return
    if statistic in _NEVER_NEGATIVE and value < 0:
        yield f"{value:g} is below zero"
    if statistic in _COUNTED and not value.is_integer():
        yield f"{value:g} is no whole number"
    if statistic == "p" and not 0 <= value <= 1:
        yield f"{value:g} is no probability"
    if statistic == "percent" and value > 100:
        yield f"{value:g} is above a hundred"


def _context(result: PublishedResult) -> Iterator[str]:
    if (result.versus is not None) != (result.role == "contrast"):
        yield "a contrast, and nothing else, says against what"
    if result.role is not None and result.arm is None:
        yield "says its role, not its arm"
    if result.statistic in _OF_CONTRASTS and result.role not in ("contrast", "single"):
        yield "is of a contrast"
    if result.reporting == "absent" and result.statistic != "none":
        yield "has a number, so it is not absent"
    if result.responder_threshold_percent is not None and result.variable_form != "responder":
        yield "a threshold is of responders"
    if (result.scale_min is None) != (result.scale_max is None):
        yield "a scale has both ends"


def _findings(results: Iterable[PublishedResult]) -> Iterator[str]:
    """The numbers of one finding agree in what they are of, and with each other."""
    shared = [name for name in PublishedResult._fields if name not in OF_A_NUMBER]
    findings: dict[str, list[PublishedResult]] = {}
    for result in results:
        findings.setdefault(result.finding_id, []).append(result)
    for finding_id, rows in findings.items():
        for name in shared:
            if len({getattr(row, name) for row in rows}) > 1:
                yield f"published_results: {finding_id}: its lines differ in {name}"
        given = {row.statistic: row.value for row in rows if row.value is not None}
        for less, more in (("ci_lower", "md"), ("md", "ci_upper"), ("events", "n")):
            low, high = given.get(less), given.get(more)  # type: ignore[call-overload]
            if low is not None and high is not None and low > high:
                yield f"published_results: {finding_id}: {less} is above {more}"
