"""A file is read strictly: every cell fits its column, or the line is named."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pytest

from harvest.trials.model import BadTrials
from harvest.trials.read import read


class Line(NamedTuple):
    name: str
    kind: Literal["a", "b"]
    part: Literal["x"] | None
    size: int | None
    value: float | None
    is_good: bool
    note: str | None


HEADER = "name\tkind\tpart\tsize\tvalue\tis_good\tnote\n"


def test_cells_become_values_of_their_types_and_empty_ones_null() -> None:
    text = HEADER + "one\ta\tx\t3\t-0.5\ttrue\tsome words\n" + "two\tb\t\t\t\tfalse\t\n"
    assert read(text, Line, "file.tsv") == (
        Line("one", "a", "x", 3, -0.5, is_good=True, note="some words"),
        Line("two", "b", None, None, None, is_good=False, note=None),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("one\tc\t\t\t\ttrue\t", "file.tsv:2: kind: 'c' is none of a, b"),
        ("one\ta\ty\t\t\ttrue\t", "file.tsv:2: part: 'y' is none of x"),
        ("\ta\t\t\t\ttrue\t", "file.tsv:2: name: is empty"),
        ("one\ta\t\t\t\t\t", "file.tsv:2: is_good: is empty"),
        ("one\ta\t\t\t\tyes\t", "file.tsv:2: is_good: 'yes' is neither true nor false"),
        ("one\ta\t\t1.5\t\ttrue\t", "file.tsv:2: size: '1.5' is no number"),
        ("one\ta\t\t\t<0.1\ttrue\t", "file.tsv:2: value: '<0.1' is no number"),
        ("one\ta\t\t\tnan\ttrue\t", "file.tsv:2: value: 'nan' is no number"),
        ("one \ta\t\t\t\ttrue\t", "file.tsv:2: name: 'one ' has spaces at its ends"),
        ("one\ta\t\t\t\ttrue", "file.tsv:2: 6 columns in place of 7"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(line: str, message: str) -> None:
    with pytest.raises(BadTrials) as raised:
        read(HEADER + line + "\n", Line, "file.tsv")
    assert str(raised.value) == message


def test_the_columns_are_those_of_the_type_in_their_order() -> None:
    with pytest.raises(BadTrials, match=r"file\.tsv: the columns must be name, kind, part"):
        read("kind\tname\n", Line, "file.tsv")
