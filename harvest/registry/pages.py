"""Pages of studies, taken apart without reading the studies themselves."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, TypeVar

import msgspec

T = TypeVar("T")
_NCT_ID = re.compile(r"NCT[0-9]{8}")


class UnreadableAnswer(ValueError):
    """A body that is not what was asked for. Never leaves this package."""


class NotJson(UnreadableAnswer):
    """A body that is no JSON, or breaks off."""


class Version(msgspec.Struct, frozen=True, rename="camel"):
    """The registry's answer to `/version`.

    Attributes:
        data_timestamp: When the data was loaded, as the registry writes it: UTC, without a zone.
    """

    api_version: str
    data_timestamp: str


class Page(msgspec.Struct, frozen=True, rename="camel"):
    """One page of `/studies`.

    Attributes:
        studies: The JSON of each study, byte for byte; each keeps the whole page in memory.
        total_count: Studies in all pages; on the first page only.
        next_page_token: Missing on the last page.
    """

    studies: list[msgspec.Raw]
    total_count: Annotated[int, msgspec.Meta(ge=0)] | None = None
    next_page_token: str | None = None


class Row(msgspec.Struct, frozen=True):
    """What a study says of itself; only that much is asked for where that much is enough.

    Attributes:
        updated: Its last update as posted; the registry changes terms and date types without it.
        is_withheld: Only the number and the sponsor are public.
        aliases: Numbers under which it was registered too.
    """

    updated: str | None = None
    is_withheld: bool = False
    aliases: tuple[str, ...] = ()


ROW_FIELDS = "NCTId|NCTIdAlias|OverallStatus|LastUpdatePostDate"


class _Identification(msgspec.Struct, rename="camel"):
    nct_id: str


class _Protocol(msgspec.Struct, rename="camel"):
    identification_module: _Identification


class _Study(msgspec.Struct, rename="camel"):
    protocol_section: _Protocol


class _Aliases(msgspec.Struct, frozen=True, rename="camel"):
    nct_id_aliases: tuple[str, ...] = ()


class _Posted(msgspec.Struct, frozen=True):
    date: str | None = None


class _Status(msgspec.Struct, frozen=True, rename="camel"):
    overall_status: str | None = None
    last_update_post_date_struct: _Posted = _Posted()


class _RowProtocol(msgspec.Struct, frozen=True, rename="camel"):
    identification_module: _Aliases = _Aliases()
    status_module: _Status = _Status()


class _RowStudy(msgspec.Struct, frozen=True, rename="camel"):
    protocol_section: _RowProtocol = _RowProtocol()


_pages = msgspec.json.Decoder(Page)
_rows = msgspec.json.Decoder(_RowStudy)
_versions = msgspec.json.Decoder(Version)
_studies = msgspec.json.Decoder(_Study)


def read_page(body: bytes) -> Page:
    """A page after the first.

    Raises:
        NotJson: No JSON, or JSON that breaks off.
        UnreadableAnswer: JSON of another shape.
    """
    try:
        return _read(_pages, body)
    except UnreadableAnswer as error:
        page = None if isinstance(error, NotJson) and _is_text(body) else _apart(body)
        if page is None:
            raise
        return page


def read_first_page(body: bytes) -> Page:
    """A first page, which must say how many studies there are. Raises as `read_page` does."""
    page = read_page(body)
    if page.total_count is None:
        raise UnreadableAnswer("no totalCount on the first page")
    return page


def read_version(body: bytes) -> Version:
    """The answer to `/version`. Raises as `read_page` does."""
    return _read(_versions, body)


def nct_id_of(study: msgspec.Raw | bytes) -> str | None:
    """A study's NCT number; None where there is no well-formed one."""
    try:
        found = _studies.decode(study).protocol_section.identification_module.nct_id
    except (ValueError, RecursionError):
        return None
    return found if _NCT_ID.fullmatch(found) else None


def row_of(study: msgspec.Raw | bytes) -> Row:
    """What a study says of itself; an empty row where it cannot be read."""
    try:
        found = _rows.decode(study).protocol_section
    except (ValueError, RecursionError):
        return Row()
    status = found.status_module
    return Row(
        updated=status.last_update_post_date_struct.date,
        is_withheld=status.overall_status == "WITHHELD",
        aliases=found.identification_module.nct_id_aliases,
    )


def key_of(nct_id: str | None, record: msgspec.Raw | bytes) -> str:
    """What a study is counted by: its NCT number, or without one the sha256 of its bytes."""
    return nct_id or f"sha256:{hashlib.sha256(record).hexdigest()}"


def _read(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise UnreadableAnswer(str(error)) from error
    except RecursionError as error:
        raise UnreadableAnswer("nested too deeply") from error
    except ValueError as error:
        raise NotJson(str(error)) from error


_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _apart(body: bytes) -> Page | None:
    """A page by its brackets alone, so that one study that nobody can read takes no other along.

    Gives None for what is no whole page.
    """
    depth, start, key = 0, 0, b""
    studies: list[msgspec.Raw] = []
    array: tuple[int, int] | None = None
    for mark in _MARKS.finditer(body):
        text = mark[0]
        if text[:1] == b'"':
            key = text if depth == 1 else key
            continue
        is_open = text in b"[{"
        depth += 1 if is_open else -1
        if depth == 2 and is_open and text == b"[" and key == b'"studies"' and array is None:
            array = mark.end(), 0
        elif array is None or array[1]:
            continue
        elif depth == 3 and is_open:
            start = mark.start()
        elif depth == 2:
            studies.append(msgspec.Raw(body[start : mark.end()]))
        elif depth == 1:
            array = array[0], mark.start()
    if depth or array is None or not array[1]:
        return None
    rest = _read(_pages, body[: array[0]] + body[array[1] :])
    return msgspec.structs.replace(rest, studies=studies)
