"""The files agree with each other, and numbers have the form of what they are."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.trials import PublishedResult, Report, Trial, TrialId, bundled
from harvest.trials.check import faults

GOOD = bundled()


def found(
    trials: tuple[Trial, ...] = GOOD.trials,
    ids: tuple[TrialId, ...] = GOOD.ids,
    reports: tuple[Report, ...] = GOOD.reports,
    results: tuple[PublishedResult, ...] = GOOD.results,
) -> list[str]:
    return list(faults(trials, ids, reports, results))


def trial(**changed: Any) -> list[str]:
    return found(trials=tuple(
        each._replace(**changed) if each.trial_id == "FINAL" else each for each in GOOD.trials
    ))  # fmt: skip


def registration(**changed: Any) -> list[str]:
    return found(ids=tuple(
        each._replace(**changed) if each.seen_as == "NCT0427877" else each for each in GOOD.ids
    ))  # fmt: skip


def report(**changed: Any) -> list[str]:
    return found(reports=tuple(
        each._replace(**changed) if each.report_id == "YANG2023_REVIEW" else each
        for each in GOOD.reports
    ))  # fmt: skip


def result(of: str = "md", **changed: Any) -> list[str]:
    return found(results=tuple(
        each._replace(**changed)
        if (each.finding_id, each.statistic) == ("FINAL_pain_12w", of)
        else each
        for each in GOOD.results
    ))  # fmt: skip


def finding(**changed: Any) -> list[str]:
    return found(results=tuple(
        each._replace(**changed) if each.finding_id == "FINAL_pain_12w" else each
        for each in GOOD.results
    ))  # fmt: skip


def test_the_files_as_they_are_have_no_fault() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (trial(schedule="1.5;3"), "'1.5;3' is no schedule"),
        (trial(schedule="0:1.5;7:3;7:6"), "the days of '0:1.5;7:3;7:6' do not rise"),
        (trial(schedule="0:1.5;7:3"), "the most of '0:1.5;7:3' is not daily_mg_max"),
        (trial(trial_id="THE FINAL"), "'THE FINAL' is no key of letters, digits and underscores"),
        (trial(trial_id="INNOVA"), "trials: INNOVA stands there twice"),
    ],
)
def test_a_wrong_trial_is_told(wrong: list[str], message: str) -> None:
    assert any(message in each for each in wrong)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (registration(number="NCT0427087"), "is no well-formed nct number"),
        (registration(number="nct04270877"), "is no well-formed nct number"),
        (registration(kind="eudract"), "is no well-formed eudract number"),
        (registration(seen_as="NCT00000001"), "NCT00000001 is well formed"),
        (registration(seen_as=None), "seen_as and seen_in go together"),
        (registration(seen_in="INNOVA_PAPER"), "INNOVA_PAPER is no report of this trial"),
        (registration(seen_in="NOWHERE"), "NOWHERE is no report of this trial"),
        (registration(trial_id="SEMIFINAL"), "there is no such trial"),
        (registration(seen_as=None, seen_in=None), "NCT04270877', '') stands there twice"),
    ],
)
def test_a_wrong_registration_is_told(wrong: list[str], message: str) -> None:
    assert any(message in each for each in wrong)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (report(pmid="PMID 1"), "'PMID 1' is no PMID"),
        (report(pmid="0123"), "'0123' is no PMID"),
        (report(pmid="123456789"), "'123456789' is no PMID"),
        (report(pmid="38258677"), "reports, PMID: 38258677 stands there twice"),
        (report(doi="doi:10.1000/1"), "'doi:10.1000/1' is no DOI"),
        (report(doi="10.1000/a b"), "'10.1000/a b' is no DOI"),
        (report(doi="10.1002/EJP.70321"), "reports, DOI: 10.1002/ejp.70321 stands there twice"),
        (report(trial_id="SEMIFINAL"), "there is no trial SEMIFINAL"),
        (report(report_id="FINAL_PAPER"), "reports: FINAL_PAPER stands there twice"),
        (report(report_id="Yang 2023"), "is no key of letters, digits and underscores"),
    ],
)
def test_a_wrong_report_is_told(wrong: list[str], message: str) -> None:
    assert any(message in each for each in wrong)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (finding(trial_id="SEMIFINAL"), "there is no trial SEMIFINAL"),
        (finding(report_id="NOWHERE"), "there is no report NOWHERE"),
        (finding(report_id=None), "a result has a report"),
        (finding(instrument="pain scale"), "'pain scale' is not in the vocabulary"),
        (finding(versus=None), "a contrast, and nothing else, says against what"),
        (finding(role="active", versus=None), "FINAL_pain_12w md: is of a contrast"),
        (finding(arm=None), "says its role, not its arm"),
        (finding(scale_max=None), "a scale has both ends"),
        (finding(responder_threshold_percent=30.0), "a threshold is of responders"),
        (finding(reporting="absent"), "has a number, so it is not absent"),
        (result(value=None), "a number has a value and a comparator"),
        (result(comparator=None), "a number has a value and a comparator"),
        (result(level_percent=95.0), "limits of an interval, and nothing else, have its level"),
        (result("ci_lower", level_percent=None), "limits of an interval, and nothing else"),
        (result("se", derivation=None), "what was computed says how"),
        (result("se", value=-0.3), "-0.3 is below zero"),
        (result("n", value=98.5), "98.5 is no whole number"),
        (result("p", value=1.5), "1.5 is no probability"),
        (result("cohens_d", statistic="percent", value=130.0), "130 is above a hundred"),
        (result(timepoint_days=91), "its lines differ in timepoint_days"),
        (result(value=-1.0), "ci_lower is above md"),
        (result(value=1.0), "md is above ci_upper"),
        (result("p", statistic="md"), "('FINAL_pain_12w', 'md') stands there twice"),
    ],
)
def test_a_wrong_result_is_told(wrong: list[str], message: str) -> None:
    assert any(message in each for each in wrong), wrong
