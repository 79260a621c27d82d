"""Posted numbers that contradict each other, or cannot be: to be looked at, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from harvest.derive.cells import Cell
from harvest.derive.contrasts import slices
from harvest.derive.posted import Posted
from harvest.derive.remark import Remark
from harvest.parse import figures
from harvest.parse.titles import read_title
from harvest.statistics.doubts import is_possible_mean, looks_like_error

# Whole numbers of each person; a rate or a share has no whole numbers.
_WHOLE: Final = re.compile(
    r"(?:number of |no\. of )?(?:attacks|events|episodes|days|visits|tablets|capsules|awakenings)"
)


def doubts(posted: Posted, cells: Sequence[Cell], enrollment: int | None) -> Iterator[Remark]:
    """Everything in a study's posted results that does not add up."""
    for each in slices(cells):
        yield from _spreads(each)
    for cell in cells:
        yield from _mean(cell)
    yield from _denominators(posted)
    yield from _baseline(posted, enrollment)


def _spreads(cells: Sequence[Cell]) -> Iterator[Remark]:
    """A standard deviation that is rather an error, beside those of the other groups."""
    found = [
        (cell, figures.exact(cell.value.measurement.spread))
        for cell in cells
        if cell.value.dispersion_kind == "standard_deviation"
    ]
    for cell, sd in found:
        others = [other for each, other in found if each is not cell and other is not None]
        n = cell.value.denominator.number
        if sd is not None and n is not None and looks_like_error(sd, others, n):
            told = ", ".join(f"{each:g}" for each in others)
            yield Remark(
                "doubtful_spread",
                f"{cell.value.path}.spread",
                cell.value.measurement.spread or "",
                f"called a standard deviation, and smaller than those beside it ({told}) by about "
                f"the root of {n}: rather a standard error",
            )


def _mean(cell: Cell) -> Iterator[Remark]:
    """A mean of whole numbers that no persons of this number can have (GRIM)."""
    text, n = cell.value.measurement.value, cell.value.denominator.number
    unit = (cell.value.measure.unitOfMeasure or "").casefold().strip()
    mean = figures.exact(text)
    if cell.statistic != "mean" or mean is None or not n or not _WHOLE.fullmatch(unit):
        return
    decimals = figures.decimals(text)
    if cell.variable_form in ("count", "level") and not is_possible_mean(mean, n, decimals):
        yield Remark(
            "impossible_mean",
            f"{cell.value.path}.value",
            text or "",
            f"no whole numbers of {n} persons have this mean",
        )


def _denominators(posted: Posted) -> Iterator[Remark]:
    """More people analysed than ever started in the group of that title."""
    started: dict[str, int] = {}
    for row in posted.flow:
        if row.milestone.type != "STARTED" or row.result_group_position is None:
            continue
        count = figures.exact(row.achievement.numSubjects)
        title = posted.groups[row.result_group_position].group.title or ""
        if count is not None:
            started[title] = max(started.get(title, 0), int(count))
    for counted in posted.outcome_counts:
        if counted.result_group_position is None:
            continue
        title = posted.groups[counted.result_group_position].group.title or ""
        number = figures.exact(counted.counted.value)
        is_people = (counted.units or "").casefold() == "participants"
        if is_people and number is not None and number > started.get(title, number):
            yield Remark(
                "more_than_started",
                counted.path,
                counted.counted.value or "",
                f"only {started[title]} started in the group of that title",
            )


def _baseline(posted: Posted, enrollment: int | None) -> Iterator[Remark]:
    """More people at baseline than were enrolled."""
    total, first = 0, None
    for counted in posted.baseline_counts:
        if counted.level != "module" or counted.result_group_position is None:
            continue
        if (counted.units or "").casefold() != "participants":
            continue
        title = posted.groups[counted.result_group_position].group.title
        number = figures.exact(counted.counted.value)
        if number is not None and read_title(title).role != "total":
            total, first = total + int(number), first or counted
    if enrollment is not None and first is not None and total > enrollment:
        yield Remark(
            "more_than_enrolled",
            first.path,
            str(total),
            f"the groups at baseline hold more people than the {enrollment} enrolled",
        )
