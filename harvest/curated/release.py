"""Releases: their names, their manifests, which is the newest."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from harvest.errors import DamagedArchive, UsageError
from harvest.files import read_json, read_manifest, sha256_of

FORMAT = 1
_NAME = re.compile(r"(\d{4})\.(\d\d)\.([1-9]\d{0,5})", re.ASCII)


class TableInfo(msgspec.Struct, frozen=True):
    """One table's file; hashes are sha256, hexadecimal."""

    name: str
    rows: int
    bytes: int
    sha256: str
    schema_sha256: str


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is a function of: equal recipes give equal tables."""

    cohort: dict[str, Any]
    content: str
    """Content hash of the snapshot: studies, versions, searches."""
    history: str = ""
    """Hash over the contents of its ancestors; empty where there was but one content."""
    code: str
    """harvest's version and a fingerprint of the code that makes tables."""
    parameters: dict[str, Any] = {}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is made from and what it holds."""

    format: int = FORMAT
    release: str
    title: str
    recipe: Recipe
    snapshot: str
    source: str
    data_timestamp: str | None
    citation: str
    accepted_change: str | None
    libraries: dict[str, str]
    studies: int
    issues: dict[str, int]
    tables: tuple[TableInfo, ...]
    files: dict[str, str] = {}
    """Hash of every other file of the release but this one."""
    seal: str = ""
    """Hash over all the rest of the manifest."""


class Releases:
    """The releases of one data folder."""

    def __init__(self, data: Path) -> None:
        self.root = data / "curated"

    def names(self) -> list[str]:
        """All whole releases, oldest first."""
        found = (path.parent.name for path in self.root.glob("*/manifest.json"))
        return sorted({name for name in found if _NAME.fullmatch(name)}, key=release_order)

    def lost(self) -> list[str]:
        """Folders of releases that have lost their manifest, oldest first."""
        found = {path.name for path in self.root.glob("*/") if _NAME.fullmatch(path.name)}
        return sorted(found.difference(self.names()), key=release_order)

    def damaged(self, name: str) -> list[Path]:
        """The files of a release that are missing or have changed.

        Raises:
            DamagedArchive: Its manifest cannot be read.
        """
        manifest, folder = self.manifest(name), self.folder(name)
        hashes = {f"{table.name}.parquet": table.sha256 for table in manifest.tables}
        return [
            folder / file
            for file, sha256 in (hashes | manifest.files).items()
            if not (folder / file).is_file() or sha256_of(folder / file) != sha256
        ]

    def latest(self) -> str | None:
        """The release that `latest.json` names; None where there is none.

        Where the file is damaged or names nothing that is there, the newest whole release: the
        next run writes the file again.
        """
        names = self.names()
        named = self.named_latest()
        return named if named in names else names[-1] if names else None

    def named_latest(self) -> str | None:
        """What `latest.json` says; None where it is missing or damaged."""
        try:
            found = read_json(self.root / "latest.json")
        except (FileNotFoundError, IsADirectoryError, DamagedArchive):
            return None
        name = found.get("release") if isinstance(found, dict) else None
        return name if isinstance(name, str) else None

    def folder(self, name: str | None = None) -> Path:
        """The folder of a release, the latest by default.

        Raises:
            UsageError: There is none of that name, or none at all.
        """
        names = self.names()
        chosen = name or self.latest()
        if chosen is None:
            raise UsageError(
                f"There is no release under {self.root}; run `harvest refresh` (or `make demo` in "
                "a checkout) first."
            )
        if chosen not in names:
            there = ", ".join(names[-5:]) or "none"
            raise UsageError(f"There is no release {chosen!r} under {self.root}; there: {there}.")
        return self.root / chosen

    def manifest(self, name: str | None = None) -> Manifest:
        """The manifest of a release.

        Raises:
            ConfigError: Written by a newer version of harvest.
            DamagedArchive: Not a manifest.
        """
        folder = self.folder(name)
        mend = f"`harvest rebuild --release {folder.name}` makes it again."
        return read_manifest(folder / "manifest.json", Manifest, FORMAT, mend)

    def next_name(self, now: datetime) -> str:
        """The name for a release published now: year, month and a running number, in UTC.

        Always later than every earlier one, even if the clock went back.
        """
        month = now.astimezone(UTC).strftime("%Y.%m")
        names = sorted([*self.names(), *self.lost()], key=release_order)
        if names:
            last_month, _, number = names[-1].rpartition(".")
            if last_month >= month:
                return f"{last_month}.{int(number) + 1}"
        return f"{month}.1"


def check_name(name: str) -> str:
    """A release name as a user gives it.

    Raises:
        UsageError: Not of the form YYYY.MM.n.
    """
    match = _NAME.fullmatch(name)
    if not match or not 1 <= int(match[2]) <= 12:
        raise UsageError(f"A release is called YYYY.MM.n, such as 2026.11.1, not {name!r}.")
    return name


def release_order(name: str) -> tuple[int, ...]:
    """What sorts release names: year, month, number."""
    return tuple(int(part) for part in name.split("."))
