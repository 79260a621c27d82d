"""The records prepared for searching: each piece's words and values, read when first asked for."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping

import msgspec

from harvest.replica.archive import Archive
from harvest.replica.pieces import PIECES, Piece
from harvest.replica.values import bounds, words

_ALIASES = PIECES["NCTIdAlias"]


class Document:
    """One record and what has been read out of it so far."""

    __slots__ = ("_keys", "_texts", "ids", "nct_id", "raw")

    def __init__(self, nct_id: str, raw: bytes) -> None:
        self.nct_id = nct_id
        self.raw = raw
        self._texts: dict[str, str] = {}
        self._keys: dict[str, tuple[float, ...]] = {}
        # Few records have aliases; looking for the letters spares decoding the others.
        aliases = () if b'"nctIdAliases"' not in raw else values_at(self.decode(), _ALIASES.path)
        self.ids = frozenset((nct_id, *map(str, aliases)))

    def decode(self) -> object:
        """The record as plain dicts and lists."""
        return msgspec.json.decode(self.raw)

    def text(self, piece: Piece) -> str:
        """All values of a text-like piece as `| words of one | words of the next |`, or "".

        So a word is `" word "` in it, and a whole value `"| value |"`.
        """
        return self._texts[piece.name]

    def keys(self, piece: Piece) -> tuple[float, ...]:
        """All values of a date, number or age piece on that kind's scale."""
        return self._keys[piece.name]

    def has(self, piece: Piece) -> bool:
        """Whether the piece has any value that can be searched."""
        return bool(self._keys[piece.name] if piece.is_scale else self._texts[piece.name])

    def read(self, pieces: Iterable[Piece]) -> None:
        """Read these pieces out of the record, once for good."""
        record = self.decode()
        for piece in pieces:
            values = values_at(record, piece.path)
            if piece.is_scale:
                spans = (bounds(piece, str(value)) for value in values)
                # An unreadable value (a typing error in an age) takes part in no comparison.
                self._keys[piece.name] = tuple(span[0] for span in spans if span is not None)
            else:
                folded = " | ".join(words(_plain(value)) for value in values)
                self._texts[piece.name] = f"| {folded} |" if values else ""


class Index:
    """All documents of an archive.

    The registry has no default order, and clients must not lean on one [spec]. Here it is a
    shuffle that only depends on the ids: the same on every call, and never by id.
    """

    def __init__(self, archive: Archive) -> None:
        ordered = sorted(archive.records, key=_shuffled)
        self.documents = tuple(Document(nct_id, archive.records[nct_id]) for nct_id in ordered)
        self.canonical: Mapping[str, Document] = {
            known: document for document in self.documents for known in document.ids
        } | {document.nct_id: document for document in self.documents}
        self._ready: set[str] = set()
        self._lock = threading.Lock()

    def prepare(self, pieces: Iterable[Piece]) -> None:
        """Make sure that these pieces can be asked for; each record is decoded once per call."""
        with self._lock:
            missing = {piece.name: piece for piece in pieces if piece.name not in self._ready}
            if missing:
                for document in self.documents:
                    document.read(missing.values())
                self._ready.update(missing)


def _shuffled(nct_id: str) -> bytes:
    return hashlib.sha256(nct_id.encode()).digest()


def values_at(record: object, path: tuple[str, ...]) -> list[object]:
    """All values at a path, lists on the way opened."""
    nodes = [record]
    for key in path:
        found: list[object] = []
        for node in nodes:
            value = node.get(key) if isinstance(node, dict) else None
            if isinstance(value, list):
                found.extend(value)
            elif value is not None:
                found.append(value)
        nodes = found
    return nodes


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
