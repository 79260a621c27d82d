"""Why the registry does not answer: name, connection, certificate, and every way of asking."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, NamedTuple

import httpx

from harvest.errors import HarvestError
from harvest.registry.addresses import base_address, shown
from harvest.registry.ladder import REFUSED, RUNGS
from harvest.registry.pages import UnreadableAnswer, read_version
from harvest.registry.transport import Answer, NetworkFault, proxy_of, trusting
from harvest.settings import Settings

Verdict = Literal["ok", "bad", "odd", "skipped"]
SKEW_SECONDS = 300.0


class Finding(NamedTuple):
    """One step of the examination.

    Attributes:
        step: What was tried; a way of asking by its name in `RUNGS`.
        verdict: How it went; `odd` is worth a look and stops nothing.
        text: What was found, and what to do about it.
        seconds: How long it took.
    """

    step: str
    verdict: Verdict
    text: str
    seconds: float


def diagnose(settings: Settings) -> Iterator[Finding]:
    """Every step, in the order of a request; the ways of asking are all tried.

    Raises:
        ConfigError: The registry's address cannot be read.
    """
    url = httpx.URL(base_address(settings.registry))
    yield Finding("address", "ok", shown(str(url)), 0.0)
    proxy = proxy_of(url, settings)
    if proxy:
        yield Finding("proxy", "odd", f"requests go through {shown(proxy)}", 0.0)
        yield Finding("name", "skipped", "the proxy looks the name up", 0.0)
    else:
        yield Finding("proxy", "ok", "none", 0.0)
        yield from _connection(url, settings)
    for name in RUNGS:
        yield from _asked(name, f"{url}/version", settings)


def _connection(url: httpx.URL, settings: Settings) -> Iterator[Finding]:
    port = url.port or (443 if url.scheme == "https" else 80)
    started = time.monotonic()
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        text = f"the name {url.host} is not known here ({error.strerror}); check DNS or set a proxy"
        yield Finding("name", "bad", text, time.monotonic() - started)
        return
    numbers = ", ".join(dict.fromkeys(str(each[4][0]) for each in found))
    yield Finding("name", "ok", numbers[:200], time.monotonic() - started)
    started = time.monotonic()
    try:
        with socket.create_connection((url.host, port), settings.connect_seconds) as plain:
            yield Finding("connection", "ok", f"port {port}", time.monotonic() - started)
            if url.scheme == "https":
                yield _tls(plain, url.host, settings)
    except OSError as error:
        text = f"port {port}: {error}; a firewall may want a proxy (HARVEST_PROXY)"
        yield Finding("connection", "bad", text, time.monotonic() - started)


def _tls(plain: socket.socket, host: str, settings: Settings) -> Finding:
    started = time.monotonic()
    try:
        context = trusting(settings) if settings.ca_bundle else ssl.create_default_context()
        with context.wrap_socket(plain, server_hostname=host) as secure:
            found = secure.getpeercert() or {}
            text = f"{secure.version()}, certificate until {found.get('notAfter', 'unknown')}"
            return Finding("certificate", "ok", text, time.monotonic() - started)
    except ssl.SSLCertVerificationError as error:
        text = (
            f"not trusted ({error.verify_message}); where your network looks into TLS, give its "
            "authority's certificate with HARVEST_CA_BUNDLE or SSL_CERT_FILE"
        )
    except OSError as error:
        text = f"no TLS ({error}); something else may stand in between"
    return Finding("certificate", "bad", text, time.monotonic() - started)


def _asked(name: str, address: str, settings: Settings) -> Iterator[Finding]:
    what, make = RUNGS[name]
    started = time.monotonic()
    try:
        transport = make(settings, time.monotonic)
        try:
            answer = transport.get(address, ())
        finally:
            transport.close()
    except (NetworkFault, HarvestError) as error:
        yield Finding(name, "bad", f"{what}: {error}", time.monotonic() - started)
        return
    seconds = time.monotonic() - started
    yield Finding(name, *_judged(answer, what), seconds)
    skew = _skew(answer)
    if skew is not None and abs(skew) > SKEW_SECONDS:
        text = f"this machine's clock is {skew / 60:.0f} minutes away from the registry's"
        yield Finding("clock", "odd", text, 0.0)


def _judged(answer: Answer, what: str) -> tuple[Verdict, str]:
    if answer.status == REFUSED:
        return "bad", f"{what}: refused (403)"
    if answer.status != 200:
        return "bad", f"{what}: status {answer.status}"
    try:
        version = read_version(answer.body)
    except UnreadableAnswer:
        return "bad", f"{what}: something answers, but not the registry's API"
    return "ok", f"{what}: API {version.api_version}, data of {version.data_timestamp}"


def _skew(answer: Answer) -> float | None:
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return (datetime.now(UTC) - there.replace(tzinfo=there.tzinfo or UTC)).total_seconds()
