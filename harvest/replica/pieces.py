"""The pieces of a record: the registry's names for its fields, with their paths and kinds."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from harvest.record import codes

Kind = Literal["text", "enum", "boolean", "date", "number", "age", "branch"]

_KINDS: dict[str, Kind] = {
    "text": "text",
    "markup": "text",
    "boolean": "boolean",
    "PartialDate": "date",
    "NormalizedDate": "date",
    "DateTimeMinutes": "date",
    "NormalizedTime": "age",
    "integer": "number",
    "number": "number",
    "long": "number",
}


@dataclass(frozen=True)
class Piece:
    """One node of the field tree.

    Attributes:
        name: The registry's name, "BriefTitle".
        path: Keys from the top of the record; list positions are not part of it.
        kind: How its values compare; a "branch" has no values of its own.
        codes: The values an "enum" may have.
    """

    name: str
    path: tuple[str, ...]
    kind: Kind
    codes: tuple[str, ...] = ()

    @property
    def is_scale(self) -> bool:
        """Whether its values have an order: dates, numbers and ages."""
        return self.kind in ("date", "number", "age")


def _read() -> tuple[Piece, ...]:
    text = files("harvest.record").joinpath("pieces.tsv").read_text(encoding="utf-8")
    pieces = []
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        single = row["type"].removesuffix("[]")
        allowed = get_args(getattr(codes, single, None))
        kind = _KINDS.get(single, "enum" if allowed else "branch")
        pieces.append(Piece(row["piece"], tuple(row["path"].split(".")), kind, allowed))
    return tuple(pieces)


_ALL = _read()
PIECES: Mapping[str, Piece] = MappingProxyType({piece.name: piece for piece in _ALL})
BY_PATH: Mapping[str, Piece] = MappingProxyType({".".join(piece.path): piece for piece in _ALL})


def find_piece(name: str) -> Piece | None:
    """The piece with this piece name or dotted path; both are case-sensitive [reported]."""
    return PIECES.get(name) or BY_PATH.get(name)
