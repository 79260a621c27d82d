"""The `sort` parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harvest.replica.index import Document
from harvest.replica.nodes import Node, score
from harvest.replica.pieces import Piece, find_piece
from harvest.replica.request import BadRequest, split_list

MOST_KEYS = 2


@dataclass(frozen=True)
class SortKey:
    """One item of the list; without a piece it is `@relevance`."""

    piece: Piece | None
    descending: bool


def read_sort(text: str | None) -> tuple[SortKey, ...]:
    """The sort keys: at most two dates or numbers, or `@relevance` [spec].

    Raises:
        BadRequest: More of them, another field (NCTId is not sortable [reported]), or another
            direction than `asc` and `desc`.
    """
    items = [] if text is None else split_list("sort", text)
    if len(items) > MOST_KEYS:
        raise BadRequest(f"Parameter `sort` allows at most {MOST_KEYS} items: `{text}`")
    return tuple(_read_key(item) for item in items)


def _read_key(item: str) -> SortKey:
    name, colon, direction = item.partition(":")
    piece = find_piece(name)
    if name != "@relevance" and (piece is None or piece.kind not in ("date", "number")):
        raise BadRequest(f"Parameter `sort` contains a field that cannot be sorted by: `{name}`")
    if colon and direction not in ("asc", "desc"):
        raise BadRequest(f"Invalid value in parameter `sort`: `{item}`")
    falls = piece is None or piece.kind == "date"
    return SortKey(piece, direction == "desc" if colon else falls)


def sort(
    documents: Sequence[Document], keys: tuple[SortKey, ...], query: Node
) -> Sequence[Document]:
    """The documents in the order asked for, ties as they came, missing values last [spec].

    A piece with several values sorts by its least when rising, by its greatest when falling
    [ours].
    """
    for key in reversed(keys):
        value = _value_of(key, query)
        pairs = [(value(document), document) for document in documents]
        present = [pair for pair in pairs if pair[0]]
        present.sort(key=lambda pair: pair[0], reverse=key.descending)
        absent = [pair for pair in pairs if not pair[0]]
        documents = [document for _, document in present + absent]
    return documents


def _value_of(key: SortKey, query: Node) -> Callable[[Document], tuple[float, ...]]:
    piece = key.piece
    if piece is None:
        return lambda document: (score(query, document),)
    pick = max if key.descending else min
    return lambda document: (pick(found),) if (found := document.keys(piece)) else ()
