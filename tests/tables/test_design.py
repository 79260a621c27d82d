"""Arms, interventions, and the links between them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.derive.links import intervention_label
from harvest.record.codes import InterventionType
from harvest.record.protocol import Intervention
from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import RowSink, of_records, of_study

MODULE = "protocolSection.armsInterventionsModule."


def arm(label: str, *names: str) -> dict[str, Any]:
    return {"label": label, "interventionNames": list(names)}


def drug(name: str, *labels: str, kind: str = "DRUG") -> dict[str, Any]:
    return {"type": kind, "name": name, "armGroupLabels": list(labels)}


def rows_of(arms: list[dict[str, Any]], interventions: list[dict[str, Any]]) -> RowSink:
    return of_study(armsInterventionsModule={"armGroups": arms, "interventions": interventions})


def links(rows: RowSink) -> dict[tuple[int, int], str]:
    """Each link with what is true of it: arm names, intervention names, repeated, ambiguous."""
    flags = {
        "is_named_by_arm": "A",
        "is_named_by_intervention": "I",
        "has_repeated_label": "r",
        "is_ambiguous": "?",
    }
    return {
        (row["arm_position"], row["intervention_position"]): "".join(
            letter for name, letter in flags.items() if row[name]
        )
        for row in rows["arm_interventions"]
    }


def test_arms_interventions_and_their_names_are_as_registered() -> None:
    rows = of_records([rich_record()])
    assert rows.tuples["arms"] == [
        (NCT_ID, 0, "LDN", "EXPERIMENTAL", "4.5 mg at night"),
        (NCT_ID, 1, "Placebo", "PLACEBO_COMPARATOR", "Capsule"),
        (NCT_ID, 2, "Waiting", "NO_INTERVENTION", "Nothing"),
    ]
    assert rows.tuples["interventions"] == [
        (NCT_ID, 0, "DRUG", "Naltrexone", "Capsule of 4.5 mg"),
        (NCT_ID, 1, "DRUG", "Placebo", None),
        (NCT_ID, 2, "DIETARY_SUPPLEMENT", "D3", None),
    ]
    assert rows.tuples["intervention_names"] == [
        (NCT_ID, 0, 0, "LDN capsule"),
        (NCT_ID, 1, 0, "Revia"),
        (NCT_ID, 2, 2, "Cholecalciferol"),
    ]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("DRUG", "Drug: X"),
        ("DIETARY_SUPPLEMENT", "Dietary Supplement: X"),
        ("COMBINATION_PRODUCT", "Combination Product: X"),
        ("DIAGNOSTIC_TEST", "Diagnostic Test: X"),
        ("OTHER", "Other: X"),
    ],
)
def test_an_arm_names_an_intervention_by_its_type_in_words_and_its_name(
    kind: InterventionType, label: str
) -> None:
    assert intervention_label(Intervention(type=kind, name="X")) == label


def test_a_link_that_both_sides_name_is_one_row() -> None:
    rows = rows_of([arm("A", "Drug: X")], [drug("X", "A")])
    assert rows.tuples["arm_interventions"] == [("NCT00000001", 0, 0, True, True, False, False)]
    assert rows["issues"] == []


def test_a_link_may_be_named_from_either_side_alone() -> None:
    rows = rows_of(
        [arm("A", "Drug: X"), arm("B")],
        [drug("X"), drug("Y", "B")],
    )
    assert links(rows) == {(0, 0): "A", (1, 1): "I"}
    assert rows["issues"] == []


def test_an_arm_without_interventions_has_no_link_and_no_issue() -> None:
    rows = rows_of([arm("A", "Drug: X"), arm("Waiting")], [drug("X", "A")])
    assert links(rows) == {(0, 0): "AI"}
    assert rows["issues"] == []


def test_links_come_by_arm_then_by_intervention() -> None:
    rows = rows_of(
        [arm("B", "Drug: Y", "Drug: X"), arm("A", "Drug: X", "Drug: Y")],
        [drug("X", "A", "B"), drug("Y", "B", "A")],
    )
    assert list(links(rows)) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_name_given_twice_is_one_link() -> None:
    rows = rows_of([arm("A", "Drug: X", "Drug: X")], [drug("X", "A", "A")])
    assert links(rows) == {(0, 0): "AI"}


def test_of_two_arms_of_one_label_the_one_that_names_the_intervention_is_meant() -> None:
    rows = rows_of([arm("A", "Drug: X"), arm("A", "Drug: Y")], [drug("X", "A"), drug("Y", "A")])
    assert links(rows) == {(0, 0): "AIr", (1, 1): "AIr"}


def test_of_two_interventions_of_one_type_and_name_the_one_that_names_the_arm_is_meant() -> None:
    rows = rows_of([arm("A", "Drug: X"), arm("B", "Drug: X")], [drug("X", "A"), drug("X", "B")])
    assert links(rows) == {(0, 0): "AIr", (1, 1): "AIr"}


def test_where_nothing_tells_the_bearers_of_a_label_apart_all_are_linked_and_marked() -> None:
    arms = rows_of([arm("A"), arm("A")], [drug("X", "A")])
    assert links(arms) == {(0, 0): "Ir?", (1, 0): "Ir?"}
    interventions = rows_of([arm("A", "Drug: X")], [drug("X"), drug("X")])
    assert links(interventions) == {(0, 0): "Ar?", (0, 1): "Ar?"}
    both = rows_of([arm("A", "Drug: X")] * 2, [drug("X", "A")] * 2)
    assert links(both) == dict.fromkeys([(0, 0), (0, 1), (1, 0), (1, 1)], "AIr?")


def test_interventions_of_one_name_and_different_types_are_two() -> None:
    rows = rows_of(
        [arm("A", "Drug: X"), arm("B", "Device: X")],
        [drug("X", "A"), drug("X", "B", kind="DEVICE")],
    )
    assert links(rows) == {(0, 0): "AI", (1, 1): "AI"}


def test_names_that_lead_nowhere_are_issues_with_their_paths() -> None:
    rows = rows_of(
        [arm("A", "Drug: X", "Drug: Ghost"), arm("B", "drug: x")],
        [drug("X", "A", "Nobody")],
    )
    assert links(rows) == {(0, 0): "AI"}
    assert rows.issues() == [
        ("unlinked_name", MODULE + "armGroups[0].interventionNames[1]", "Drug: Ghost"),
        ("unlinked_name", MODULE + "armGroups[1].interventionNames[0]", "drug: x"),
        ("unlinked_name", MODULE + "interventions[0].armGroupLabels[1]", "Nobody"),
    ]


def test_an_intervention_whose_type_is_unknown_leaves_its_name_loose() -> None:
    rows = rows_of([arm("A", "Magic: X")], [drug("X", "A", kind="MAGIC")])
    assert links(rows) == {(0, 0): "I"}
    assert [(kind, value) for kind, _, value in rows.issues()] == [
        ("unknown_code", '"MAGIC"'),
        ("unlinked_name", "Magic: X"),
    ]


ARMS = st.lists(
    st.builds(
        lambda label, names: arm(label, *names),
        st.sampled_from("AB"),
        st.lists(st.sampled_from(["Drug: X", "Drug: Y", "Drug: Z"]), max_size=2),
    ),
    max_size=4,
)
DRUGS = st.lists(
    st.builds(
        lambda name, labels: drug(name, *labels),
        st.sampled_from("XY"),
        st.lists(st.sampled_from("ABC"), max_size=2),
    ),
    max_size=4,
)


@given(ARMS, DRUGS)
def test_whatever_is_named_is_linked_or_an_issue_and_no_link_is_without_a_name(
    arms: list[dict[str, Any]], interventions: list[dict[str, Any]]
) -> None:
    rows = rows_of(arms, interventions)
    found = links(rows)
    loose = {path for _, path, _ in rows.issues()}
    for a, each in enumerate(arms):
        for n, name in enumerate(each["interventionNames"]):
            is_linked = any(
                where == a and f"Drug: {interventions[to]['name']}" == name for where, to in found
            )
            is_loose = f"{MODULE}armGroups[{a}].interventionNames[{n}]" in loose
            assert is_linked != is_loose
    for i, each in enumerate(interventions):
        for n, label in enumerate(each["armGroupLabels"]):
            is_linked = any(to == i and arms[where]["label"] == label for where, to in found)
            is_loose = f"{MODULE}interventions[{i}].armGroupLabels[{n}]" in loose
            assert is_linked != is_loose
    for (where, to), flags in found.items():
        label, name = arms[where]["label"], f"Drug: {interventions[to]['name']}"
        by_arms = [each for each in arms if each["label"] == label]
        by_name = [each for each in interventions if f"Drug: {each['name']}" == name]
        assert ("A" in flags) == any(name in each["interventionNames"] for each in by_arms)
        assert ("I" in flags) == any(label in each["armGroupLabels"] for each in by_name)
        assert ("r" in flags) == (len(by_arms) > 1 or len(by_name) > 1)
        assert "A" in flags or "I" in flags
