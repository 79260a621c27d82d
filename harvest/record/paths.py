"""Walks the declared record model: which JSON paths exist, and what each may hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import inspect

from harvest.record.study import Study


@cache
def model() -> inspect.StructType:
    """The record model as msgspec describes it, root first."""
    found = inspect.type_info(Study)
    assert isinstance(found, inspect.StructType)
    return found


def leaves() -> tuple[str, ...]:
    """Every path that may hold a value, lists marked by `[]`, in the model's order.

    Example: `protocolSection.armsInterventionsModule.armGroups[].label`.
    """
    return tuple(_walk(model(), ""))


def _walk(kind: inspect.Type, path: str) -> Iterator[str]:
    kind = without_null(kind)
    if isinstance(kind, inspect.VarTupleType):
        yield from _walk(kind.item_type, path + "[]")
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from _walk(field.type, join(path, field.encode_name))
    else:
        yield path


def without_null(kind: inspect.Type) -> inspect.Type:
    """The type itself where the model allows it or nothing."""
    if isinstance(kind, inspect.UnionType):
        (kind,) = (member for member in kind.types if not isinstance(member, inspect.NoneType))
    return kind


def python_type(kind: inspect.Type) -> object:
    """A leaf's type in the form that `msgspec.convert` takes."""
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return _bounded(kind)
    if isinstance(kind, inspect.LiteralType):
        return Literal[tuple(kind.values)]
    return {inspect.StrType: str, inspect.BoolType: bool}[type(kind)]


def _bounded(kind: inspect.IntType | inspect.FloatType) -> object:
    plain = int if isinstance(kind, inspect.IntType) else float
    return Annotated[plain, msgspec.Meta(ge=kind.ge, le=kind.le)]


def join(path: str, name: str) -> str:
    """A child's path; the root has none."""
    return f"{path}.{name}" if path else name
