"""A transport over urllib3: another TLS handshake and other headers than httpx sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import httpx
import urllib3

from harvest.registry.transport import (
    PIECE_BYTES,
    Answer,
    NetworkFault,
    bounded,
    followed,
    in_time,
    proxy_of,
    trusting,
)
from harvest.settings import Settings


class Urllib3Transport:
    """One GET after the other over urllib3, with its own user agent; see `HttpxTransport`."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._end = clock() + settings.run_seconds
        self._pools: dict[str, urllib3.PoolManager] = {}

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        """See `Transport.get`; follows at most 3 redirects, on the same host only."""
        try:
            return followed(url, parameters, self._answer)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise NetworkFault(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def _answer(self, url: httpx.URL) -> Answer:
        started = self._clock()
        response = self._pool(url).request(
            "GET",
            str(url),
            headers={"Accept-Encoding": "gzip, deflate", "Accept": "*/*"},
            timeout=urllib3.Timeout(
                connect=self._settings.connect_seconds, read=self._settings.read_seconds
            ),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            chunks = response.stream(PIECE_BYTES, decode_content=True)
            seconds = min(self._settings.answer_seconds, self._end - started)
            body = b"".join(bounded(in_time(chunks, self._clock, started, seconds)))
        finally:
            response.release_conn()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, body)

    def _pool(self, url: httpx.URL) -> urllib3.PoolManager:
        proxy = proxy_of(url, self._settings)
        if proxy not in self._pools:
            more = {"ssl_context": trusting(self._settings)} if self._settings.ca_bundle else {}
            self._pools[proxy] = (
                urllib3.ProxyManager(proxy, **more) if proxy else urllib3.PoolManager(**more)  # type: ignore[arg-type]
            )
        return self._pools[proxy]
