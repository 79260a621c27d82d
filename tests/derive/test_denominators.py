"""Which count a value is of."""

from __future__ import annotations

import pytest

from harvest.derive.denominators import NOT_STATED, Counts, Denominator, Level, denominator
from harvest.record.results import Denom, DenomCount

PARTICIPANTS = "Participants"


def counts(level: Level, units: str | None = PARTICIPANTS, **by_group: str | None) -> Counts:
    return Counts(level, (denom(units, **by_group),))


def denom(units: str | None, **by_group: str | None) -> Denom:
    found = tuple(DenomCount(groupId=group, value=value) for group, value in by_group.items())
    return Denom(units=units, counts=found)


NOTHING = Counts("class", ())


def test_the_class_s_own_count_holds_before_the_measure_s() -> None:
    levels = (counts("class", OG000="18"), counts("measure", OG000="20"))
    assert denominator(levels, None, "OG000") == Denominator(18, PARTICIPANTS, "class")


def test_without_a_class_count_the_measure_s_holds_and_then_the_module_s() -> None:
    measure, module = counts("measure", A="20"), counts("module", A="41")
    assert denominator((NOTHING, measure, module), None, "A").level == "measure"
    assert denominator((NOTHING, Counts("measure", ()), module), None, "A") == Denominator(
        41, PARTICIPANTS, "module"
    )


def test_a_class_that_counts_other_groups_only_does_not_lend_from_the_measure() -> None:
    levels = (counts("class", A="18"), counts("measure", A="20", B="21"))
    assert denominator(levels, None, "B") == Denominator(
        None, PARTICIPANTS, "class", "group_not_counted"
    )


def test_of_two_units_the_selected_one_holds_whatever_its_capitals() -> None:
    both = Counts("measure", (denom(PARTICIPANTS, A="20"), denom("Eyes", A="40")))
    assert denominator((both,), "eyes", "A") == Denominator(40, "Eyes", "measure")
    assert denominator((both,), None, "A") == Denominator(None, None, "measure", "several_units")


def test_units_that_are_selected_and_not_counted_have_no_count() -> None:
    found = denominator((counts("measure", A="20"),), "Eyes", "A")
    assert found == Denominator(None, None, "measure", "units_not_counted")


@pytest.mark.parametrize("value", ["NA", "many", "1.5", None])
def test_a_text_that_is_no_count_is_none(value: str | None) -> None:
    found = denominator((counts("measure", A=value),), None, "A")
    assert found == Denominator(None, PARTICIPANTS, "measure", "not_a_count")


def test_a_count_of_nobody_is_a_count() -> None:
    assert denominator((counts("measure", A="0"),), None, "A").number == 0


def test_two_counts_of_one_group_hold_only_where_they_agree() -> None:
    def twice(first: str, second: str) -> Counts:
        return Counts("measure", (denom(PARTICIPANTS, A=first), denom(PARTICIPANTS, A=second)))

    assert denominator((twice("20", "20"),), None, "A").number == 20
    assert denominator((twice("20", "21"),), None, "A").reason == "counted_twice"


def test_without_a_count_anywhere_or_without_a_group_nothing_is_stated() -> None:
    assert denominator((NOTHING,), None, "A") == NOT_STATED
    assert denominator((counts("measure", A="20"),), None, None) == NOT_STATED


def test_units_without_a_name_are_units_too() -> None:
    assert denominator((counts("measure", None, A="20"),), None, "A") == Denominator(
        20, None, "measure"
    )
