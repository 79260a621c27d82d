"""The word lists of the time frame grammar, read from tab-separated files that anyone can review.

Every list has a `term`, its `meaning` and its `source`. Terms are matched as whole words in any
case, the longest first; a hyphen in the text may stand where a term has a space or nothing.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, cast

from harvest.parse.timeframes.items import Tag
from harvest.parse.tokens import Token, tokens

_LISTS: Final[dict[str, Tag | None]] = {
    "units": "unit",
    "ordinals": "ordinal",
    "baselines": "base",
    "moments": "moment",
    "joined": "joined",
    "relations": None,  # its meanings are tags
}


class Entry(NamedTuple):
    """What a term stands for."""

    tag: Tag
    meaning: str


class Node:
    """A step of the tree of terms: the words that may follow, and what ends here."""

    __slots__ = ("entry", "following")

    def __init__(self) -> None:
        self.following: dict[str, Node] = {}
        self.entry: Entry | None = None


@cache
def terms() -> Node:
    """All lists as one tree of words."""
    root = Node()
    for name, tag in _LISTS.items():
        for term, meaning in _rows(name):
            entry = Entry(cast("Tag", meaning), "") if tag is None else Entry(tag, meaning)
            node = root
            for word in tokens(term, decimal_comma=False):
                node = node.following.setdefault(word.text, Node())
            node.entry = entry
    return root


def longest(found: tuple[Token, ...], at: int) -> tuple[int, Entry] | None:
    """The longest term that begins at a token: where it ends, and its entry."""
    node, end, best = terms(), at, None
    while end < len(found):
        following = node.following.get(found[end].text)
        if following is None:
            if end > at and found[end].text == "-" and _touches(found, end):
                end += 1
                continue
            break
        node, end = following, end + 1
        if node.entry is not None:
            best = (end, node.entry)
    return best


def _touches(found: tuple[Token, ...], at: int) -> bool:
    """Whether a hyphen joins its neighbours without a space on either side."""
    return (
        0 < at < len(found) - 1
        and found[at - 1].span.end == found[at].span.start
        and found[at].span.end == found[at + 1].span.start
    )


def _rows(name: str) -> list[tuple[str, str]]:
    path = files("harvest.parse") / "vocabulary" / f"time_{name}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line]
