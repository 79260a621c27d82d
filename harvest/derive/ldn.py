"""Whether a study has an arm on low-dose naltrexone, by each band of the literature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from harvest.derive.arm_doses import ArmPeriodDose
from harvest.derive.doses import Arm
from harvest.derive.labels import author_label
from harvest.derive.texts import of_study
from harvest.derive.trace import Trace, missing, shown
from harvest.parse.doses import read_doses
from harvest.parse.doses.classes import NALTREXONE_GROUPS
from harvest.parse.doses.codes import YesNo
from harvest.record.study import Study


class Membership(NamedTuple):
    """The answer for a study.

    Attributes:
        has_ldn_arm: By this project's band, 1 to 6 mg a day at most.
        ldn_reason: Why.
        has_ldn_arm_toljan, has_ldn_arm_innova, has_ldn_arm_hatfield: By other bands.
        naltrexone_daily_mg_max: The largest daily amount of oral naltrexone in any arm.
        settled_by: The row that settled it.
    """

    has_ldn_arm: YesNo
    ldn_reason: str
    has_ldn_arm_toljan: YesNo
    has_ldn_arm_innova: YesNo
    has_ldn_arm_hatfield: YesNo
    naltrexone_daily_mg_max: float | None
    settled_by: ArmPeriodDose | None


def membership(study: Study, arms: Sequence[Arm], rows: Sequence[ArmPeriodDose]) -> Membership:
    """Yes if one arm is, uncertain if one may be, else no.

    A title that speaks of low-dose naltrexone is no evidence of a dose: it makes the answer
    uncertain only in a study that lists no drug at all.
    """
    naltrexone = [row for row in rows if row.drug.group in NALTREXONE_GROUPS]
    if not naltrexone:
        is_named = not any(arm.drugs for arm in arms) and any(_names(study))
        answer: YesNo = "uncertain" if is_named else "no"
        reason = (
            "the title names low-dose naltrexone, but the record lists no drug"
            if is_named
            else "no arm is on naltrexone"
        )
        return Membership(answer, reason, answer, answer, answer, None, None)
    settling = _best(naltrexone, lambda row: row.answer.code)
    amounts = [
        row.statement.daily_mg_max
        for row in naltrexone
        if row.drug.group == "naltrexone" and row.statement.daily_mg_max is not None
    ]
    return Membership(
        _code(settling.answer.code),
        settling.answer.reason,
        _code(_best(naltrexone, lambda row: row.is_ldn_toljan).is_ldn_toljan),
        _code(_best(naltrexone, lambda row: row.is_ldn_innova).is_ldn_innova),
        _code(_best(naltrexone, lambda row: row.is_ldn_hatfield).is_ldn_hatfield),
        max(amounts, default=None),
        settling,
    )


def _best(rows: Sequence[ArmPeriodDose], answer: Callable[[ArmPeriodDose], str]) -> ArmPeriodDose:
    """The row with the most certain yes; the first of equals."""
    return min(rows, key=lambda row: ("yes", "uncertain", "no").index(answer(row)))


def _code(answer: str) -> YesNo:
    return "yes" if answer == "yes" else "no" if answer == "no" else "uncertain"


def _names(study: Study) -> Iterator[bool]:
    for text in of_study(study):
        if text.source in ("brief_title", "official_title"):
            is_drug = any(each.group == "naltrexone" for each in read_doses(text.text))
            yield is_drug and author_label((text,)) is not None


def membership_traces(found: Membership) -> Iterator[Trace]:
    """The words that the answer rests on."""
    if found.settled_by is not None:
        dose = found.settled_by.won.dose
        evidence = dose.statement.evidence_of("daily_mg_max") or dose.statement.evidence_of("drug")
        if evidence is not None:
            yield shown("studies", None, "has_ldn_arm", dose.path, dose.text, evidence)
    yield missing("studies", None, "has_ldn_arm", None, found.ldn_reason)
