"""Pages of a harvest that is not sealed yet, so that a run that was stopped goes on, not back.

One file a page under `unsealed/`, whole or not there: a line that says which harvest it belongs
to and which request it answers, then the body. A page counts only for the same registry, the same
registry data and the same newest snapshot; any other is void and cleared away, and sealing clears
all. Nothing is taken on trust: a run that goes on walks its searches page by page as ever, only
that some pages come from here, and the registry's totals prove the whole. Where they do not agree
(a page token may have died meanwhile), the search is asked for again from its first page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow as pa

from harvest.files import remove_folder, whole_file
from harvest.registry.delivery import RequestLog

Parameters = tuple[tuple[str, str], ...]
TOKEN = "pageToken"  # noqa: S105 - the name of a parameter


class Harvest(msgspec.Struct, frozen=True):
    """What a page must belong to. `snapshot` is the newest one, which the harvest will follow."""

    address: str
    data_timestamp: str
    snapshot: str | None


class _Head(msgspec.Struct, frozen=True):
    harvest: Harvest
    is_full: bool
    log: RequestLog


class Unsealed:
    """The pages of one data folder, whose lock the caller holds.

    Args:
        root: The raw archive's root.
        address: Of the registry, as shown to people.
        snapshot: The newest snapshot.
        is_full: Whether this run was asked to fetch everything.
    """

    def __init__(self, root: Path, address: str, snapshot: str | None, *, is_full: bool) -> None:
        self._folder = root / "unsealed"
        self._address, self._snapshot = address, snapshot
        self.is_full = is_full
        self._harvest = Harvest(address, "", snapshot)

    def was_full(self, data_timestamp: str) -> bool:
        """Whether a run that was asked for everything was stopped, and can still go on."""
        harvest = Harvest(self._address, data_timestamp, self._snapshot)
        return any(head.is_full and head.harvest == harvest for head, _ in self._all())

    def begin(self, data_timestamp: str) -> None:
        """Pages of other data than these are void."""
        self._harvest = Harvest(self._address, data_timestamp, self._snapshot)
        for head, path in self._all():
            if head.harvest != self._harvest:
                path.unlink(missing_ok=True)

    def get(self, parameters: Parameters) -> tuple[RequestLog, bytes] | None:
        """A request of before with its body; None where it has to be asked."""
        path = self._path(parameters)
        try:
            head, _, packed = path.read_bytes().partition(b"\n")
            found = msgspec.json.decode(head, type=_Head)
            body = pa.decompress(packed, found.log.size, "zstd", asbytes=True)
        except (OSError, ValueError, msgspec.MsgspecError, pa.ArrowException):
            return None
        is_it = found.harvest == self._harvest and found.log.parameters == parameters
        is_whole = hashlib.sha256(body).hexdigest() == found.log.sha256
        return (found.log, body) if is_it and is_whole else None

    def put(self, log: RequestLog, body: bytes) -> None:
        """Keep an answer; when this returns, it is on disk."""
        head = msgspec.json.encode(_Head(self._harvest, self.is_full, log))
        with whole_file(self._path(log.parameters)) as file:
            file.write(head + b"\n" + pa.compress(body, "zstd", asbytes=True))

    def forget(self, parameters: Parameters) -> None:
        """The pages of this search did not add up."""
        for path in self._folder.glob(f"{_search(parameters)}-*"):
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """The harvest is sealed, or there is nothing to go on with."""
        remove_folder(self._folder)

    def _path(self, parameters: Parameters) -> Path:
        token = dict(parameters).get(TOKEN, "")
        return self._folder / f"{_search(parameters)}-{_hash(token)}.page"

    def _all(self) -> Iterator[tuple[_Head, Path]]:
        for path in sorted(self._folder.glob("*.page")):
            try:
                with path.open("rb") as file:
                    yield msgspec.json.decode(file.readline(), type=_Head), path
            except (ValueError, msgspec.MsgspecError):
                path.unlink(missing_ok=True)
        for path in self._folder.glob(".*.part"):
            path.unlink(missing_ok=True)


def _search(parameters: Parameters) -> str:
    """Name of everything that was asked but the token."""
    return _hash(repr([each for each in parameters if each[0] != TOKEN]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
