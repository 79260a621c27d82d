"""What the registry's own history told of studies: earlier versions, asked for by `--history`.

The address behind it is not in the registry's documentation and may change or go without notice.

One file for each study and run, `history/<UTC time>/<study>.jsonl.zst`, one version a line: its
number, date and status as the registry lists them, the hash of the answer, and the answer itself.
A file is whole or not there; nothing is ever added to the folder of a run that has ended, so the
name of the last one says which captures a release knew. To look inside::

    zstd -dc data/raw/ctgov/history/*/NCT00568555.jsonl.zst | jq '.number, .date, .status'
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa

from harvest.errors import DamagedArchive
from harvest.files import whole_file
from harvest.raw.content import content_of
from harvest.raw.segments import RESTORE
from harvest.raw.snapshots import Archive

NAME = "%Y-%m-%dT%H%M%SZ"
SUFFIX = ".jsonl.zst"
_HOLDS_STUDY = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Captured(msgspec.Struct, frozen=True):
    """One version as it was told.

    Attributes:
        number: The registry's, from 0.
        date, status: As the registry lists it.
        url: What was asked.
        sha256: Of `answer`.
        answer: The body, as text.
        asked_for: Version of the record in the snapshot for which the history was asked.
    """

    nct_id: str
    number: int
    date: str | None
    status: str | None
    url: str
    sha256: str
    answer: str
    asked_for: str

    @property
    def record(self) -> bytes:
        """The record within the answer.

        Raises:
            DamagedArchive: There is none.
        """
        try:
            return bytes(_HOLDS_STUDY.decode(self.answer)["study"])
        except (msgspec.MsgspecError, KeyError, RecursionError) as error:
            raise DamagedArchive(f"Version {self.number} of {self.nct_id}: {error}") from error

    @property
    def version(self) -> str:
        """Hash of the record, as for those of snapshots."""
        return content_of(self.record).version


def captured(
    nct_id: str,
    number: int,
    date: str | None,
    status: str | None,
    url: str,
    answer: bytes,
    asked_for: str,
) -> Captured:
    """A version as it was answered."""
    text = answer.decode("utf-8", "replace")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Captured(nct_id, number, date, status, url, digest, text, asked_for)


class Captures:
    """All captures of an archive, for reading and for adding a run's."""

    def __init__(self, archive: Archive) -> None:
        self.root = archive.root / "history"

    def runs(self, through: str | None = None) -> list[str]:
        """Names of the runs that captured something, oldest first, none after `through`."""
        names = sorted({path.parent.name for path in self.root.glob(f"[!.]*/[!.]*{SUFFIX}")})
        return [name for name in names if through is None or name <= through]

    def files(self, through: str | None = None) -> dict[str, list[Path]]:
        """The files of every study, oldest first."""
        found: dict[str, list[Path]] = defaultdict(list)
        for run in self.runs(through):
            for path in sorted((self.root / run).glob(f"[!.]*{SUFFIX}")):
                found[path.name.removesuffix(SUFFIX)].append(path)
        return dict(found)

    def write(self, run: str, nct_id: str, versions: Iterable[Captured]) -> None:
        """Keep what a run was told of a study, whole or not at all."""
        path = self.root / run / f"{nct_id}{SUFFIX}"
        with (
            whole_file(path) as file,
            os.fdopen(os.dup(file.fileno()), "wb") as copy,
            pa.CompressedOutputStream(copy, "zstd") as out,
        ):
            for each in versions:
                out.write(msgspec.json.encode(each) + b"\n")

    def next_run(self, now: datetime) -> str:
        """A name for a run: the time, later than every run before."""
        name, runs = now.astimezone(UTC).strftime(NAME), self.runs()
        return name if not runs or name > runs[-1] else f"{runs[-1]}+"

    def clear_leftovers(self) -> None:
        """Remove files that a stopped run left half written."""
        for path in self.root.glob("*/.*.part"):
            path.unlink()


def read_captured(paths: Iterable[Path]) -> list[Captured]:
    """The versions in the files of one study, by number; the file that came last counts.

    Raises:
        DamagedArchive: A file that cannot be read.
    """
    found: dict[int, Captured] = {}
    for path in paths:
        found |= {each.number: each for each in _read(path)}
    return [found[number] for number in sorted(found)]


def faults(captures: Captures) -> Iterator[str]:
    """Every fault of the captures, one sentence each."""
    for paths in captures.files().values():
        for path in paths:
            try:
                for each in _read(path):
                    if hashlib.sha256(each.answer.encode()).hexdigest() != each.sha256:
                        yield f"{path}: version {each.number} has changed since it was written."
            except DamagedArchive as error:
                yield str(error)


def _read(path: Path) -> Iterator[Captured]:
    try:
        with pa.CompressedInputStream(path.open("rb"), "zstd") as stream:
            lines = stream.read().splitlines()
        for line in lines:
            yield msgspec.json.decode(line, type=Captured)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DamagedArchive(f"{path} is damaged ({error}); {RESTORE}") from error
