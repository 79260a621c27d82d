"""What to do about a refusal: one pass over honest ways to ask, the first that answers is used.

The registry's gateway turns some programs away by how they look, with rules that change. None of
the ways here imitates a browser.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from harvest.errors import Refused
from harvest.log import event
from harvest.registry.addresses import shown
from harvest.registry.plain import Urllib3Transport
from harvest.registry.transport import Answer, HttpxTransport, NetworkFault, Transport
from harvest.settings import Settings
from harvest.version import __version__

REFUSED: Final = 403
NAMED: Final = f"harvest/{__version__} (trial-registry harvester; Python)"
Make = Callable[[Settings, Callable[[], float]], Transport]
RUNGS: Final[dict[str, tuple[str, Make]]] = {
    "httpx": ("as the HTTP library does, or with your own user agent", HttpxTransport),
    "no-agent": (
        "without a user agent",
        lambda settings, clock: HttpxTransport(settings, clock, agent=""),
    ),
    "named": (
        "with a user agent that says who asks",
        lambda settings, clock: HttpxTransport(settings, clock, agent=NAMED),
    ),
    "http2": (
        "over HTTP/2",
        lambda settings, clock: HttpxTransport(settings, clock, http2=True),
    ),
    "urllib3": ("over another HTTP library, urllib3", Urllib3Transport),
}
"""Ways to ask by name, in the order in which they are tried."""


class Memory(Protocol):
    """Remembers the way that answered last."""

    def recall(self) -> str | None:
        """Its name; None for the usual way."""
        ...

    def remember(self, name: str | None) -> None:
        """Use this one first next time; None to forget."""
        ...


class Forgetful:
    """Remembers within this run only."""

    def recall(self) -> None:
        """Nothing."""

    def remember(self, name: str | None) -> None:
        """Let it go."""


class Ladder:
    """A transport that tries the other ways when the first request is answered with 403.

    Once a way has answered it is kept for the run: a later 403 is an answer like any other.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        memory: Memory | None = None,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._memory = memory or Forgetful()
        recalled = self._memory.recall()
        self._name = recalled if recalled in RUNGS else next(iter(RUNGS))
        self._is_recalled = self._name == recalled
        self._current = RUNGS[self._name][1](settings, clock)
        self._is_settled = False

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        """See `Transport.get`.

        Raises:
            Refused: Every way was answered with 403, or not at all.
        """
        answer = self._current.get(url, parameters)
        if answer.status == REFUSED and not self._is_settled:
            answer = self._climb(url, parameters)
        self._is_settled = True
        return answer

    def close(self) -> None:
        """Close all connections."""
        self._current.close()

    def _climb(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        tried = [f"{self._name}: 403"]
        for name, (_, make) in RUNGS.items():
            if name == self._name:
                continue
            transport = make(self._settings, self._clock)
            try:
                answer = transport.get(url, parameters)
            except NetworkFault as fault:
                tried.append(f"{name}: {fault}")
                transport.close()
                continue
            if answer.status == REFUSED:
                tried.append(f"{name}: 403")
                transport.close()
                continue
            self._current.close()
            self._current = transport
            self._memory.remember(name)
            event("transport.chosen", transport=name, tried=tried)
            return answer
        if self._is_recalled:
            self._memory.remember(None)
        raise Refused(
            f"The registry refuses this client: {shown(url)} was asked in {len(tried)} ways "
            f"({'; '.join(tried)}). `harvest doctor` tells more. Try another network, a "
            "proxy, or later; or download the studies and give the file to `harvest import`."
        )
