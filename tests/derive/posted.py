"""Results sections of a few fields."""

from __future__ import annotations

from typing import Any

from harvest.derive import Case
from harvest.derive.posted import Posted
from harvest.record.decode import decode
from tests.records import compact, study


def posted(section: dict[str, Any]) -> Posted:
    """What a study with this results section posted."""
    return case(section).posted


def case(section: dict[str, Any]) -> Case:
    """A case with this results section."""
    decoded = decode(compact({**study(1), "resultsSection": section}))
    assert not decoded.findings
    return Case(decoded.study)


def groups(*ids: str) -> list[dict[str, str]]:
    """Groups with these ids."""
    return [{"id": each, "title": f"Group {each}"} for each in ids]


def outcome(*ids: str, **fields: Any) -> dict[str, Any]:
    """A posted outcome with these groups."""
    return {"title": "Pain", "groups": groups(*ids), **fields}


def outcomes(*found: dict[str, Any]) -> dict[str, Any]:
    """A results section with these outcomes."""
    return {"outcomeMeasuresModule": {"outcomeMeasures": list(found)}}


def measured(*pairs: tuple[str, str]) -> dict[str, Any]:
    """A category with these values by group."""
    return {"measurements": [{"groupId": group, "value": value} for group, value in pairs]}
