"""The texts of a record that describe the study, with their paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harvest.parse.designs.claims import Setting
from harvest.record.study import Study

IDENTIFICATION = "protocolSection.identificationModule."
DESCRIPTION = "protocolSection.descriptionModule."
DESIGN_INFO = "protocolSection.designModule.designInfo."
CONDITIONS = "protocolSection.conditionsModule."
ARMS = "protocolSection.armsInterventionsModule."
ELIGIBILITY = "protocolSection.eligibilityModule."


class Text(NamedTuple):
    """A text of the record that is not empty, and its JSON path."""

    path: str
    text: str


def titles(study: Study) -> Iterator[Text]:
    """The brief and the official title."""
    module = study.protocolSection.identificationModule
    if module.officialTitle:
        yield Text(IDENTIFICATION + "officialTitle", module.officialTitle)
    if module.briefTitle:
        yield Text(IDENTIFICATION + "briefTitle", module.briefTitle)


def descriptions(study: Study) -> Iterator[Text]:
    """The brief summary and the detailed description."""
    module = study.protocolSection.descriptionModule
    if module.briefSummary:
        yield Text(DESCRIPTION + "briefSummary", module.briefSummary)
    if module.detailedDescription:
        yield Text(DESCRIPTION + "detailedDescription", module.detailedDescription)


def design_texts(study: Study) -> Iterator[tuple[Text, Setting]]:
    """Every text that may tell the design, the surest first."""
    for title in titles(study):
        yield title, "title"
    info = study.protocolSection.designModule.designInfo
    if info.interventionModelDescription:
        path = DESIGN_INFO + "interventionModelDescription"
        yield Text(path, info.interventionModelDescription), "design"
    if info.maskingInfo.maskingDescription:
        path = DESIGN_INFO + "maskingInfo.maskingDescription"
        yield Text(path, info.maskingInfo.maskingDescription), "design"
    for text in descriptions(study):
        yield text, "prose"
