from __future__ import annotations

from pathlib import Path

import yaml

from harvest.version import __version__

FILE = Path(__file__).parents[2] / "CITATION.cff"


def test_the_citation_has_what_the_format_asks_for() -> None:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert found["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(found)
    assert found["version"] == __version__
    assert all(set(author) == {"name"} for author in found["authors"])
    assert found["references"][0]["title"] == "ClinicalTrials.gov"
