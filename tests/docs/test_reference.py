"""The generated pages, and the names of the tables, are what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from harvest.cli import cli
from harvest.errors import HarvestError
from harvest.tables import TABLES

DOCS = Path(__file__).parents[2] / "docs"
_spec = importlib.util.spec_from_file_location("make_docs", DOCS / "make.py")
assert _spec is not None
assert _spec.loader is not None
make_docs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make_docs)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return make_docs.pages()


def test_every_page_is_up_to_date(pages: dict[str, str]) -> None:
    reference = DOCS / "reference"
    stale = [name for name, text in pages.items() if _written(reference / name) != text]
    assert not stale, "run `make docs`"


def test_no_page_is_of_a_table_that_is_gone() -> None:
    found = {path.stem for path in (DOCS / "tables").glob("*.md")}
    assert found == set(TABLES)


def test_every_command_is_shown(pages: dict[str, str]) -> None:
    for name in cli.commands:
        assert f"## harvest {name}\n" in pages["commands.md"]


def test_every_table_is_listed_and_has_a_page(pages: dict[str, str]) -> None:
    for name, table in TABLES.items():
        assert f"[`{name}`](../tables/{name}.md)" in pages["tables.md"]
        page = pages[f"../tables/{name}.md"]
        for column in table.columns.values():
            assert column.description in page
        for foreign in table.references:
            assert f"[`{foreign.table}`]({foreign.table}.md)" in page


def test_a_table_shows_rows_of_the_sample_or_says_that_there_are_none(
    pages: dict[str, str],
) -> None:
    without = {name for name in TABLES if "The sample has none." in pages[f"../tables/{name}.md"]}
    for name in set(TABLES) - without:
        assert "\n| column | " in pages[f"../tables/{name}.md"].split("## Rows")[1], name
    assert len(without) < len(TABLES) / 4


def test_every_table_and_reference_is_on_the_picture(pages: dict[str, str]) -> None:
    root = ElementTree.fromstring(pages["../tables/relations.svg"])
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    for name, table in TABLES.items():
        assert name in texts
        for foreign in table.references:
            told = f"{foreign.columns[-1]} → {foreign.table}"
            assert foreign.table == "studies" or told in texts


def test_every_error_is_listed(pages: dict[str, str]) -> None:
    page = pages["errors.md"]
    for kind in HarvestError.__subclasses__():
        assert f"`{kind.__name__}`" in page


def test_links_between_pages_lead_somewhere() -> None:
    root = DOCS.parent
    for page in (*root.glob("*.md"), *DOCS.rglob("*.md"), root / "data" / "README.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page, target)


def _written(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
