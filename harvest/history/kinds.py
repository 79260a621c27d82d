"""What a difference is to a methodologist."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, cast

from harvest.history.compare import Difference, shown
from harvest.parse import Unread
from harvest.parse.dates import PartialDate, read_date
from harvest.parse.doses import read_doses

Kind = Literal[
    "study_added",
    "study_removed",
    "study_reappeared",
    "study_withheld",
    "study_merged",
    "study_left_cohort",
    "status_changed",
    "enrollment_planned_to_actual",
    "enrollment_changed",
    "date_changed",
    "date_became_actual",
    "outcome_added",
    "outcome_removed",
    "outcome_reworded",
    "outcome_reranked",
    "outcome_retimed",
    "arm_added",
    "arm_removed",
    "arm_changed",
    "intervention_added",
    "intervention_removed",
    "intervention_changed",
    "dose_changed",
    "eligibility_changed",
    "sponsor_changed",
    "design_changed",
    "results_posted",
    "results_changed",
    "derived",
    "record_updated",
    "other",
]
STATUS = "protocolSection.statusModule.overallStatus"
ENROLLMENT = "protocolSection.designModule.enrollmentInfo"
_POSITION = re.compile(r"\[\d+\]")
_LISTED = {"arm_changed": "arm", "intervention_changed": "intervention"}


class Change(NamedTuple):
    """One difference with its meaning.

    Attributes:
        kind: What it is.
        path: JSON path with positions.
        old_text, new_text: The values as text.
        slipped_days: Of a date: days later, negative for earlier.
        is_slip_exact: Whether both dates are given to the day.
        is_certain: Whether the words settle which outcome it is about.
    """

    kind: Kind
    path: str
    old_text: str | None
    new_text: str | None
    slipped_days: int | None = None
    is_slip_exact: bool | None = None
    is_certain: bool = True


def change_of(found: Difference, old: dict[str, Any], new: dict[str, Any]) -> Change:
    """A difference between two versions, whose documents tell what stands around it."""
    before, after = shown(found.old), shown(found.new)
    kind = _kind(found, old, new)
    if kind == "date_changed" and found.path.endswith(".date"):
        return Change(kind, found.path, before, after, *_slip(found.old, found.new))
    return Change(kind, found.path, before, after)


def at(document: dict[str, Any], path: str) -> Any:
    """The value at a path without lists; None where there is none."""
    here: Any = document
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    return here


def _kind(found: Difference, old: dict[str, Any], new: dict[str, Any]) -> Kind:
    kind = _kind_of_path(_POSITION.sub("", found.path))
    match kind:
        case "enrollment_changed":
            types = (at(old, f"{ENROLLMENT}.type"), at(new, f"{ENROLLMENT}.type"))
            return "enrollment_planned_to_actual" if types == ("ESTIMATED", "ACTUAL") else kind
        case "date_changed":
            is_now_actual = found.path.endswith(".type") and found.new == "ACTUAL"
            return "date_became_actual" if is_now_actual else kind
        case "arm_changed" | "intervention_changed":
            return _of_treatment(kind, found)
        case "results_changed":
            is_first = found.path == "resultsSection" and found.old is None
            is_flag = found.path == "hasResults" and found.new is True
            return "results_posted" if is_first or is_flag else kind
        case _:
            return kind


def _of_treatment(kind: Kind, found: Difference) -> Kind:
    is_item = found.path.endswith("]") and isinstance(found.old or found.new, dict)
    if is_item:
        step = "added" if found.old is None else "removed"
        return cast(Kind, f"{_LISTED[kind]}_{step}")
    return "dose_changed" if _amounts(found.old) != _amounts(found.new) else kind


def _amounts(text: Any) -> frozenset[tuple[Any, ...]]:
    """What a text says of doses, however it words it."""
    return frozenset(
        (one.drug, one.per_dose_mg_max, one.daily_mg_min, one.daily_mg_max, one.schedule)
        for one in (read_doses(text) if isinstance(text, str) else ())
        if one.per_dose_mg_max is not None or one.daily_mg_max is not None or one.schedule
    )


def _slip(old: Any, new: Any) -> tuple[int | None, bool | None]:
    before, after = _date(old), _date(new)
    if before is None or after is None:
        return None, None
    is_exact = before.precision == after.precision == "day"
    if before.precision != after.precision and (new.startswith(old) or old.startswith(new)):
        return 0, is_exact  # the same period, said more or less precisely
    return (after.first_day - before.first_day).days, is_exact


def _date(text: Any) -> PartialDate | None:
    try:
        return read_date(text) if isinstance(text, str) else None
    except Unread:
        return None


def _kind_of_path(path: str) -> Kind:
    """The kind of the longest listed path that covers this one."""
    listed = _listed()
    steps = path.split(".")
    for length in range(len(steps), 0, -1):
        if (kind := listed.get(".".join(steps[:length]))) is not None:
            return kind
    return "other"


@cache
def _listed() -> dict[str, Kind]:
    lines = files("harvest.history").joinpath("kinds.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {row[0]: cast(Kind, row[1]) for row in rows}
