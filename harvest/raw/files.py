"""Reads the files that a user brings: study records in any of the layouts they come in.

A file is told by its content, never by its name: gzip, zstd, a zip of JSON files (the registry's
own bulk archive), one study, a JSON list of studies, a page of the API, or one study a line.
"""

from __future__ import annotations

import errno
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
import pyarrow as pa

from harvest.errors import BadInput, UsageError

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_STUDY_FILE = re.compile(r"\.(?:json|jsonl|ndjson)(?:\.(?:gz|zst))?$|\.zip$", re.I)
BOM = b"\xef\xbb\xbf"
# RuntimeError: an encrypted member; NotImplementedError: a compression that Python lacks.
DAMAGE = (
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
HINT = "give study JSON, NDJSON (plain, gz, zst), API pages or the registry's bulk archive."

_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_list = msgspec.json.Decoder(list[msgspec.Raw])


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and of a folder every file whose name is one for study records.

    Raises:
        UsageError: A path that is not there.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(
                member
                for member in path.rglob("*")
                if member.is_file() and _STUDY_FILE.search(member.name)
            )
        elif path.is_file():
            yield path
        else:
            raise UsageError(f"There is no file {path}; give a file with study records.")


def read_files(paths: Iterable[Path]) -> Iterator[bytes]:
    """The records in all files and folders; raises as `find_files` and `read_file` do."""
    for path in find_files(paths):
        yield from read_file(path)


def read_file(path: Path) -> Iterator[bytes]:
    """The records in one file, each exactly as given.

    Raises:
        UsageError: No such file.
        BadInput: Not what it claims to be, or damaged; nothing of it may be used then.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}; give the path of a file with study records.")
    try:
        with _opened(path) as file:
            if file.peek(4)[:4] in (ZIP, EMPTY_ZIP):
                yield from _zip_members(path)
            else:
                yield from _records(file, str(path))
    except DAMAGE as error:
        raise BadInput(f"{path} is damaged ({error}); get it again.") from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise
        raise BadInput(f"{path} is damaged ({error}); get it again.") from error


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader[Any]]:
    with path.open("rb") as file:
        start = file.peek(4)[:4]
        if start[:2] == GZIP:
            with gzip.open(file) as plain, io.BufferedReader(plain, 1 << 20) as buffered:
                yield buffered
        elif start == ZSTD:
            stream = pa.CompressedInputStream(file, "zstd")
            with io.BufferedReader(stream, 1 << 20) as buffered:
                yield buffered
        else:
            yield file


def _zip_members(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".json"))
        if not names:
            raise BadInput(f"{path} holds no .json file; {HINT}")
        for name in names:
            where = f"{path}, member {name}"
            try:
                with archive.open(name) as member:
                    yield from _records(member, where)
            except DAMAGE as error:
                raise BadInput(f"{where} is damaged ({error}); get the file again.") from error


def _records(file: IO[bytes], where: str) -> Iterator[bytes]:
    """Records of one plain stream; line by line where the first line is a study of its own."""
    number, first = 1, file.readline().removeprefix(BOM)
    while first and not first.strip():
        number, first = number + 1, file.readline()
    if not _is_study(first):
        yield from _document(first, file.read(), where, number)
        return
    yield first.strip()
    for place, line in enumerate(file, start=number + 1):
        if line.strip():
            if not _is_study(line):
                raise BadInput(f"{where}, line {place}, is not the JSON of a study; {HINT}")
            yield line.strip()


def _document(first: bytes, rest: bytes, where: str, number: int) -> Iterator[bytes]:
    """Records of one JSON document: a study, a list of them, or a page of the API."""
    text = (first + rest).strip()
    try:
        if text.startswith(b"["):
            parts = [bytes(part) for part in _list.decode(text)]
        else:
            found = _object.decode(text)
            parts = [text] if "studies" not in found else [
                bytes(part) for part in _list.decode(found["studies"])
            ]  # fmt: skip
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        if _is_study(rest.split(b"\n", 1)[0]):
            where = f"{where}, line {number},"
        raise BadInput(f"{where} is not JSON of studies ({error}); {HINT}") from error
    for place, part in enumerate(parts):
        if not _is_study(part):
            raise BadInput(f"{where} holds something else than studies (item {place}); {HINT}")
        yield part


def _is_study(text: bytes) -> bool:
    try:
        return "protocolSection" in _object.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
