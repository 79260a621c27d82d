"""Holds every release against its manifest: hashes, keys, references."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from harvest.curated.check import check
from harvest.curated.release import Releases
from harvest.errors import HarvestError
from harvest.files import seal, sha256_of
from harvest.version import code_version


def verify(releases: Releases) -> Iterator[str]:
    """Every fault found, one sentence each; nothing where all is well.

    Keys and references are checked where the release was made by this version of the code, since
    the declarations of another version may differ.
    """
    for name in releases.lost():
        yield (
            f"{releases.root / name} has lost its manifest.json; "
            f"`harvest rebuild --release {name}` makes it again."
        )
    for name in releases.names():
        try:
            manifest = releases.manifest(name)
            folder = releases.folder(name)
            if seal(manifest) != manifest.seal:
                yield f"{folder / 'manifest.json'} has changed since it was written."
            hashes = {f"{table.name}.parquet": table.sha256 for table in manifest.tables}
            for file, sha256 in (hashes | manifest.files).items():
                if not (folder / file).is_file():
                    yield f"{folder / file} is missing."
                elif sha256_of(folder / file) != sha256:
                    yield f"{folder / file} has changed since it was written."
            if manifest.recipe.code == code_version():
                yield from check(folder)
        except (HarvestError, OSError, ValueError, KeyError, pa.ArrowException) as error:
            yield f"Release {name}: {error}"
    if releases.names() and releases.named_latest() not in releases.names():
        yield f"{releases.root / 'latest.json'} is missing, damaged or names no release."
