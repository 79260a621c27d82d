from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.exports.cells import plain, safe, unsafe
from tests.exports.conftest import RISKY


@pytest.mark.parametrize("text", RISKY)
def test_a_risky_text_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["low dose", "1-2", "a=b", "", " =1"])
def test_another_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(st.text())
def test_the_way_back_is_one_rule(text: str) -> None:
    assert unsafe(safe(text)) == text


@given(st.lists(st.one_of(st.none(), st.text(), st.sampled_from(RISKY))))
def test_a_column_is_made_safe_as_a_text_is(texts: list[str | None]) -> None:
    batch = pa.record_batch([pa.array(texts, pa.string())], names=["a"])
    expected = [None if text is None else safe(text) for text in texts]
    assert plain(batch).column(0).to_pylist() == expected


def test_numbers_flags_and_days_are_not_touched() -> None:
    moments = [datetime(2019, 6, 1), datetime(2019, 6, 1, 9, 30), None]
    batch = pa.record_batch(
        {
            "number": pa.array([-1.5, 0.0, None]),
            "whole": pa.array([-3, 2, None], pa.int32()),
            "flag": pa.array([True, False, None]),
            "day": pa.array(moments, pa.timestamp("ms")),
            "codes": pa.array([["A", "B"], ["=A"], None]),
        }
    )
    found = plain(batch).to_pydict()
    assert found["number"] == [-1.5, 0.0, None]
    assert found["whole"] == [-3, 2, None]
    assert found["flag"] == [True, False, None]
    assert found["day"] == ["2019-06-01", "2019-06-01T09:30:00", None]
    assert found["codes"] == ["A; B", "'=A", None]
