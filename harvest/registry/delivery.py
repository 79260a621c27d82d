"""What a harvest hands over, and what it reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

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

    def keep(self, nct_id: str, search: str, request: int) -> None:
        """A study of the snapshot before stands as it was; only for those in `Known`.

        `request` is 0 where this harvest did not have to ask.
        """
        ...

    def missing(self) -> Collection[str]:
        """Studies of the snapshot before that were looked for and did not come."""
        ...


class Pages(Protocol):
    """Keeps answered pages of a harvest until it is sealed, so that a stopped one goes on."""

    def begin(self, data_timestamp: str) -> None:
        """Pages of other data than these are void."""
        ...

    def get(self, parameters: tuple[tuple[str, str], ...]) -> tuple[RequestLog, bytes] | None:
        """A request of before with its body; None where it has to be asked."""
        ...

    def put(self, log: RequestLog, body: bytes) -> None:
        """Keep an answer; when this returns, it is on disk."""
        ...

    def forget(self, parameters: tuple[tuple[str, str], ...]) -> None:
        """The pages of this search did not add up; page tokens differ, all else is the search."""
        ...


@dataclass(frozen=True)
class Known:
    """What the snapshot before spares this harvest; nothing by default.

    Attributes:
        data_timestamp: Of the registry when it was made.
        carried: By search, its report and its studies: they need not be asked for while the
            registry's data are the same.
        updated: By study, its last update. Not None means: sweep by number and update, and fetch
            only what differs.
    """

    data_timestamp: str | None = None
    carried: Mapping[str, tuple[SearchReport, Collection[str]]] = field(default_factory=dict)
    updated: Mapping[str, str | None] | None = None


FateKind = Literal["removed", "merged", "withheld", "left_cohort"]


class Fate(NamedTuple):
    """What became of a study that no search finds any more.

    Attributes:
        kind: `removed`: the registry does not serve it; `merged`: it is served as another
            study's alias; `withheld`: only a placeholder is served; `left_cohort`: it is served,
            and no search of the cohort finds it.
        into: The study that it was merged into.
    """

    kind: FateKind
    into: str | None = None


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
        is_kept: Answered to an earlier run that was stopped, and not asked again.
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
    is_kept: bool = False


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
        is_full: Whether every study was fetched, none kept as it was.
        fates: What became of the studies that are missing.
    """

    cohort: str
    version: Version
    version_after: Version
    searches: tuple[SearchReport, ...]
    rounds: int
    requests: tuple[RequestLog, ...]
    is_full: bool = True
    fates: Mapping[str, Fate] = field(default_factory=dict)
