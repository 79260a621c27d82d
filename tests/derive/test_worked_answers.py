"""Effects of real records against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from harvest.derive import Case
from harvest.derive.effects import StudyEffect
from harvest.record.decode import decode
from tests.real import real_records

pytestmark = pytest.mark.real


@cache
def case(nct_id: str) -> Case:
    mark = f'"nctId":"{nct_id}"'.encode()
    record = next(each for each in real_records() if mark in each[:2000])
    return Case(decode(record).study)


def rows(nct_id: str, outcome: int, source: str, scale: str | None) -> Iterator[StudyEffect]:
    for row in case(nct_id).effects:
        if (row.outcome_measure_position, row.source, row.scale) == (outcome, source, scale):
            yield row


def one(nct_id: str, outcome: int, source: str, scale: str) -> StudyEffect:
    return next(rows(nct_id, outcome, source, scale))


def near(row: StudyEffect, estimate: float, se: float | None = None) -> None:
    assert row.estimate == pytest.approx(estimate, abs=5e-5)
    if se is not None:
        assert row.standard_error == pytest.approx(se, abs=5e-5)


def test_changes_with_standard_errors() -> None:
    row = one("NCT05005351", 0, "computed", "MD")
    near(row, -5.7, 3.1241)
    assert row.interval == pytest.approx((-11.8231, 0.4231), abs=5e-5)
    assert (row.given.sd, row.given.comparator_sd) == pytest.approx((12.4900, 12.6996), abs=5e-5)
    assert (row.given.n, row.given.comparator_n) == (39, 28)
    assert row.given.conversion == "se_to_sd"
    near(one("NCT05005351", 0, "computed", "SMD"), -0.4479, 0.2507)


def test_counts_of_persons() -> None:
    ratio = one("NCT05005351", 1, "computed", "RR")
    near(ratio, 3.2838)
    assert ratio.interval == pytest.approx((1.5787, 6.8305), abs=5e-5)
    assert (ratio.given.events, ratio.given.comparator_events) == (27, 6)
    near(one("NCT05005351", 1, "computed", "OR"), 9.45)
    near(one("NCT05005351", 1, "computed", "RD"), 0.5075)


def test_a_crossover_s_own_paired_analysis_is_preferred() -> None:
    crude = one("NCT00734604", 4, "computed", "MD")
    near(crude, -1.02, 0.5280)
    assert (crude.analysis_design, crude.is_preferred) == ("as_if_parallel", False)
    own = one("NCT00734604", 4, "posted", "MD")
    near(own, -0.85, 0.30)
    assert (own.analysis_design, own.is_preferred) == ("paired_crossover", True)
    assert own.correlation is not None
    assert 0 < own.correlation < 1


def test_the_same_id_is_another_treatment_in_another_outcome() -> None:
    groups = [
        each.group
        for each in case("NCT00734604").posted.groups
        if each.module == "outcome" and each.group.id == "OG001"
    ]
    assert len({group.title for group in groups}) > 1


def test_a_spread_that_is_an_error_is_read_both_ways_and_marked() -> None:
    labelled, read = list(rows("NCT00734604", 3, "computed", "SMD"))[:2]
    near(labelled, -0.8006)
    near(read, -0.5485)
    assert read.is_doubted
    assert not read.is_preferred
    assert read.given.sd == pytest.approx(0.5620, abs=5e-5)


def test_the_direction_of_a_posted_difference_follows_from_the_values() -> None:
    own = one("NCT02495467", 0, "posted", "MD")
    near(own, 1.03, 0.4133)
    assert own.first is not None
    assert own.second is not None
    assert (own.first.group.group.id, own.second.group.group.id) == ("OG001", "OG000")
    near(one("NCT02495467", 0, "computed", "MD"), 1.10, 0.6721)


def test_a_ratio_of_geometric_means_in_percent_is_a_ratio() -> None:
    own = one("NCT01254396", 0, "posted", "ROM")
    near(own, 0.4135, 0.1482)
    assert own.effect is not None
    assert own.effect.estimate == pytest.approx(-0.8831, abs=5e-5)
    assert not list(rows("NCT01254396", 0, "computed", "MD"))


def test_a_model_s_own_error_is_preferred_and_the_difference_marked() -> None:
    own, crude = one("NCT02397473", 0, "posted", "MD"), one("NCT02397473", 0, "computed", "MD")
    near(own, -3.47, 1.63)
    near(crude, -3.47, 1.9456)
    assert (own.agreement, own.is_preferred, crude.is_preferred) == ("other_error", True, False)


def test_percentages_become_persons_where_only_one_number_fits() -> None:
    ratio = one("NCT02397473", 1, "computed", "RR")
    assert {ratio.given.events, ratio.given.comparator_events} == {30, 35}
    assert ratio.given.conversion == "percent_to_persons"
    near(ratio, 1.3571)
    assert ratio.interval == pytest.approx((1.0020, 1.8381), abs=5e-5)


def test_medians_with_quartiles() -> None:
    row = one("NCT00737893", 0, "computed", "MD")
    near(row, -1.6076, 3.3949)
    assert (row.given.mean, row.given.sd) == pytest.approx((14.8918, 13.6455), abs=5e-5)
    assert row.given.conversion == "quartiles_to_mean_and_sd"


def test_groups_that_are_times_are_compared_within_a_time_only() -> None:
    row = one("NCT00301262", 1, "computed", "MD")
    near(row, 17.57)
    assert (row.given.n, row.given.comparator_n) == (88, 73)
    assert row.first is not None
    assert row.second is not None
    assert (row.first.group.group.id, row.second.group.group.id) == ("OG000", "OG002")
    own = [each for each in case("NCT00301262").effects if each.source == "posted"]
    assert {each.refusal for each in own if each.outcome_measure_position == 1} <= {
        "within_group",
        "different_times",
    }
