"""Makes a checked release visible: one rename, then the pointer to it."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from harvest.curated.croissant import croissant
from harvest.curated.describe import datapackage, dictionary_csv
from harvest.curated.release import Manifest, Releases
from harvest.curated.schema_org import schema_org
from harvest.errors import CheckFailed, DamagedArchive
from harvest.files import (
    make_folder,
    read_json,
    remove_folder,
    rename_folder,
    seal,
    sha256_of,
    sync_folder,
    whole_file,
    write_json,
)
from harvest.log import event

LAST = "manifest.json"


def staging(releases: Releases) -> Path:
    """An empty folder beside the releases, invisible to readers; leftovers are cleared away."""
    for left in releases.root.glob(".staging-*"):
        remove_folder(left)
    folder = releases.root / f".staging-{os.getpid()}"
    make_folder(folder)
    return folder


def publish(releases: Releases, staged: Path, manifest: Manifest) -> Path:
    """Turn a staged folder into the release, and make it the latest.

    A release is immutable: under a name that exists already, the manifest must be the same, and
    then only files that were lost or damaged are put back.

    Raises:
        CheckFailed: A release of that name exists and differs.
    """
    _document(staged, manifest)
    final = releases.root / manifest.release
    if final.exists():
        _sync_all(staged)
        _mend(staged, final, manifest)
        point_latest(releases)
        return final
    _sync_all(staged)
    rename_folder(staged, final)
    point_latest(releases)
    return final


def point_latest(releases: Releases) -> None:
    """Let `latest.json`, then the link, name the newest whole release.

    Also what a run does first: it finishes a publish that was stopped after the rename.
    """
    names = releases.names()
    if not names or (releases.named_latest() == names[-1] and _link_is(releases.root, names[-1])):
        return
    if releases.named_latest() != names[-1]:
        write_json(releases.root / "latest.json", {"release": names[-1]})
    try:
        # Named as all files are that a killed run may leave, which the next one clears away.
        beside = releases.root / f".latest.{os.getpid()}.part"
        beside.unlink(missing_ok=True)
        beside.symlink_to(names[-1], target_is_directory=True)
        beside.replace(releases.root / "latest")
        sync_folder(releases.root)
    except OSError:
        # The link is a convenience; some file systems have none.
        beside.unlink(missing_ok=True)


def _link_is(root: Path, name: str) -> bool:
    link = root / "latest"
    return link.is_symlink() and str(link.readlink()) == name


def _document(staged: Path, manifest: Manifest) -> None:
    write_json(staged / "datapackage.json", datapackage(manifest))
    write_json(staged / "croissant.json", croissant(manifest))
    write_json(staged / "dataset.jsonld", schema_org(manifest))
    with whole_file(staged / "dictionary.csv") as file:
        file.write(dictionary_csv())
    tables = {f"{info.name}.parquet" for info in manifest.tables}
    others = sorted(path.name for path in staged.iterdir() if path.name not in tables)
    manifest = msgspec.structs.replace(
        manifest, files={name: sha256_of(staged / name) for name in others}
    )
    write_json(staged / "manifest.json", msgspec.structs.replace(manifest, seal=seal(manifest)))


def _mend(staged: Path, final: Path, manifest: Manifest) -> None:
    """Put back what a release has lost; what is whole and differs makes it another release."""
    hashes = {f"{table.name}.parquet": table.sha256 for table in manifest.tables}
    # The manifest last: until then the damage shows.
    names = sorted((path.name for path in staged.iterdir()), key=lambda name: (name == LAST, name))
    differing = [
        name
        for name in names
        if not (final / name).is_file()
        or (final / name).read_bytes() != (staged / name).read_bytes()
    ]
    if other := [name for name in differing if _is_whole(final / name, hashes.get(name))]:
        remove_folder(staged)
        raise CheckFailed(
            f"Release {manifest.release} exists and differs in {', '.join(other[:5])}; a "
            "release is never changed. Leave out --release to publish under a new name."
        )
    for name in differing:
        (staged / name).replace(final / name)
        event("release.mended", release=manifest.release, file=name)
    sync_folder(final)
    remove_folder(staged)


def _is_whole(path: Path, sha256: str | None) -> bool:
    """Whether a manifest can be read, or a table has the hash that its manifest gives."""
    if path.name != LAST:
        return path.is_file() and sha256_of(path) == sha256
    try:
        return isinstance(read_json(path), dict)
    except (FileNotFoundError, DamagedArchive):
        return False


def _sync_all(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
