"""Refused: the other honest ways, one pass, and the first that answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from harvest.errors import Refused
from harvest.registry.client import Registry
from harvest.registry.ladder import NAMED, RUNGS
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running
from harvest.settings import Settings
from tests.faults import Exchange, Fault, Faults, Message, Receive, Send
from tests.records import records

SETTINGS = Settings(pace_seconds=0, tries=1, retry_seconds=0)


class Gateway:
    """Lets through only what it likes the look of, by its user agent."""

    def __init__(self, likes: Callable[[str | None], bool]) -> None:
        self._app = create_app(Archive(records(1, 2, 3), "2026-11-16T09:00:05"))
        self._likes = likes
        self.seen: list[str | None] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            agent = dict(scope["headers"]).get(b"user-agent", b"").decode() or None
            self.seen.append(agent)
            if not self._likes(agent):
                await Exchange(self._app, scope, receive, send).answer(403, b"no", {})
                return
        await self._app(scope, receive, send)


class Memory:
    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def recall(self) -> str | None:
        return self.name

    def remember(self, name: str | None) -> None:
        self.name = name


@contextmanager
def registry(
    likes: Callable[[str | None], bool], memory: Memory | None = None
) -> Iterator[tuple[Registry, Gateway]]:
    gateway = Gateway(likes)
    with (
        running(gateway) as address,
        Registry(replace(SETTINGS, registry=address), memory=memory) as found,
    ):
        yield found, gateway


def test_whoever_is_answered_climbs_nowhere() -> None:
    memory = Memory()
    with registry(lambda agent: (agent or "").startswith("python-httpx"), memory) as (asked, gate):
        asked.version()
        assert len(gate.seen) == 1
    assert memory.name is None


@pytest.mark.parametrize(
    ("likes", "name"),
    [
        (lambda agent: agent is None, "no-agent"),
        (lambda agent: agent == NAMED, "named"),
        (lambda agent: (agent or "").startswith("python-urllib3"), "urllib3"),
    ],
)
def test_the_first_way_that_answers_is_kept_and_remembered(
    likes: Callable[[str | None], bool], name: str, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(logging.getLogger("harvest"), "propagate", True)
    caplog.set_level(logging.INFO, "harvest")
    memory = Memory()
    with registry(likes, memory) as (asked, gate):
        assert asked.version().data_timestamp == "2026-11-16T09:00:05"
        climbed = len(gate.seen)
        asked.version()
        assert len(gate.seen) == climbed + 1
    assert memory.name == name
    assert "transport.chosen" in [each.message for each in caplog.records]
    with registry(likes, memory) as (asked, gate):
        asked.version()
        assert len(gate.seen) == 1, "what was remembered is asked first"


def test_what_was_remembered_and_fails_is_replaced_or_forgotten() -> None:
    memory = Memory("urllib3")
    with registry(lambda agent: agent == NAMED, memory) as (asked, _):
        asked.version()
    assert memory.name == "named"
    with registry(lambda _: False, memory) as (asked, _), pytest.raises(Refused):
        asked.version()
    assert memory.name is None
    with registry(lambda _: True, Memory("no such way")) as (asked, _):
        asked.version()


def test_when_nothing_helps_the_message_says_what_was_tried() -> None:
    with registry(lambda _: False) as (asked, gate), pytest.raises(Refused) as raised:
        asked.version()
    assert len(gate.seen) == len(RUNGS), "one pass"
    assert raised.value.exit_code == 77
    for name in RUNGS:
        assert f"{name}: 403" in str(raised.value)
    assert "harvest doctor" in str(raised.value)
    assert "harvest import" in str(raised.value)


def test_no_way_imitates_a_browser() -> None:
    with registry(lambda _: False) as (asked, gate), pytest.raises(Refused):
        asked.version()
    assert not [agent for agent in gate.seen if "Mozilla" in (agent or "")]


def test_a_refusal_in_mid_run_is_final() -> None:
    layer = Faults(create_app(Archive(records(1), "2026-11-16T09:00:05")))
    with running(layer) as address, Registry(replace(SETTINGS, registry=address)) as asked:
        asked.version()
        layer.always(Fault.status(403))
        before = len(layer.seen)
        with pytest.raises(Refused):
            asked.version()
        assert len(layer.seen) == before + 1


def test_urllib3_brings_what_httpx_brings() -> None:
    layer = Faults(create_app(Archive(records(*range(1, 60)), "2026-11-16T09:00:05")))
    with running(layer) as address:
        for name in ("httpx", "urllib3"):
            transport = RUNGS[name][1](replace(SETTINGS, registry=address), lambda: 0.0)
            answer = transport.get(f"{address}/studies", (("pageSize", "50"),))
            assert answer.status == 200
            assert answer.body.count(b'"nctId"') == 50
            transport.close()
