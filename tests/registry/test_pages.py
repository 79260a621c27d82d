from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.registry.pages import (
    NotJson,
    UnreadableAnswer,
    key_of,
    nct_id_of,
    read_first_page,
    read_page,
    read_version,
)

from .conftest import RESPONSES, nct, record


def page(*studies: str, rest: str = "") -> bytes:
    return ('{"studies":[\n' + ",\n".join(studies) + "\n]" + rest + "}").encode()


def test_studies_stay_byte_for_byte() -> None:
    odd = '{"protocolSection" : {"identificationModule":{ "nctId":"NCT00000001"}}, "n":1.50e0}'
    found = read_page(page(odd, record(nct(2))))
    assert [bytes(study) for study in found.studies] == [odd.encode(), record(nct(2)).encode()]
    assert [nct_id_of(study) for study in found.studies] == [nct(1), nct(2)]


def test_a_first_page_has_a_total_and_a_last_page_no_token() -> None:
    found = read_first_page(page(rest=',"totalCount":0'))
    assert (found.studies, found.total_count, found.next_page_token) == ([], 0, None)
    assert read_page(page(rest=',"nextPageToken":"x","new":[1]')).next_page_token == "x"


@pytest.mark.parametrize(
    "rest", ["", ',"totalCount":null', ',"totalCount":-1', ',"totalCount":"5"', ',"totalCount":5.5']
)
def test_a_first_page_without_a_count_is_no_first_page(rest: str) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        read_first_page(page(rest=rest))
    assert not isinstance(caught.value, NotJson)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"3",
        b"null",
        b"{}",
        b'{"studies":null}',
        b'{"studies":{}}',
        b'{"studies":[],"nextPageToken":7}',
    ],
)
def test_json_of_another_shape(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        read_page(body)
    assert not isinstance(caught.value, NotJson)


@pytest.mark.parametrize("study", ["[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000])
def test_a_study_nested_beyond_reason_takes_no_other_along(study: str) -> None:
    found = read_page(page(study, '{"b":"]}"}'))
    assert [bytes(each) for each in found.studies] == [study.encode(), b'{"b":"]}"}']
    assert nct_id_of(found.studies[0]) is None


def test_a_page_nested_beyond_reason_elsewhere_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer, match="deeply"):
        read_page(b'{"studies":[],"more":' + b"[" * 5000 + b"]" * 5000 + b"}")


def test_bytes_that_are_no_text_take_no_other_study_along() -> None:
    body = page('{"a":"x"}', '{"b":1}').replace(b'"x"', b'"\xff"')
    assert [bytes(each) for each in read_page(body).studies] == [b'{"a":"\xff"}', b'{"b":1}']


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", b"busy", page() + b"x", b'{"studies":[],"nextPageToken":"\xff"}'],
)
def test_no_json(body: bytes) -> None:
    with pytest.raises(NotJson):
        read_page(body)


@given(st.data())
def test_a_page_that_breaks_off_anywhere_is_noticed(data: st.DataObject) -> None:
    body = page(record(nct(1)), record(None), rest=',"totalCount":2,"nextPageToken":"abc"')
    end = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(NotJson):
        read_page(body[:end])


@pytest.mark.parametrize(
    "study",
    [
        b"null",
        b"7",
        b"{}",
        b'{"protocolSection":null}',
        record(None).encode(),
        record("NCT1").encode(),
        record("NCT000000011").encode(),
        record("NCT00000001\n").encode(),
        record("nct00000001").encode(),
        record("NCT\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0661").encode(),
        b'{"protocolSection":{"identificationModule":{"nctId":"NCT0000000\xff"}}}',
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_a_study_without_a_well_formed_number_is_keyed_by_its_bytes(study: bytes) -> None:
    assert nct_id_of(study) is None
    assert key_of(None, study).startswith("sha256:")
    assert key_of(None, study) != key_of(None, study + b" ")


def test_damage_elsewhere_does_not_hide_the_number() -> None:
    study = record(nct(3)).encode().replace("\u00e4".encode(), b"\xff")
    assert nct_id_of(study) == nct(3) == key_of(nct(3), study)


def test_version() -> None:
    found = read_version(b'{"apiVersion":"2.0.5","dataTimestamp":"2026-08-05T09:00:06"}')
    assert (found.api_version, found.data_timestamp) == ("2.0.5", "2026-08-05T09:00:06")


@pytest.mark.parametrize("body", [b'{"apiVersion":"2.0.5"}', b'{"dataTimestamp":null}', b"[]"])
def test_a_version_without_a_timestamp_proves_nothing(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        read_version(body)


CAPTURED = sorted(RESPONSES.glob("*.json"))


@pytest.mark.real
@pytest.mark.parametrize("path", CAPTURED or [None], ids=lambda path: path.name if path else "none")
def test_captured_pages(path: Path | None) -> None:
    # They were asked for with a list of fields and are pretty-printed.
    if path is None:
        pytest.skip(f"NO CAPTURED PAGES: {RESPONSES} is not there")
    body = path.read_bytes()
    plain = json.loads(body)
    found = read_page(body) if "_next_" in path.name else read_first_page(body)
    assert [json.loads(bytes(study)) for study in found.studies] == plain["studies"]
    assert all(bytes(study) in body for study in found.studies)
    assert [nct_id_of(study) for study in found.studies] == [
        study["protocolSection"]["identificationModule"]["nctId"] for study in plain["studies"]
    ]
    assert found.total_count == plain.get("totalCount")
    assert found.next_page_token == plain.get("nextPageToken")
