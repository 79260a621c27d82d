"""How a study is designed: randomised or not, crossover or not, arms, what it is compared with.

The registry's field decides where it is filled in. Where an older record leaves it empty, a title
or a description of the design may say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harvest.derive.controls import Control, controls
from harvest.derive.design_texts import ARMS, DESIGN_INFO, Text, design_texts
from harvest.derive.trace import Trace, missing, shown
from harvest.parse.designs.claims import Claim, Topic, claims
from harvest.parse.evidence import Evidence, Span
from harvest.record.study import Study

STUDY_TYPE = "protocolSection.designModule.studyType"


class Said(NamedTuple):
    """A claim and the text in which it stands."""

    claim: Claim
    text: Text
    setting: str


class Design(NamedTuple):
    """What is derived of a study's design.

    Attributes:
        is_randomized: Whether people come to arms by chance; false where nobody is assigned.
        is_crossover: Whether people get several treatments one after the other.
        arm_count: Registered arms or groups; None where none is listed.
        control_type: The first of `control_types`.
        control_types: Every kind of control, in the order of `controls.ORDER`; None if unknown.
        traces: The evidence.
    """

    is_randomized: bool | None
    is_crossover: bool | None
    arm_count: int | None
    control_type: Control | None
    control_types: list[Control] | None
    traces: tuple[Trace, ...]


def said(study: Study) -> tuple[Said, ...]:
    """Everything that the texts say of the study's design."""
    return tuple(
        Said(claim, text, setting)
        for text, setting in design_texts(study)
        for claim in claims(text.text, setting)
    )


def design(study: Study, statements: tuple[Said, ...]) -> Design:
    """Reads the fields, and the texts where a field is empty."""
    info = study.protocolSection.designModule.designInfo
    traces: list[Trace] = []
    is_randomized = _answer(
        study, "is_randomized", "allocation", info.allocation, "RANDOMIZED",
        _agreed(statements, "allocation", "randomized", "non_randomized"), traces,
    )  # fmt: skip
    is_crossover = _answer(
        study, "is_crossover", "interventionModel", info.interventionModel, "CROSSOVER",
        _agreed(statements, "model", "crossover", "parallel", "single_group"), traces,
    )  # fmt: skip
    arms = study.protocolSection.armsInterventionsModule.armGroups
    if arms:
        path = f"{ARMS}armGroups[{len(arms) - 1}].label"
        traces.append(_whole("arm_count", path, arms[-1].label or "", "arms_counted"))
    reasons = controls(study)
    for number, reason in enumerate(reasons):
        if number == 0:
            traces.append(
                shown("studies", None, "control_type", reason.path, reason.text, reason.evidence)
            )
        traces.append(
            shown("studies", None, "control_types", reason.path, reason.text, reason.evidence)
        )
    kinds = [reason.control for reason in reasons]
    if not kinds:
        reason_why = (
            "the arms do not tell what is compared"
            if study.protocolSection.designModule.studyType == "INTERVENTIONAL"
            else "no treatment is assigned"
        )
        traces.append(missing("studies", None, "control_type", None, reason_why))
    return Design(
        is_randomized,
        is_crossover,
        len(arms) or None,
        kinds[0] if kinds else None,
        kinds or None,
        tuple(traces),
    )


def _answer(
    study: Study,
    column: str,
    field: str,
    value: str | None,
    wanted: str,
    from_text: tuple[bool, Said] | None,
    traces: list[Trace],
) -> bool | None:
    """The field's answer, else that nobody is assigned, else the texts'."""
    if value is not None:
        traces.append(_whole(column, DESIGN_INFO + field, value, "registered"))
        return value == wanted
    study_type = study.protocolSection.designModule.studyType
    if study_type in ("OBSERVATIONAL", "EXPANDED_ACCESS"):
        traces.append(_whole(column, STUDY_TYPE, study_type, "nobody_is_assigned"))
        return False
    if from_text is not None:
        answer, found = from_text
        evidence = found.claim.evidence
        traces.append(shown("studies", None, column, found.text.path, found.text.text, evidence))
        return answer
    reason = f"{field} is empty, and no title or description says it"
    traces.append(missing("studies", None, column, DESIGN_INFO + field, reason))
    return None


def _agreed(
    statements: tuple[Said, ...], topic: Topic, yes: str, *no: str
) -> tuple[bool, Said] | None:
    """What the texts say, if they all say the same."""
    found = [one for one in statements if one.claim.topic == topic and one.claim.code in (yes, *no)]
    if not found or len({one.claim.code == yes for one in found}) > 1:
        return None
    return found[0].claim.code == yes, found[0]


def _whole(column: str, path: str, value: str, rule: str) -> Trace:
    certainty = "stated" if rule == "registered" else "inferred"
    evidence = Evidence(Span(0, len(value)), rule, certainty)  # type: ignore[arg-type]
    return shown("studies", None, column, path, value, evidence)


def by_topic(statements: tuple[Said, ...], topic: Topic) -> Iterator[Said]:
    """The statements on one topic."""
    return (one for one in statements if one.claim.topic == topic)
