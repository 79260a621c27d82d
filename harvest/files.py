"""Files that are whole or not there: written beside, flushed to the disk, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from harvest.errors import (
    ConfigError,
    DamagedArchive,
    DiskError,
    HarvestError,
    NotPermitted,
)

CHUNK = 1 << 20
Document = TypeVar("Document", bound=msgspec.Struct)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears under its name only when the block ends well.

    The bytes and then the name are forced to the disk, so the file survives a power loss whole.
    """
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def write_json(path: Path, document: Any) -> None:
    """Write a document as indented JSON, whole or not at all."""
    with whole_file(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")


MOVE = "restore it from a backup, or move it away and run again."


def read_json(path: Path, mend: str = MOVE) -> Any:
    """Read a JSON document of ours; `mend` says what to do where it is damaged.

    Raises:
        DamagedArchive: It is not JSON.
    """
    try:
        return msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedArchive(f"{path} is damaged ({error}); {mend}") from error


def read_manifest(path: Path, kind: type[Document], newest: int, mend: str) -> Document:
    """Read a manifest of ours, of any format up to `newest`.

    Raises:
        ConfigError: Written by a newer version of harvest.
        DamagedArchive: Not such a manifest; `mend` says what to do.
    """
    document = read_json(path, mend)
    written = document.get("format") if isinstance(document, dict) else None
    if isinstance(written, int) and written > newest:
        raise ConfigError(f"{path} was written by a newer harvest; upgrade harvest to read it.")
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise DamagedArchive(f"{path} is not a manifest ({error}); {mend}") from error


def seal(document: msgspec.Struct) -> str:
    """Hash over a manifest without its own `seal`, so that a changed word in it is found."""
    fields = msgspec.to_builtins(document)
    fields.pop("seal")
    return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each forced to the disk; nothing where it is there."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in reversed(missing):
        sync_folder(each.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)
        sync_folder(folder.parent)


def rename_folder(folder: Path, final: Path) -> None:
    """Give a whole folder its name, which no folder has yet; it survives a power loss."""
    folder.rename(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def as_harvest_error(error: OSError) -> HarvestError:
    """What a failure of the operating system means to a user, by its number."""
    name = error.filename or "the data folder"
    why = error.strerror or str(error)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NotPermitted(f"Not allowed to use {name} ({why}); check owner, mode and mount.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskError(f"The disk is full ({name}: {why}); free some space and run again.")
    return DiskError(f"Cannot use {name} ({why}); check the disk and run again.")
