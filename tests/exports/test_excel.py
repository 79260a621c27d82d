from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from harvest.errors import UsageError
from harvest.exports import excel
from harvest.exports.cells import safe, unsafe
from harvest.exports.excel import CUT, MOST_CHARACTERS, _fit
from harvest.exports.source import Source, source
from harvest.tables import TABLES
from tests.exports.conftest import FORMULA, RISKY


@pytest.fixture(scope="module")
def book(data: Path, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("excel") / "out.xlsx"
    excel.write(source(data, tables=("studies", "keywords", "issues")), path)
    return openpyxl.load_workbook(path)


def test_every_table_is_a_sheet_between_about_and_dictionary(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["about", "studies", "keywords", "issues", "dictionary"]
    assert [cell.value for cell in book["studies"][1]] == list(TABLES["studies"].columns)
    assert book["studies"].max_row == 5


def test_a_formula_is_a_text(book: openpyxl.Workbook) -> None:
    columns = [cell.value for cell in book["keywords"][1]]
    cells = [row[columns.index("keyword")] for row in book["keywords"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[: len(RISKY)]] == [safe(text) for text in RISKY]
    assert unsafe(cells[0].value) == FORMULA


def test_values_have_their_types(book: openpyxl.Workbook) -> None:
    heads, first = ([cell.value for cell in row] for row in list(book["studies"].rows)[:2])
    row = dict(zip(heads, first, strict=True))
    assert row["start_date"] == datetime(2019, 6, 1)
    assert row["enrollment"] == 40
    assert row["is_open_to_healthy_volunteers"] is False
    assert row["phases"] == "PHASE2"
    assert row["maximum_age_years"] is None


def test_a_text_that_is_too_long_says_that_it_is_cut() -> None:
    assert _fit("a" * MOST_CHARACTERS) == "a" * MOST_CHARACTERS
    cut = _fit("\U0001f600" * MOST_CHARACTERS)
    assert cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_CHARACTERS


def test_a_table_that_does_not_fit_is_refused(
    given: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = replace(given, tables=(TABLES["studies"],))
    monkeypatch.setattr(excel, "MOST_ROWS", 3)
    with pytest.raises(UsageError, match="choose other tables"):
        excel.write(many, tmp_path / "a.xlsx")
