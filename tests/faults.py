"""Faults to order: a layer in front of any ASGI app, which itself stays honest.

    faults = Faults(app)
    faults.order(Fault.status(503), Fault.html(), OK, path="/studies")

Each request that matches takes the next fault of the script; when the script is used up, requests
pass through. Faults of the connection (reset, truncate, stall) reach through to uvicorn's socket,
so the layer must be the outermost app of a uvicorn server.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import struct
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Respond = Callable[["Exchange"], Awaitable[None]]


@dataclass(frozen=True)
class Seen:
    """One request that reached the layer, and the fault that it met (`ok` for none)."""

    path: str
    query: tuple[tuple[str, str], ...]
    raw_query: bytes
    headers: dict[str, str]
    fault: str

    @property
    def parameters(self) -> dict[str, str]:
        return dict(self.query)


@dataclass(frozen=True)
class Exchange:
    """What a fault can work with: the request, the honest app, and the socket."""

    app: App
    scope: Message
    receive: Receive
    send: Send

    async def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        headers = {"content-length": str(len(body)), **headers}
        await self.start(status, headers)
        await self.send({"type": "http.response.body", "body": body})

    async def start(self, status: int, headers: dict[str, str]) -> None:
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": pairs})

    async def part(self, body: bytes) -> None:
        await self.send({"type": "http.response.body", "body": body, "more_body": True})

    async def honest(self) -> tuple[int, dict[str, str], bytes]:
        """The app's own answer, held back."""
        status, headers, body = 500, {}, b""

        async def hold(message: Message) -> None:
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = {k.decode(): v.decode() for k, v in message.get("headers", [])}
            else:
                body += message.get("body", b"")

        await self.app(self.scope, self.receive, hold)
        return status, headers, body

    async def hang_up(self, *, hard: bool) -> None:
        """Close the connection in mid-answer; `hard` sends a TCP reset."""
        cycle = getattr(self.send, "__self__", None)
        transport = getattr(cycle, "transport", None)
        if transport is None:
            raise RuntimeError("faults of the connection need to be uvicorn's outermost app")
        if hard:
            raw = transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        else:
            transport.close()
        while not cycle.disconnected:
            await asyncio.sleep(0.001)


@dataclass(frozen=True)
class Fault:
    """One way for one answer to go wrong."""

    name: str
    respond: Respond

    @staticmethod
    def body(
        body: bytes, content_type: str = "text/plain", status: int = 200, **headers: str
    ) -> Fault:
        """Another answer altogether; `retry_after="2"` becomes the header `retry-after`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def respond(exchange: Exchange) -> None:
            await exchange.answer(status, body, {"content-type": content_type, **named})

        return Fault(f"{status} {content_type}", respond)

    @staticmethod
    def status(status: int, text: str = "fault", **headers: str) -> Fault:
        """A plain-text answer, as the registry's own errors are."""
        return Fault.body(text.encode(), status=status, **headers)

    @staticmethod
    def html(status: int = 200) -> Fault:
        """The page of some gateway or login."""
        page = b"<!DOCTYPE html><html><body><h1>Sorry</h1></body></html>"
        return Fault.body(page, "text/html", status)

    @staticmethod
    def json(value: object, status: int = 200) -> Fault:
        """JSON of any shape."""
        return Fault.body(json.dumps(value).encode(), "application/json", status)

    @staticmethod
    def retry_after(value: str, status: int = 429) -> Fault:
        """Asked to wait: seconds or an HTTP date."""
        return Fault.status(status, "slow down", retry_after=value)

    @staticmethod
    def redirect(location: str, status: int = 302) -> Fault:
        return Fault.status(status, "", location=location)

    @staticmethod
    def reset() -> Fault:
        """The connection is reset before any answer."""

        async def respond(exchange: Exchange) -> None:
            await exchange.hang_up(hard=True)

        return Fault("reset", respond)

    @staticmethod
    def truncate(keep: float = 0.5) -> Fault:
        """The connection closes within the body, short of its Content-Length."""

        async def respond(exchange: Exchange) -> None:
            status, headers, body = await exchange.honest()
            headers["content-length"] = str(len(body))
            await exchange.start(status, headers)
            await exchange.part(body[: int(len(body) * keep)])
            await exchange.hang_up(hard=False)

        return Fault("truncate", respond)

    @staticmethod
    def cut(keep: float = 0.5, *, compressed: bool = False) -> Fault:
        """Half of the body with a Content-Length that fits: only its content shows the loss."""

        async def respond(exchange: Exchange) -> None:
            status, headers, body = await exchange.honest()
            if compressed:
                body = gzip.compress(body)
                headers["content-encoding"] = "gzip"
            body = body[: int(len(body) * keep)]
            await exchange.answer(status, body, {**headers, "content-length": str(len(body))})

        return Fault("cut", respond)

    @staticmethod
    def gzip() -> Fault:
        """The honest answer, compressed: no fault at all."""
        return Fault.cut(1.0, compressed=True)

    @staticmethod
    def edited(edit: Callable[[bytes], bytes], name: str = "edited") -> Fault:
        """The honest answer with another body, whole and of the right length."""

        async def respond(exchange: Exchange) -> None:
            status, headers, body = await exchange.honest()
            if body.startswith(b"\x1f\x8b"):
                body = gzip.decompress(body)
            of_body = {"content-encoding", "content-length"}
            headers = {
                name: value for name, value in headers.items() if name.lower() not in of_body
            }
            await exchange.answer(status, edit(body), headers)

        return Fault(name, respond)

    @staticmethod
    def slow(pause: float, pieces: int = 5) -> Fault:
        """The honest answer, in pieces with a pause before each."""

        async def respond(exchange: Exchange) -> None:
            status, headers, body = await exchange.honest()
            await exchange.start(status, headers)
            size = len(body) // pieces + 1
            for start in range(0, len(body), size):
                await asyncio.sleep(pause)
                await exchange.part(body[start : start + size])
            await exchange.send({"type": "http.response.body", "body": b""})

        return Fault("slow", respond)

    @staticmethod
    def stall(seconds: float = 30) -> Fault:
        """Headers and half a body, then silence; ends as soon as the client hangs up."""
        return Fault.drip(seconds)

    @staticmethod
    def drip(pause: float, piece: bytes = b" ", *, count: int = 1) -> Fault:
        """Headers, then `count` pieces with a pause after each; never the whole answer."""

        async def respond(exchange: Exchange) -> None:
            await exchange.start(200, {"content-type": "application/json"})
            for _ in range(count):
                await exchange.part(piece)
                if await _gone_within(exchange, pause):
                    return
            await exchange.hang_up(hard=False)

        return Fault("drip", respond)


async def _gone_within(exchange: Exchange, seconds: float) -> bool:
    cycle = getattr(exchange.send, "__self__", None)
    left = seconds
    while left > 0 and not getattr(cycle, "disconnected", False):
        await asyncio.sleep(min(0.01, left))
        left -= 0.01
    return bool(getattr(cycle, "disconnected", False))


async def _pass(exchange: Exchange) -> None:
    await exchange.app(exchange.scope, exchange.receive, exchange.send)


OK = Fault("ok", _pass)


class Faults:
    """The layer. `seen` lists every request in order, those that passed included."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.seen: list[Seen] = []
        self._script: deque[tuple[Fault, str]] = deque()
        self._always: list[tuple[Fault, str]] = []

    def order(self, *faults: Fault, path: str = "") -> None:
        """Append faults for the next requests whose path ends with `path`."""
        self._script.extend((fault, path) for fault in faults)

    def always(self, fault: Fault, path: str = "") -> None:
        """What every request that ends with `path` meets once its script is used up."""
        self._always.append((fault, path))

    def asked(self, path: str) -> list[Seen]:
        """The requests seen whose path ends with `path`."""
        return [seen for seen in self.seen if seen.path.endswith(path)]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        fault = self._next(scope["path"])
        raw = scope["query_string"]
        query = tuple(parse_qsl(raw.decode(), keep_blank_values=True))
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        self.seen.append(Seen(scope["path"], query, raw, headers, fault.name))
        await fault.respond(Exchange(self.app, scope, receive, send))

    def _next(self, path: str) -> Fault:
        for entry in self._script:
            if path.endswith(entry[1]):
                self._script.remove(entry)
                return entry[0]
        return next((fault for fault, end in self._always if path.endswith(end)), OK)
