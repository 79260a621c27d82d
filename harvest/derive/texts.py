"""The texts of a record in which doses and periods are told, each with its JSON path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from harvest.derive.links import MODULE
from harvest.record.protocol import ArmGroup, Intervention
from harvest.record.study import Study

Source = Literal[
    "arm_description",
    "arm_label",
    "intervention_description",
    "intervention_name",
    "official_title",
    "brief_title",
    "model_description",
    "brief_summary",
    "detailed_description",
]


class Text(NamedTuple):
    """One text of the record, as served.

    Attributes:
        source: Which kind of text; earlier ones of the list win over later ones.
        path: JSON path with list indices.
        text: The words.
    """

    source: Source
    path: str
    text: str


def of_arm(position: int, arm: ArmGroup) -> Iterator[Text]:
    """An arm's own words."""
    if arm.description:
        yield Text("arm_description", f"{MODULE}armGroups[{position}].description", arm.description)
    if arm.label:
        yield Text("arm_label", f"{MODULE}armGroups[{position}].label", arm.label)


def of_intervention(position: int, intervention: Intervention) -> Iterator[Text]:
    """An intervention's words."""
    path = f"{MODULE}interventions[{position}]."
    if intervention.description:
        yield Text("intervention_description", f"{path}description", intervention.description)
    if intervention.name:
        yield Text("intervention_name", f"{path}name", intervention.name)


def of_study(study: Study) -> Iterator[Text]:
    """What is said of the study as a whole."""
    protocol = study.protocolSection
    identification = protocol.identificationModule
    description = protocol.descriptionModule
    found: tuple[tuple[Source, str, str | None], ...] = (
        ("official_title", "identificationModule.officialTitle", identification.officialTitle),
        ("brief_title", "identificationModule.briefTitle", identification.briefTitle),
        (
            "model_description",
            "designModule.designInfo.interventionModelDescription",
            protocol.designModule.designInfo.interventionModelDescription,
        ),
        ("brief_summary", "descriptionModule.briefSummary", description.briefSummary),
        (
            "detailed_description",
            "descriptionModule.detailedDescription",
            description.detailedDescription,
        ),
    )
    for source, path, text in found:
        if text:
            yield Text(source, f"protocolSection.{path}", text)
