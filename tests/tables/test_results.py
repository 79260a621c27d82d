"""Posted results as a whole, and every value of them counted."""

from __future__ import annotations

import copy
import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.record import paths
from harvest.tables import TABLES
from harvest.tables.declare import join
from harvest.tables.left_out import reason_for
from tests.real import real_records
from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rich_results import RESULTS
from tests.tables.rows import RowSink, of_records, of_study, only


def test_what_is_said_of_the_results_as_a_whole_is_one_row() -> None:
    row = only(of_records([rich_record()])["posted_results"])
    assert row["nct_id"] == NCT_ID
    assert (row["event_threshold_percent"], row["event_threshold_text"]) == (5, "5")
    assert row["limitations"] == "Few participants"
    assert (row["restriction_type"], row["has_restrictive_agreement"]) == ("GT60", True)
    assert row["is_investigator_employee"] is False


def test_a_study_without_results_has_no_row_in_any_table_of_them() -> None:
    rows = of_study()
    of_results = [name for name, table in TABLES.items() if _is_of_results(table)]
    assert len(of_results) == 15
    assert not any(rows.tuples[name] for name in of_results)


def _is_of_results(table: Any) -> bool:
    return all(each.path.startswith("resultsSection") for each in table.each) and bool(table.each)


def test_a_threshold_that_is_no_percentage_is_null_and_an_issue() -> None:
    rows = of_study(results={"adverseEventsModule": {"frequencyThreshold": "five"}})
    assert only(rows["posted_results"])["event_threshold_percent"] is None
    assert rows.issues() == [
        ("unread_value", "resultsSection.adverseEventsModule.frequencyThreshold", "five")
    ]


def test_nothing_of_the_contact_person_is_in_any_table() -> None:
    rows = of_records([rich_record()])
    person = {"A person", "a@example.org"}
    assert not any(person & set(map(str, row)) for found in rows.tuples.values() for row in found)


def test_groups_of_all_modules_are_numbered_through() -> None:
    rows = of_records([rich_record()])["result_groups"]
    assert [
        (row["position"], row["module"], row["outcome_measure_position"], row["group_position"])
        for row in rows
    ] == [
        (0, "participant_flow", None, 0),
        (1, "participant_flow", None, 1),
        (2, "baseline", None, 0),
        (3, "baseline", None, 1),
        (4, "baseline", None, 2),
        (5, "outcome", 0, 0),
        (6, "outcome", 0, 1),
        (7, "outcome", 1, 0),
        (8, "adverse_events", None, 0),
        (9, "adverse_events", None, 1),
    ]
    assert [row["title"] for row in rows[5:8]] == ["Naltrexone", "Placebo", "Placebo"]
    assert [row["group_id"] for row in rows[5:8]] == ["OG000", "OG001", "OG000"]
    assert rows[0]["description"] == "Given naltrexone"


@given(st.data())
def test_results_with_holes_tabulate_and_their_keys_stay_unique(data: st.DataObject) -> None:
    results = copy.deepcopy(RESULTS)
    for _ in range(data.draw(st.integers(1, 4))):
        _drop_something(results, data)
    rows = of_study(results=results)
    for name, table in TABLES.items():
        keys = [tuple(row[column] for column in table.key) for row in rows[name]]
        assert len(keys) == len(set(keys)), name
        for reference in table.references:
            targets = {
                tuple(row[each] for each in reference.target) for row in rows[reference.table]
            }
            for row in rows[name]:
                found = tuple(row[each] for each in reference.columns)
                assert None in found or found in targets, name


def _drop_something(node: Any, data: st.DataObject) -> None:
    """Takes one thing away, somewhere, or puts a text where another was."""
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and data.draw(st.booleans()):
            node = node[key]
        elif isinstance(node[key], str) and data.draw(st.booleans()):
            node[key] = data.draw(st.text(max_size=4))
            return
        elif isinstance(node, dict):
            del node[key]
            return
        else:
            node[key] = {} if isinstance(node[key], dict) else ""
            return


# --- every value, counted in the JSON and in the tables -----------------------------------------

SECTION = "resultsSection."
PERIODS = SECTION + "participantFlowModule.periods[]."
BASELINE = SECTION + "baselineCharacteristicsModule."
OUTCOMES = SECTION + "outcomeMeasuresModule.outcomeMeasures[]."
EVENTS = SECTION + "adverseEventsModule."
MILESTONE, REASON = (
    ("period_position", "milestone_position"),
    ("period_position", "reason_position"),
)
EVENT = ("seriousness", "event_position")
CLASS, CATEGORY = ("class_position",), ("class_position", "category_position")

# Values of an object that several rows share: table, column, what tells the objects apart, paths.
SHARED: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    ("participant_flow", "milestone", MILESTONE, (PERIODS + "milestones[].type",)),
    ("participant_flow", "milestone_comment", MILESTONE, (PERIODS + "milestones[].comment",)),
    ("withdrawals", "reason", REASON, (PERIODS + "dropWithdraws[].type",)),
    ("withdrawals", "reason_comment", REASON, (PERIODS + "dropWithdraws[].comment",)),
    *(
        (values, column, (f"{module}_measure_position", *keys), (f"{measure}{way}.title",))
        for values, module, measure in (
            ("baseline", "baseline", BASELINE + "measures[]."),
            ("outcome_values", "outcome", OUTCOMES),
        )
        for column, keys, way in (
            ("class_title", CLASS, "classes[]"),
            ("category_title", CATEGORY, "classes[].categories[]"),
        )
    ),
    *(
        (
            "adverse_events",
            column,
            EVENT,
            (f"{EVENTS}seriousEvents[].{field}", f"{EVENTS}otherEvents[].{field}"),
        )
        for column, field in (
            ("term", "term"),
            ("organ_system", "organSystem"),
            ("source_vocabulary", "sourceVocabulary"),
            ("assessment_type", "assessmentType"),
            ("notes", "notes"),
        )
    ),
]
# Units are told apart by what they are: no level states the same units twice.
UNITS: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        f"{module}_denominators",
        "units",
        ("level", f"{module}_measure_position", "class_position", "units"),
        ways,
    )
    for module, ways in (
        (
            "baseline",
            (
                BASELINE + "denoms[].units",
                BASELINE + "measures[].denoms[].units",
                BASELINE + "measures[].classes[].denoms[].units",
            ),
        ),
        ("outcome", (OUTCOMES + "denoms[].units", OUTCOMES + "classes[].denoms[].units")),
    )
]


def _own() -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Values that have a row each: the column that keeps them as served."""
    found = []
    for name, table in TABLES.items():
        if _is_of_results(table):
            fields: dict[str, str] = {}
            for column, declared in table.columns.items():
                for source in declared.sources:
                    if declared.read is None or source not in fields:
                        fields[source] = column
            for field, column in fields.items():
                ways = tuple(join(each.path, field) for each in table.each)
                found.append((name, column, table.key[1:], ways))
    return found


COUNTED = [*_own(), *SHARED, *UNITS]


def test_every_path_of_posted_results_is_counted() -> None:
    counted = {way for *_, ways in COUNTED for way in ways}
    for leaf in paths.leaves():
        if leaf.startswith(SECTION) and not reason_for(leaf):
            assert leaf in counted


@cache
def _real() -> tuple[RowSink, Counter[str]]:
    records = [record for record in real_records() if b'"resultsSection"' in record]
    found: Counter[str] = Counter()
    for record in records:
        _count(json.loads(record).get("resultsSection", {}), SECTION[:-1], found)
    return of_records(records), found


def _count(node: Any, path: str, found: Counter[str]) -> None:
    if isinstance(node, dict):
        for name, part in node.items():
            _count(part, f"{path}.{name}", found)
    elif isinstance(node, list):
        for part in node:
            _count(part, f"{path}[]", found)
    else:
        found[path] += 1


@pytest.mark.real
@pytest.mark.parametrize(
    ("table", "column", "keys", "ways"), COUNTED, ids=[f"{each[0]}.{each[1]}" for each in COUNTED]
)
def test_the_json_and_the_table_have_the_same_number_of_values(
    table: str, column: str, keys: tuple[str, ...], ways: tuple[str, ...]
) -> None:
    rows, counted = _real()
    names = list(TABLES[table].columns)
    place, key = names.index(column), [names.index(name) for name in ("nct_id", *keys)]
    told = {
        tuple(row[number] for number in key) for row in rows.tuples[table] if row[place] is not None
    }
    assert len(told) == sum(counted[way] for way in ways)
