"""The groups of posted results.

Group ids ("OG000") begin anew in each module and each outcome, so a group is known by its place
among all groups of the study.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from harvest.derive.remark import Remark
from harvest.parse.doses import read_doses
from harvest.parse.titles import read_title
from harvest.record.results import EventGroup, FlowGroup, MeasureGroup, ResultsSection

Module = Literal["participant_flow", "baseline", "outcome", "adverse_events"]


class ResultGroup(NamedTuple):
    """A group of one module, or of one outcome.

    Attributes:
        position: Place among all groups of the study.
        module: Where it stands.
        outcome_measure_position: Of an outcome's group: which outcome.
        group_position: Place in the module's, or the outcome's, own list.
        group: As registered.
    """

    position: int
    module: Module
    outcome_measure_position: int | None
    group_position: int
    group: FlowGroup | MeasureGroup | EventGroup

    @property
    def treatment(self) -> str | None:
        """The drugs that its title names, joined by a semicolon."""
        return ";".join(sorted({name for name, _ in treatments(self.group.title or "")})) or None

    @property
    def is_total(self) -> bool:
        """It is of people who are in other groups too."""
        return read_title(self.group.title).role == "total"

    @property
    def days(self) -> float | None:
        """Elapsed days of the point of time that its title names."""
        return read_title(self.group.title).days


class ResultGroups:
    """All groups of a study, and the way from an id to its group.

    Attributes:
        rows: The groups in the order of the record.
    """

    def __init__(self, section: ResultsSection) -> None:
        self.rows: list[ResultGroup] = []
        self._places: dict[tuple[Module, int | None], dict[str, list[int]]] = {}
        self._add("participant_flow", None, section.participantFlowModule.groups)
        self._add("baseline", None, section.baselineCharacteristicsModule.groups)
        for number, measure in enumerate(section.outcomeMeasuresModule.outcomeMeasures):
            self._add("outcome", number, measure.groups)
        self._add("adverse_events", None, section.adverseEventsModule.eventGroups)

    def place(self, module: Module, outcome: int | None, group_id: str | None) -> int | None:
        """The group of that id; None where no group has it, or more than one."""
        found = self._places[module, outcome].get(group_id or "", [])
        return found[0] if len(found) == 1 else None

    def _add(
        self,
        module: Module,
        outcome: int | None,
        groups: Sequence[FlowGroup | MeasureGroup | EventGroup],
    ) -> None:
        places = self._places.setdefault((module, outcome), {})
        for number, group in enumerate(groups):
            if group.id:
                places.setdefault(group.id, []).append(len(self.rows))
            self.rows.append(ResultGroup(len(self.rows), module, outcome, number, group))


class OfGroup(Protocol):
    """A row that belongs to a group."""

    @property
    def group_id(self) -> str | None:
        """The id as registered."""

    @property
    def result_group_position(self) -> int | None:
        """The group's place among all groups of the study."""

    @property
    def path(self) -> str:
        """Where the row stands in the record."""


def without_group(rows: Iterable[OfGroup]) -> Iterator[Remark]:
    """Ids that lead to no group."""
    for row in rows:
        if row.group_id is not None and row.result_group_position is None:
            yield Remark(
                "unlinked_name",
                row.path,
                row.group_id,
                "names no group of this list, or more than one",
            )


@lru_cache(maxsize=4096)
def treatments(title: str) -> frozenset[tuple[str, float | None]]:
    """The drugs that a title names, each with its largest daily amount in mg."""
    return frozenset(
        (each.drug, each.daily_mg_max)
        for each in read_doses(title)
        if each.group not in ("unnamed", "negated")
    )
