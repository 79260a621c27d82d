"""What `harvest doctor` finds, with real sockets, certificates and a proxy."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from harvest.registry.diagnose import Finding, diagnose
from harvest.registry.ladder import RUNGS
from harvest.registry.transport import HttpxTransport
from harvest.replica.server import running
from harvest.settings import Settings
from tests.faults import Fault, Faults
from tests.records import served

SETTINGS = Settings(pace_seconds=0, tries=1, retry_seconds=0, connect_seconds=2, read_seconds=2)
VERSION = b'{"apiVersion":"2.0.5","dataTimestamp":"2026-11-16T09:00:05"}'


class Handler(BaseHTTPRequestHandler):
    """A registry that knows its version, and a proxy for plain http."""

    asked: list[str] = []  # noqa: RUF012 - emptied by each server

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Date", "Mon, 16 Nov 2020 09:00:05 GMT")
        self.send_header("Content-Length", str(len(VERSION)))
        self.end_headers()
        self.wfile.write(VERSION)

    def log_message(self, *_: Any) -> None:
        """Be silent."""


@contextmanager
def server(context: ssl.SSLContext | None = None) -> Iterator[int]:
    found = HTTPServer(("127.0.0.1", 0), Handler)
    Handler.asked.clear()
    if context is not None:
        found.socket = context.wrap_socket(found.socket, server_side=True)
    thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield found.server_address[1]
    finally:
        found.shutdown()
        socketserver.TCPServer.server_close(found)


def by_step(settings: Settings) -> dict[str, Finding]:
    return {each.step: each for each in diagnose(settings)}


def test_all_is_well() -> None:
    with served({}) as address:
        found = by_step(replace(SETTINGS, registry=address))
    assert {found[name].verdict for name in RUNGS} == {"ok"}
    assert found["connection"].verdict == "ok"
    assert "clock" not in found


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    found = by_step(replace(SETTINGS, registry=f"http://127.0.0.1:{port}/api/v2"))
    assert {found[name].verdict for name in ("connection", *RUNGS)} == {"bad"}


def test_a_name_that_nobody_knows() -> None:
    found = by_step(replace(SETTINGS, registry="http://no-such-host.invalid/api/v2"))
    assert found["name"].verdict == "bad"
    assert "DNS" in found["name"].text


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.status(403), "refused (403)"),
        (Fault.status(500), "status 500"),
        (Fault.html(), "not the registry's API"),
    ],
)
def test_answers_that_are_none(fault: Fault, words: str) -> None:
    layer = Faults(lambda *_: None)  # type: ignore[arg-type,return-value]
    layer.always(fault)
    with running(layer) as address:
        found = by_step(replace(SETTINGS, registry=address))
    assert all(words in found[name].text for name in RUNGS)


def test_a_certificate_of_a_private_authority_wants_to_be_told(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with server(context) as port:
        settings = replace(SETTINGS, registry=f"https://localhost:{port}/api/v2")
        refused = by_step(settings)
        trusted = by_step(replace(settings, ca_bundle=str(bundle)))
    assert refused["certificate"].verdict == "bad"
    assert "HARVEST_CA_BUNDLE" in refused["certificate"].text
    assert {refused[name].verdict for name in RUNGS} == {"bad"}
    assert trusted["certificate"].verdict == "ok"
    assert {trusted[name].verdict for name in RUNGS} == {"ok"}
    assert trusted["clock"].verdict == "odd", "the server's clock is years behind"


def test_a_proxy_of_the_settings_is_used_and_its_password_shown_nowhere() -> None:
    with server() as port:
        settings = replace(
            SETTINGS,
            registry="http://registry.example/api/v2",
            proxy=f"http://user:secret@127.0.0.1:{port}",
        )
        found = by_step(settings)
        asked = list(Handler.asked)
    assert found["proxy"].verdict == "odd"
    assert "secret" not in str(found)
    assert {found[name].verdict for name in RUNGS} == {"ok"}
    assert set(asked) == {"http://registry.example/api/v2/version"}


def test_loopback_is_never_asked_through_a_proxy() -> None:
    with served({}) as address:
        settings = replace(SETTINGS, registry=address, proxy="http://127.0.0.1:1")
        found = by_step(settings)
        assert found["proxy"].text == "none"
        transport = HttpxTransport(settings)
        assert transport.get(f"{address}/version", ()).status == 200
        transport.close()
