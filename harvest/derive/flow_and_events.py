"""Participant flow and adverse events as rows, one for each group.

A milestone, a reason or an event that has no numbers is a row without a group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from harvest.derive.result_groups import ResultGroups
from harvest.record.results import (
    AdverseEvent,
    DropWithdraw,
    EventGroup,
    EventStats,
    FlowAchievement,
    FlowMilestone,
    FlowReason,
    ResultsSection,
)

Seriousness = Literal["serious", "other"]
PERIODS: Final = "resultsSection.participantFlowModule.periods"
EVENTS: Final = "resultsSection.adverseEventsModule."
_NO_ACHIEVEMENT: Final = (FlowAchievement(),)
_NO_REASON: Final = (FlowReason(),)
_NO_STATS: Final = (EventStats(),)


class FlowCount(NamedTuple):
    """A group at a milestone.

    Attributes:
        period_position, milestone_position, place: Places in the registry's lists.
        milestone, achievement: As registered.
        result_group_position: The group's place among all groups of the study.
    """

    period_position: int
    milestone_position: int
    place: int
    milestone: FlowMilestone
    achievement: FlowAchievement
    result_group_position: int | None

    @property
    def group_id(self) -> str | None:
        """The group's id in its own list."""
        return self.achievement.groupId

    @property
    def path(self) -> str:
        """Where it stands in the record."""
        return (
            f"{PERIODS}[{self.period_position}].milestones[{self.milestone_position}]"
            f".achievements[{self.place}]"
        )


class Withdrawal(NamedTuple):
    """How many of a group left for a reason.

    Attributes:
        period_position, reason_position, place: Places in the registry's lists.
        drop, reason: As registered.
        result_group_position: The group's place among all groups of the study.
    """

    period_position: int
    reason_position: int
    place: int
    drop: DropWithdraw
    reason: FlowReason
    result_group_position: int | None

    @property
    def group_id(self) -> str | None:
        """The group's id in its own list."""
        return self.reason.groupId

    @property
    def path(self) -> str:
        """Where it stands in the record."""
        return (
            f"{PERIODS}[{self.period_position}].dropWithdraws[{self.reason_position}]"
            f".reasons[{self.place}]"
        )


class PostedEventGroup(NamedTuple):
    """A group in which adverse events were counted.

    Attributes:
        group: As registered.
        result_group_position: Its place among all groups of the study.
    """

    group: EventGroup
    result_group_position: int


class PostedEvent(NamedTuple):
    """An adverse event in a group.

    Attributes:
        seriousness: Which of the two lists it stands in.
        event_position, place: Places in the registry's lists.
        event, stats: As registered.
        result_group_position: The group's place among all groups of the study.
    """

    seriousness: Seriousness
    event_position: int
    place: int
    event: AdverseEvent
    stats: EventStats
    result_group_position: int | None

    @property
    def group_id(self) -> str | None:
        """The group's id in its own list."""
        return self.stats.groupId

    @property
    def path(self) -> str:
        """Where it stands in the record."""
        return f"{EVENTS}{self.seriousness}Events[{self.event_position}].stats[{self.place}]"


def flow_counts(section: ResultsSection, groups: ResultGroups) -> Iterator[FlowCount]:
    """Every group at every milestone of every period."""
    for period_number, period in enumerate(section.participantFlowModule.periods):
        for number, milestone in enumerate(period.milestones):
            for place, achievement in enumerate(milestone.achievements or _NO_ACHIEVEMENT):
                found = groups.place("participant_flow", None, achievement.groupId)
                yield FlowCount(period_number, number, place, milestone, achievement, found)


def withdrawals(section: ResultsSection, groups: ResultGroups) -> Iterator[Withdrawal]:
    """Every reason to leave, of every group in every period."""
    for period_number, period in enumerate(section.participantFlowModule.periods):
        for number, drop in enumerate(period.dropWithdraws):
            for place, reason in enumerate(drop.reasons or _NO_REASON):
                found = groups.place("participant_flow", None, reason.groupId)
                yield Withdrawal(period_number, number, place, drop, reason, found)


def event_groups(groups: ResultGroups) -> Iterator[PostedEventGroup]:
    """Every group in which adverse events were counted."""
    for row in groups.rows:
        if isinstance(row.group, EventGroup):
            yield PostedEventGroup(row.group, row.position)


def events(section: ResultsSection, groups: ResultGroups) -> Iterator[PostedEvent]:
    """Every adverse event in every group, serious ones first."""
    module = section.adverseEventsModule
    lists: tuple[tuple[Seriousness, tuple[AdverseEvent, ...]], ...] = (
        ("serious", module.seriousEvents),
        ("other", module.otherEvents),
    )
    for seriousness, found in lists:
        for number, event in enumerate(found):
            for place, stats in enumerate(event.stats or _NO_STATS):
                group = groups.place("adverse_events", None, stats.groupId)
                yield PostedEvent(seriousness, number, place, event, stats, group)
