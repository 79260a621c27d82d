"""What one version of a record is: its compact JSON without the data version."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import NamedTuple

import msgspec

# A quote inside a JSON string is escaped, so these bytes can only be a key and its value.
_HOLDER = re.compile(rb'"versionHolder":"([^"\\]*)"')
_USUAL_PLACE = b'"miscInfoModule":{'
_SECTIONS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Content(NamedTuple):
    """One record as it is stored and compared.

    Attributes:
        line: Compact JSON, one line, key order kept.
        version: sha256 of `line` without `versionHolder`, which the registry changes on every
            study each weekday.
        core: sha256 of the same without the derived section, which the registry re-derives
            without touching the update date; equal cores mean that only derived terms differ.
        data_version: The `versionHolder` that was taken out.
    """

    line: bytes
    version: str
    core: str
    data_version: str | None


def content_of(given: bytes) -> Content:
    """The content of a record as served or as given in a file."""
    line = _compact(given)
    bare, data_version = _take_out_holder(line)
    return Content(line, _sha256(bare), _sha256(_without_derived(bare)), data_version)


def with_data_version(line: bytes, data_version: str | None) -> bytes:
    """The record as it was in a snapshot of that data version, byte for byte.

    `line` may come from another snapshot with the same version of the record. Where that one had
    no data version at all, it goes to the place where the registry writes it.
    """
    span = _holder_span(line)
    stored = line[slice(*span)].split(b'"')[3].decode("utf-8", "replace") if span else None
    if stored == data_version:
        return line
    if data_version is None:
        return _take_out_holder(line)[0]
    holder = b'"versionHolder":"%s"' % data_version.encode()
    if span is not None:
        return line[: span[0]] + holder + line[span[1] :]
    before, opening, after = line.partition(_USUAL_PLACE)
    if not opening:
        return line
    return before + opening + holder + (b"" if after.startswith(b"}") else b",") + after


def _compact(given: bytes) -> bytes:
    try:
        line = msgspec.json.format(given, indent=-1)
    except (msgspec.DecodeError, RecursionError):
        # Python's reader takes escapes that stand for no character, and those lines are kept.
        line = given.strip() if _is_json(given) else b"\n"
    if b"\n" in line or b"\r" in line:
        # Nothing that can stand in a line of JSON; kept whole all the same.
        return msgspec.json.encode({"base64": base64.b64encode(given).decode()})
    return line


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _take_out_holder(line: bytes) -> tuple[bytes, str | None]:
    span = _holder_span(line)
    if span is None:
        return line, None
    start, end = span
    data_version = line[start:end].split(b'"')[3]
    if line[end : end + 1] == b",":
        end += 1
    elif line[start - 1 : start] == b",":
        start -= 1
    return line[:start] + line[end:], data_version.decode("utf-8", "replace")


def _holder_span(line: bytes) -> tuple[int, int] | None:
    """Where `derivedSection.miscInfoModule.versionHolder` stands, key and value."""
    found = list(_HOLDER.finditer(line))
    if not found:
        return None
    if len(found) == 1 and line.endswith(_USUAL_PLACE, 0, found[0].start()):
        return found[0].span()
    try:
        derived = bytes(_SECTIONS.decode(line)["derivedSection"])
        misc = bytes(_SECTIONS.decode(derived)["miscInfoModule"])
        value = bytes(_SECTIONS.decode(misc)["versionHolder"])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, KeyError):
        return None
    piece = b'"versionHolder":' + value
    if not _HOLDER.fullmatch(piece):
        return None
    start = line.find(b'"derivedSection":' + derived)
    start = line.find(b'"miscInfoModule":' + misc, start)
    start = line.find(piece, start)
    return (start, start + len(piece)) if start >= 0 else None


def _without_derived(bare: bytes) -> bytes:
    try:
        sections = _SECTIONS.decode(bare)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return bare
    sections.pop("derivedSection", None)
    return b"\n".join(name.encode() + b":" + bytes(part) for name, part in sections.items())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
