"""The page on faults is what the table of faults says."""

from __future__ import annotations

from tests.reliability.page import PAGE, page


def test_the_page_is_written_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
