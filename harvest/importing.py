"""The same records without the network: files into raw, then a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harvest.cohorts import IMPORTED
from harvest.curate import Published, curate
from harvest.errors import BadInput
from harvest.files import sha256_of
from harvest.folder import check_cohort, locked, write_marker
from harvest.log import event
from harvest.raw.files import find_files, read_file
from harvest.raw.snapshots import FileInfo, Snapshot, Source
from harvest.raw.write import SnapshotWriter
from harvest.registry.pages import key_of, nct_id_of
from harvest.version import code_version


@dataclass(frozen=True)
class Outcome:
    """What an import did."""

    published: Published
    snapshot: Snapshot


def import_files(data: Path, files: Sequence[Path], *, wait: float = 0.0) -> Outcome:
    """Take study records from files as one complete snapshot of the cohort `imported`.

    Args:
        data: The data folder; new, or one that holds imports.
        files: Files or folders, see `harvest.raw.files`.
        wait: Seconds to wait for another run.

    Raises:
        UsageError: A file that is not there.
        BadInput: A file that is not what it claims; then nothing of the call is kept.
    """
    found = list(find_files(files))
    with locked(data, wait=wait):
        check_cohort(data, IMPORTED)
        writer = SnapshotWriter(data, IMPORTED.as_dict(), "files", _now(), code_version())
        infos = [_read(writer, path, number) for number, path in enumerate(found)]
        if not writer.studies:
            raise BadInput(_nothing(sum(info.records for info in infos)))
        write_marker(data, IMPORTED)
        snapshot = writer.seal(Source(kind="files", files=tuple(infos)), (), _now())
        event("snapshot.sealed", snapshot=snapshot.name, studies=snapshot.manifest.studies)
        # An import is complete in itself and asked for by a person: it may hold less.
        return Outcome(curate(data, snapshot, must_not_shrink=False), snapshot)


def _read(writer: SnapshotWriter, path: Path, number: int) -> FileInfo:
    records = 0
    for record in read_file(path):
        nct_id = nct_id_of(record)
        writer.add(key_of(nct_id, record), nct_id, record, None, number)
        records += 1
    event("file.read", file=str(path), records=records)
    return FileInfo(
        name=path.name,
        sha256=sha256_of(path),
        bytes=path.stat().st_size,
        records=records,
    )


def _nothing(records: int) -> str:
    if not records:
        return "The files hold no study at all; give files with study records."
    return (
        f"None of the {records:,} records in the files has an NCT number that can be read; give "
        "study records as the registry serves them, in UTF-8."
    )


def _now() -> datetime:
    return datetime.now(UTC)
