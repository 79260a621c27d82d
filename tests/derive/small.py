"""Cases made of a few fields."""

from __future__ import annotations

from typing import Any

from harvest.derive import Case
from harvest.record.decode import decode
from tests.records import compact


def case(
    *,
    title: str = "A study",
    conditions: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
    criteria: str | None = None,
    summary: str | None = None,
    design: dict[str, Any] | None = None,
    arms: tuple[tuple[str | None, str, tuple[str, ...]], ...] = (),
    study_type: str = "INTERVENTIONAL",
    mesh: str | None = None,
    **eligibility: Any,
) -> Case:
    """A case with these fields; an arm is its type, its label and what it gets."""
    names = dict.fromkeys(name for _, _, given in arms for name in given)
    protocol = {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": title},
        "descriptionModule": {"briefSummary": summary} if summary else {},
        "conditionsModule": {"conditions": list(conditions), "keywords": list(keywords)},
        "designModule": {"studyType": study_type, "designInfo": design or {}},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": label, **({"type": kind} if kind else {})} for kind, label, _ in arms
            ],
            "interventions": [
                {
                    "type": "DRUG",
                    "name": name,
                    "armGroupLabels": [label for _, label, given in arms if name in given],
                }
                for name in names
            ],
        },
        "eligibilityModule": {
            **({"eligibilityCriteria": criteria} if criteria else {}),
            **eligibility,
        },
    }
    meshes = [{"id": mesh, "term": "Fibromyalgia"}] if mesh else []
    record = {
        "protocolSection": protocol,
        "derivedSection": {"conditionBrowseModule": {"meshes": meshes}},
    }
    return Case(decode(compact(record)).study)
