from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import harvest
from harvest.exports.prisma import Overlap, search_record
from harvest.exports.source import Source, source


def test_searches_are_counted_with_what_they_share(given: Source) -> None:
    found = search_record(given)
    assert [(each.name, each.counted, each.found, each.alone) for each in found.searches] == [
        ("condition", 3, 3, 1),
        ("drug", 3, 3, 1),
    ]
    assert found.overlap == (Overlap(("condition", "drug"), 2),)
    assert found.searches[1].words == {"query.intr": 'naltrexone OR "low dose naltrexone"'}
    assert found.searches[0].parameters == "query.cond=fibromyalgia"


def test_when_and_where_it_was_searched_is_known(given: Source) -> None:
    found = search_record(given)
    assert found.address == "https://clinicaltrials.gov/api/v2"
    assert found.api_version == "2.0.5"
    assert (found.started_at, found.ended_at) == ("2026-11-16T06:00:00Z", "2026-11-16T07:00:00Z")


def test_the_flow_adds_up(given: Source) -> None:
    flow = search_record(given).flow
    assert (flow.identified, flow.duplicates, flow.unique, flow.unreadable) == (6, 2, 4, 0)
    assert all(sum(answers.values()) == flow.studies for answers in flow.memberships.values())
    assert sum(cell.studies for cell in flow.both) == flow.studies


def test_without_the_snapshot_the_table_is_counted(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "curated", tmp_path / "curated", symlinks=True)
    found = search_record(source(tmp_path))
    assert (found.address, found.started_at) == (None, None)
    assert [each.counted for each in found.searches] == [None, None]
    assert (found.flow.identified, found.flow.duplicates) == (6, 2)


def test_records_from_files_have_no_search(given: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_hits(table: str, **rest: Any) -> pd.DataFrame:
        frame = harvest.load(table, **rest)
        return frame.iloc[:0] if table == "search_hits" else frame

    monkeypatch.setattr("harvest.exports.prisma.load", without_hits)
    found = search_record(given)
    assert found.searches == ()
    assert (found.flow.identified, found.flow.duplicates, found.flow.unique) == (4, 0, 4)
