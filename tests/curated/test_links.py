from __future__ import annotations

from itertools import pairwise, permutations

import pytest

from harvest.curated.links import links_of, plan
from harvest.errors import UsageError
from harvest.tables import TABLES


@pytest.mark.parametrize(
    ("tables", "grain", "relations"),
    [
        (("studies", "doses"), "doses", ["one_to_many"]),
        (("doses", "studies"), "doses", ["many_to_one"]),
        (("studies", "posted_results"), "studies", ["one_to_one"]),
        (("studies", "arms", "doses"), "doses", ["one_to_many", "one_to_many"]),
        (("doses", "arms", "studies"), "doses", ["many_to_one", "many_to_one"]),
        (
            ("arms", "arm_interventions", "interventions"),
            "arm_interventions",
            ["one_to_many", "many_to_one"],
        ),
        (
            ("outcome_measures", "outcome_values", "outcome_cells"),
            "outcome_values",
            ["one_to_many", "one_to_one"],
        ),
    ],
)
def test_the_declared_keys_say_what_a_row_is(
    tables: tuple[str, ...], grain: str, relations: list[str]
) -> None:
    planned = plan(tables)
    assert planned.grain[0] == grain
    assert [link.relation for link in planned.links] == relations


def test_the_nearest_table_is_linked_with_not_the_study() -> None:
    assert [link.to for link in plan(("studies", "arms", "doses")).links] == ["studies", "arms"]


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        (("arms", "outcomes"), "Both belong to studies"),
        (("outcome_values", "group_arms"), "Both belong to result_groups"),
        (("arms", "interventions"), r'join\("arms", "arm_interventions", "interventions"\)'),
        (("studies", "arms", "outcomes"), "would multiply rows"),
        (("outcome_values", "result_groups", "group_arms"), "would multiply rows"),
        (("studies", "issues"), "no other table"),
        (("studies", "doses", "studies"), "given twice"),
        (("effects", "result_groups"), 'on="result_group_position"'),
    ],
)
def test_what_cannot_be_joined_says_what_to_do(tables: tuple[str, ...], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        plan(tables)


@pytest.mark.parametrize("on", ["comparator_group_position", "effects.comparator_group_position"])
def test_a_reference_is_chosen_by_its_column(on: str) -> None:
    link = plan(("effects", "result_groups"), (on,)).links[0]
    assert link.target == ("nct_id", "comparator_group_position")


def test_a_reference_is_the_nearest_until_another_is_named() -> None:
    tables = ("arm_period_doses", "doses", "arms")
    assert plan(tables).links[1].to == "arm_period_doses"
    assert plan(tables, ("doses.arm_position",)).links[1].to == "doses"


def test_columns_that_are_one_are_one_link() -> None:
    planned = plan(("arm_interventions", "arms", "interventions", "studies"))
    assert planned.grain == ("arm_interventions",)
    assert planned.links[-1].to == "arms"


def test_a_column_that_no_link_uses_is_refused() -> None:
    with pytest.raises(UsageError, match="leave out `on`"):
        plan(("studies", "doses"), ("arm_position",))


def test_every_declared_reference_can_be_joined_from_both_sides() -> None:
    for name, table in TABLES.items():
        for foreign in table.references:
            on = (f"{name}.{foreign.columns[-1]}",)
            assert plan((foreign.table, name), on).links[0].target == foreign.target
            assert plan((name, foreign.table), on).grain[0] == name


def test_a_pair_is_linked_from_both_sides_or_not_at_all() -> None:
    linked = {(name, link.table) for name in TABLES for link in links_of(name)}
    assert linked == {(b, a) for a, b in linked}
    assert all(a != b for a, b in linked)
    assert len(list(permutations(TABLES, 2))) > len(linked)


def test_a_target_is_the_whole_key_so_that_it_is_met_once() -> None:
    for table in TABLES.values():
        for foreign in table.references:
            assert set(foreign.target) == set(TABLES[foreign.table].key)
    assert all(a != b for a, b in pairwise(TABLES))
