"""One search, walked page by page until what came equals what the registry counted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from harvest.cohorts import Search
from harvest.errors import IncompleteHarvest
from harvest.registry.answers import NotUnderstood
from harvest.registry.delivery import Delivery, SearchReport
from harvest.registry.pages import Page, key_of, nct_id_of

ATTEMPTS = 3
# Nobody pages for ever: some duplicates and empty pages are legal, so many in a row are not.
BARREN_PAGES = 100
# Without an order the registry's pages shift while we read. Both dates are set once and never
# change, and the newest come last: a study added while we page shifts no page before its own,
# where an order by update would move every updated study across page borders. NCTId cannot be
# sorted by, two keys are the most that the API takes, and the second leaves fewer ties.
SORT = "StudyFirstPostDate:asc|StudyFirstSubmitDate:asc"

Parameters = tuple[tuple[str, str], ...]
Progress = Callable[[str, int, int], None]
logger = logging.getLogger("harvest")


class Taker(Protocol):
    """Takes what one search finds, see `Sink`."""

    def receive(self, delivery: Delivery) -> None:
        """Take one study."""
        ...

    def withdraw(self, search: str, keys: Collection[str]) -> None:
        """These studies do not belong to this search after all; it may deliver them again."""
        ...


class Asking(Protocol):
    """Asks for pages."""

    def page(self, search: Search, parameters: Parameters) -> tuple[Page, int]:
        """A page, asked now or kept from a run that was stopped, and its request's number."""
        ...

    def forget(self, parameters: Parameters) -> None:
        """Pages of this search did not add up, so none that is kept may be used again."""
        ...


@dataclass
class _Attempt:
    """One walk from the first page to the last.

    Attributes:
        keys: The studies that came, merged.
        fault: Why the walk ended early; None when it came to its end.
    """

    total: int = 0
    keys: set[str] = field(default_factory=set)
    fault: str | None = None


class Walk:
    """Collects one search, in up to three attempts.

    Args:
        ask: Makes the requests.
        sink: Receives each study once.
        progress: Called after each page with search, studies so far, and total.
    """

    def __init__(
        self, search: Search, page_size: int, ask: Asking, sink: Taker, progress: Progress | None
    ) -> None:
        self._search = search
        self._parameters: Parameters = (
            *search.parameters,
            # Repeated beside every token although the API needs neither there: a request that
            # differs from its first page in nothing but the token cannot be another search.
            ("pageSize", str(page_size)),
            ("countTotal", "true"),
            ("sort", SORT),
        )
        self._ask = ask
        self._sink = sink
        self._progress = progress
        self._kept: set[str] = set()
        self._pages = 0

    def run(self, check_unmoved: Callable[[], object]) -> SearchReport:
        """Walk until complete.

        Args:
            check_unmoved: Called after a failed attempt; raises when the registry's data moved,
                since then no further attempt can help.

        Raises:
            IncompleteHarvest: Three attempts never added up to the total.
        """
        attempt = _Attempt()
        for number in range(1, ATTEMPTS + 1):
            attempt = self._attempt()
            if self._is_complete(attempt):
                name, total = self._search.name, attempt.total
                return SearchReport(name, total, len(self._kept), self._pages, number)
            self._log_failure(attempt, number)
            self._ask.forget(self._parameters)
            check_unmoved()
        raise IncompleteHarvest(
            f"Search {self._search.name!r} gave {len(attempt.keys)} unique studies where the "
            f"registry counted {attempt.total}, also in the last of {ATTEMPTS} attempts"
            f"{f' ({attempt.fault})' if attempt.fault else ''}; the last release stands. "
            "Run again later."
        )

    def _attempt(self) -> _Attempt:
        attempt = _Attempt()
        tokens: set[str] = set()
        token: str | None = None
        barren = 0
        while attempt.fault is None:
            try:
                page, request = self._ask.page(self._search, self._beside(token))
            except NotUnderstood:
                if token is None:
                    raise
                # The search was understood on its first page, so this is about the token.
                attempt.fault = "a page token was answered with 400"
                break
            if token is None:
                attempt.total = page.total_count or 0
            fresh = self._take(page, request, attempt)
            barren = 0 if fresh else barren + 1
            token = page.next_page_token
            if not token:
                break
            if len(attempt.keys) > attempt.total:
                attempt.fault = "more studies than were counted"
            elif token in tokens:
                attempt.fault = "a page token came twice"
            elif barren > BARREN_PAGES:
                attempt.fault = f"{barren} pages in a row without a new study"
            tokens.add(token)
        return attempt

    def _beside(self, token: str | None) -> Parameters:
        return self._parameters if token is None else (*self._parameters, ("pageToken", token))

    def _take(self, page: Page, request: int, attempt: _Attempt) -> int:
        before = len(attempt.keys)
        name = self._search.name
        for study in page.studies:
            nct_id = nct_id_of(study)
            key = key_of(nct_id, study)
            attempt.keys.add(key)
            if key not in self._kept:
                self._kept.add(key)
                self._sink.receive(Delivery(key, nct_id, bytes(study), name, request))
        self._pages += 1
        collected, total = len(attempt.keys), attempt.total
        fields = {"search": name, "page": self._pages, "studies": collected, "total": total}
        logger.info("page.fetched", extra={"fields": fields})
        if self._progress is not None:
            self._progress(name, collected, total)
        return collected - before

    def _is_complete(self, attempt: _Attempt) -> bool:
        """Whether what the sink holds is now proven; else it may have been emptied."""
        if attempt.fault is None and len(attempt.keys) == attempt.total:
            self._withdraw(self._kept - attempt.keys)
            return True
        # Attempts that lost different studies across their page borders complete each other. A
        # walk that broke off proves nothing, not even together with others.
        if attempt.fault is None and len(self._kept) == attempt.total:
            return True
        if len(self._kept) > attempt.total:
            self._withdraw(set(self._kept))
        return False

    def _withdraw(self, keys: set[str]) -> None:
        if keys:
            self._sink.withdraw(self._search.name, keys)
            self._kept -= keys

    def _log_failure(self, attempt: _Attempt, number: int) -> None:
        fields = {
            "search": self._search.name,
            "attempt": number,
            "studies": len(attempt.keys),
            "total": attempt.total,
            "cause": attempt.fault or "studies and total differ",
        }
        logger.warning("attempt.failed", extra={"fields": fields})
