"""Cases of small studies: arms, interventions and texts, as they would be registered."""

from __future__ import annotations

from typing import Any

from harvest.derive import Case
from harvest.record.decode import decode
from tests.records import compact

NCT_ID = "NCT00000001"


def arm(label: str, description: str | None = None, *drugs: str, type: str = "EXPERIMENTAL") -> Any:  # noqa: A002
    return {
        "label": label,
        "type": type,
        **({"description": description} if description else {}),
        "interventionNames": [f"Drug: {name}" for name in drugs],
    }


def drug(name: str, description: str | None = None, type: str = "DRUG") -> Any:  # noqa: A002
    return {"type": type, "name": name, **({"description": description} if description else {})}


def document(
    arms: list[Any],
    interventions: list[Any],
    *,
    title: str = "A trial",
    official: str | None = None,
    summary: str | None = None,
    details: str | None = None,
    model: str | None = None,
    how: str | None = None,
) -> dict[str, Any]:
    """The record of one interventional study."""
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": NCT_ID,
                "briefTitle": title,
                **({"officialTitle": official} if official else {}),
            },
            "descriptionModule": {
                **({"briefSummary": summary} if summary else {}),
                **({"detailedDescription": details} if details else {}),
            },
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "designInfo": {
                    **({"interventionModel": model} if model else {}),
                    **({"interventionModelDescription": how} if how else {}),
                },
            },
            "armsInterventionsModule": {"armGroups": arms, "interventions": interventions},
        }
    }


def case(arms: list[Any], interventions: list[Any], **study: Any) -> Case:
    """A case of such a study."""
    decoded = decode(compact(document(arms, interventions, **study)))
    assert not decoded.findings
    return Case(decoded.study)
