"""What a harvest hands over, and what it reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from harvest.registry.pages import Version


@dataclass(frozen=True, slots=True)
class Delivery:
    """One study of one search, handed over as soon as its page is read.

    Attributes:
        key: Its NCT number, or `sha256:` and the hash of its bytes where it has none; one search
            delivers a key once.
        nct_id: None where the record has no well-formed one: it belongs into quarantine, and
            counts towards the total all the same.
        record: Its JSON, byte for byte as served.
        search: Name of the search that found it; another search may deliver it again.
        request: Number of the request that brought it, see `RequestLog.number`.
    """

    key: str
    nct_id: str | None
    record: bytes
    search: str
    request: int


class Sink(Protocol):
    """Takes the studies of a harvest, page by page, so that nobody holds them all.

    What a sink was given counts only once `Registry.fetch` has returned: until then any of it
    may be taken back.
    """

    def restart(self) -> None:
        """Everything delivered so far is void. Called before the first delivery too."""
        ...

    def receive(self, delivery: Delivery) -> None:
        """Take one study. What it raises ends the harvest and reaches the caller."""
        ...

    def withdraw(self, search: str, keys: Collection[str]) -> None:
        """These studies do not belong to this search after all; it may deliver them again."""
        ...


@dataclass(frozen=True)
class RequestLog:
    """One request that was answered.

    Attributes:
        number: Counts the requests of one `Registry` from 1.
        search: None for `/version`.
        url: Without credentials and query.
        parameters: As sent, page token included.
        seconds: Time that the last try took.
        size: Bytes of the body, decompressed.
        studies: Rows on the page, before any merging.
        sha256: Of the body, decompressed.
        retries: Tries before the one that was answered.
    """

    number: int
    search: str | None
    url: str
    parameters: tuple[tuple[str, str], ...]
    status: int
    seconds: float
    size: int
    studies: int
    sha256: str
    retries: int


@dataclass(frozen=True)
class SearchReport:
    """One complete search.

    Attributes:
        total: Studies that the registry counted.
        studies: Unique studies collected; equal to `total`, or the harvest would have failed.
        pages: Pages read in all attempts.
        attempts: 1 when the first walk through the pages was complete.
    """

    name: str
    total: int
    studies: int
    pages: int
    attempts: int


@dataclass(frozen=True)
class HarvestReport:
    """A complete harvest of a cohort.

    Attributes:
        version: As read before the first search of the accepted round.
        version_after: As read after the last one; the same data timestamp.
        searches: In the cohort's order.
        rounds: 1 when the data stood still all along.
        requests: All answered requests, those of abandoned rounds too.
    """

    cohort: str
    version: Version
    version_after: Version
    searches: tuple[SearchReport, ...]
    rounds: int
    requests: tuple[RequestLog, ...]
