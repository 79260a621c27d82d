"""How the studies were found, counted as PRISMA-S and the PRISMA 2020 flow diagram ask.

PRISMA-S (Rethlefsen et al. 2021, doi 10.1186/s13643-020-01542-z) lists what a report of a search
should say; PRISMA 2020 (Page et al. 2021, doi 10.1136/bmj.n71) counts records on their way.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from harvest.curated.load import load
from harvest.exports.source import Source
from harvest.raw.snapshots import Archive
from harvest.raw.snapshots import Manifest as SnapshotManifest

A, B = QUESTIONS = ("is_fibromyalgia", "has_ldn_arm")
ANSWERS = ("yes", "uncertain", "no")


@dataclass(frozen=True)
class Search:
    """One search and what it found.

    Attributes:
        name: In the cohort.
        parameters: As they were sent, percent-encoded; "" asks for every study.
        words: The same as a person types them, by parameter.
        counted: How many the registry said there are; None where raw is not at hand.
        found: How many are in the release.
        alone: Of these, how many no other search found.
    """

    name: str
    parameters: str
    words: dict[str, str]
    counted: int | None
    found: int
    alone: int


@dataclass(frozen=True)
class Overlap:
    """How many studies these searches found, all of them and no other."""

    searches: tuple[str, ...]
    studies: int


@dataclass(frozen=True)
class Both:
    """How many studies have these two answers."""

    is_fibromyalgia: str
    has_ldn_arm: str
    studies: int


@dataclass(frozen=True)
class Flow:
    """Counts of records on their way.

    Attributes:
        identified: Hits of all searches together; records, where they came from files.
        duplicates: Of these, hits of a study that another search had found before.
        unique: Studies left.
        unreadable: Of these, records that could not be read.
        studies: Studies in the release.
        memberships: How many studies there are for each answer, by question.
        both: How many studies there are for each two answers.
    """

    identified: int
    duplicates: int
    unique: int
    unreadable: int
    studies: int
    memberships: dict[str, dict[str, int]]
    both: tuple[Both, ...]


@dataclass(frozen=True)
class SearchRecord:
    """Everything that is known of the search behind a release; times are UTC."""

    cohort: str
    release: str
    snapshot: str
    source: str
    address: str | None
    api_version: str | None
    data_timestamp: str | None
    started_at: str | None
    ended_at: str | None
    code: str
    citation: str
    files: tuple[str, ...]
    searches: tuple[Search, ...]
    overlap: tuple[Overlap, ...]
    flow: Flow


def search_record(source: Source) -> SearchRecord:
    """The search behind a release, from its tables, its manifest and its snapshot."""
    manifest = source.manifest
    raw = _snapshot(source)
    hits = load("search_hits", release=manifest.release, data=source.data)
    found_by = hits.groupby("nct_id")["search"].agg(frozenset)
    counted = {each.name: each.total for each in raw.source.searches} if raw else {}
    # No hit at all, but studies: they came in files.
    asked = manifest.recipe.cohort["searches"] if len(hits) or not manifest.studies else []
    searches = tuple(
        Search(
            name=name,
            parameters=urlencode(words),
            words=words,
            counted=counted.get(name),
            found=sum(name in found for found in found_by),
            alone=sum(found == {name} for found in found_by),
        )
        for each in asked
        for name, words in ((each["name"], {k: v for k, v in each.items() if k != "name"}),)
    )
    return SearchRecord(
        cohort=manifest.recipe.cohort["name"],
        release=manifest.release,
        snapshot=manifest.snapshot,
        source=manifest.source,
        address=raw.source.address if raw else None,
        api_version=raw.source.api_version if raw else None,
        data_timestamp=manifest.data_timestamp,
        started_at=raw.started_at if raw else None,
        ended_at=raw.sealed_at if raw else None,
        code=manifest.recipe.code,
        citation=manifest.citation,
        files=tuple(each.name for each in raw.source.files) if raw else (),
        searches=searches,
        overlap=_overlap(searches, found_by),
        flow=_flow(source, searches, hits),
    )


def _snapshot(source: Source) -> SnapshotManifest | None:
    """What raw says of the snapshot; None where the release was moved away from it."""
    archive = Archive(source.data)
    if source.manifest.snapshot not in archive.snapshots():
        return None
    return archive.snapshot(source.manifest.snapshot).manifest


def _overlap(searches: tuple[Search, ...], found_by: pd.Series[Any]) -> tuple[Overlap, ...]:
    """For each two or more searches, the studies that all of these found and no other."""
    exactly = Counter(found_by)
    names = [search.name for search in searches]
    return tuple(
        Overlap(tuple(name for name in names if name in found), studies)
        for found, studies in sorted(exactly.items(), key=lambda each: (-each[1], sorted(each[0])))
        if len(found) > 1
    )


def _flow(source: Source, searches: tuple[Search, ...], hits: pd.DataFrame) -> Flow:
    manifest = source.manifest
    unreadable = manifest.issues.get("unreadable_record", 0)
    unique = manifest.studies + unreadable
    counts = [search.counted for search in searches if search.counted is not None]
    # The registry's own counts have unreadable records too; the table has only studies.
    identified = sum(counts) if counts else len(hits) + unreadable if searches else unique
    studies = load(
        "studies", columns=list(QUESTIONS), release=manifest.release, data=source.data
    ).astype("str")
    return Flow(
        identified=identified,
        duplicates=identified - unique,
        unique=unique,
        unreadable=unreadable,
        studies=manifest.studies,
        memberships={
            name: {answer: int((studies[name] == answer).sum()) for answer in ANSWERS}
            for name in QUESTIONS
        },
        both=tuple(
            Both(first, second, int(((studies[A] == first) & (studies[B] == second)).sum()))
            for first in ANSWERS
            for second in ANSWERS
        ),
    )
