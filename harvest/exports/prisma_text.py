"""The search behind a release in words: a PRISMA-S record and PRISMA 2020 flow counts.

What only the authors of a review can know is left to them, in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from harvest.exports.prisma import ANSWERS, Search, SearchRecord

AUTHORS = "[for the authors of the review]"


def prisma_s(record: SearchRecord) -> str:
    """The record of the search, item by item of PRISMA-S, as Markdown."""
    parts = [
        f"# Search record: {record.cohort}\n",
        f"Items as in PRISMA-S. {record.citation}\n",
        *(f"## {number}. {title}\n\n{text}\n" for number, title, text in items(record)),
    ]
    return "\n".join(parts)


def items(record: SearchRecord) -> Iterator[tuple[int, str, str]]:
    """Every item of PRISMA-S: number, name, what was done."""
    yield 1, "Database name", f"None besides the study registry (item 3). {AUTHORS}"
    yield 2, "Multi-database searching", "None; each search below ran on the registry alone."
    yield 3, "Study registries", _registry(record)
    yield 4, "Online resources and browsing", AUTHORS
    yield 5, "Citation searching", AUTHORS
    yield 6, "Contacts", AUTHORS
    yield 7, "Other methods", AUTHORS
    yield 8, "Full search strategies", _strategies(record)
    yield (
        9,
        "Limits and restrictions",
        "No filter was sent beside the search strings: none by date, language, status, phase, "
        "country or kind of study. A limit written inside a string stands in item 8."
        if record.searches
        else f"Unknown: the records were brought in files. {AUTHORS}",
    )
    yield 10, "Search filters", "None was added to the search strings."
    yield 11, "Prior work", AUTHORS
    yield 12, "Updates", _updates(record)
    yield 13, "Dates of searches", _dates(record)
    yield 14, "Peer review", AUTHORS
    yield 15, "Total records", _totals(record)
    yield 16, "Deduplication", _deduplication(record)


def flow(record: SearchRecord) -> str:
    """The counts for a PRISMA 2020 flow diagram, as Markdown."""
    counts = record.flow
    each = "".join(
        f"| of these by search `{search.name}` | {_hits(search):,} |\n"
        for search in record.searches
    )
    rows = "".join(
        f"| {name} | {' | '.join(f'{answers[answer]:,}' for answer in ANSWERS)} |\n"
        for name, answers in counts.memberships.items()
    )
    both = "".join(
        f"| {first} | "
        + " | ".join(f"{cell.studies:,}" for cell in counts.both if cell.is_fibromyalgia == first)
        + " |\n"
        for first in ANSWERS
    )
    heads = " | ".join(ANSWERS)
    return (
        f"# Flow of records: {record.cohort}\n\n{record.citation}\n\n"
        "## Identification\n\n| step | records |\n|---|---|\n"
        f"| {_whence(record)} | {counts.identified:,} |\n{each}"
        f"| removed before screening: found by more than one search | {counts.duplicates:,} |\n"
        f"| removed before screening: could not be read | {counts.unreadable:,} |\n"
        f"| to be screened: studies | {counts.studies:,} |\n\n"
        "## What the harvest concludes of them\n\n"
        "Derived from the records by rule, as `harvest explain` shows; screening by two people is "
        f"not replaced.\n\n| question | {heads} |\n|---|---|---|---|\n{rows}\n"
        "Both together: `is_fibromyalgia` down, `has_ldn_arm` across.\n\n"
        f"| | {heads} |\n|---|---|---|---|\n{both}\n"
        "A study is one registration; reports of studies, and studies sought and included, are "
        f"counted by the authors. {AUTHORS}\n"
    )


def _registry(record: SearchRecord) -> str:
    if not record.searches:
        files = ", ".join(record.files) or "not known any more"
        return f"ClinicalTrials.gov records, imported from files: {files}. {AUTHORS}"
    if record.address == "sample":
        return (
            "None: the sample that comes with the software stood in for the registry. Its studies "
            "are written from published facts, and nothing may be concluded from its counts."
        )
    version = f", version {record.api_version}" if record.api_version else ""
    place = record.address or "an address that is not known: the snapshot is not in the data folder"
    return (
        "ClinicalTrials.gov (U.S. National Library of Medicine), through its programming interface "
        f"at {place}{version}."
    )


def _strategies(record: SearchRecord) -> str:
    if not record.searches:
        return f"Records were brought in files. {AUTHORS}"
    parts = []
    for search in record.searches:
        words = "\n".join(f"{name} = {value}" for name, value in search.words.items())
        request = f"GET /studies?{search.parameters}" if search.parameters else "GET /studies"
        parts.append(
            f"Search `{search.name}`:\n\n```text\n{words or 'every study'}\n```\n\n"
            f"As sent: `{request}`\n"
        )
    return (
        "\n".join(parts) + "\nThe API's query parameters search areas of fields that the registry "
        "defines, and add its own synonyms."
    )


def _updates(record: SearchRecord) -> str:
    return (
        f"This record is of snapshot {record.snapshot}. `harvest refresh` repeats all searches and "
        "`harvest releases` lists the earlier ones."
    )


def _dates(record: SearchRecord) -> str:
    data = record.data_timestamp or "of an unknown time"
    if record.started_at is None:
        return f"The registry's data were of {data}; the run's own times are not at hand."
    return (
        f"All searches ran between {record.started_at} and {record.ended_at} (UTC); the registry's "
        f"data were of {data}."
    )


def _totals(record: SearchRecord) -> str:
    counts = record.flow
    if not record.searches:
        return f"{counts.unique:,} records in files."
    rows = "".join(
        f"| `{search.name}` | {'' if search.counted is None else f'{search.counted:,}'} "
        f"| {search.found:,} | {search.alone:,} |\n"
        for search in record.searches
    )
    shared = "".join(
        f"- by {' and '.join(f'`{name}`' for name in each.searches)}: {each.studies:,}\n"
        for each in record.overlap
    )
    return (
        "| search | counted by the registry | studies in the release | found by no other search |\n"
        f"|---|---|---|---|\n{rows}\nFound by several searches:\n\n{shared or '- none'}\n"
        f"In all {counts.identified:,} hits, {counts.unique:,} unique records."
    ).rstrip()


def _deduplication(record: SearchRecord) -> str:
    return (
        "By NCT number, which the registry gives once: "
        f"{record.flow.duplicates:,} hits were of a study that another search had found. One piece "
        "of research may have several registrations; tables `secondary_ids` and `trial_ids` say."
    )


def _whence(record: SearchRecord) -> str:
    if not record.searches:
        return "brought in files"
    if record.address == "sample":
        return "identified in the sample that stood in for the registry"
    return "identified from the registry"


def _hits(search: Search) -> int:
    return search.found if search.counted is None else search.counted
