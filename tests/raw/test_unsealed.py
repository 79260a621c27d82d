from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from harvest.raw.unsealed import Unsealed
from harvest.registry.delivery import RequestLog
from tests.records import MONDAY, TUESDAY

FIRST = (("query.cond", "fibromyalgia"), ("pageSize", "5"))
SECOND = (*FIRST, ("pageToken", "abc"))
OTHER = (("query.cond", "pain"), ("pageSize", "5"))
BODY = b'{"studies":[]}' * 50


def pages(
    root: Path, snapshot: str | None = None, address: str = "here", *, full: bool = False
) -> Unsealed:
    return Unsealed(root, address, snapshot, is_full=full)


def log(parameters: tuple[tuple[str, str], ...]) -> RequestLog:
    digest = hashlib.sha256(BODY).hexdigest()
    return RequestLog(4, "s", "u", parameters, 200, 0.5, len(BODY), 0, digest, 1)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    unsealed = pages(tmp_path)
    unsealed.begin(MONDAY)
    for parameters in (FIRST, SECOND, OTHER):
        unsealed.put(log(parameters), BODY)
    return tmp_path


def begun(
    root: Path, day: str = MONDAY, snapshot: str | None = None, address: str = "here"
) -> Unsealed:
    unsealed = pages(root, snapshot, address)
    unsealed.begin(day)
    return unsealed


def test_a_page_comes_back_with_its_request(kept: Path) -> None:
    assert begun(kept).get(SECOND) == (log(SECOND), BODY)
    assert begun(kept).get((*FIRST, ("pageToken", "abd"))) is None


@pytest.mark.parametrize(
    "changed", [{"day": TUESDAY}, {"snapshot": "2026-11-16T060000Z"}, {"address": "there"}]
)
def test_pages_of_another_harvest_are_void_and_cleared(kept: Path, changed: dict[str, str]) -> None:
    assert begun(kept, **changed).get(FIRST) is None
    assert list(kept.rglob("*.page")) == []


def test_a_search_that_did_not_add_up_is_forgotten_alone(kept: Path) -> None:
    unsealed = begun(kept)
    unsealed.forget(FIRST)
    assert [unsealed.get(each) is None for each in (FIRST, SECOND, OTHER)] == [True, True, False]


def test_sealing_clears_everything(kept: Path) -> None:
    pages(kept).clear()
    assert list(kept.iterdir()) == []
    pages(kept).clear()


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff\n", b"{}\n\x00"])
def test_what_is_no_page_is_none(kept: Path, text: bytes) -> None:
    for path in kept.rglob("*.page"):
        path.write_bytes(text)
    assert begun(kept).get(FIRST) is None


def test_a_full_pass_that_was_stopped_is_known(tmp_path: Path) -> None:
    unsealed = pages(tmp_path, full=True)
    unsealed.begin(MONDAY)
    unsealed.put(log(FIRST), BODY)
    assert pages(tmp_path).was_full(MONDAY)
    assert not pages(tmp_path).was_full(TUESDAY)
    assert not pages(tmp_path, "2026-11-16T060000Z").was_full(MONDAY)
