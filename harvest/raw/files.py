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
MOST_DOCUMENT = 1 << 30
"""Bytes of one line, or of one document that is not a line a study; it is held in memory. A page of
1,000 studies has some 50 MB, the largest record 10."""
FREE_BYTES = 1 << 30
MOST_RATIO = 200
"""What a packed file may unpack to: so many bytes, or its size so many times over. JSON of studies
packs to a tenth or a thirtieth; bombs to a thousandth and less."""
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


class _Bounded(io.RawIOBase):
    """A packed stream that stops where it unpacks to more than files of studies do.

    Args:
        stream: What unpacks.
        where: The file, for the message.
        left: A list with the bytes that may still come, shared by the members of an archive.
    """

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, where: str, left: list[int]) -> None:
        self._stream, self._where, self._left = stream, where, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left[0] -= len(data)
        if self._left[0] < 0:
            raise BadInput(
                f"{self._where} unpacks to far more than files of studies do, and is not read any "
                "further; if it is in order, unpack it and give the plain file."
            )
        buffer[: len(data)] = data
        return len(data)


def _may_unpack(path: Path) -> list[int]:
    return [max(FREE_BYTES, MOST_RATIO * path.stat().st_size)]


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader[Any]]:
    with path.open("rb") as file:
        start = file.peek(4)[:4]
        if start[:2] == GZIP:
            with gzip.open(file) as plain:
                bounded = _Bounded(plain, str(path), _may_unpack(path))
                with io.BufferedReader(bounded, 1 << 20) as buffered:
                    yield buffered
        elif start == ZSTD:
            stream = pa.CompressedInputStream(file, "zstd")
            bounded = _Bounded(stream, str(path), _may_unpack(path))
            with io.BufferedReader(bounded, 1 << 20) as buffered:
                yield buffered
        else:
            yield file


def _zip_members(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".json"))
        if not names:
            raise BadInput(f"{path} holds no .json file; {HINT}")
        left = _may_unpack(path)
        for name in names:
            # A name is only ever shown: nothing is unpacked to a file.
            where = f"{path}, member {name}"
            try:
                with archive.open(name) as member:
                    bounded = _Bounded(member, where, left)
                    with io.BufferedReader(bounded, 1 << 16) as buffered:
                        yield from _records(buffered, where)
            except DAMAGE as error:
                raise BadInput(f"{where} is damaged ({error}); get the file again.") from error


def _records(file: IO[bytes], where: str) -> Iterator[bytes]:
    """Records of one plain stream; line by line where the first line is a study of its own."""
    number, first = 1, _line(file, where).removeprefix(BOM)
    while first and not first.strip():
        number, first = number + 1, _line(file, where)
    if not _is_study(first):
        yield from _document(first, _rest(file, where), where, number)
        return
    yield first.strip()
    while line := _line(file, where):
        number += 1
        if line.strip():
            if not _is_study(line):
                raise BadInput(f"{where}, line {number}, is not the JSON of a study; {HINT}")
            yield line.strip()


def _line(file: IO[bytes], where: str) -> bytes:
    return _bounded(file.readline(MOST_DOCUMENT + 1), where)


def _rest(file: IO[bytes], where: str) -> bytes:
    return _bounded(file.read(MOST_DOCUMENT + 1), where)


def _bounded(text: bytes, where: str) -> bytes:
    if len(text) > MOST_DOCUMENT:
        raise BadInput(
            f"{where} holds a line or document of more than {MOST_DOCUMENT:,} bytes; give one "
            "study a line (NDJSON)."
        )
    return text


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
