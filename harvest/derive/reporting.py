"""Whether results were due, and whether they came: as far as the record tells.

In the United States results of most drug and device trials are due a year after primary completion.
Sources: 42 CFR 11.22 (which trials), 11.44 (deadlines), 11.10 (words). Not everything that the rule
asks for stands in the record (an IND number, say), so that the answer may be uncertain.
"""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, date, datetime
from functools import cached_property
from typing import Final, Literal

from harvest.parse import Unread
from harvest.parse.dates import PartialDate, read_date
from harvest.record.study import Study

YesNo = Literal["yes", "no", "uncertain"]
State = Literal[
    "posted_in_time",
    "posted_late",
    "submitted_not_posted",
    "delay_certified",
    "overdue",
    "not_due",
    "date_unknown",
]
_RULE_SINCE: Final = date(2007, 9, 27)
_EARLY: Final = frozenset({"EARLY_PHASE1", "PHASE1"})


class Reporting:
    """The reporting of one study; days count to the day of the registry's data."""

    def __init__(self, study: Study) -> None:
        self._protocol = study.protocolSection
        self._status = study.protocolSection.statusModule
        self._today = _day(study.derivedSection.miscInfoModule.versionHolder)
        self._posting = study.annotationSection.annotationModule.unpostedAnnotation

    @cached_property
    def is_results_rule_covered(self) -> YesNo:
        """Whether the rule asks for results."""
        design, oversight = self._protocol.designModule, self._protocol.oversightModule
        phases = set(design.phases)
        flags = (oversight.isFdaRegulatedDrug, oversight.isFdaRegulatedDevice)
        is_outside = (
            design.studyType != "INTERVENTIONAL"
            or (bool(phases) and phases <= _EARLY)
            or design.designInfo.primaryPurpose == "DEVICE_FEASIBILITY"
            or flags == (False, False)
        )
        if is_outside:
            return "no"
        started = _day(self._status.startDateStruct.date)
        places = self._protocol.contactsLocationsModule.locations
        is_american = any(place.country == "United States" for place in places)
        if True in flags and started is not None and started >= _RULE_SINCE:
            return "yes" if is_american or oversight.isUsExport else "uncertain"
        return "uncertain"

    @cached_property
    def _due(self) -> date | None:
        completed = _last_day(self._status.primaryCompletionDateStruct.date)
        if completed is None or self.is_results_rule_covered == "no":
            return None
        if completed.year == MAXYEAR:  # no calendar has the year after
            return None
        try:
            return completed.replace(year=completed.year + 1)
        except ValueError:  # 29 February
            return completed.replace(year=completed.year + 1, day=28)

    @property
    def results_due_date(self) -> datetime | None:
        """A year after primary completion, counted from the end of a month without a day."""
        return (
            None if self._due is None else datetime(self._due.year, self._due.month, self._due.day)
        )

    @cached_property
    def results_state(self) -> State | None:  # noqa: PLR0911 - a list of cases in order
        """Where the results are; None where the rule asks for none."""
        if self.is_results_rule_covered == "no":
            return None
        sent = _day(self._status.resultsFirstSubmitDate)
        if self._due is None:
            return "date_unknown"
        if sent is not None:
            return "posted_in_time" if sent <= self._due else "posted_late"
        if self._posting.unpostedEvents:
            return "submitted_not_posted"
        if self._status.dispFirstSubmitDate:
            return "delay_certified"
        if self._today is None:
            return "date_unknown"
        return "overdue" if self._today > self._due else "not_due"

    @property
    def results_late_days(self) -> int | None:
        """Days from when they were due to when they came, or to the day of the data."""
        if self._due is None or self.results_state not in ("posted_late", "overdue"):
            return None
        until = _day(self._status.resultsFirstSubmitDate) or self._today
        return None if until is None else (until - self._due).days

    @property
    def has_derived_reference(self) -> bool:
        """A publication names the study's number."""
        return any(each.type == "DERIVED" for each in self._protocol.referencesModule.references)


def _partial(text: str | None) -> PartialDate | None:
    try:
        return None if text is None else read_date(text)
    except Unread:
        return None


def _day(text: str | None) -> date | None:
    found = _partial(text)
    return None if found is None else found.first_day.date()


def _last_day(text: str | None) -> date | None:
    """The end of a partial date, so that nobody is called late who is not."""
    found, first = _partial(text), _day(text)
    if found is None or first is None:
        return None
    if found.precision == "year":
        return date(first.year, 12, 31)
    if found.precision == "month":
        return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first
