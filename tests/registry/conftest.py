"""A registry of our own that can misbehave in ways an honest one cannot, on a real socket."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn

from harvest.cohorts import Cohort, Search
from harvest.registry.client import Registry
from harvest.registry.delivery import Delivery
from harvest.settings import Settings

# The fault layer lies beside this folder; found there whatever the import mode.
sys.path.insert(0, str(Path(__file__).parents[1]))
from faults import App, Faults, Message, Receive, Send

ROOT = Path(__file__).parents[2]
RESPONSES = ROOT.parent / "shared" / "registry-api" / "responses"
MONDAY, TUESDAY = "2026-08-03T09:00:05", "2026-08-04T09:00:04"
PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def nct(number: int) -> str:
    return f"NCT{number:08d}"


def record(nct_id: str | None, **more: object) -> str:
    """A study's JSON with spacing that no re-encoding would keep."""
    module = {"nctId": nct_id, "briefTitle": "Naltrexone \\ \u00e4"} if nct_id else {}
    study = {"protocolSection": {"identificationModule": module}, **more}
    return json.dumps(study, separators=(" , ", ":"), ensure_ascii=False)


@dataclass
class Pages:
    """One walk through a search: the pages to serve, and the total that is claimed."""

    pages: list[list[str]]
    total: int | None
    # Page numbers that the tokens of the pages lead to, where not simply to the next one.
    jumps: dict[int, int] = field(default_factory=dict)
    token_at_end: bool = False


def whole(count: int, size: int = 2) -> Pages:
    """An honest walk over `count` studies."""
    ids = [record(nct(n)) for n in range(1, count + 1)]
    return Pages([ids[at : at + size] for at in range(0, count, size)] or [[]], count)


class ScriptedRegistry:
    """Speaks /api/v2/version and /api/v2/studies by a script.

    Attributes:
        timestamps: One per request to /version; the last one stays.
        walks: One per first page asked for, by the search's query; the last one stays.
    """

    def __init__(self) -> None:
        self.timestamps = [MONDAY]
        self.walks: dict[str, list[Pages]] = {"": [whole(5)]}
        self._current: dict[str, Pages] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path, query = scope["path"], scope["query_string"].decode()
        if path == "/api/v2/version":
            stamp = self.timestamps.pop(0) if len(self.timestamps) > 1 else self.timestamps[0]
            body = json.dumps({"apiVersion": "2.0.5", "dataTimestamp": stamp})
        elif path == "/api/v2/studies":
            body = self._page(query)
        else:
            body = ""
        await _send(send, 200 if body else 404, body.encode() or b"<html>not found</html>")

    def follow_tokens_of(self, walk: Pages) -> None:
        """Tokens lead into this walk, though its first page was never asked for."""
        self._current[""] = walk

    def _page(self, query: str) -> str:
        head, _, token = query.partition("&pageToken=")
        search = next(name for name in sorted(self.walks, reverse=True) if name in head)
        if not token:
            walks = self.walks[search]
            self._current[search] = walks.pop(0) if len(walks) > 1 else walks[0]
        walk = self._current[search]
        at = int(token.removeprefix("t")) if token else 0
        last = at == len(walk.pages) - 1
        ends: list[str] = []
        if not token and walk.total is not None:
            ends.append(f'"totalCount":{walk.total}')
        if not last or walk.token_at_end or at in walk.jumps:
            ends.append(f'"nextPageToken":"t{walk.jumps.get(at, at + 1)}"')
        rows = walk.pages[at] if at < len(walk.pages) else []
        return '{"studies":[\n' + ",\n".join(rows) + "\n]" + "".join("," + e for e in ends) + "}"


async def _send(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class FakeTime:
    """A clock that only sleeping and ticking move, and the sleeps it was asked for."""

    def __init__(self, tick: float = 0.0) -> None:
        self.now = 1000.0
        self.tick = tick
        self.sleeps: list[float] = []

    def clock(self) -> float:
        self.now += self.tick
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.sleeps.append(seconds)
        self.now += seconds


class Basket:
    """A sink that keeps all that counts, by search and key."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Delivery]] = {}
        self.restarts = 0
        self.received = 0
        self.kept: list[tuple[str, str, int]] = []
        self.lost: list[str] = []

    def restart(self) -> None:
        self.held.clear()
        self.restarts += 1

    def receive(self, delivery: Delivery) -> None:
        search = self.held.setdefault(delivery.search, {})
        assert delivery.key not in search, "one search delivers a key once"
        search[delivery.key] = delivery
        self.received += 1

    def withdraw(self, search: str, keys: object) -> None:
        for key in keys:  # type: ignore[attr-defined]
            del self.held[search][key]

    def keep(self, nct_id: str, search: str, request: int) -> None:
        self.kept.append((nct_id, search, request))

    def missing(self) -> list[str]:
        return self.lost

    def ids(self, search: str = "everything") -> list[str | None]:
        return [delivery.nct_id for delivery in self.held.get(search, {}).values()]


class _Relay:
    """Lets one server serve another app in each test."""

    app: App | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def relay() -> Iterator[tuple[_Relay, str]]:
    relay = _Relay()
    config = uvicorn.Config(
        relay, port=0, lifespan="off", ws="none", http="h11", loop="asyncio", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    patience = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < patience, "the test server did not start"
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield relay, f"http://127.0.0.1:{port}/api/v2"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def scripted() -> ScriptedRegistry:
    return ScriptedRegistry()


@pytest.fixture
def faults(relay: tuple[_Relay, str], scripted: ScriptedRegistry) -> Iterator[Faults]:
    layer = Faults(scripted)
    relay[0].app = layer
    yield layer
    relay[0].app = None


@pytest.fixture
def address(relay: tuple[_Relay, str], faults: Faults) -> str:
    return relay[1]


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def settings(address: str) -> Settings:
    return Settings(registry=address, pace_seconds=0, page_size=2, tries=3)


@pytest.fixture
def registry(settings: Settings, fake_time: FakeTime) -> Iterator[Registry]:
    with Registry(settings, clock=fake_time.clock, sleep=fake_time.sleep) as registry:
        yield registry


@pytest.fixture
def everything() -> Cohort:
    return Cohort("test", (Search("everything"),))


@pytest.fixture
def basket() -> Basket:
    return Basket()
