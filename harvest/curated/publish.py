"""Makes a checked release visible: one rename, then the pointer to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec

from harvest.curated.croissant import croissant
from harvest.curated.describe import datapackage, dictionary_csv
from harvest.curated.release import Manifest, Releases
from harvest.errors import CheckFailed
from harvest.files import seal, sha256_of, sync_folder, whole_file, write_json


def staging(releases: Releases) -> Path:
    """An empty folder beside the releases, invisible to readers; leftovers are cleared away."""
    for left in releases.root.glob(".staging-*"):
        shutil.rmtree(left)
    folder = releases.root / f".staging-{os.getpid()}"
    folder.mkdir(parents=True)
    return folder


def publish(releases: Releases, staged: Path, manifest: Manifest) -> Path:
    """Turn a staged folder into the release, and make it the latest.

    A release is immutable: under a name that exists already, the bytes must be the same, and
    then nothing is changed.

    Raises:
        CheckFailed: A release of that name exists and differs.
    """
    _document(staged, manifest)
    final = releases.root / manifest.release
    if final.exists():
        _compare(staged, final, manifest)
        shutil.rmtree(staged)
        return final
    _sync_all(staged)
    staged.rename(final)
    sync_folder(releases.root)
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
        beside = releases.root / f".latest.{os.getpid()}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(names[-1], target_is_directory=True)
        beside.replace(releases.root / "latest")
    except OSError:
        # The link is a convenience; some file systems have none.
        beside.unlink(missing_ok=True)


def _link_is(root: Path, name: str) -> bool:
    link = root / "latest"
    return link.is_symlink() and str(link.readlink()) == name


def _document(staged: Path, manifest: Manifest) -> None:
    write_json(staged / "datapackage.json", datapackage(manifest))
    write_json(staged / "croissant.json", croissant(manifest))
    with whole_file(staged / "dictionary.csv") as file:
        file.write(dictionary_csv())
    tables = {f"{info.name}.parquet" for info in manifest.tables}
    others = sorted(path.name for path in staged.iterdir() if path.name not in tables)
    manifest = msgspec.structs.replace(
        manifest, files={name: sha256_of(staged / name) for name in others}
    )
    write_json(staged / "manifest.json", msgspec.structs.replace(manifest, seal=seal(manifest)))


def _compare(staged: Path, final: Path, manifest: Manifest) -> None:
    names = sorted(path.name for path in staged.iterdir())
    differing = [
        name
        for name in names
        if not (final / name).is_file()
        or (final / name).read_bytes() != (staged / name).read_bytes()
    ]
    if differing:
        shutil.rmtree(staged)
        raise CheckFailed(
            f"Release {manifest.release} exists and differs in {', '.join(differing[:5])}; a "
            "release is never changed. Leave out --release to publish under a new name."
        )


def _sync_all(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
