"""What the replica serves: records and the time they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Archive:
    """A set of study records as of one day.

    Attributes:
        records: NCT id to the record's JSON, compact, in one line; served byte for byte.
        data_timestamp: When the registry held them, UTC without a zone, "2026-11-20T09:00:05".
        api_version: The version of the API whose contract is served.
        history: Earlier records of studies, oldest first, without the one of `records`.
    """

    records: Mapping[str, bytes]
    data_timestamp: str
    api_version: str = "2.0.5"
    history: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
