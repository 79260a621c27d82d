"""The page of a release."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest

from harvest.report.page import SECTIONS, render
from harvest.report.shelf import Shelf

NAME = "{http://www.w3.org/1999/xhtml}"


def _parsed(page: bytes) -> Any:
    """The page as a tree; an error of syntax raises."""
    return html5lib.HTMLParser(strict=True).parse(page.decode())


def test_it_is_valid_and_needs_no_network(page: bytes) -> None:
    tree = _parsed(page)
    for each in tree.iter():
        for attribute in ("src", "srcset", "data", "poster", "action"):
            assert each.get(attribute, "data:").startswith("data:")
    assert not list(tree.iter(f"{NAME}link"))
    assert b"@import" not in page
    assert b"url(" not in page


def test_its_policy_names_its_own_style_and_script_and_nothing_else(page: bytes) -> None:
    tree = _parsed(page)
    policy = next(
        each.get("content")
        for each in tree.iter(f"{NAME}meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    for tag in ("style", "script"):
        (element,) = tree.iter(f"{NAME}{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_texts_of_records_are_escaped(data: Path, few: None) -> None:
    shelf = Shelf(data)
    studies = shelf["studies"]
    nasty = "</td><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp; $x$"
    at = studies.index[studies["has_ldn_arm"] == "yes"][0]
    shelf._read["studies"] = studies.assign(
        brief_title=studies["brief_title"].where(studies.index != at, nasty)
    )
    tree = _parsed(render(shelf))
    assert len(list(tree.iter(f"{NAME}script"))) == 1
    assert not [each for each in tree.iter() if each.get("onerror")]
    assert any((cell.text or "") == nasty for cell in tree.iter(f"{NAME}td"))


def test_every_picture_has_its_words_and_every_heading_its_section(page: bytes) -> None:
    tree = _parsed(page)
    (image,) = tree.iter(f"{NAME}img")
    assert image.get("alt").startswith("Studies by phase.")
    assert image.get("width")
    headings = {each.get("id") for each in tree.iter(f"{NAME}h2")}
    assert set(SECTIONS) <= headings
    for each in tree.iter(f"{NAME}a"):
        target = each.get("href")
        assert target.startswith("#")
        assert any(other.get("id") == target[1:] for other in tree.iter())


def test_the_table_can_be_sorted_by_what_the_cells_mean(page: bytes) -> None:
    tree = _parsed(page)
    table = next(each for each in tree.iter(f"{NAME}table") if each.get("id") == "table")
    heads = list(table.iter(f"{NAME}button"))
    rows = [row for row in table.iter(f"{NAME}tr") if row.get("data-fibromyalgia")]
    assert len(rows) == 38
    for row in rows:
        cells = list(row)
        assert len(cells) == len(heads)
        assert all(cell.get("data-order") is not None for cell in cells)
        assert re.fullmatch(r"|\d+(\.\d+)?", cells[5].get("data-order"))


def test_the_sample_says_that_it_is_no_registry_data(page: bytes) -> None:
    assert b"Not registry data." in page
    assert b"https://clinicaltrials.gov" not in page


def test_the_same_release_gives_the_same_bytes(data: Path, page: bytes, few: None) -> None:
    assert render(Shelf(data)) == page


@pytest.mark.long
def test_the_whole_page_is_the_same_bytes_twice(data: Path) -> None:
    first = render(Shelf(data))
    assert render(Shelf(data)) == first
    _parsed(first)
