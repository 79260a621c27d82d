from __future__ import annotations

from dataclasses import replace

from harvest.exports.prisma import search_record
from harvest.exports.prisma_text import flow, items, prisma_s
from harvest.exports.source import Source


def test_every_item_is_there_once(given: Source) -> None:
    assert [number for number, _, _ in items(search_record(given))] == list(range(1, 17))


def test_the_search_is_told_word_for_word(given: Source) -> None:
    text = prisma_s(search_record(given))
    assert 'query.intr = naltrexone OR "low dose naltrexone"' in text
    assert "`GET /studies?query.cond=fibromyalgia`" in text
    assert "between 2026-11-16T06:00:00Z and 2026-11-16T07:00:00Z (UTC)" in text
    assert "- by `condition` and `drug`: 2" in text
    assert "In all 6 hits, 4 unique records." in text
    assert given.manifest.citation in text


def test_the_sample_is_not_called_a_registry(given: Source) -> None:
    record = replace(search_record(given), address="sample")
    assert "nothing may be concluded" in prisma_s(record)
    assert "| identified in the sample" in flow(record)


def test_records_from_files_are_left_to_the_authors(given: Source) -> None:
    record = replace(search_record(given), searches=(), overlap=(), files=("a.json",))
    text = prisma_s(record)
    assert "imported from files: a.json" in text
    assert "GET /studies" not in text
    assert "| brought in files | 6 |" in flow(record)


def test_the_flow_has_every_step(given: Source) -> None:
    text = flow(search_record(given))
    assert "| identified from the registry | 6 |" in text
    assert "| removed before screening: found by more than one search | 2 |" in text
    assert "| to be screened: studies | 4 |" in text
