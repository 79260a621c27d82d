"""What a posted number is: its statistic, form, instrument and time, and how that is known.

Classes, categories and groups may be points of time, subscales, subgroups or answers; the registry
does not say which. What each title says is read, and where a value came from is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from harvest.derive.outcomes import Meaning, meaning
from harvest.derive.result_groups import ResultGroup
from harvest.derive.results import PostedValue
from harvest.parse.outcomes import OutcomeReading, read_outcome
from harvest.parse.outcomes.model import Form
from harvest.parse.timeframes import read_time_frame
from harvest.parse.titles import Role, Title, read_title
from harvest.parse.units import counted
from harvest.record.results import OutcomeMeasure

Statistic = Literal[
    "mean",
    "ls_mean",
    "median",
    "geometric_mean",
    "geometric_ls_mean",
    "log_mean",
    "count_of_persons",
    "percent_of_persons",
    "share_of_persons",
    "count_of_units",
    "percent",
    "number",
]
TimeFrom = Literal["class", "category", "group", "title", "time_frame"]
NoTime = Literal["several_points", "no_point", "not_stated"]
_STATISTICS: Final[dict[str, Statistic]] = {
    "MEAN": "mean",
    "LEAST_SQUARES_MEAN": "ls_mean",
    "MEDIAN": "median",
    "GEOMETRIC_MEAN": "geometric_mean",
    "GEOMETRIC_LEAST_SQUARES_MEAN": "geometric_ls_mean",
    "LOG_MEAN": "log_mean",
    "COUNT_OF_PARTICIPANTS": "count_of_persons",
    "COUNT_OF_UNITS": "count_of_units",
}
_PERCENT_CHANGE: Final = re.compile(r"(?:%|percent(?:age)?)\s+change", re.IGNORECASE)
_SINCE_BASELINE: Final = re.compile(r"\s*(?:mean )?change (?:from|since) baseline\b", re.IGNORECASE)
OF_PERSONS: Final = frozenset({"count_of_persons", "percent_of_persons", "share_of_persons"})


class Moment(NamedTuple):
    """When a value was measured.

    Attributes:
        days: Elapsed days from the start; 0 at baseline.
        source: Which text says so.
        reason: Why it is not known.
    """

    days: float | None
    source: TimeFrom | None
    reason: NoTime | None


class Cell(NamedTuple):
    """The meaning of one row of `outcome_values`.

    Attributes:
        outcome_value_position: That row.
        value: The row itself.
        statistic: What the number is over the people of the group.
        variable_form: What kind of variable it is of.
        instrument, subscale: What it is measured with.
        higher_is: What a higher number means.
        moment: When.
        class_role, category_role, group_role: What the titles stand for.
        part: Title of a class that is a part of the measure itself (a subscale, a question).
        answer: Title of a category that is none of the roles (a degree, a kind of event).
    """

    outcome_value_position: int
    value: PostedValue
    statistic: Statistic | None
    variable_form: Form | None
    instrument: str | None
    subscale: str | None
    higher_is: Meaning | None
    moment: Moment
    class_role: Role
    category_role: Role
    group_role: Role
    part: str | None
    answer: str | None

    @property
    def is_baseline(self) -> bool:
        """It was measured before the treatment."""
        return self.moment.days == 0 or "baseline" in (self.class_role, self.category_role)

    @property
    def is_total(self) -> bool:
        """It is of people who are counted in other values too."""
        return "total" in (self.class_role, self.category_role, self.group_role)

    @property
    def is_resolved(self) -> bool:
        """Statistic, form and time are known."""
        known = self.statistic is not None and self.variable_form is not None
        return known and self.moment.days is not None


def cells(values: Sequence[PostedValue], groups: Sequence[ResultGroup]) -> Iterator[Cell]:
    """The meaning of every posted value that has a group; `groups` are those of the study."""
    for place, value in enumerate(values):
        if value.result_group_position is None or not isinstance(value.measure, OutcomeMeasure):
            continue
        group = groups[value.result_group_position].group
        yield _cell(place, value, value.measure, read_title(group.title))


def _cell(place: int, value: PostedValue, measure: OutcomeMeasure, group: Title) -> Cell:
    of_class, of_category = read_title(value.class_.title), read_title(value.category.title)
    reading = _reading(measure.title, measure.description)
    instrument, subscale = _instrument(reading, value.class_.title, of_class)
    return Cell(
        outcome_value_position=place,
        value=value,
        statistic=statistic(measure),
        variable_form=_form(reading.variable_form, of_class, of_category, measure),
        instrument=instrument,
        subscale=subscale,
        higher_is=meaning(reading.higher_is),
        moment=_moment(measure, of_class, of_category, group),
        class_role=of_class.role,
        category_role=of_category.role,
        group_role=group.role,
        part=value.class_.title if of_class.role == "other" or not of_class.is_whole else None,
        answer=value.category.title if of_category.role == "other" else None,
    )


@lru_cache(maxsize=4096)
def _reading(title: str | None, description: str | None) -> OutcomeReading:
    return read_outcome(title or "", description)


def statistic(measure: OutcomeMeasure) -> Statistic | None:
    """What a posted outcome's numbers are: by parameter, and for a plain number by its unit."""
    if measure.paramType is None:
        return None
    known = _STATISTICS.get(measure.paramType)
    if known is not None:
        return known
    of = counted(measure.unitOfMeasure)
    if of == "persons":
        return "count_of_persons"
    return "number" if of == "other" else of


def _form(
    form: Form | None, of_class: Title, of_category: Title, measure: OutcomeMeasure
) -> Form | None:
    if "baseline" in (of_class.role, of_category.role):
        return "level" if form in ("change", "percent_change") else form
    if _PERCENT_CHANGE.search(measure.unitOfMeasure or ""):
        return "percent_change"
    if statistic(measure) in OF_PERSONS:
        return _form_of_persons(form, {of_class.role, of_category.role})
    is_change = of_class.is_change or of_category.is_change
    if is_change and form != "percent_change":
        return "change"
    if form == "level" and _SINCE_BASELINE.match(measure.timeFrame or ""):
        return "change"
    return form


def _form_of_persons(form: Form | None, roles: set[Role]) -> Form | None:
    if roles & {"responder", "non_responder"}:
        return "responder"
    # Persons with or without a change are no change themselves.
    return "count" if form in ("change", "percent_change") else form


def _instrument(
    reading: OutcomeReading, title: str | None, of_class: Title
) -> tuple[str | None, str | None]:
    """Instrument and subscale of the measure, or of the class where that names a part of it."""
    names = ";".join(dict.fromkeys(one.name for one in reading.instruments)) or None
    parts = [one.subscale for one in reading.instruments if one.subscale is not None]
    subscale = ";".join(dict.fromkeys(parts)) or None
    if of_class.role != "other" or title is None:
        return names, subscale
    if len(reading.instruments) != 1:
        own = _reading(title, None).instruments
        if len(own) == 1 and (names is None or own[0].name in names.split(";")):
            return own[0].name, own[0].subscale
        return names, None
    (named,) = reading.instruments
    found = _reading(f"{named.name} {title}", None).instruments
    part = next((one.subscale for one in found if one.name == named.name), None)
    return names, part or subscale


def _moment(measure: OutcomeMeasure, of_class: Title, of_category: Title, group: Title) -> Moment:
    """When, by the closest text that says so: class, category, group, title, time frame."""
    sources: tuple[tuple[TimeFrom, Title], ...] = (
        ("class", of_class),
        ("category", of_category),
        ("group", group),
    )
    for source, title in sources:
        if title.days is not None:
            return Moment(title.days, source, None)
    named = _single(measure.title)
    if named is not None:
        return Moment(named, "title", None)
    return _by_time_frame(measure.timeFrame)


@lru_cache(maxsize=4096)
def _single(title: str | None) -> float | None:
    """The one point of time in a title: "Change From Baseline in Pain at Week 12"."""
    frame = read_time_frame(title or "")
    points = [point for point in frame.points if point.days >= 1]
    is_point = frame.kind in ("timepoint", "change") and not frame.is_partial
    return points[0].elapsed_days if len(points) == 1 and is_point else None


@lru_cache(maxsize=4096)
def _by_time_frame(text: str | None) -> Moment:
    if text is None:
        return Moment(None, None, "not_stated")
    frame = read_time_frame(text)
    points = [point for point in frame.points if point.days > 0]
    if len(points) == 1 or (points and frame.kind == "period"):
        return Moment(points[-1].elapsed_days, "time_frame", None)
    if points:
        return Moment(None, None, "several_points")
    if frame.points and frame.kind != "unresolved":
        return Moment(0.0, "time_frame", None)
    return Moment(None, None, "no_point")
