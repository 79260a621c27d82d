"""The seam to the network: one GET and its whole answer.

Everything else in this package sees only `Transport`, so another HTTP library can take its place
where the registry's gateway refuses this one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx

from harvest.errors import ConfigError, WrongAnswer
from harvest.registry.addresses import redirected, shown
from harvest.settings import Settings

MAX_REDIRECTS = 3
MOST_BYTES = 1 << 30
"""Of one answer, packed or not: twenty times a full page of studies."""
PIECE_BYTES = 1 << 16
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


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

    Proxies and CA certificates come from the environment, as httpx documents (`HTTPS_PROXY`,
    `NO_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`). A loopback address is never asked through a
    proxy: no proxy could reach it. Answers travel compressed (gzip, deflate).

    Args:
        settings: User agent and time limits, in seconds.
        clock: Seconds from any start, never going back.

    Raises:
        ConfigError: A user agent that no header can carry; proxy or CA settings of no use.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answer_seconds = settings.answer_seconds
        agent = settings.user_agent
        if not (agent.isascii() and agent.isprintable()):
            raise ConfigError("HARVEST_USER_AGENT must be printable ASCII; mend it.")
        connect, read = settings.connect_seconds, settings.read_seconds
        try:
            self._client = httpx.Client(
                headers={"User-Agent": agent} if agent else None,
                timeout=httpx.Timeout(connect=connect, read=read, write=read, pool=connect),
                mounts={f"all://{host}": None for host in _LOOPBACK},
            )
        except (ValueError, OSError, ImportError, httpx.InvalidURL) as error:
            raise ConfigError(
                f"The proxy or certificate settings in the environment cannot be used ({error}); "
                "check HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
            ) from error

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        """See `Transport.get`; follows at most 3 redirects, on the same host only."""
        try:
            target = httpx.URL(url)
            if parameters:
                target = target.copy_merge_params(list(parameters))
            for _ in range(1 + MAX_REDIRECTS):
                answer = self._answer(target)
                if not (300 <= answer.status < 400 and "location" in answer.headers):
                    return answer
                target = redirected(target, answer.headers["location"])
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ConfigError(
                f"The address {shown(url)!r} cannot be asked ({error}); mend --registry or "
                "HARVEST_REGISTRY."
            ) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise NetworkFault(f"{type(error).__name__}: {error}".rstrip(": ")) from error
        raise WrongAnswer(
            f"{shown(url)} redirects more than {MAX_REDIRECTS} times; check "
            "--registry or HARVEST_REGISTRY."
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _answer(self, url: httpx.URL) -> Answer:
        started = self._clock()
        with self._client.stream("GET", url) as response:
            raw = list(self._in_time(response.iter_raw(), started))
            # A second response decodes the body: decoding while it streams would hide the chunks
            # that yield no text yet, and with them a body that drips for ever.
            whole = httpx.Response(
                response.status_code, headers=response.headers, stream=_Chunks(raw)
            )
            body = b"".join(_bounded(whole.iter_bytes()))
        return Answer(whole.status_code, dict(whole.headers), body)

    def _in_time(self, chunks: Iterator[bytes], started: float) -> Iterator[bytes]:
        for chunk in _bounded(chunks):
            # The read timeout bounds each silence; only this bounds their sum.
            if self._clock() - started > self._answer_seconds:
                raise NetworkFault(f"the answer took longer than {self._answer_seconds:g} s")
            yield chunk


class _Chunks(httpx.SyncByteStream):
    """A body that came, piece by piece, so that no piece unpacks to more than can be held."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            for start in range(0, len(chunk), PIECE_BYTES):
                yield chunk[start : start + PIECE_BYTES]


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise WrongAnswer(
                f"The registry answers with more than {MOST_BYTES:,} bytes, which is no page "
                "of studies; check --registry or HARVEST_REGISTRY."
            )
        yield chunk
