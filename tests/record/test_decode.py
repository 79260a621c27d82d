"""From bytes to a study: strictly, leniently with findings, or not at all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.record.decode import Decoded, Finding, UnreadableRecord, decode
from harvest.record.study import Study
from tests.real import real_records
from tests.records import compact, study
from tests.tables.rich import rich, rich_record


def with_protocol(**modules: Any) -> bytes:
    return compact(study(**modules))


def with_json(text: str) -> bytes:
    """A record with this text after its number, within the identification."""
    return (
        b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001",%b}}}' % text.encode()
    )


# --- strictly -----------------------------------------------------------------------------------


def test_a_record_that_fits_the_model_has_no_findings() -> None:
    decoded = decode(rich_record())
    assert decoded.findings == ()
    protocol = decoded.study.protocolSection
    assert protocol.designModule.phases == ("PHASE1", "PHASE2")
    assert protocol.sponsorCollaboratorsModule.collaborators[1].class_ == "INDUSTRY"
    assert decoded.study.documentSection.largeDocumentModule.largeDocs[0].size == 3_000_000_000


def test_a_record_with_a_number_only_is_a_study() -> None:
    decoded = decode(b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"}}}')
    assert decoded.study.nct_id == "NCT00000001"
    assert decoded.findings == ()


def test_white_space_and_the_order_of_fields_do_not_matter() -> None:
    document = study()
    turned = dict(reversed(document.items()))
    assert decode(json.dumps(turned, indent=3).encode()) == decode(compact(document))


def test_an_explicit_null_is_as_good_as_an_absent_scalar() -> None:
    decoded = decode(with_json('"acronym":null'))
    assert decoded.study.protocolSection.identificationModule.acronym is None
    assert decoded.findings == ()


def test_text_is_kept_as_served() -> None:
    text = 'pain \\\\> 4 &lt; 5\\n\\u0000 \\ud83d\\ude00 "quoted"'.replace('"', '\\"')
    decoded = decode(with_json(f'"briefTitle":"{text}"'))
    assert (
        decoded.study.protocolSection.identificationModule.briefTitle
        == 'pain \\> 4 &lt; 5\n\0 \N{GRINNING FACE} "quoted"'
    )


# --- leniently ----------------------------------------------------------------------------------

ENROLLMENT = "protocolSection.designModule.enrollmentInfo.count"


def test_an_unknown_field_is_found_and_everything_else_kept() -> None:
    document = rich()
    document["protocolSection"]["newModule"] = {"a": [1, {"b": None}], "ü": "ä"}
    decoded = decode(compact(document))
    assert decoded.findings == (
        Finding(
            "unknown_field",
            "protocolSection.newModule",
            '{"a":[1,{"b":null}],"ü":"ä"}',
            "not in the registry's field tree",
        ),
    )
    assert decoded.study == decode(rich_record()).study


def test_an_unknown_field_in_a_list_is_found_with_its_place() -> None:
    document = rich()
    document["protocolSection"]["armsInterventionsModule"]["armGroups"][1]["colour"] = "red"
    (finding,) = decode(compact(document)).findings
    assert finding.path == "protocolSection.armsInterventionsModule.armGroups[1].colour"
    assert finding.value == '"red"'


def test_an_unknown_code_becomes_null_and_is_found() -> None:
    document = rich()
    document["protocolSection"]["armsInterventionsModule"]["armGroups"][1]["type"] = "SHAM"
    decoded = decode(compact(document))
    assert decoded.findings == (
        Finding(
            "unknown_code",
            "protocolSection.armsInterventionsModule.armGroups[1].type",
            '"SHAM"',
            "not in the registry's list of codes",
        ),
    )
    arms = decoded.study.protocolSection.armsInterventionsModule.armGroups
    assert [(arm.label, arm.type) for arm in arms] == [
        ("LDN", "EXPERIMENTAL"),
        ("Placebo", None),
        ("Waiting", "NO_INTERVENTION"),
    ]


def test_a_list_with_an_unknown_code_says_nothing_and_the_code_is_found() -> None:
    decoded = decode(with_protocol(designModule={"phases": ["PHASE2", "PHASE9", "PHASE3"]}))
    assert decoded.study.protocolSection.designModule.phases == ()
    (finding,) = decoded.findings
    assert (finding.kind, finding.path, finding.value) == (
        "unknown_code",
        "protocolSection.designModule.phases[1]",
        '"PHASE9"',
    )


@pytest.mark.parametrize("value", ["5", True, 1.5, -1, 2**31, 10**30, -(10**30), [], {}])
def test_a_count_that_is_no_count_is_ill_typed(value: object) -> None:
    decoded = decode(with_protocol(designModule={"enrollmentInfo": {"count": value}}))
    (finding,) = decoded.findings
    assert (finding.kind, finding.path) == ("ill_typed_value", ENROLLMENT)
    assert json.loads(finding.value) == value
    assert decoded.study.protocolSection.designModule.enrollmentInfo.count is None


@pytest.mark.parametrize("value", [0, 2**31 - 1])
def test_a_count_at_its_bounds_is_kept(value: int) -> None:
    decoded = decode(with_protocol(designModule={"enrollmentInfo": {"count": value}}))
    assert decoded.study.protocolSection.designModule.enrollmentInfo.count == value
    assert decoded.findings == ()


@pytest.mark.parametrize("value", [5, True, ["a"], {"a": "b"}])
def test_a_text_that_is_no_text_is_ill_typed(value: object) -> None:
    decoded = decode(with_protocol(descriptionModule={"briefSummary": value}))
    (finding,) = decoded.findings
    assert finding.kind == "ill_typed_value"
    assert finding.path == "protocolSection.descriptionModule.briefSummary"
    assert decoded.study.protocolSection.descriptionModule.briefSummary is None


@pytest.mark.parametrize("value", ["true", 1, 0, "Yes"])
def test_a_flag_is_true_or_false_and_nothing_else(value: object) -> None:
    decoded = decode(with_protocol(oversightModule={"oversightHasDmc": value}))
    (finding,) = decoded.findings
    assert finding.kind == "ill_typed_value"
    assert decoded.study.protocolSection.oversightModule.oversightHasDmc is None


@pytest.mark.parametrize("value", [5, True, [], {}])
def test_a_code_that_is_no_text_is_ill_typed_not_unknown(value: object) -> None:
    (finding,) = decode(with_protocol(eligibilityModule={"sex": value})).findings
    assert finding.kind == "ill_typed_value"


@pytest.mark.parametrize("value", [None, "x", 5, []])
def test_something_else_in_place_of_an_object_is_ill_typed(value: object) -> None:
    decoded = decode(with_protocol(designModule=value))
    assert decoded.findings == (
        Finding(
            "ill_typed_value",
            "protocolSection.designModule",
            json.dumps(value),
            "an object was expected",
        ),
    )
    assert decoded.study.protocolSection.designModule.enrollmentInfo.count is None


@pytest.mark.parametrize("value", [None, "x", 5, {}])
def test_something_else_in_place_of_a_list_is_ill_typed(value: object) -> None:
    decoded = decode(with_protocol(conditionsModule={"conditions": value, "keywords": ["kept"]}))
    (finding,) = decoded.findings
    assert finding.path == "protocolSection.conditionsModule.conditions"
    assert finding.message == "a list was expected"
    assert decoded.study.protocolSection.conditionsModule.conditions == ()
    assert decoded.study.protocolSection.conditionsModule.keywords == ("kept",)


def test_several_findings_of_one_record_are_all_reported_in_their_order() -> None:
    document = rich()
    protocol = document["protocolSection"]
    protocol["designModule"]["enrollmentInfo"]["count"] = "forty"
    protocol["armsInterventionsModule"]["interventions"][0]["type"] = "MAGIC"
    protocol["conditionsModule"]["keywords"] = ["kept", 7, None, "kept too"]
    document["extra"] = 1
    decoded = decode(compact(document))
    assert [(finding.kind, finding.path, finding.value) for finding in decoded.findings] == [
        ("ill_typed_value", "protocolSection.conditionsModule.keywords[1]", "7"),
        ("ill_typed_value", "protocolSection.conditionsModule.keywords[2]", "null"),
        ("ill_typed_value", ENROLLMENT, '"forty"'),
        (
            "unknown_code",
            "protocolSection.armsInterventionsModule.interventions[0].type",
            '"MAGIC"',
        ),
        ("unknown_field", "extra", "1"),
    ]
    kept = decoded.study.protocolSection
    assert kept.conditionsModule.keywords == ("kept", "", "", "kept too")
    assert kept.designModule.enrollmentInfo.type == "ACTUAL"
    assert len(decoded.study.derivedSection.conditionBrowseModule.ancestors) == 2


def test_a_number_of_thirty_digits_in_an_unknown_field_is_shown_in_full() -> None:
    (finding,) = decode(with_json('"new":123456789012345678901234567890')).findings
    assert finding.value == "123456789012345678901234567890"


# --- not at all ---------------------------------------------------------------------------------

UNREADABLE = {
    "nothing": b"",
    "not JSON": b"<html>Sorry</html>",
    "cut off": rich_record()[:-1],
    "cut off early": rich_record()[:100],
    "two records": rich_record() * 2,
    "a byte order mark": b"\xef\xbb\xbf" + rich_record(),
    "invalid UTF-8": with_json('"acronym":"?"').replace(b"?", b"\xff"),
    "invalid UTF-8 in a name": with_json('"?":1').replace(b"?", b"\xff"),
    "a surrogate in UTF-8": with_json('"acronym":"?"').replace(b"?", b"\xed\xa0\x80"),
    "not a number": with_json('"new":NaN'),
}


@pytest.mark.parametrize("half", [r"\ud800", r"\udc00", r"a\ud83db"])
def test_half_a_character_is_a_finding_and_costs_nothing_else(half: str) -> None:
    found = decode(with_json(f'"new":"{half}"'))
    (finding,) = found.findings
    assert (finding.kind, finding.path) == (
        "unknown_field",
        "protocolSection.identificationModule.new",
    )
    record = with_protocol(identificationModule={"nctId": "NCT00000005", "acronym": "HALF"})
    found = decode(record.replace(b"HALF", half.encode()))
    (finding,) = found.findings
    assert finding.path == "protocolSection.identificationModule.acronym"
    assert found.study.protocolSection.identificationModule.acronym is None


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 5000])
def test_a_number_out_of_range_is_a_finding_and_costs_nothing_else(number: str) -> None:
    (finding,) = decode(with_json(f'"new":{number}')).findings
    assert (finding.kind, finding.path) == (
        "unknown_field",
        "protocolSection.identificationModule.new",
    )
    record = with_protocol(designModule={"enrollmentInfo": {"count": 123454321}})
    found = decode(record.replace(b"123454321", number.encode()))
    (finding,) = found.findings
    assert (finding.kind, finding.path) == ("ill_typed_value", ENROLLMENT)


@pytest.mark.parametrize("record", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_not_json_in_utf_8_is_unreadable(record: bytes) -> None:
    with pytest.raises(UnreadableRecord, match=r"^not valid JSON"):
        decode(record)


@pytest.mark.parametrize("text", ["[]", "null", "1", '"NCT00000001"', "true"])
def test_json_that_is_no_object_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableRecord, match="instead of an object"):
        decode(text.encode())


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"protocolSection": []},
        {"protocolSection": {"identificationModule": {"nctId": None}}},
        {"protocolSection": {"identificationModule": {"nctId": 1234}}},
        {"protocolSection": {"identificationModule": {"briefTitle": "NCT00000001"}}},
    ],
)
def test_a_record_without_a_number_is_unreadable(record: object) -> None:
    with pytest.raises(UnreadableRecord, match="no well-formed NCT number"):
        decode(compact(record))


@pytest.mark.parametrize(
    "number",
    [
        "",
        "NCT0000001",
        "NCT000000011",
        "nct00000001",
        "NCT00000001\n",
        " NCT00000001",
        "NCT 0000001",
        "ISRCTN00000001",
    ],
)
def test_a_malformed_number_is_none(number: str) -> None:
    with pytest.raises(UnreadableRecord, match="no well-formed NCT number"):
        decode(compact({"protocolSection": {"identificationModule": {"nctId": number}}}))


def test_a_number_in_other_digits_than_ascii_is_none() -> None:
    number = "NCT" + "\N{ARABIC-INDIC DIGIT ONE}" * 8
    with pytest.raises(UnreadableRecord):
        decode(compact({"protocolSection": {"identificationModule": {"nctId": number}}}))


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_record_nested_a_hundred_thousand_deep_is_unreadable(opening: bytes) -> None:
    closing = {b"[": b"]", b'{"a":': b"}"}[opening]
    deep = opening * 100_000 + b"1" + closing * 100_000
    with pytest.raises(UnreadableRecord, match="nested too deeply"):
        decode(with_json('"new":?').replace(b"?", deep))
    with pytest.raises(UnreadableRecord, match="nested too deeply"):
        decode(deep)


def test_no_depth_of_nesting_raises_anything_but_unreadable() -> None:
    """A value just shallow enough to be read may be too deep to be written into a finding."""
    shown = []
    for depth in range(700, 1100):
        conditions = b"[" * depth + b"]" * depth
        record = b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"},' + (
            b'"conditionsModule":{"conditions":%b}}}' % conditions
        )
        try:
            (finding,) = decode(record).findings
        except UnreadableRecord:
            continue
        assert finding.path == "protocolSection.conditionsModule.conditions[0]"
        shown.append(finding.value)
    assert shown[0] == "[" * 699 + "]" * 699
    assert shown[-1] == "(cannot be shown)"


# --- anything -----------------------------------------------------------------------------------

NAMES = st.text(min_size=1, max_size=6)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["NA", "PHASE2", "DRUG", "ACTUAL", "2020-13", "NCT00000009", 10**30])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
    max_leaves=6,
)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    for key in keys:
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The rich study with a few values dropped, replaced or inserted at random places."""
    document = rich()
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(document))
        if not places:
            break
        container, key = places[draw(st.integers(0, len(places) - 1))]
        match draw(st.sampled_from(["drop", "replace", "insert"])):
            case "drop":
                del container[key]
            case "replace":
                container[key] = draw(VALUES)
            case _ if isinstance(container, list):
                container.insert(key, draw(VALUES))
            case _:
                container[draw(NAMES)] = draw(VALUES)
    return document


@given(mutated())
def test_a_record_changed_at_random_is_decoded_or_unreadable(document: Any) -> None:
    record = compact(document)
    try:
        decoded = decode(record)
    except UnreadableRecord:
        return
    assert isinstance(decoded, Decoded)
    assert decoded.study.nct_id.startswith("NCT")
    for finding in decoded.findings:
        assert json.loads(finding.value) == _at(document, finding.path)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode()))
def test_any_bytes_are_decoded_or_unreadable(record: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        decode(record)


@given(VALUES.map(compact))
def test_any_json_that_is_no_record_is_unreadable(record: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        decode(record)


def _at(document: Any, path: str) -> Any:
    """The value at a finding's path; names here may hold points and brackets themselves."""
    if path == "":
        return document
    if isinstance(document, list):
        index, _, rest = path.removeprefix("[").partition("]")
        return _at(document[int(index)], rest.removeprefix("."))
    for name in sorted(document, key=len, reverse=True):
        if path == name or path.startswith((f"{name}.", f"{name}[")):
            return _at(document[name], path.removeprefix(name).removeprefix("."))
    raise KeyError(path)


def lenient(record: bytes) -> Decoded:
    """The record read the lenient way, which an unknown field at its end forces."""
    return decode(record[:-1] + b',"?":0}')


def test_the_lenient_way_gives_what_the_strict_way_gives() -> None:
    decoded = lenient(rich_record())
    assert decoded.study == decode(rich_record()).study
    assert [finding.path for finding in decoded.findings] == ["?"]


# --- real records -------------------------------------------------------------------------------


@pytest.mark.real
def test_all_real_records_fit_the_model() -> None:
    records = real_records()
    assert len(records) == 1779
    strict = msgspec.json.Decoder(Study)
    for record in records:
        decoded = decode(record)
        assert decoded.findings == ()
        assert decoded.study == strict.decode(record)


@pytest.mark.real
def test_the_lenient_way_gives_what_the_strict_way_gives_for_real_records() -> None:
    for record in random.Random(7).sample(real_records(), 200):
        decoded = lenient(record)
        assert decoded.study == decode(record).study
        assert [finding.path for finding in decoded.findings] == ["?"]


@pytest.mark.real
def test_a_real_record_written_back_holds_all_that_it_held() -> None:
    """Nothing falls between the model's fields: only empty objects and lists are gone."""
    for record in random.Random(11).sample(real_records(), 200):
        given_ = json.loads(record)
        written = msgspec.to_builtins(decode(record).study)
        assert _full(written) == _full(given_)


def _full(node: Any) -> Any:
    """Without nulls, empty objects and empty lists, inside out."""
    if isinstance(node, dict):
        parts = {name: _full(part) for name, part in node.items()}
        return {name: part for name, part in parts.items() if part not in (None, {}, [])}
    if isinstance(node, list | tuple):
        return [_full(part) for part in node]
    return node


@pytest.mark.parametrize(("lat", "lon"), [(90.5, 0), (-91, 0), (0, 180.1), (0, -1e300)])
def test_a_place_on_no_map_is_ill_typed_and_the_rest_is_kept(lat: float, lon: float) -> None:
    record = study(1)
    place = {"city": "Stanford", "geoPoint": {"lat": lat, "lon": lon}}
    record["protocolSection"]["contactsLocationsModule"] = {"locations": [place]}
    found = decode(json.dumps(record).encode())
    (kept,) = found.study.protocolSection.contactsLocationsModule.locations
    assert kept.city == "Stanford"
    assert sorted(each is None for each in (kept.geoPoint.lat, kept.geoPoint.lon)) == [False, True]
    assert [each.kind for each in found.findings] == ["ill_typed_value"]
