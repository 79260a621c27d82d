from __future__ import annotations

import gzip
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from faults import OK, Fault, Faults

from harvest.errors import ConfigError, WrongAnswer
from harvest.registry import transport as transport_module
from harvest.registry.transport import Answer, HttpxTransport, NetworkFault
from harvest.settings import Settings

QUERY = (("query.intr", 'naltrexone OR "low dose naltrexone" & 1+1'), ("sort", "A:asc|B:asc"))


@pytest.fixture
def transport(settings: Settings) -> Iterator[HttpxTransport]:
    transport = HttpxTransport(settings)
    yield transport
    transport.close()


@contextmanager
def raw_server(
    answer: bytes, after: Callable[[socket.socket], None] | None = None
) -> Iterator[str]:
    """Sends these bytes to one client, whatever it asks, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.recv(65536)
                client.sendall(answer)
                if after is not None:
                    after(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/api/v2"
        thread.join(5)


def get(transport: HttpxTransport, address: str) -> Answer:
    return transport.get(f"{address}/version", ())


def test_a_plain_answer(transport: HttpxTransport, address: str) -> None:
    answer = get(transport, address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.body.startswith(b'{"apiVersion"')


def test_what_we_send(transport: HttpxTransport, address: str, faults: Faults) -> None:
    for _ in range(2):
        transport.get(f"{address}/studies", QUERY)
    first, second = faults.seen
    assert first.query == QUERY
    assert first.raw_query == second.raw_query
    assert first.headers["user-agent"].startswith("python-httpx/")
    assert {"gzip", "deflate"} <= set(first.headers["accept-encoding"].split(", "))


def test_a_name_of_our_own(settings: Settings, address: str, faults: Faults) -> None:
    transport = HttpxTransport(replace(settings, user_agent="harvest/1 (a lab)"))
    get(transport, address)
    transport.close()
    assert faults.seen[0].headers["user-agent"] == "harvest/1 (a lab)"


@pytest.mark.parametrize("agent", ["two\nlines", "\u00fc"])
def test_a_name_that_no_header_can_carry(agent: str) -> None:
    with pytest.raises(ConfigError, match="HARVEST_USER_AGENT"):
        HttpxTransport(Settings(user_agent=agent))


@pytest.mark.parametrize("status", [400, 403, 404, 429, 503])
def test_error_statuses_are_answers(
    transport: HttpxTransport, address: str, faults: Faults, status: int
) -> None:
    faults.order(Fault.status(status, "no", retry_after="3"))
    answer = get(transport, address)
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (status, b"no", "3")


def test_compressed_answers(transport: HttpxTransport, address: str, faults: Faults) -> None:
    faults.order(OK, Fault.gzip())
    assert get(transport, address).body == get(transport, address).body


def test_compressed_answers_that_break_off_come_short_and_so_are_no_json(
    transport: HttpxTransport, address: str, faults: Faults
) -> None:
    faults.order(Fault.cut(0.7, compressed=True), OK)
    short, whole = get(transport, address).body, get(transport, address).body
    assert len(short) < len(whole)


def test_damaged_compression(transport: HttpxTransport, address: str, faults: Faults) -> None:
    faults.order(Fault.body(b"not gzip", content_encoding="gzip"))
    with pytest.raises(NetworkFault, match="DecodingError"):
        get(transport, address)


@pytest.mark.parametrize("fault", [Fault.reset(), Fault.truncate(), Fault.truncate(0)])
def test_broken_connections(
    transport: HttpxTransport, address: str, faults: Faults, fault: Fault
) -> None:
    faults.order(fault)
    with pytest.raises(NetworkFault):
        get(transport, address)
    assert get(transport, address).status == 200


def test_a_closed_port(transport: HttpxTransport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NetworkFault, match="ConnectError"):
        get(transport, f"http://127.0.0.1:{port}")


def test_a_host_that_does_not_exist(transport: HttpxTransport) -> None:
    with pytest.raises(NetworkFault, match="ConnectError"):
        get(transport, "http://nowhere.invalid")


def test_silence(settings: Settings, address: str, faults: Faults) -> None:
    faults.order(Fault.stall())
    transport = HttpxTransport(replace(settings, read_seconds=0.1))
    with pytest.raises(NetworkFault, match="ReadTimeout"):
        get(transport, address)
    transport.close()


def test_a_body_that_drips_for_ever(settings: Settings, address: str, faults: Faults) -> None:
    faults.order(Fault.drip(0.01, count=500))
    seconds = itertools.count(0, 100)
    transport = HttpxTransport(replace(settings, answer_seconds=350), lambda: next(seconds))
    with pytest.raises(NetworkFault, match="longer than 350 s"):
        get(transport, address)
    transport.close()


def test_a_compressed_body_that_drips_without_yielding_text_yet() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    seconds = itertools.count(0, 100)
    transport = HttpxTransport(Settings(answer_seconds=50), lambda: next(seconds))
    with (
        raw_server(head + gzip.compress(b"{}")[:5]) as address,
        pytest.raises(NetworkFault, match="longer than 50 s"),
    ):
        get(transport, address)
    transport.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    ],
)
def test_answers_that_are_not_whole(transport: HttpxTransport, answer: bytes) -> None:
    with raw_server(answer) as address, pytest.raises(NetworkFault):
        get(transport, address)


def test_a_content_length_that_is_too_small_cuts_the_body(transport: HttpxTransport) -> None:
    answer = b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"studies":[]}'
    with raw_server(answer) as address:
        assert get(transport, address).body == b'{"studies'


def test_https_to_a_plain_server(transport: HttpxTransport, address: str) -> None:
    with pytest.raises(NetworkFault):
        get(transport, address.replace("http:", "https:"))


def test_redirects_on_the_same_host_are_followed(
    transport: HttpxTransport, address: str, faults: Faults
) -> None:
    host = address.removesuffix("/api/v2")
    faults.order(Fault.redirect("/moved"), Fault.redirect(f"{host}/again"))
    faults.order(Fault.redirect("/api/v2/version", 308))
    assert get(transport, address).status == 200
    assert [seen.path for seen in faults.seen][1:3] == ["/moved", "/again"]


def test_redirects_keep_the_query(transport: HttpxTransport, address: str, faults: Faults) -> None:
    faults.order(Fault.redirect("/api/v2/studies/?b=2&a=1"))
    transport.get(f"{address}/studies", (("a", "1"), ("b", "2")))
    assert faults.seen[1].parameters == {"a": "1", "b": "2"}
    faults.order(Fault.redirect("/api/v2/studies/?a=1"))
    with pytest.raises(WrongAnswer, match="without the query"):
        transport.get(f"{address}/studies", (("a", "1"), ("b", "2")))


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://example.invalid/api/v2/version", "another host"),
        ("//example.invalid/", "another host"),
        ("http://127.0.0.1:1/api/v2/version", "another service"),
        ("ftp://127.0.0.1/", "another service"),
    ],
)
def test_redirects_elsewhere_are_not(
    transport: HttpxTransport, address: str, faults: Faults, location: str, words: str
) -> None:
    faults.order(Fault.redirect(location))
    with pytest.raises(WrongAnswer, match=f"{words}.*HARVEST_REGISTRY") as caught:
        get(transport, address)
    assert caught.value.exit_code == 69
    assert len(faults.seen) == 1


def test_a_redirect_to_no_address_is_a_broken_answer(
    transport: HttpxTransport, address: str, faults: Faults
) -> None:
    faults.order(Fault.redirect("http://[::1/"))
    with pytest.raises(NetworkFault, match="location"):
        get(transport, address)


def test_a_redirect_to_https_on_the_same_host_is_followed(
    transport: HttpxTransport, address: str, faults: Faults
) -> None:
    # The server speaks no TLS, so being followed shows as a network fault.
    faults.order(Fault.redirect(address.replace("http:", "https:") + "/version"))
    with pytest.raises(NetworkFault):
        get(transport, address)


def test_redirects_in_a_circle(transport: HttpxTransport, address: str, faults: Faults) -> None:
    faults.always(Fault.redirect("/api/v2/version"))
    with pytest.raises(WrongAnswer, match="more than 3 times"):
        get(transport, address)
    assert len(faults.seen) == 4


@pytest.mark.parametrize("url", ["http://[::1", "ftp://host/x", "x", "", "http://host:abc/"])
def test_addresses_that_cannot_be_asked(transport: HttpxTransport, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        transport.get(url, ())
    assert caught.value.exit_code == 78


def test_a_proxy_from_the_environment_is_used_but_not_for_loopback(
    settings: Settings, address: str, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", address.removesuffix("/api/v2"))
    transport = HttpxTransport(settings)
    transport.get("http://clinicaltrials.invalid/api/v2/version", ())
    assert faults.seen[0].headers["host"] == "clinicaltrials.invalid"
    assert get(transport, address).status == 200
    assert faults.seen[1].headers["host"].startswith("127.0.0.1")
    transport.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTP_PROXY", "gopher://host"), ("SSL_CERT_FILE", "/nowhere/ca.pem")],
)
def test_environment_settings_of_no_use(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=name.replace("HTTP_", "HTTPS_")):
        HttpxTransport(Settings())


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_an_answer_beyond_all_pages_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
    transport: HttpxTransport,
    address: str,
    faults: Faults,
    encoding: str,
) -> None:
    monkeypatch.setattr(transport_module, "MOST_BYTES", 100_000)
    body = b" " * 2_000_000
    packed = gzip.compress(body) if encoding == "gzip" else body
    faults.order(Fault.body(packed, content_encoding=encoding))
    with pytest.raises(WrongAnswer, match="more than 100,000 bytes"):
        get(transport, address)
