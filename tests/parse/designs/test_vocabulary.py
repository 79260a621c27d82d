"""The word lists are well formed."""

from __future__ import annotations

import pytest

from harvest.parse.designs.vocabulary import rows, single_words
from harvest.parse.designs.words import phrase

KINDS = {
    "allocation", "masking", "model", "none", "own", "we", "noun", "people", "assigned", "foreign",
    "part", "adjective",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("design_terms.tsv", "term"),
        ("design_controls.tsv", "term"),
        ("fibromyalgia_names.tsv", "name"),
        ("fibromyalgia_context.tsv", "term"),
        ("design_words.tsv", "word"),
    ],
)
def test_every_row_has_a_term_that_can_be_found_and_a_source(name: str, term: str) -> None:
    for row in rows(name):
        assert phrase(row[term]), row
        assert row["source"], row


def test_every_kind_of_design_term_is_known() -> None:
    assert {row["kind"] for row in rows("design_terms.tsv")} <= KINDS


def test_words_come_by_kind() -> None:
    assert "women" in single_words("female")
    assert "women" not in single_words("male")
