from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import harvest
from harvest.exports import csv_folder
from harvest.exports.cells import unsafe
from harvest.exports.source import Source
from harvest.tables import TABLES
from tests.exports.conftest import FORMULA, RISKY
from tests.records import nct


@pytest.fixture(scope="module")
def folder(given: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("csv") / "out"
    csv_folder.write(given, place)
    return place


def test_every_table_has_a_file_with_its_columns(folder: Path, given: Source) -> None:
    for name, table in TABLES.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == list(table.columns)
        assert len(rows) - 1 == given.rows(table), name


def test_no_cell_begins_like_a_formula_but_numbers(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        columns = TABLES[path.stem].columns if path.stem in TABLES else {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    if name not in columns or columns[name].pandas not in ("Int32", "float64"):
                        assert cell[:1] not in tuple("=+-@\t\r\n"), (path.name, name, cell)


def test_texts_come_back_as_they_were(folder: Path, data: Path) -> None:
    found = pd.read_csv(folder / "keywords.csv", dtype="str", keep_default_na=False)
    texts = [unsafe(text) for text in found.keyword]
    assert texts == harvest.load("keywords", data=data).keyword.tolist()
    assert texts[: len(RISKY)] == list(RISKY)
    titles = pd.read_csv(folder / "studies.csv").set_index("nct_id").brief_title
    assert titles[nct(1)] == f"'{FORMULA}"


def test_it_says_what_it_is(folder: Path, given: Source) -> None:
    text = (folder / "README.txt").read_text(encoding="utf-8")
    assert given.manifest.citation in text
    assert "apostrophe" in text
    assert (folder / "dictionary.csv").is_file()
