"""Small study records, snapshots made of them, and a registry that serves them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harvest.raw.snapshots import SearchInfo, Snapshot, Source, SourceKind
from harvest.raw.write import SnapshotWriter
from harvest.registry.pages import key_of, nct_id_of
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running

MONDAY, TUESDAY, WEDNESDAY = "2026-11-16", "2026-11-17", "2026-11-18"
COHORT = {"name": "test", "searches": [{"name": "all"}]}


def nct(number: int) -> str:
    return f"NCT{number:08d}"


def study(
    number: int | None = 1,
    *,
    title: str = "Low-dose naltrexone in fibromyalgia",
    keywords: Iterable[str] = ("pain",),
    term: str = "Fibromyalgia",
    data_version: str | None = MONDAY,
    **protocol: Any,
) -> dict[str, Any]:
    """A study in the registry's shape; `number` None gives one without an NCT number."""
    identification = {"briefTitle": title}
    if number is not None:
        identification = {"nctId": nct(number), **identification}
    misc = {} if data_version is None else {"versionHolder": data_version}
    return {
        "protocolSection": {
            "identificationModule": identification,
            "statusModule": {"overallStatus": "COMPLETED", "startDateStruct": {"date": "2019-06"}},
            "conditionsModule": {"conditions": ["Fibromyalgia"], "keywords": list(keywords)},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": ["PHASE2"],
                "enrollmentInfo": {"count": 40, "type": "ACTUAL"},
            },
            "armsInterventionsModule": {
                "armGroups": [{"label": "LDN", "interventionNames": ["Drug: Naltrexone"]}],
                "interventions": [
                    {"type": "DRUG", "name": "Naltrexone", "armGroupLabels": ["LDN"]}
                ],
            },
            "eligibilityModule": {"healthyVolunteers": False, "minimumAge": "18 Years"},
            **protocol,
        },
        "derivedSection": {
            "miscInfoModule": misc,
            "conditionBrowseModule": {"meshes": [{"id": "D005356", "term": term}]},
        },
        "hasResults": False,
    }


def compact(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def pretty(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def record(number: int | None = 1, **fields: Any) -> bytes:
    return compact(study(number, **fields))


def records(*numbers: int, **fields: Any) -> dict[str, bytes]:
    return {nct(number): record(number, **fields) for number in numbers}


def at(day: str, hour: int = 6) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def writer(data: Path, when: datetime, kind: SourceKind = "registry") -> SnapshotWriter:
    return SnapshotWriter(data, COHORT, kind, when, "test")


def add(target: SnapshotWriter, given: bytes, search: str | None = "all", request: int = 1) -> None:
    nct_id = nct_id_of(given)
    target.add(key_of(nct_id, given), nct_id, given, search, request)


def source(kind: SourceKind = "registry") -> Source:
    if kind == "files":
        return Source(kind=kind)
    search = SearchInfo("all", "query.term=all", 0, 0, 1, 1)
    return Source(kind, "http://127.0.0.1/api/v2", "2.0.5", f"{MONDAY}T09:00:05", (search,), 1)


def snapshot(
    data: Path, given: Iterable[bytes], when: datetime, kind: SourceKind = "registry"
) -> Snapshot:
    """A sealed snapshot of these records."""
    target = writer(data, when, kind)
    for each in given:
        add(target, each, None if kind == "files" else "all")
    return target.seal(source(kind), [{"number": 1}] if kind != "files" else (), when)


@contextmanager
def served(given: Mapping[str, bytes], day: str = MONDAY, port: int = 0) -> Iterator[str]:
    """A registry over HTTP that holds these records; gives its address."""
    with running(create_app(Archive(given, f"{day}T09:00:05")), port=port) as address:
        yield address


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, links left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.is_symlink() for part in (path, *path.parents))
    }
