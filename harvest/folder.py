"""The data folder: one cohort, one run at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from harvest.cohorts import Cohort
from harvest.errors import ConfigError, DamagedArchive, Locked, UsageError
from harvest.files import read_json, remove_folder, write_json
from harvest.raw.snapshots import Archive

CLIENT = "client.json"
FORMAT = 1
MARKER = "harvest.json"
LOCK = ".harvest.lock"


@contextmanager
def locked(data: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the data folder for this run; the operating system lets go if the process dies.

    Args:
        data: The data folder; made if it is not there.
        wait: Seconds to wait for another run to end.

    Raises:
        Locked: Another run holds the folder.
        UsageError: A file is in its place.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(
            f"{data} is no folder and cannot become one; give another with --data."
        ) from error
    path = data / LOCK
    lock = FileLock(path, timeout=wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise Locked(
            f"Another run (process {_holder(data)}) holds {data}; wait for it, or give --wait."
        ) from error
    try:
        (data / f"{LOCK}.pid").write_text(f"{os.getpid()}\n")
        _clear_leftovers(data)
        yield
    finally:
        (data / f"{LOCK}.pid").unlink(missing_ok=True)
        lock.release()


def _clear_leftovers(data: Path) -> None:
    """Remove what killed runs left outside raw, which clears its own; a full disk needs room."""
    for left in (*data.glob(".*.part"), *data.glob("curated/.*.part")):
        left.unlink(missing_ok=True)
    for folder in data.glob("curated/.staging-*"):
        remove_folder(folder)


def check_cohort(data: Path, cohort: Cohort) -> None:
    """Hold a cohort against the one that the folder was made for; a new folder takes any.

    Raises:
        ConfigError: The folder belongs to another cohort, or to a newer version of harvest.
    """
    found = read_marker(data) or _newest_manifest(data)
    if found is not None and (name := found["cohort"]["name"]) != cohort.name:
        raise ConfigError(
            f"{data} holds the cohort {name!r}, not {cohort.name!r}; give another folder with "
            "--data."
        )


def _newest_manifest(data: Path) -> dict[str, Any] | None:
    """Where the marker was lost, what the newest snapshot says."""
    archive = Archive(data)
    return {"cohort": archive.snapshot().manifest.cohort} if archive.snapshots() else None


def write_marker(data: Path, cohort: Cohort) -> None:
    """Write into the folder which cohort it holds."""
    marker = {"format": FORMAT, "cohort": cohort.as_dict()}
    if read_marker(data) != marker:
        write_json(data / MARKER, marker)


def read_marker(data: Path) -> dict[str, Any] | None:
    """What is written in the folder, None in a new one.

    Raises:
        ConfigError: Written by a newer version of harvest.
        DamagedArchive: Not what harvest writes there.
    """
    path = data / MARKER
    if not path.is_file():
        return None
    found = read_json(path)
    if not isinstance(found, dict) or not isinstance(found.get("format"), int):
        raise DamagedArchive(f"{path} is not what harvest writes there; restore it from a backup.")
    if found["format"] > FORMAT:
        raise ConfigError(
            f"{data} was written by a newer harvest (format {found['format']}); upgrade harvest."
        )
    if not isinstance(found.get("cohort"), dict) or not isinstance(
        found["cohort"].get("name"), str
    ):
        raise DamagedArchive(f"{path} is not what harvest writes there; restore it from a backup.")
    return found


def existing(data: Path) -> Path:
    """The folder, for commands that only read.

    Raises:
        UsageError: There is no such folder.
        ConfigError: Written by a newer version of harvest.
    """
    if not data.is_dir():
        raise UsageError(f"There is no data folder {data}; run `harvest refresh` first.")
    read_marker(data)
    return data


def _holder(data: Path) -> str:
    try:
        return (data / f"{LOCK}.pid").read_text().strip() or "unknown"
    except OSError:
        return "unknown"


class ClientMemory:
    """Which way of asking the registry has answered; a file in the data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / CLIENT

    def recall(self) -> str | None:
        """Its name; None where there is none or the file makes no sense."""
        try:
            found = read_json(self._path)
        except (OSError, DamagedArchive):
            return None
        name = found.get("transport") if isinstance(found, dict) else None
        return name if isinstance(name, str) else None

    def remember(self, name: str | None) -> None:
        """Write it, or remove what was written."""
        if name is None:
            self._path.unlink(missing_ok=True)
        else:
            write_json(self._path, {"transport": name})
