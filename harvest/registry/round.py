"""One round: every search of a cohort, carried over, swept or walked, until the totals agree."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import replace

from harvest.cohorts import Cohort, Search
from harvest.errors import IncompleteHarvest
from harvest.registry.answers import NotUnderstood
from harvest.registry.delivery import (
    Fate,
    HarvestReport,
    Known,
    Pages,
    RequestLog,
    SearchReport,
    Sink,
)
from harvest.registry.pages import Page, Version, read_first_page, read_page
from harvest.registry.sweep import Named, Sweep, Whereabouts, batches, by_ids, rows_only
from harvest.registry.walk import Parameters, Progress, Taker, Walk

AskPage = Callable[[Search, Parameters], tuple[Page, bytes]]
logger = logging.getLogger("harvest")


def reader(parameters: Parameters) -> Callable[[bytes], Page]:
    """What reads the answer to these parameters."""
    is_first = parameters[-1][0] != "pageToken"
    return read_first_page if is_first else read_page


class Asking:
    """Asks for pages, but first looks among those that a stopped run kept.

    Args:
        ask: Makes a request; gives the page and its body.
        requests: The log, to which `ask` has added the request.
        pages: Where answers are kept; nowhere where it is None.
    """

    def __init__(self, ask: AskPage, requests: list[RequestLog], pages: Pages | None) -> None:
        self._ask = ask
        self._requests = requests
        self._pages = pages

    def page(self, search: Search, parameters: Parameters) -> tuple[Page, int]:
        """A page and its request's number."""
        requests = self._requests
        kept = self._pages.get(parameters) if self._pages else None
        if kept is not None:
            log, body = kept
            requests.append(replace(log, number=len(requests) + 1, is_kept=True))
            return reader(parameters)(body), len(requests)
        page, body = self._ask(search, parameters)
        if self._pages:
            self._pages.put(requests[-1], body)
        return page, len(requests)

    def log(self) -> tuple[RequestLog, ...]:
        """All requests so far."""
        return tuple(self._requests)

    def forget(self, parameters: Parameters) -> None:
        """Ask for this search anew, whatever was kept."""
        if self._pages:
            self._pages.forget(parameters)


class Round:
    """One try to get everything while the registry's data stand still.

    Args:
        check_unmoved: Gives the version; raises when the data have moved.
    """

    def __init__(
        self,
        cohort: Cohort,
        sink: Sink,
        progress: Progress | None,
        known: Known,
        asking: Asking,
        page_size: int,
        check_unmoved: Callable[[], Version],
    ) -> None:
        self._cohort = cohort
        self._sink = sink
        self._progress = progress
        self._known = known
        self._asking = asking
        self._page_size = page_size
        self._check_unmoved = check_unmoved

    def run(self, before: Version, number: int) -> HarvestReport:
        """Everything, proven by the registry's totals and its unmoved version."""
        self._sink.restart()
        reports = self._carried(before)
        asked = [search for search in self._cohort.searches if search.name not in reports]
        is_full = not reports
        if asked and (found := self._swept(asked)) is not None:
            is_full = False
            reports |= found
        else:
            reports |= {each.name: self._walk(each, self._sink) for each in asked}
        fates = self._fates(self._sink.missing())
        after = self._check_unmoved()
        return HarvestReport(
            self._cohort.name,
            before,
            after,
            tuple(reports[search.name] for search in self._cohort.searches),
            number,
            self._asking.log(),
            is_full,
            fates,
        )

    def _carried(self, before: Version) -> dict[str, SearchReport]:
        """Searches that cannot have another answer than in the snapshot before."""
        if self._known.data_timestamp != before.data_timestamp:
            return {}
        for name, (_, studies) in self._known.carried.items():
            for nct_id in studies:
                self._sink.keep(nct_id, name, 0)
        return {name: report for name, (report, _) in self._known.carried.items()}

    def _swept(self, searches: list[Search]) -> dict[str, SearchReport] | None:
        """Fetch what differs; None where everything has to be fetched."""
        known = self._known.updated
        if known is None:
            return None
        sweep = Sweep()
        try:
            found = {each.name: self._walk(rows_only(each), sweep) for each in searches}
        except NotUnderstood as error:
            # Either the registry has other names for these fields, or the search is at fault: the
            # full pass tells.
            logger.warning("sweep.refused", extra={"fields": {"message": str(error)}})
            return None
        candidates = sweep.candidates(known)
        pages = sum(-(-each.total // self._page_size) for each in found.values())
        requests = sum(1 for _ in batches(candidates))
        fields = {"studies": len(sweep.found), "differ": len(candidates)}
        if sweep.nameless or requests > max(pages, 1):
            logger.info("sweep.left", extra={"fields": {**fields, "nameless": sweep.nameless}})
            return None
        logger.info("sweep.finished", extra={"fields": fields})
        for nct_id in sweep.found.keys() - candidates:
            for name, request in sweep.found[nct_id].requests.items():
                self._sink.keep(nct_id, name, request)
        for batch in batches(candidates):
            named = Named(self._sink, sweep.found)
            self._walk(by_ids("candidates", batch), named)
            if lacking := set(batch) - named.came:
                raise IncompleteHarvest(
                    f"The registry lists {sorted(lacking)[0]} and does not serve it "
                    f"({len(lacking)} such studies); the last release stands. Run again later."
                )
        return found

    def _fates(self, missing: Collection[str]) -> dict[str, Fate]:
        fates: dict[str, Fate] = {}
        for batch in batches(missing):
            fates |= self._ask_fates(batch)
        return fates

    def _ask_fates(self, ids: list[str]) -> dict[str, Fate]:
        answers = Whereabouts()
        try:
            self._walk(rows_only(by_ids("whereabouts", ids)), answers)
        except NotUnderstood:
            # One number that the registry does not know makes it refuse the whole request.
            if len(ids) == 1:
                return {ids[0]: Fate("removed")}
            half = len(ids) // 2
            return self._ask_fates(ids[:half]) | self._ask_fates(ids[half:])
        return {nct_id: answers.fate(nct_id) for nct_id in ids}

    def _walk(self, search: Search, sink: Taker) -> SearchReport:
        walk = Walk(search, self._page_size, self._asking, sink, self._progress)
        return walk.run(self._check_unmoved)
