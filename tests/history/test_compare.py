from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harvest.history.compare import SHOWN, Difference, differences, read_document, shown
from tests.records import compact, study
from tests.work import calls

SIMPLE = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "label", "name", "type", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)
RECORDS = st.dictionaries(st.sampled_from(["protocolSection", "resultsSection", "x"]), JSON)


def found(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    return list(differences(old, new))


def test_a_value_a_module_and_an_item_differ_at_their_paths() -> None:
    old, new = study(1), study(1, descriptionModule={"briefSummary": "New."})
    new["protocolSection"]["conditionsModule"]["keywords"] = ["LDN", "pain"]
    new["protocolSection"]["designModule"]["enrollmentInfo"]["count"] = 41
    assert found(old, new) == [
        Difference("protocolSection.conditionsModule.keywords[0]", None, "LDN"),
        Difference("protocolSection.designModule.enrollmentInfo.count", 40, 41),
        Difference("protocolSection.descriptionModule.briefSummary", None, "New."),
    ]


def test_what_went_has_the_path_of_the_old_version() -> None:
    old, new = {"a": {"b": [1, 2], "c": "x"}}, {"a": {"b": [2]}}
    assert found(old, new) == [Difference("a.b[0]", 1, None), Difference("a.c", "x", None)]


def test_the_order_of_a_list_or_of_fields_is_no_difference() -> None:
    assert found({"a": [{"id": "1", "b": 2}, 3]}, {"a": [3, {"b": 2, "id": "1"}]}) == []


def test_posted_results_come_as_one_and_change_in_parts() -> None:
    flow = {"participantFlowModule": {"groups": [{"id": "FG000", "title": "A"}]}}
    (posted,) = found({}, {"resultsSection": flow})
    assert posted == Difference("resultsSection", None, flow)
    later = json.loads(json.dumps(flow).replace("A", "B"))
    (changed,) = found({"resultsSection": flow}, {"resultsSection": later})
    assert changed.path == "resultsSection.participantFlowModule.groups[0].title"


def test_a_value_that_became_an_object_is_one_difference() -> None:
    assert found({"a": 1}, {"a": {"b": 1}}) == [Difference("a", 1, {"b": 1})]


@given(RECORDS)
def test_a_record_does_not_differ_from_itself(record: dict[str, Any]) -> None:
    assert found(record, json.loads(json.dumps(record))) == []


@given(RECORDS, RECORDS)
def test_any_two_records_can_be_compared_and_shown(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    for each in found(old, new):
        assert each.old is not None or each.new is not None
        for value in (each.old, each.new):
            (shown(value) or "").encode()


def test_paths_that_are_left_out_are_gone_before_anything_is_compared() -> None:
    record = compact({"a": {"b": [{"c": "secret", "d": 1}, 5]}, "e": {"f": {"g": "secret"}}})
    assert read_document(record, ("a.b[].c", "e.f", "x.y")) == {"a": {"b": [{"d": 1}, 5]}, "e": {}}


def test_a_record_that_cannot_be_read_is_none_and_half_characters_are_replaced() -> None:
    assert read_document(b"\xff") is None
    assert read_document(b"[]") is None
    assert read_document(b"[" * 100_000) is None
    assert read_document(b'{"a":"\\ud800"}') == {"a": "?"}


def test_texts_are_whole_and_objects_are_cut() -> None:
    assert shown("x" * 9_999) == "x" * 9_999
    assert len(shown({"a": "x" * 9_999}) or "") == SHOWN
    assert (shown({"a": True}), shown(3), shown(None)) == ('{"a":true}', "3", None)


def test_deep_nesting_is_compared_as_a_whole() -> None:
    def nested(leaf: str, depth: int = 80) -> dict[str, Any]:
        return {"a": leaf if not depth else nested(leaf, depth - 1)}

    (one,) = found(nested("x"), nested("y"))
    assert one.path.count("a") == 40


def test_work_grows_with_the_length_of_the_lists() -> None:
    def records(size: int) -> tuple[dict[str, Any], dict[str, Any]]:
        sites = [{"facility": f"F{n}", "city": "X", "status": "A"} for n in range(size)]
        later = [{**each, "status": "B"} for each in reversed(sites)]
        return ({"protocolSection": {"contactsLocationsModule": {"locations": each}}}
                for each in (sites, later))  # type: ignore[return-value] # fmt: skip

    few, many = (calls(found, *records(size)) for size in (100, 400))
    assert many < 5 * few
