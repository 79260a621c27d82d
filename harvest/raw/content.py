"""What one version of a record is: its compact JSON without the data version."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import NamedTuple

import msgspec

# A quote inside a JSON string is escaped, so these bytes can only be a key and its value.
_HOLDER = re.compile(rb'"versionHolder":"([^"\\]*)"')
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
    bare, stored = _take_out_holder(line)
    if stored == data_version:
        return line
    if data_version is None:
        return bare
    holder = b'"versionHolder":"%s"' % data_version.encode()
    if stored is not None:
        return _HOLDER.sub(lambda _: holder, line)
    before, opening, after = line.partition(b'"miscInfoModule":{')
    if not opening:
        return line
    return before + opening + holder + (b"" if after.startswith(b"}") else b",") + after


def _compact(given: bytes) -> bytes:
    try:
        line = msgspec.json.format(given, indent=-1)
    except (msgspec.DecodeError, RecursionError):
        line = b"\n"
    if b"\n" in line or b"\r" in line:
        # Nothing that can stand in a line of JSON; kept whole all the same.
        return msgspec.json.encode({"base64": base64.b64encode(given).decode()})
    return line


def _take_out_holder(line: bytes) -> tuple[bytes, str | None]:
    found = list(_HOLDER.finditer(line))
    if len(found) != 1:
        return line, None
    start, end = found[0].span()
    if line[end : end + 1] == b",":
        end += 1
    elif line[start - 1 : start] == b",":
        start -= 1
    return line[:start] + line[end:], found[0][1].decode("utf-8", "replace")


def _without_derived(bare: bytes) -> bytes:
    try:
        sections = _SECTIONS.decode(bare)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return bare
    sections.pop("derivedSection", None)
    return b"\n".join(name.encode() + b":" + bytes(part) for name, part in sections.items())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
