"""Reads the bytes of one record into the typed model: strictly, or leniently with findings.

Strict reading is one pass in C. Only a record that does not fit the model goes the second way,
where every part that fits is kept and every part that does not becomes a finding.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import msgspec
from msgspec import inspect

from harvest.record import paths
from harvest.record.study import Study

NCT_ID = re.compile(r"NCT\d{8}", re.ASCII)
FindingKind = Literal["unknown_field", "unknown_code", "ill_typed_value"]
LONGEST_NUMBER = 4_000
_DROPPED = object()
_strict = msgspec.json.Decoder(Study)


class UnreadableRecord(ValueError):
    """Not a study record at all; the message says why. It is kept and quarantined."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a record that the model does not know.

    Attributes:
        path: Where, with list indices from 0, such as `...armGroups[1].type`.
        value: The part as JSON text, or "(cannot be shown)".
    """

    kind: FindingKind
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A study and what could not be read into it."""

    study: Study
    findings: tuple[Finding, ...] = ()


def decode(record: bytes) -> Decoded:
    """Read one record, UTF-8 JSON of one study.

    Raises:
        UnreadableRecord: Not JSON, not an object, or without a well-formed NCT number.
    """
    try:
        found = Decoded(_strict.decode(record))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = _lenient(record)
    if not NCT_ID.fullmatch(found.study.nct_id):
        raise UnreadableRecord(f"no well-formed NCT number ({found.study.nct_id[:40]!r})")
    return found


def _lenient(record: bytes) -> Decoded:
    document = _read(record)
    if not isinstance(document, dict):
        raise UnreadableRecord(f"a JSON {type(document).__name__} instead of an object")
    findings: list[Finding] = []
    kept = _keep(document, paths.model(), "", findings)
    return Decoded(msgspec.convert(kept, Study), tuple(findings))


def _read(record: bytes) -> object:
    """Any JSON. Python's own reader takes numbers out of range and halves of characters too."""
    try:
        try:
            return msgspec.json.decode(record)
        except msgspec.DecodeError:
            return json.loads(record.decode(), parse_int=_whole_number, parse_constant=_no_constant)
    except ValueError as error:
        raise UnreadableRecord(f"not valid JSON ({error})") from error
    except RecursionError as error:
        raise UnreadableRecord("nested too deeply to be a study record") from error


def _whole_number(digits: str) -> int | str:
    """A number of any length; one of thousands of digits is no count, and stays a text."""
    return int(digits) if len(digits) < LONGEST_NUMBER else digits


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _keep(value: object, kind: inspect.Type, path: str, findings: list[Finding]) -> object:
    """`value` less whatever does not fit `kind`."""
    if isinstance(kind, inspect.UnionType) and value is None:
        return None
    kind = paths.without_null(kind)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        return _keep_fields(value, kind, path, findings)
    if isinstance(kind, inspect.VarTupleType) and isinstance(value, list):
        return _keep_items(value, kind.item_type, path, findings)
    if isinstance(kind, inspect.StructType | inspect.VarTupleType):
        wanted = "an object" if isinstance(kind, inspect.StructType) else "a list"
        return _drop("ill_typed_value", value, path, f"{wanted} was expected", findings)
    return _keep_leaf(value, kind, path, findings)


def _keep_leaf(value: object, kind: inspect.Type, path: str, findings: list[Finding]) -> object:
    if isinstance(value, float) and not isfinite(value):
        return _drop("ill_typed_value", str(value), path, "a number out of range", findings)
    if isinstance(value, str) and not _is_text(value):
        return _drop("ill_typed_value", ascii(value), path, "half a character", findings)
    try:
        return msgspec.convert(value, paths.python_type(kind))
    except msgspec.ValidationError as error:
        is_code = isinstance(kind, inspect.LiteralType) and isinstance(value, str)
        message = "not in the registry's list of codes" if is_code else str(error)
        return _drop(
            "unknown_code" if is_code else "ill_typed_value", value, path, message, findings
        )


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _keep_items(
    values: list[object], kind: inspect.Type, path: str, findings: list[Finding]
) -> list[object]:
    kept = [_keep(item, kind, f"{path}[{index}]", findings) for index, item in enumerate(values)]
    if _DROPPED not in kept:
        return kept
    # What did not fit leaves an empty object or text, so that the items after it keep the index
    # that they have in the JSON. A list of codes that is not whole says nothing: "PHASE2" alone is
    # not what "PHASE2" and an unknown phase mean.
    if isinstance(kind, inspect.LiteralType):
        return []
    empty: object = {} if isinstance(kind, inspect.StructType) else ""
    return [empty if item is _DROPPED else item for item in kept]


def _keep_fields(
    value: dict[str, object], kind: inspect.StructType, path: str, findings: list[Finding]
) -> dict[str, object]:
    known = {field.encode_name: field.type for field in kind.fields}
    kept = {}
    for name, part in value.items():
        where = paths.join(path, name)
        if name not in known:
            _drop("unknown_field", part, where, "not in the registry's field tree", findings)
            continue
        fitting = _keep(part, known[name], where, findings)
        if fitting is not _DROPPED:
            kept[name] = fitting
    return kept


def _drop(
    kind: FindingKind, value: object, path: str, message: str, findings: list[Finding]
) -> object:
    try:
        text = msgspec.json.encode(value).decode()
    except (RecursionError, ValueError):
        text = "(cannot be shown)"
    findings.append(Finding(kind, path, text, message))
    return _DROPPED
