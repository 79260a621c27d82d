import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.replica.paging import offset_of, page_bytes, page_size, token_for
from harvest.replica.request import BadRequest


@given(st.integers(0, 999_999))
def test_a_token_is_opaque_and_gives_its_position_back(offset):
    assert re.fullmatch(r"[A-Za-z0-9_-]{48,51}", token_for(offset))
    assert offset_of(token_for(offset)) == offset


@given(st.text(max_size=60) | st.binary(max_size=50).map(bytes.hex))
def test_no_other_text_is_a_token(text):
    with pytest.raises(BadRequest, match="pageToken"):
        offset_of(text)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t + "=", str.swapcase]
)
def test_a_changed_token_is_refused(change):
    with pytest.raises(BadRequest):
        offset_of(change(token_for(1000)))


@pytest.mark.parametrize(
    ("text", "size"),
    [(None, 10), ("0", 10), ("1", 1), ("1000", 1000), ("1001", 1000), ("99999", 1000)],
)
def test_page_size(text, size):
    assert page_size(text) == size


@pytest.mark.parametrize("text", ["-1", "ten", "1.5", "1e3", "+5", "٣", "4294967296"])
def test_page_sizes_refused(text):
    with pytest.raises(BadRequest, match="pageSize"):
        page_size(text)


def test_the_bytes_of_a_page():
    assert page_bytes([], None, None) == b'{"studies":[]}'
    assert page_bytes([], 0, None) == b'{"totalCount":0,"studies":[]}'
    expected = b'{"totalCount":9,"studies":[\n{"a":1},\n{}\n],"nextPageToken":"t"}'
    assert page_bytes([b'{"a":1}', b"{}"], 9, "t") == expected
