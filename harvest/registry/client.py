"""The entrance: asks the registry for its version and for all studies of a cohort."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from typing import Self, TypeVar

from harvest.cohorts import Cohort, Search
from harvest.errors import RegistryUnavailable, TryLater, UsageError
from harvest.registry.addresses import base_address, shown
from harvest.registry.delivery import HarvestReport, Known, Pages, RequestLog, Sink
from harvest.registry.history import Listed, internal_base, read_listed
from harvest.registry.history import read_version as read_told
from harvest.registry.ladder import Ladder, Memory
from harvest.registry.pages import Page, Version, read_version
from harvest.registry.retry import Asked, Asker, OutOfTime
from harvest.registry.round import Asking, Round, reader
from harvest.registry.transport import Transport
from harvest.registry.walk import Parameters, Progress
from harvest.settings import Settings

ROUNDS = 3
T = TypeVar("T")
logger = logging.getLogger("harvest")


class _DataMoved(Exception):
    """The registry's data changed, or may have changed, since the round began."""


class Registry:
    """One run's conversation with the registry; use it in a `with` statement.

    Args:
        settings: Address, limits and pace. `run_seconds` count from here.
        transport: How requests are made; by default httpx, and other ways where that is refused.
            It is closed with the registry.
        memory: Which way answered last.
        clock: Seconds from any start, never going back.
        sleep: Waits for a number of seconds.

    Raises:
        ConfigError: An address, user agent or proxy that cannot be used.

    Attributes:
        requests: What was asked and answered so far, in order; also after an error.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: Transport | None = None,
        memory: Memory | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = base_address(settings.registry)
        self._settings = settings
        self._transport = transport if transport is not None else Ladder(settings, clock, memory)
        self._asker = Asker(settings, self._transport, clock, sleep)
        self.requests: list[RequestLog] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._transport.close()

    def version(self) -> Version:
        """The API version and the data timestamp, by one request.

        Raises:
            RegistryUnavailable: No usable answer after all tries, or the run is out of time.
            WrongAnswer: Something answers, but not the registry's API.
            Refused: The registry answers 403.
        """
        return self._ask(None, f"{self._base}/version", (), read_version).value

    def history(self, nct_id: str) -> tuple[Listed, ...]:
        """The versions of a study that the registry's own history lists; undocumented.

        Raises:
            RegistryUnavailable: As for `version`, which can raise all of this too.
        """
        url = f"{internal_base(self._base)}/studies/{nct_id}"
        return self._ask(None, url, (("history", "true"),), read_listed).value

    def history_version(self, nct_id: str, number: int) -> tuple[str, bytes]:
        """Address and answer of one version of that history; undocumented. Raises as `history`."""
        url = f"{internal_base(self._base)}/studies/{nct_id}/history/{number}"
        return shown(url), self._ask(None, url, (), read_told).value

    def fetch(
        self,
        cohort: Cohort,
        sink: Sink,
        progress: Progress | None = None,
        version: Version | None = None,
        *,
        known: Known | None = None,
        pages: Pages | None = None,
    ) -> HarvestReport:
        """All studies of a cohort, handed to `sink` page by page.

        When this returns, each search's unique studies equal the total that the registry
        counted, and the registry's data timestamp is the same as before the first search. This
        holds for a sweep too: its rows are counted, and every study that differs has come.

        Args:
            progress: Called after each page with the search's name, its studies so far, and its
                total.
            version: As just read by the caller, who then saves one request.
            known: What the snapshot before spares.
            pages: Where answers are kept until the snapshot is sealed; nowhere by default.

        Raises:
            IncompleteHarvest: A search never added up to its total.
            TryLater: The data moved in each of three rounds, or its version could not be read
                any more.
            ConfigError: The registry does not understand a search.
            RegistryUnavailable: As for `version`, which can raise all of this too.
            UsageError: The cohort has no searches.
        """
        if not cohort.searches:
            raise UsageError(
                f"Cohort {cohort.name!r} has no searches, so nothing can be fetched; give another."
            )
        for number in range(1, ROUNDS + 1):
            try:
                before = self._before(version, number)
                return self._round(cohort, sink, progress, known or Known(), before, pages, number)
            except _DataMoved as moved:
                fields = {"cohort": cohort.name, "round": number, "cause": str(moved)}
                logger.warning("data.moved", extra={"fields": fields})
                cause = str(moved)
        raise TryLater(
            f"The registry's data did not stand still in any of {ROUNDS} rounds ({cause}); the "
            "last release stands. Run again later."
        )

    def _round(
        self,
        cohort: Cohort,
        sink: Sink,
        progress: Progress | None,
        known: Known,
        before: Version,
        pages: Pages | None,
        number: int,
    ) -> HarvestReport:
        if pages:
            pages.begin(before.data_timestamp)
        asking = Asking(self._ask_page, self.requests, pages)
        size = self._settings.page_size
        one = Round(cohort, sink, progress, known, asking, size, lambda: self._unmoved(before))
        return one.run(before, number)

    def _before(self, known: Version | None, number: int) -> Version:
        if number > 1:
            return self._version_again()
        return known or self.version()

    def _unmoved(self, before: Version) -> Version:
        try:
            after = self.version()
        except OutOfTime:
            raise
        except RegistryUnavailable as error:
            raise _DataMoved(f"its version cannot be read: {error}") from error
        if after.data_timestamp != before.data_timestamp:
            raise _DataMoved(f"from {before.data_timestamp} to {after.data_timestamp}")
        return after

    def _version_again(self) -> Version:
        try:
            return self.version()
        except OutOfTime:
            raise
        except RegistryUnavailable as error:
            # Fetching everything again without a version to compare with would prove nothing.
            raise TryLater(
                f"The registry's version cannot be read any more, so nothing shows that its data "
                f"stood still ({error}); the last release stands. Run again later."
            ) from error

    def _ask_page(self, search: Search, parameters: Parameters) -> tuple[Page, bytes]:
        asked = self._ask(search, f"{self._base}/studies", parameters, reader(parameters))
        return asked.value, asked.answer.body

    def _ask(
        self,
        search: Search | None,
        url: str,
        parameters: Parameters,
        read: Callable[[bytes], T],
    ) -> Asked[T]:
        asked = self._asker.ask(url, parameters, read)
        self.requests.append(
            RequestLog(
                number=len(self.requests) + 1,
                search=search.name if search else None,
                url=shown(url),
                parameters=parameters,
                status=asked.answer.status,
                seconds=asked.seconds,
                size=len(asked.answer.body),
                studies=len(asked.value.studies) if isinstance(asked.value, Page) else 0,
                sha256=hashlib.sha256(asked.answer.body).hexdigest(),
                retries=asked.retries,
            )
        )
        return asked
