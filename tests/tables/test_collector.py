"""The collector is off between the items, and on again whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from harvest.tables.collector import uncollected


def test_it_is_off_between_the_items_and_on_afterwards() -> None:
    assert gc.isenabled()
    assert [gc.isenabled() for _ in uncollected("abc")] == [False] * 3
    assert gc.isenabled()


def test_it_is_on_again_after_an_error_in_the_source() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        list(uncollected(broken()))
    assert gc.isenabled()


def test_it_is_on_again_when_the_loop_is_left() -> None:
    items = uncollected("abc")
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert gc.isenabled()


def test_cycles_go_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: runs.append(1))
    assert list(uncollected(range(10), every=3)) == list(range(10))
    assert len(runs) == 3


def test_one_who_has_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        assert list(uncollected("abc")) == ["a", "b", "c"]
        assert not gc.isenabled()
    finally:
        gc.enable()
