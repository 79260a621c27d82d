"""The pages of docs/reference are what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

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


@pytest.mark.parametrize("name", sorted(make_docs.pages()))
def test_a_page_is_up_to_date(name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == make_docs.pages()[name], "run `make docs`"


def test_every_command_is_shown() -> None:
    page = make_docs.pages()["commands.md"]
    for name in cli.commands:
        assert f"## harvest {name}\n" in page


def test_every_table_has_a_section() -> None:
    page = make_docs.pages()["tables.md"]
    for name, table in TABLES.items():
        assert f"## {name}\n" in page
        for column in table.columns.values():
            assert column.description in page


def test_every_error_is_listed() -> None:
    page = make_docs.pages()["errors.md"]
    for kind in HarvestError.__subclasses__():
        assert f"`{kind.__name__}`" in page


def test_links_between_pages_lead_somewhere() -> None:
    root = DOCS.parent
    for page in (*root.glob("*.md"), *DOCS.rglob("*.md"), root / "data" / "README.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page, target)
