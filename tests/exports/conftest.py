"""A release of studies whose texts mean harm, found by two searches that overlap."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.curate import curate
from harvest.exports.source import Source, source
from harvest.raw.snapshots import SearchInfo
from harvest.raw.snapshots import Source as Origin
from harvest.raw.write import SnapshotWriter
from harvest.registry.pages import key_of
from tests.records import MONDAY, at, nct, record

FORMULA = '=HYPERLINK("http://example.org","click")'
RISKY = (FORMULA, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "'quoted", "\uff1d1+1")
COHORT = {
    "name": "two",
    "searches": [
        {"name": "condition", "query.cond": "fibromyalgia"},
        {"name": "drug", "query.intr": 'naltrexone OR "low dose naltrexone"'},
    ],
}
FOUND = {1: ("condition", "drug"), 2: ("condition",), 3: ("drug",), 4: ("condition", "drug")}
SUMMARY = "First line.\n\nSecond line with \\> and &amp; in it.\nTY  - JOUR\nER  - "


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    writer = SnapshotWriter(folder, COHORT, "registry", at(MONDAY), "test")
    for number, searches in FOUND.items():
        given = record(
            number,
            title=FORMULA if number == 1 else f"Study {number}\nof pain",
            keywords=RISKY if number == 1 else ("pain", "x, y", 'a "word"'),
            descriptionModule={"briefSummary": SUMMARY},
            sponsorCollaboratorsModule={"leadSponsor": {"name": "University, of Nowhere"}},
        )
        for place, search in enumerate(searches):
            writer.add(key_of(nct(number), given), nct(number), given, search, place + 1)
    told = (
        SearchInfo("condition", "query.cond=fibromyalgia", 3, 3, 1, 1),
        SearchInfo("drug", "query.intr=naltrexone", 3, 3, 1, 1),
    )
    origin = Origin(
        "registry", "https://clinicaltrials.gov/api/v2", "2.0.5", f"{MONDAY}T09:00:05", told, 2
    )
    curate(folder, writer.seal(origin, [{"number": 1}], at(MONDAY, 7)), now=at(MONDAY))
    return folder


@pytest.fixture(scope="session")
def given(data: Path) -> Source:
    return source(data)
