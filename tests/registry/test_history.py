from __future__ import annotations

import pytest

from harvest.errors import ConfigError
from harvest.registry.history import Listed, internal_base, read_listed, read_version
from harvest.registry.pages import NotJson, UnreadableAnswer


def test_the_history_stands_beside_the_documented_api() -> None:
    assert (
        internal_base("https://clinicaltrials.gov/api/v2") == "https://clinicaltrials.gov/api/int"
    )
    with pytest.raises(ConfigError, match="leave --history out"):
        internal_base("https://example.org/ctgov")


def test_a_list_is_read_in_the_order_of_its_numbers() -> None:
    body = (
        b'{"study":{},"history":{"changes":[{"version":1,"date":"2020-01-02","status":"X","n":1},'
        b'{"version":0}]}}'
    )
    assert read_listed(body) == (Listed(0), Listed(1, "2020-01-02", "X"))


@pytest.mark.parametrize("body", [b"{}", b'{"history":{}}', b'{"history":{"changes":[{}]}}'])
def test_a_list_of_another_shape_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        read_listed(body)


def test_a_version_is_kept_as_it_came() -> None:
    body = b'{ "study": {"protocolSection": {}}, "more": 1 }'
    assert read_version(body) == body
    with pytest.raises(UnreadableAnswer):
        read_version(b'{"study":{}}')
    for reader in (read_listed, read_version):
        with pytest.raises(NotJson):
            reader(b"<html>")
