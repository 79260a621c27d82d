"""The seam to the network: one GET and its whole answer.

Everything else in this package sees only `Transport`, so another HTTP library can take its place
where the registry's gateway refuses this one.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.request import getproxies, proxy_bypass

import httpx

from harvest.errors import ConfigError, WrongAnswer
from harvest.registry.addresses import redirected, shown
from harvest.settings import Settings

MAX_REDIRECTS = 3
MOST_BYTES = 1 << 30
"""Of one answer, packed or not: twenty times a full page of studies."""
PIECE_BYTES = 1 << 16
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class NetworkFault(Exception):
    """No whole answer came; another try may help. Never leaves this package."""


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        headers: By lower-case name.
        body: Whole, decompressed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """One way to make requests."""

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        """One GET, without retries; `parameters` are sent in the order given.

        Raises:
            NetworkFault: No whole answer came.
            WrongAnswer: A redirect that must not be followed.
            ConfigError: An address that cannot be asked.
        """
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class HttpxTransport:
    """The transport in everyday use, over httpx.

    Proxies and CA certificates come from the settings, else from the environment, as httpx
    documents (`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`). A loopback address is
    never asked through a proxy: no proxy could reach it. Answers travel compressed (gzip,
    deflate).

    Args:
        settings: User agent, proxy, certificates and time limits, in seconds.
        clock: Seconds from any start, never going back.
        agent: User agent instead of the settings'; "" for none at all.
        http2: Speak HTTP/2 where the server does.

    Raises:
        ConfigError: A user agent that no header can carry; proxy or CA settings of no use.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        *,
        agent: str | None = None,
        http2: bool = False,
    ) -> None:
        self._clock = clock
        self._answer_seconds = settings.answer_seconds
        self._end = clock() + settings.run_seconds
        name = checked_agent(settings.user_agent or None if agent is None else agent)
        connect, read = settings.connect_seconds, settings.read_seconds
        with _network_settings():
            self._client = httpx.Client(
                headers={"User-Agent": name} if name else None,
                timeout=httpx.Timeout(connect=connect, read=read, write=read, pool=connect),
                mounts={f"all://{host}": None for host in LOOPBACK},
                proxy=settings.proxy or None,
                verify=trusting(settings) if settings.ca_bundle else True,
                http2=http2,
            )
        if name == "":
            del self._client.headers["User-Agent"]

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        """See `Transport.get`; follows at most 3 redirects, on the same host only."""
        try:
            return followed(url, parameters, self._answer)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise NetworkFault(f"{type(error).__name__}: {error}".rstrip(": ")) from error

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _answer(self, url: httpx.URL) -> Answer:
        started = self._clock()
        with self._client.stream("GET", url) as response:
            seconds = min(self._answer_seconds, self._end - started)
            chunks = in_time(response.iter_raw(), self._clock, started, seconds)
            raw = list(bounded(chunks))
            # A second response decodes the body: decoding while it streams would hide the chunks
            # that yield no text yet, and with them a body that drips for ever.
            whole = httpx.Response(
                response.status_code, headers=response.headers, stream=_Chunks(raw)
            )
            body = b"".join(bounded(whole.iter_bytes()))
        return Answer(whole.status_code, dict(whole.headers), body)


def checked_agent(agent: str | None) -> str | None:
    """A user agent that a header can carry.

    Raises:
        ConfigError: It cannot.
    """
    if agent and not (agent.isascii() and agent.isprintable()):
        raise ConfigError("HARVEST_USER_AGENT must be printable ASCII; mend it.")
    return agent


def proxy_of(url: httpx.URL, settings: Settings) -> str:
    """The proxy that an address is asked through; "" for none. Loopback never is."""
    if url.host in LOOPBACK or url.host == "::1" or proxy_bypass(url.host):
        return ""
    found = getproxies()
    return settings.proxy or found.get(url.scheme) or found.get("all") or ""


def trusting(settings: Settings) -> ssl.SSLContext:
    """TLS as ever, with the settings' certificate authorities beside the usual ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=settings.ca_bundle)
    return context


@contextmanager
def _network_settings() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError, ImportError, httpx.InvalidURL) as error:
        raise ConfigError(
            f"The proxy or certificate settings cannot be used ({shown(str(error))}); check "
            "HARVEST_PROXY, HARVEST_CA_BUNDLE, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and "
            "SSL_CERT_DIR."
        ) from error


def followed(
    url: str, parameters: Sequence[tuple[str, str]], ask: Callable[[httpx.URL], Answer]
) -> Answer:
    """The answer at the end of at most 3 redirects, on the same host only."""
    try:
        target = httpx.URL(url)
        if parameters:
            target = target.copy_merge_params(list(parameters))
        for _ in range(1 + MAX_REDIRECTS):
            answer = ask(target)
            if not (300 <= answer.status < 400 and "location" in answer.headers):
                return answer
            target = redirected(target, answer.headers["location"])
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise ConfigError(
            f"The address {shown(url)!r} cannot be asked ({error}); mend --registry or "
            "HARVEST_REGISTRY."
        ) from error
    raise WrongAnswer(
        f"{shown(url)} redirects more than {MAX_REDIRECTS} times; check "
        "--registry or HARVEST_REGISTRY."
    )


def in_time(
    chunks: Iterator[bytes], clock: Callable[[], float], started: float, seconds: float
) -> Iterator[bytes]:
    """The chunks of an answer, as long as it takes no longer than it may.

    The read timeout bounds each silence; only this bounds their sum.
    """
    for chunk in chunks:
        if clock() - started > seconds:
            raise NetworkFault(f"the answer took longer than {seconds:g} s")
        yield chunk


class _Chunks(httpx.SyncByteStream):
    """A body that came, piece by piece, so that no piece unpacks to more than can be held."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            for start in range(0, len(chunk), PIECE_BYTES):
                yield chunk[start : start + PIECE_BYTES]


def bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks of an answer, as long as they are no more than any page has."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise WrongAnswer(
                f"The registry answers with more than {MOST_BYTES:,} bytes, which is no page "
                "of studies; check --registry or HARVEST_REGISTRY."
            )
        yield chunk
