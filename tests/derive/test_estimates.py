"""Estimates: what records and reports say of one question, and which of it is preferred."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.derive.estimates import Estimate, of_study, published, settled
from harvest.trials import Collection, bundled
from harvest.trials.model import PublishedResult
from tests.derive.test_effects import case, outcome

BUNDLED = list(settled(published(bundled())))

OF_NOTHING = PublishedResult(**dict.fromkeys(PublishedResult._fields))  # type: ignore[arg-type]
LINE = OF_NOTHING._replace(
    finding_id="F1",
    statistic="md",
    value=-1.0,
    comparator="=",
    trial_id="T",
    report_id="R",
    outcome="pain",
    instrument="NRS pain",
    variable_form="change",
    arm="naltrexone 4.5 mg",
    versus="placebo",
    timepoint_days=84,
    analysis_set="ITT",
    analysis_design="parallel",
    reporting="full",
    read_in="full_text",
    is_verified=True,
)


def one(estimate_id: str) -> Estimate:
    (found,) = [each for each in BUNDLED if each.estimate_id == estimate_id]
    return found


def collected(*lines: PublishedResult) -> Collection:
    return Collection((), (), (), lines)


def of_lines(*lines: PublishedResult) -> list[Estimate]:
    return list(settled(published(collected(*lines))))


def finding(*numbers: tuple[str, float], **fields: Any) -> list[PublishedResult]:
    line = LINE._replace(**fields)
    return [line._replace(statistic=name, value=value) for name, value in numbers]  # type: ignore[arg-type]


def arms(
    active: list[tuple[str, float]], control: list[tuple[str, float]], **fields: Any
) -> list[PublishedResult]:
    return [
        *finding(*active, finding_id="A", versus=None, role="active", **fields),
        *finding(*control, finding_id="B", versus=None, role="control", arm="placebo", **fields),
    ]


def test_the_error_follows_from_the_printed_interval() -> None:
    final, innova = one("FINAL_pain_12w"), one("INNOVA_pain_3m")
    assert final.standard_error == pytest.approx(0.3112, abs=5e-5)
    assert innova.standard_error == pytest.approx(0.4158, abs=5e-5)
    assert (final.estimate, innova.estimate) == (-0.34, 0.49)


def test_responders_of_two_arms_give_ratios_and_thresholds_are_never_added() -> None:
    thirty = one("FINAL_responders30_12w_active:RR")
    assert thirty.estimate == pytest.approx(1.5699, abs=5e-5)
    assert (thirty.ci_lower, thirty.ci_upper) == pytest.approx((0.8820, 2.7940), abs=1e-4)
    thresholds = {
        each.responder_threshold_percent
        for each in BUNDLED
        if each.trial == "FINAL" and each.scale == "RR" and each.variable_form == "responder"
    }
    assert thresholds == {15.0, 30.0, 50.0}


def test_a_spread_that_another_paper_misquotes_is_in_no_estimate() -> None:
    of_trial = [each for each in BUNDLED if each.trial_id == "YOUNGER2013"]
    assert of_trial
    assert not any("as_quoted" in each.estimate_id for each in of_trial)
    assert not any(each.source == "computed_from_published" for each in of_trial)
    (pain,) = [each for each in of_trial if each.estimate is not None]
    assert (pain.variable_form, pain.analysis_design) == ("percent_change", "paired_crossover")


def test_a_contrast_without_an_effect_has_its_row_and_says_what_there_is() -> None:
    (only,) = of_lines(*finding(("p", 0.04), ("median_difference", -1.0)))
    assert (only.estimate, only.is_preferred) == (None, False)
    assert only.reason == "the report gives median_difference, p and no effect that can be pooled"
    (bare,) = of_lines(*finding(("md", -1.0)))
    assert (bare.estimate, bare.standard_error) == (-1.0, None)
    assert bare.reason is not None
    assert not bare.is_preferred


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ([("md", -1.0), ("ci_lower", -2.0), ("ci_upper", 0.0)], 0.5102),
        ([("md", -1.0), ("se", 0.5), ("p", 0.9)], 0.5),
        ([("md", -1.0), ("p", 0.05)], 0.5102),
        ([("md", -1.0), ("p", 0.05), ("n", 12)], 0.4488),
        ([("rr", 2.0), ("ci_lower", 1.0), ("ci_upper", 4.0)], 0.35365),
        ([("rr", 2.0), ("ci_lower", 0.0), ("ci_upper", 4.0)], None),
        ([("md", -1.0), ("ci_lower", 2.0), ("ci_upper", 0.0)], None),
    ],
)
def test_errors_come_of_intervals_then_as_given_then_of_exact_p(
    numbers: list[tuple[str, float]], error: float | None
) -> None:
    (only,) = of_lines(*finding(*numbers))
    assert only.standard_error == (None if error is None else pytest.approx(error, abs=5e-5))


def test_a_bound_is_no_exact_p() -> None:
    lines = finding(("md", -1.0), ("p", 0.05))
    lines[1] = lines[1]._replace(comparator="<")
    assert of_lines(*lines)[0].standard_error is None


def test_two_arms_with_spreads_give_differences() -> None:
    found = of_lines(
        *arms([("mean", 4.0), ("sd", 2.0), ("n", 50)], [("mean", 5.0), ("se", 0.4), ("n", 25)])
    )
    assert [each.scale for each in found] == ["MD", "SMD"]
    assert found[0].estimate == pytest.approx(-1.0)
    assert found[0].standard_error == pytest.approx((4 / 50 + 4 / 25) ** 0.5)
    assert (found[0].n, found[0].versus) == (75, "placebo")


@pytest.mark.parametrize(
    ("active", "control"),
    [
        ([("mean", 4.0), ("n", 50)], [("mean", 5.0), ("sd", 2.0), ("n", 50)]),
        ([("events", 9), ("n", 5)], [("events", 1), ("n", 5)]),
        ([("events", 3)], [("events", 1), ("n", 5)]),
    ],
)
def test_arms_that_give_no_effect_give_no_row(
    active: list[tuple[str, float]], control: list[tuple[str, float]]
) -> None:
    assert of_lines(*arms(active, control)) == []


def test_arms_at_the_start_are_not_compared() -> None:
    told = [("mean", 4.0), ("sd", 2.0), ("n", 50)]
    assert of_lines(*arms(told, told, timepoint_days=0)) == []
    assert len(of_lines(*arms(told, told))) == 2


def test_what_a_paper_says_itself_is_preferred_to_what_follows_from_its_arms() -> None:
    told = [("mean", 4.0), ("sd", 2.0), ("n", 50)]
    found = of_lines(*finding(("md", -1.0), ("se", 0.5)), *arms(told, told))
    assert {each.estimate_id: each.is_preferred for each in found} == {
        "F1": True,
        "A:MD": False,
        "A:SMD": True,
    }


def test_what_nobody_has_checked_is_preferred_last() -> None:
    told = [("mean", 4.0), ("sd", 2.0), ("n", 50)]
    found = of_lines(*finding(("md", -1.0), ("se", 0.5), is_verified=False), *arms(told, told))
    assert {each.estimate_id for each in found if each.is_preferred} == {"A:MD", "A:SMD"}


def test_each_analysis_set_has_its_preferred_row_and_the_broadest_is_pooled() -> None:
    found = of_lines(
        *finding(("md", -1.0), ("se", 0.5), analysis_set="completers"),
        *finding(("md", -0.8), ("se", 0.5), finding_id="F2", is_verified=False),
    )
    assert [each.is_preferred for each in found] == [True, True]
    assert [each.is_broadest for each in found] == [False, True]


def test_other_times_forms_and_drugs_are_other_questions() -> None:
    number = ("md", -1.0), ("se", 0.5)
    found = of_lines(
        *finding(*number),
        *finding(*number, finding_id="F2", timepoint_days=28),
        *finding(*number, finding_id="F3", variable_form="level"),
        *finding(*number, finding_id="F4", arm="pregabalin"),
    )
    assert all(each.is_broadest for each in found)


def posted(trials: Collection) -> list[Estimate]:
    study = case(outcome(("Naltrexone", "4.0", "2.0", 50), ("Placebo", "5.0", "2.0", 50)))
    return list(of_study(study.study.nct_id, study.effects, ["Pain intensity at Week 12"], trials))


def test_effects_of_a_record_are_estimates_of_its_study() -> None:
    found = posted(collected())
    assert {each.scale for each in found} == {"MD", "SMD"}
    first = found[0]
    assert (first.trial, first.trial_id, first.n) == (first.nct_id, None, 100)
    assert first.outcome == "Pain intensity at Week 12"
    assert first.is_preferred
    assert first.is_broadest


def test_refusals_of_a_record_stay_with_its_effects() -> None:
    study = case(outcome(("Naltrexone", "4.0", "2.0", 50), ("Placebo", "5.0", "", 50)))
    assert study.effects
    assert not list(of_study("NCT00000001", study.effects, ["Pain"], collected()))
