"""The trials and their published figures, as they come with harvest."""

from __future__ import annotations

from importlib.resources import files
from statistics import NormalDist

import pytest

from harvest.trials import BadTrials, PublishedResult, bundled
from harvest.trials.collection import gather

ALL = bundled()
Z = NormalDist().inv_cdf(0.975)
T_27 = 2.0518305
NAMES = ("trials.tsv", "trial_ids.tsv", "reports.tsv", "published_results.tsv")
NULL_TRIALS = ("FINAL", "INNOVA", "BESTED2023")


def texts() -> list[str]:
    return [(files("harvest.trials") / name).read_text(encoding="utf-8") for name in NAMES]


def numbers(finding_id: str) -> dict[str, float]:
    return {
        result.statistic: result.value
        for result in ALL.results
        if result.finding_id == finding_id and result.value is not None
    }


def only(finding_id: str, *statistics: str) -> tuple[float, ...]:
    found = numbers(finding_id)
    return tuple(found[name] for name in statistics)


# --- the inputs of the worked answers -----------------------------------------------------------


def test_the_figures_of_final_and_innova_are_there() -> None:
    interval = ("md", "ci_lower", "ci_upper")
    assert only("FINAL_pain_12w", *interval, "p") == (-0.34, -0.95, 0.27, 0.27)
    assert only("INNOVA_pain_3m", *interval, "p") == (0.49, -0.32, 1.31, 0.236)
    assert only("FINAL_pain_12w_active", "mean", *interval[1:], "n") == (-1.3, -1.7, -0.8, 49)
    assert only("FINAL_pain_12w_control", "mean", *interval[1:], "n") == (-0.9, -1.4, -0.5, 50)


def test_the_responders_of_final_are_there_and_say_that_thresholds_nest() -> None:
    assert only("FINAL_responders30_12w_active", "events", "n") == (20, 49)
    assert only("FINAL_responders30_12w_control", "events", "n") == (13, 50)
    assert only("FINAL_responders50_12w_active", "events", "n") == (12, 49)
    assert only("FINAL_responders50_12w_control", "events", "n") == (7, 50)
    nested = [row for row in ALL.results if row.finding_id.startswith("FINAL_responders50")]
    assert {row.responder_threshold_percent for row in nested} == {50}
    assert all("nest" in (row.note or "") for row in nested)


def test_younger_s_plus_minus_is_an_interval_and_no_standard_deviation() -> None:
    assert only("YOUNGER2013_pain_active", "mean", "ci_half_width", "n") == (28.8, 9.3, 28)
    assert only("YOUNGER2013_pain_control", "mean", "ci_half_width", "n") == (18.0, 10.8, 28)
    for arm in ("active", "control"):
        rows = [row for row in ALL.results if row.finding_id == f"YOUNGER2013_pain_{arm}"]
        assert {row.variable_form for row in rows} == {"percent_change"}
        assert "sd" not in {row.statistic for row in rows}


def test_computed_errors_follow_from_the_printed_intervals() -> None:
    for finding_id in ("FINAL_pain_12w", "INNOVA_pain_3m"):
        low, high, error = only(finding_id, "ci_lower", "ci_upper", "se")
        assert error == pytest.approx((high - low) / (2 * Z), abs=5e-5)
    for arm in ("active", "control"):
        half, error = only(f"YOUNGER2013_pain_{arm}", "ci_half_width", "se")
        assert error == pytest.approx(half / T_27, abs=5e-5)


# --- the collection -----------------------------------------------------------------------------


def test_null_trials_stand_with_the_same_prominence() -> None:
    for trial_id in (*NULL_TRIALS, "YOUNGER2013"):
        primary = [
            row
            for row in ALL.results
            if row.trial_id == trial_id and row.outcome_kind == "primary" and row.versus
        ]
        assert any(row.is_verified and row.value is not None for row in primary), trial_id


def test_every_published_trial_has_a_report_and_figures() -> None:
    reported = {report.trial_id for report in ALL.reports if report.kind == "results"}
    with_results = {row.trial_id for row in ALL.results}
    for trial in ALL.trials:
        if trial.publication == "published":
            assert trial.trial_id in reported
            assert trial.trial_id in with_results


def test_outcomes_without_a_number_have_a_row_that_says_so() -> None:
    silent = {row.finding_id: row for row in ALL.results if row.value is None}
    assert silent["FINAL_cytokines"].reporting == "absent"
    assert silent["YOUNGER2013_fatigue"].reporting == "partial"
    assert all(row.note for row in silent.values())
    reporting = {row.reporting for row in ALL.results}
    assert reporting == {"full", "partial", "p_only", "absent"}


def test_what_was_not_read_is_not_verified() -> None:
    for row in ALL.results:
        if row.read_in == "not_found":
            assert not row.is_verified, row
        if row.read_in == "abstract":
            assert row.is_verified, row


def test_what_is_computed_is_no_surer_than_what_it_is_computed_from() -> None:
    findings: dict[str, list[PublishedResult]] = {}
    for row in ALL.results:
        findings.setdefault(row.finding_id, []).append(row)
    for rows in findings.values():
        limits = [row for row in rows if row.statistic.startswith("ci_")]
        for error in (row for row in rows if row.statistic == "se"):
            assert error.is_verified == all(row.is_verified for row in limits), error.finding_id


def test_a_malformed_number_leads_to_its_trial_and_others_nowhere() -> None:
    assert ALL.trial_of("NCT0427877") == "FINAL"
    assert ALL.trial_of("NCT4052139") == "HIVPAIN2024"
    assert ALL.trial_of(" 2019-000702-30 ") == "FINAL"
    assert ALL.trial_of("nct04270877") == "FINAL"
    for written in ("NCT0427878", "NCT427877", "", "NCT"):
        assert ALL.trial_of(written) is None


def test_a_trial_has_one_nct_number_or_none() -> None:
    assert ALL.nct_id("FINAL") == "NCT04270877"
    assert ALL.nct_id("YOUNGER2009PILOT") is None
    assert ALL.nct_id("METROSOUTH") is None
    assert ALL.nct_id(None) is None


def test_faults_stop_the_reading_and_are_told_with_their_count() -> None:
    trials, *rest = texts()
    with pytest.raises(BadTrials, match=r"there is no such trial.*; \d+ more$"):
        gather(trials.replace("\nFINAL\t", "\nSEMIFINAL\t"), *rest)
    with pytest.raises(BadTrials, match=r"trials\.tsv:2: design: 'cohort' is none of"):
        gather(trials.replace("fixed_order_crossover", "cohort"), *rest)
