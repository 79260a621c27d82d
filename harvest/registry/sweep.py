"""A sweep: which studies there are and when each was updated, then only what differs.

Never a date alone: a study that is gone, or that came in with an old date, shows in the numbers,
and the total proves that all numbers came. What the registry changes without touching the date
(derived terms, types of dates) is the business of a full pass, from time to time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from harvest.cohorts import Search
from harvest.registry.delivery import Delivery, Fate, Sink
from harvest.registry.pages import ROW_FIELDS, Row, row_of

IDS = 200
"""Numbers in one request: its address stays under 3,000 characters."""


def rows_only(search: Search) -> Search:
    """The same search, asked for numbers and dates alone."""
    return Search(search.name, (*search.parameters, ("fields", ROW_FIELDS)))


def by_ids(name: str, ids: Collection[str]) -> Search:
    """A search for these studies, by number or alias."""
    return Search(name, (("filter.ids", "|".join(ids)),))


def batches(ids: Collection[str]) -> Iterator[list[str]]:
    """The numbers, in order, as many at once as one request takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), IDS):
        yield ordered[start : start + IDS]


@dataclass
class Swept:
    """One study of a sweep: what it says of itself, and which request of each search said it."""

    updated: set[str | None] = field(default_factory=set)
    requests: dict[str, int] = field(default_factory=dict)


class Sweep:
    """A sink for rows.

    Attributes:
        found: By study, what came.
        nameless: Rows without a readable number; they cannot be asked for by number.
    """

    def __init__(self) -> None:
        self.found: dict[str, Swept] = {}
        self.nameless = 0

    def receive(self, delivery: Delivery) -> None:
        """Take one row."""
        if delivery.nct_id is None:
            self.nameless += 1
            return
        study = self.found.setdefault(delivery.nct_id, Swept())
        study.updated.add(row_of(delivery.record).updated)
        study.requests[delivery.search] = delivery.request

    def withdraw(self, search: str, keys: Collection[str]) -> None:
        """These rows do not belong to this search after all."""
        for key in keys:
            study = self.found.get(key)
            if study is not None:
                study.requests.pop(search)
                if not study.requests:
                    del self.found[key]

    def candidates(self, known: Mapping[str, str | None]) -> set[str]:
        """The studies that are new or differ in their date; those without a date always."""
        return {
            nct_id
            for nct_id, study in self.found.items()
            if study.updated != {known.get(nct_id)} or None in study.updated
        }


class Named:
    """Hands fetched candidates on, each under the searches whose sweep found it."""

    def __init__(self, sink: Sink, found: Mapping[str, Swept]) -> None:
        self._sink = sink
        self._found = found
        self.came: set[str] = set()

    def receive(self, delivery: Delivery) -> None:
        """Take one study."""
        nct_id = delivery.nct_id
        if nct_id is None or nct_id not in self._found:
            return
        self.came.add(nct_id)
        for search in self._found[nct_id].requests:
            request = delivery.request
            self._sink.receive(Delivery(nct_id, nct_id, delivery.record, search, request))

    def withdraw(self, _: str, keys: Collection[str]) -> None:
        """These were not among the answers after all."""
        for key in self.came.intersection(keys):
            self.came.discard(key)
            for search in self._found[key].requests:
                self._sink.withdraw(search, (key,))


class Whereabouts:
    """A sink for the rows of studies that were asked for by number."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def receive(self, delivery: Delivery) -> None:
        """Take one row."""
        if delivery.nct_id is not None:
            self._rows[delivery.nct_id] = row_of(delivery.record)

    def withdraw(self, _: str, keys: Collection[str]) -> None:
        """These were not among the answers after all."""
        for key in keys:
            self._rows.pop(key, None)

    def fate(self, nct_id: str) -> Fate:
        """What the answers say of one of the studies."""
        row = self._rows.get(nct_id)
        if row is not None:
            return Fate("withheld" if row.is_withheld else "left_cohort")
        into = sorted(other for other, each in self._rows.items() if nct_id in each.aliases)
        return Fate("merged", into[0]) if into else Fate("removed")
