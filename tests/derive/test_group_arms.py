"""Which arm a result group is."""

from __future__ import annotations

import pytest

from harvest.derive.doses import arms_of
from harvest.derive.group_arms import GroupArm, group_arms
from harvest.derive.links import links
from harvest.derive.result_groups import ResultGroup
from harvest.record.results import MeasureGroup
from harvest.record.study import Study
from tests.derive.cases import arm, case, drug


def study(*labels: str, drugs: tuple[str, ...] = ("Naltrexone", "Placebo")) -> Study:
    return case(
        [arm(label, None, *drugs) for label in labels], [drug(name) for name in drugs]
    ).study


def linked(record: Study, title: str, *, is_crossover: bool = False) -> list[GroupArm]:
    module = record.protocolSection.armsInterventionsModule
    group = ResultGroup(0, "outcome", 0, 0, MeasureGroup(id="OG000", title=title))
    arms = arms_of(record, links(module))
    return list(group_arms([group], arms, module.interventions, is_crossover=is_crossover))


@pytest.mark.parametrize(
    ("title", "label", "reason"),
    [
        ("Naltrexone 4.5mg", "naltrexone 4.5 mg", "same_title"),
        ("LDN Group", "LDN", "same_title"),
        ("Cohort 1 Naltrexone 3 mg", "Cohort 1", "label_begins_title"),
        ("Naltrexone, 4.5 mg daily", "4.5 mg naltrexone", "same_drugs_and_doses"),
    ],
)
def test_a_group_is_the_arm_that_its_title_names(title: str, label: str, reason: str) -> None:
    (found,) = linked(study(label, "Something else"), title)
    assert (found.arm_position, found.link_reason) == (0, reason)


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Inactive naltrexone", "Naltrexone"),
        ("Naltrexone", "Inactive naltrexone"),
        ("Cohort 10", "Cohort 1"),
        ("Naltrexone 3 mg", "Naltrexone 4.5 mg"),
    ],
)
def test_a_title_that_merely_contains_a_label_is_no_link(title: str, label: str) -> None:
    (found,) = linked(study(label, "Something else"), title)
    assert (found.arm_position, found.no_link_reason) == (None, "no_arm_fits")


def test_a_total_is_no_arm() -> None:
    (found,) = linked(study("Naltrexone", "Placebo"), "All Participants")
    assert found.no_link_reason == "total"


def test_two_arms_of_the_same_label_fit_both_and_so_neither() -> None:
    (found,) = linked(study("Naltrexone", "Naltrexone"), "Naltrexone")
    assert found.no_link_reason == "several_arms_fit"


def test_a_treatment_of_a_crossover_is_every_sequence() -> None:
    record = study("Naltrexone, then placebo", "Placebo, then naltrexone")
    found = linked(record, "Naltrexone", is_crossover=True)
    assert [each.arm_position for each in found] == [0, 1]
    assert {each.link_reason for each in found} == {"treatment_of_sequences"}
