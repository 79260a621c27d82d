"""Reads a tab-separated file into typed lines, or says which line is wrong and why."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from harvest.trials.model import BadTrials

Line = TypeVar("Line", bound=NamedTuple)
_FLAGS = {"true": True, "false": False}


def read(text: str, kind: type[Line], name: str) -> tuple[Line, ...]:
    """The lines of a file whose columns are the fields of `kind`.

    Args:
        text: The whole file.
        kind: What a line is.
        name: The file's name, for messages.

    Raises:
        BadTrials: A header or a cell that makes no sense.
    """
    fields = get_type_hints(kind)
    header, *lines = text.split("\n")
    if header.split("\t") != list(fields):
        raise BadTrials(f"{name}: the columns must be {', '.join(fields)}, separated by tabs")
    return tuple(_lines(lines, kind, fields, name))


def _lines(lines: list[str], kind: type[Line], fields: dict[str, Any], name: str) -> Iterator[Line]:
    for number, line in enumerate(lines, start=2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(fields):
            raise BadTrials(f"{name}:{number}: {len(cells)} columns in place of {len(fields)}")
        values = []
        for (field, hint), cell in zip(fields.items(), cells, strict=True):
            try:
                values.append(_value(cell, hint))
            except ValueError as reason:
                raise BadTrials(f"{name}:{number}: {field}: {reason}") from None
        yield kind(*values)


def _value(cell: str, hint: Any) -> Any:
    if cell != cell.strip():
        raise ValueError(f"{cell!r} has spaces at its ends")
    is_optional = get_origin(hint) is UnionType or type(None) in get_args(hint)
    if not cell:
        if is_optional:
            return None
        raise ValueError("is empty")
    plain = next(part for part in get_args(hint) if part is not type(None)) if is_optional else hint
    if get_origin(plain) is Literal:
        codes = get_args(plain)
        if cell not in codes:
            raise ValueError(f"{cell!r} is none of {', '.join(codes)}")
        return cell
    if plain is bool:
        if cell not in _FLAGS:
            raise ValueError(f"{cell!r} is neither true nor false")
        return _FLAGS[cell]
    if plain is str:
        return cell
    try:
        value = plain(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is no number") from None
    if not math.isfinite(value):
        raise ValueError(f"{cell!r} is no number")
    return value
