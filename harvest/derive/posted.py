"""The posted results of one study, each part once and only if it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from harvest.derive import flow_and_events as counted
from harvest.derive import results as measured
from harvest.derive.remark import Remark
from harvest.derive.result_groups import ResultGroup, ResultGroups, without_group
from harvest.record.results import ResultsSection


class Posted:
    """What a study posted, as rows."""

    def __init__(self, section: ResultsSection) -> None:
        self._section = section

    @cached_property
    def _groups(self) -> ResultGroups:
        return ResultGroups(self._section)

    @property
    def groups(self) -> list[ResultGroup]:
        """Every group of every module."""
        return self._groups.rows

    @cached_property
    def flow(self) -> tuple[counted.FlowCount, ...]:
        """Who reached which milestone."""
        return tuple(counted.flow_counts(self._section, self._groups))

    @cached_property
    def withdrawals(self) -> tuple[counted.Withdrawal, ...]:
        """Who left, and why."""
        return tuple(counted.withdrawals(self._section, self._groups))

    @cached_property
    def baseline_values(self) -> tuple[measured.PostedValue, ...]:
        """What was measured at baseline."""
        return tuple(measured.baseline_values(self._section, self._groups))

    @cached_property
    def baseline_counts(self) -> tuple[measured.PostedCount, ...]:
        """Of how many."""
        return tuple(measured.baseline_counts(self._section, self._groups))

    @cached_property
    def outcome_values(self) -> tuple[measured.PostedValue, ...]:
        """What was measured after it."""
        return tuple(measured.outcome_values(self._section, self._groups))

    @cached_property
    def outcome_counts(self) -> tuple[measured.PostedCount, ...]:
        """Of how many."""
        return tuple(measured.outcome_counts(self._section, self._groups))

    @cached_property
    def compared_groups(self) -> tuple[measured.ComparedGroup, ...]:
        """Which groups the posted analyses are about."""
        return tuple(measured.compared_groups(self._section, self._groups))

    @property
    def event_groups(self) -> Iterator[counted.PostedEventGroup]:
        """In whom adverse events were counted."""
        return counted.event_groups(self._groups)

    @cached_property
    def events(self) -> tuple[counted.PostedEvent, ...]:
        """Adverse events."""
        return tuple(counted.events(self._section, self._groups))

    @property
    def remarks(self) -> Iterator[Remark]:
        """What the issues table shall say of them."""
        if self._section != ResultsSection():
            yield from without_group(
                chain(
                    self.flow,
                    self.withdrawals,
                    self.baseline_values,
                    self.baseline_counts,
                    self.outcome_values,
                    self.outcome_counts,
                    self.compared_groups,
                    self.events,
                )
            )
