from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import rispy

from harvest.exports import ris
from harvest.exports.source import Source
from tests.exports.conftest import FORMULA, FOUND
from tests.records import nct


@pytest.fixture(scope="module")
def path(given: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ris") / "out.ris"
    ris.write(given, place)
    return place


@pytest.fixture(scope="module")
def entries(path: Path) -> list[dict[str, Any]]:
    return rispy.loads(path.read_text(encoding="utf-8"))


def test_every_study_is_an_entry(entries: list[dict[str, Any]]) -> None:
    assert [entry["id"] for entry in entries] == [nct(number) for number in FOUND]
    assert {entry["type_of_reference"] for entry in entries} == {"DBASE"}


def test_what_a_screener_needs_is_there(entries: list[dict[str, Any]]) -> None:
    first, second = entries[:2]
    assert first["title"] == FORMULA
    assert second["title"] == "Study 2 of pain"
    assert second["authors"] == ["University, of Nowhere"]
    assert second["abstract"] == "First line. Second line with > and & in it. TY - JOUR ER -"
    assert second["urls"] == [f"https://clinicaltrials.gov/study/{nct(2)}"]
    assert second["accession_number"] == nct(2)
    assert second["keywords"] == ["Fibromyalgia", "Naltrexone", "pain", "x, y", 'a "word"']
    assert second["name_of_database"] == "ClinicalTrials.gov"
    assert second["access_date"] == "2026/11/16/"
    assert second["custom1"] == "Fibromyalgia: yes"
    assert "Start: 2019-06;" in second["notes"][0]


def test_every_line_is_a_tag_and_a_value(path: Path) -> None:
    lines = path.read_bytes().decode().split("\r\n")
    for line in lines:
        assert not line or re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line), line
    assert sum(line.startswith("TY") for line in lines) == len(FOUND)
    assert sum(line == "ER  - " for line in lines) == len(FOUND)


def test_it_comes_back_from_another_program(entries: list[dict[str, Any]]) -> None:
    assert rispy.loads(rispy.dumps(entries)) == entries


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\\>b", "a>b"), ("a &lt; b", "a < b"), ("a\u2028b\x00c", "a b c"), (None, ""), (1.0, "")],
)
def test_a_value_is_one_plain_line(text: object, line: str) -> None:
    assert ris.one_line(text) == line
