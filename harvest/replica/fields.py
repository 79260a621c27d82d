"""The `fields` parameter: a record cut down to what was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from harvest.replica.areas import AREAS
from harvest.replica.pieces import Piece, find_piece
from harvest.replica.request import BadRequest, split_list

Tree: TypeAlias = dict[str, "Tree"]
"""Wanted keys; an empty tree wants all below."""


def read_fields(text: str, queried: Iterable[Piece] | None = None) -> Tree:
    """The tree of keys that a `fields` list names: areas, pieces, paths, `@query` [spec].

    Args:
        text: The parameter's value.
        queried: The pieces that `@query` stands for; None where there is no query.

    Raises:
        BadRequest: A name that is none of these; case matters [reported].
    """
    wanted: list[Piece] = []
    for name in split_list("fields", text):
        piece = find_piece(name)
        if name == "@query" and queried is not None:
            wanted.extend(queried)
        elif name in AREAS:
            wanted.extend(AREAS[name])
        elif piece is not None:
            wanted.append(piece)
        else:
            raise BadRequest(f"Parameter `fields` contains invalid field name: `{name}`")
    tree: Tree = {}
    # Longest paths first, so that a branch named beside its own leaf wins as a whole.
    for piece in sorted(wanted, key=lambda piece: -len(piece.path)):
        node = tree
        for key in piece.path[:-1]:
            node = node.setdefault(key, {})
        node[piece.path[-1]] = {}
    return tree


def project(value: object, tree: Tree) -> object:
    """A value with only the wanted keys, in the record's own order.

    What holds nothing wanted is left out, but an object in a list keeps its place as `{}`, so
    that positions stay true [ours].
    """
    if isinstance(value, list):
        return [project(item, tree) for item in value]
    if not tree or not isinstance(value, dict):
        return value
    kept = {}
    for key, item in value.items():
        if key in tree:
            inner = project(item, tree[key])
            if not (tree[key] and _is_hollow(inner)):
                kept[key] = inner
    return kept


def _is_hollow(value: object) -> bool:
    return value == {} or (isinstance(value, list) and all(item == {} for item in value))
