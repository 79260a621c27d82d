"""Harms of one group against another."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.derive.safety import SafetyRow
from tests.derive.test_effects import case


def group(title: str, serious: int, n: int, deaths: int | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"title": title, "seriousNumAffected": serious, "seriousNumAtRisk": n}
    if deaths is not None:
        found |= {"deathsNumAffected": deaths, "deathsNumAtRisk": n}
    return found | {"otherNumAffected": 10, "otherNumAtRisk": n}


def event(term: str, **affected: tuple[int, int]) -> dict[str, Any]:
    return {
        "term": term,
        "stats": [
            {"groupId": each, "numAffected": count, "numAtRisk": n}
            for each, (count, n) in affected.items()
        ],
    }


def rows(
    *groups: dict[str, Any], events: tuple[dict[str, Any], ...] = (), **design: Any
) -> list[SafetyRow]:
    module = {
        "eventGroups": [{"id": f"EG{place:03d}", **each} for place, each in enumerate(groups)],
        "otherEvents": list(events),
    }
    return list(case(adverseEventsModule=module, **design).safety)


BOTH = (group("Placebo", 2, 50, 0), group("Naltrexone", 4, 50, 1))


def test_totals_of_persons_are_compared_with_the_placebo() -> None:
    found = {row.harm: row for row in rows(*BOTH)}
    serious = found["any_serious"]
    assert (serious.first.group.group.title, serious.comparator) == ("Naltrexone", "placebo")
    assert serious.ratio == pytest.approx(2.0)
    assert serious.difference == pytest.approx(0.04)
    assert found["death"].difference == pytest.approx(0.02)


def test_others_above_a_threshold_give_no_effect() -> None:
    (other,) = [row for row in rows(*BOTH) if row.harm == "any_other"]
    assert (other.tested.affected, other.ratio, other.refusal) == (
        10,
        None,
        "below_threshold_unknown",
    )


def test_deaths_that_were_not_asked_for_are_not_nought() -> None:
    found = rows(group("Placebo", 2, 50), group("Naltrexone", 4, 50))
    (death,) = [row for row in found if row.harm == "death"]
    assert (death.tested.affected, death.refusal) == (None, "not_reported")


def test_nobody_in_either_group_gives_a_difference_and_no_ratio() -> None:
    found = rows(group("Placebo", 0, 50, 0), group("Naltrexone", 0, 50, 0))
    (serious,) = [row for row in found if row.harm == "any_serious"]
    assert (serious.ratio, serious.difference, serious.refusal) == (None, 0.0, None)


def test_single_events_go_by_their_preferred_name() -> None:
    dreams = event("Vivid dreams", EG000=(3, 50), EG001=(19, 49))
    rash = event("Rash at the site", EG000=(3, 50), EG001=(1, 49))
    found = [row for row in rows(*BOTH, events=(dreams, rash)) if row.term]
    assert [(row.term, row.tested.affected, row.compared.affected) for row in found] == [
        ("abnormal dreams", 19, 3)
    ]


def test_two_terms_of_one_name_are_not_added() -> None:
    events = (
        event("Vivid dreams", EG000=(3, 50), EG001=(19, 49)),
        event("Nightmare", EG000=(1, 50), EG001=(4, 49)),
    )
    found = [row for row in rows(*BOTH, events=events) if row.term == "abnormal dreams"]
    assert found == []


def test_an_event_that_one_group_does_not_report_is_no_effect() -> None:
    found = [row for row in rows(*BOTH, events=(event("Nausea", EG001=(9, 49)),)) if row.term]
    assert [row.refusal for row in found] == ["not_reported"]


def test_the_same_people_at_two_times_are_not_compared() -> None:
    found = rows(group("Naltrexone", 1, 50), group("Naltrexone", 2, 50))
    assert {row.refusal for row in found} == {"same_people"}


def test_groups_that_chance_did_not_make_are_not_compared() -> None:
    assert {row.refusal for row in rows(*BOTH, allocation="NON_RANDOMIZED")} == {"not_randomized"}
