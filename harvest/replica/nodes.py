"""A parsed search, and whether one document matches it, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from harvest.replica.index import Document
from harvest.replica.pieces import Piece


@dataclass(frozen=True)
class Words:
    """These words in a row within one value of any of these pieces; with bars, a whole value."""

    text: str
    area: tuple[Piece, ...]


@dataclass(frozen=True)
class Between:
    """A date, number or age from low to high, both included."""

    piece: Piece
    low: float
    high: float


@dataclass(frozen=True)
class Missing:
    """None of these pieces has a value."""

    area: tuple[Piece, ...]


@dataclass(frozen=True)
class OneOf:
    """A study with one of these ids, its own or an alias [spec: filter.ids]."""

    ids: frozenset[str]


@dataclass(frozen=True)
class Not:
    """Every document that does not match."""

    item: Node


@dataclass(frozen=True)
class And:
    """All of the items; of none, every document."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Or:
    """At least one of the items."""

    items: tuple[Node, ...]


Node: TypeAlias = Words | Between | Missing | OneOf | Not | And | Or


def pieces_of(node: Node) -> set[Piece]:
    """What the index must have read before the search can be tried."""
    match node:
        case Words(_, area) | Missing(area):
            found = set(area)
        case Between(piece):
            found = {piece}
        case Not(item):
            found = pieces_of(item)
        case And(items) | Or(items):
            found = set().union(*map(pieces_of, items))
        case OneOf():
            found = set()
    return found


def matches(node: Node, document: Document) -> bool:
    """Whether a document fulfils the search."""
    match node:
        case Words(text, area):
            found = any(text in document.text(piece) for piece in area)
        case Between(piece, low, high):
            found = any(low <= key <= high for key in document.keys(piece))
        case Missing(area):
            found = not any(document.has(piece) for piece in area)
        case OneOf(ids):
            found = not ids.isdisjoint(document.ids)
        case Not(item):
            found = not matches(item, document)
        case And(items):
            found = all(matches(item, document) for item in items)
        case Or(items):
            found = any(matches(item, document) for item in items)
    return found


def score(node: Node, document: Document) -> float:
    """How well a document fits: a word counts more in an area's heavier pieces [ours]."""
    match node:
        case Words(text, area):
            ranks = (n for n, piece in enumerate(area, 1) if text in document.text(piece))
            points = 1 / next(ranks, float("inf"))
        case And(items) | Or(items):
            points = sum(score(item, document) for item in items)
        case Between() | OneOf():
            points = float(matches(node, document))
        case Missing() | Not():
            points = 0.0
    return points
