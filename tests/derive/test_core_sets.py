"""How far outcomes cover the core sets."""

from __future__ import annotations

from harvest.derive.core_sets import OF_RESULTS, Covered, core_sets
from harvest.derive.outcomes import Measured
from harvest.parse.outcomes.vocabulary import TIERS
from harvest.record.protocol import Outcome


def covered(*outcomes: tuple[str, str]) -> dict[tuple[str, str], Covered]:
    found = [
        Measured(place, kind, place, Outcome(measure=measure))
        for place, (kind, measure) in enumerate(outcomes)
    ]
    return {(each.framework, each.domain): each for each in core_sets(found)}


def test_every_domain_of_a_core_set_has_a_row_once_an_outcome_lies_in_one() -> None:
    found = covered(("primary", "FIQR total score"))
    for place in TIERS:
        assert place in found
        assert found[place].tier == TIERS[place][0]


def test_a_study_without_an_outcome_in_a_core_set_says_nothing_of_it() -> None:
    assert covered(("primary", "Fasting glucose")) == {}
    assert covered() == {}


def test_endorsed_instruments_come_first_and_the_highest_rank_is_kept() -> None:
    found = covered(("primary", "Pain on a visual analogue scale"), ("secondary", "FIQR pain item"))
    pain = found["OMERACT", "pain"]
    assert pain.outcome_count == 2
    assert pain.best_rank == "primary"
    assert pain.endorsed_count <= pain.outcome_count
    assert pain.coverage == "endorsed"


def test_what_only_posted_results_can_answer_is_null_with_the_reason() -> None:
    found = covered(("primary", "Pain on a visual analogue scale"))
    disposition = found["IMMPACT", "participant disposition"]
    assert (disposition.coverage, disposition.reason) == (None, OF_RESULTS)
    assert found["IMMPACT", "pain"].reason is None


def test_a_domain_without_an_outcome_is_none_and_not_null() -> None:
    found = covered(("primary", "Pain on a visual analogue scale"))
    fatigue = found["OMERACT", "fatigue"]
    assert (fatigue.coverage, fatigue.outcome_count, fatigue.instruments) == ("none", 0, None)


def test_posted_results_answer_what_they_answer() -> None:
    outcome = Measured(0, "primary", 0, Outcome(measure="Pain on a visual analogue scale"))
    posted = {"symptoms and adverse events"}
    found = {each.domain: each for each in core_sets([outcome], posted)}
    assert found["symptoms and adverse events"].coverage == "endorsed"
    assert found["participant disposition"].coverage == "none"
