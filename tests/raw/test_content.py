from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.raw.content import content_of, with_data_version
from tests.records import MONDAY, TUESDAY, compact, pretty, record, study


def version_by_definition(document: dict[str, Any]) -> str:
    """sha256 of the compact JSON without derivedSection.miscInfoModule.versionHolder."""
    bare = copy.deepcopy(document)
    bare.get("derivedSection", {}).get("miscInfoModule", {}).pop("versionHolder", None)
    return hashlib.sha256(compact(bare)).hexdigest()


def with_misc(misc: dict[str, Any] | None) -> dict[str, Any]:
    document = study(1)
    if misc is None:
        del document["derivedSection"]["miscInfoModule"]
    else:
        document["derivedSection"]["miscInfoModule"] = misc
    return document


HOLDER = {"versionHolder": MONDAY}
PLACES = {
    "first": with_misc({**HOLDER, "removedCountries": ["France"]}),
    "last": with_misc({"removedCountries": ["France"], **HOLDER}),
    "middle": with_misc({"removedCountries": ["France"], **HOLDER, "submissionTracking": {}}),
    "only": with_misc(HOLDER),
    "absent": with_misc({"removedCountries": ["France"]}),
    "no module": with_misc(None),
    "no derived section": {"protocolSection": study(1)["protocolSection"]},
}


@pytest.mark.parametrize("document", PLACES.values(), ids=PLACES)
def test_a_version_is_the_hash_of_the_compact_record_without_its_data_version(
    document: dict[str, Any],
) -> None:
    assert content_of(compact(document)).version == version_by_definition(document)


@pytest.mark.parametrize("place", ["first", "last", "middle", "only"])
def test_the_data_version_is_told_apart_from_the_content(place: str) -> None:
    found = content_of(compact(PLACES[place]))
    assert found.data_version == MONDAY
    assert found.line == compact(PLACES[place])


@pytest.mark.parametrize("place", ["absent", "no module", "no derived section"])
def test_a_record_may_have_no_data_version(place: str) -> None:
    assert content_of(compact(PLACES[place])).data_version is None


def test_the_next_data_version_is_no_new_version() -> None:
    before, after = record(1, data_version=MONDAY), record(1, data_version=TUESDAY)
    assert content_of(before).version == content_of(after).version
    assert content_of(before).core == content_of(after).core


def test_the_order_of_keys_matters() -> None:
    document = study(1)
    turned = dict(reversed(document.items()))
    assert turned == document
    assert content_of(compact(turned)).version != content_of(compact(document)).version


@pytest.mark.parametrize("place", ["first", "last", "middle", "only"])
def test_another_data_version_gives_back_the_exact_bytes(place: str) -> None:
    later = copy.deepcopy(PLACES[place])
    later["derivedSection"]["miscInfoModule"]["versionHolder"] = TUESDAY
    assert with_data_version(compact(PLACES[place]), TUESDAY) == compact(later)
    assert with_data_version(compact(PLACES[place]), MONDAY) == compact(PLACES[place])


@pytest.mark.parametrize("place", ["first", "last", "middle", "only"])
def test_a_record_can_be_given_back_without_a_data_version(place: str) -> None:
    bare = copy.deepcopy(PLACES[place])
    del bare["derivedSection"]["miscInfoModule"]["versionHolder"]
    assert with_data_version(compact(PLACES[place]), None) == compact(bare)


@pytest.mark.parametrize("place", ["first", "only"])
def test_a_data_version_is_put_where_the_registry_writes_it(place: str) -> None:
    bare = copy.deepcopy(PLACES[place])
    del bare["derivedSection"]["miscInfoModule"]["versionHolder"]
    assert with_data_version(compact(bare), MONDAY) == compact(PLACES[place])


@pytest.mark.parametrize(
    "title",
    [
        'says "versionHolder":"2020-01-01" in quotes',
        '"versionHolder":"2020-01-01"',
        'a backslash \\"versionHolder\\":\\"x\\"',
        "versionHolder",
        '"miscInfoModule":{',
    ],
)
def test_text_that_looks_like_a_data_version_is_left_alone(title: str) -> None:
    document = study(1, title=title)
    found = content_of(compact(document))
    assert (found.version, found.data_version) == (version_by_definition(document), MONDAY)
    later = compact(study(1, title=title, data_version=TUESDAY))
    assert with_data_version(found.line, TUESDAY) == later
    bare = compact(study(1, title=title, data_version=None))
    assert with_data_version(bare, MONDAY) == found.line


def test_a_field_of_that_name_elsewhere_is_content() -> None:
    document = study(1, data_version=None)
    document["protocolSection"]["versionHolder"] = "3"
    assert content_of(compact(document)).version == version_by_definition(document)


def test_the_core_does_not_see_derived_terms() -> None:
    before, after = record(1, term="Fibromyalgia"), record(1, term="Myofascial Pain Syndromes")
    assert content_of(before).version != content_of(after).version
    assert content_of(before).core == content_of(after).core


def test_the_core_sees_everything_else() -> None:
    before, after = record(1, title="One"), record(1, title="Two")
    assert content_of(before).core != content_of(after).core
    document = {**study(1), "hasResults": True}
    assert content_of(compact(document)).core != content_of(record(1)).core


def test_the_layout_of_the_text_does_not_make_a_version() -> None:
    document = study(1, title="Ä title, \u2265 18 \U0001f9ea")
    assert content_of(pretty(document)) == content_of(compact(document))


def test_numbers_and_escapes_stay_as_they_were_written() -> None:
    line = b'{"protocolSection":{"a":1.50,"b":1E5,"c":12345678901234567890123,"d":"\\u00e4\\/"}}'
    assert content_of(line).line == line


@pytest.mark.parametrize(
    "broken", [b'{"protocolSection":{"a":"\x01"}}', b'{"a":"b\nc"}', b"", b"{", b"[1", b"\xff\xfe"]
)
def test_what_is_no_json_is_kept_whole_in_one_line_of_json(broken: bytes) -> None:
    import base64

    line = content_of(broken).line
    assert b"\n" not in line
    assert base64.b64decode(json.loads(line)["base64"]) == broken


def test_escaped_control_characters_stay_escaped() -> None:
    line = b'{"protocolSection":{"a":"one\\ntwo\\u0001\\t\\r"}}'
    assert content_of(line).line == line


def test_line_separators_of_unicode_do_not_break_a_line() -> None:
    line = compact({"protocolSection": {"a": "one\u2028two\u0085three"}})
    assert content_of(line).line == line


keys = st.text(min_size=1, max_size=8).filter(lambda key: key != "versionHolder")
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(keys, values, max_size=4),
    st.dictionaries(keys, values, max_size=3),
    st.dictionaries(keys, values, max_size=3),
    st.dates().map(str),
    st.dates().map(str),
)
def test_any_record_is_given_back_as_it_was_under_any_data_version(
    sections: dict[str, Any],
    before: dict[str, Any],
    after: dict[str, Any],
    one: str,
    two: str,
) -> None:
    sections.pop("derivedSection", None)

    def served(day: str) -> bytes:
        misc = {**before, "versionHolder": day, **after}
        return compact({**sections, "derivedSection": {"miscInfoModule": misc}})

    first, second = content_of(served(one)), content_of(served(two))
    assert first.version == version_by_definition(json.loads(served(one)))
    assert (first.version, first.core) == (second.version, second.core)
    assert (first.line, first.data_version) == (served(one), one)
    assert with_data_version(first.line, two) == served(two)
    assert with_data_version(second.line, one) == served(one)
    laid_out = content_of(pretty(json.loads(served(one))))
    assert laid_out.line == served(one)
