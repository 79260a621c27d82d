"""Columns that the tables of posted results share: a number stands in four columns.

`value` is the number, `value_comparator` how it compares ("<0.001"), `value_text` the text as
served and `value_sentinel` what stands there where there is no number. `attribute` is where the
text stands in an item of a derived table.
"""

from __future__ import annotations

from dataclasses import replace

from harvest.derive.denominators import Level, Reason
from harvest.parse import dispersions, figures
from harvest.record import codes
from harvest.tables.declare import (
    Column,
    ForeignKey,
    code,
    count,
    derived,
    number,
    text,
)

AS_SAID = "as said by the measure"
RESULT_GROUP = ForeignKey(
    ("nct_id", "result_group_position"), "result_groups", ("nct_id", "position")
)


def figure(
    source: str, description: str, attribute: str | None = None, *, unit: str = AS_SAID
) -> Column:
    """The number of a text."""
    column = number(source, description, unit=unit, read=figures.number)
    return replace(column, attribute=attribute)


def comparator(source: str, attribute: str | None = None) -> Column:
    """How the number is to be compared."""
    column = code(
        figures.Comparator,
        source,
        "Its relation; = where none is written.",
        read=figures.comparator,
    )
    return replace(column, attribute=attribute)


def written(source: str, attribute: str | None = None) -> Column:
    """The text of a number."""
    return replace(text(source, "Its text, as served."), attribute=attribute)


def sentinel(source: str, attribute: str | None = None) -> Column:
    """What stands in place of a number."""
    column = code(
        figures.Sentinel,
        source,
        "What is written instead of a number: NA, which the registry calls not available, or NR, "
        "ND, NE, which it does not define.",
        read=figures.sentinel,
    )
    return replace(column, attribute=attribute)


def whole(source: str, description: str, attribute: str | None = None, *, unit: str) -> Column:
    """The number of people or things of a text."""
    return replace(count(source, description, unit=unit, read=figures.whole), attribute=attribute)


def group_id(attribute: str | None = None) -> Column:
    """A group's id, which means nothing outside its own list."""
    column = text(
        "groupId",
        "The group's id, such as OG000; ids begin anew in every module and every outcome.",
    )
    return derived(column, attribute)


def result_group_position() -> Column:
    """The group that a row belongs to."""
    return count((), "The group's position in `result_groups`; null where none or several fit.")


class Measure:
    """What a measure's numbers are."""

    param_type = code(codes.MeasureParam, "paramType", "What the numbers are: mean, median, count.")
    dispersion = code(
        dispersions.Kind,
        "dispersionType",
        "What the numbers beside them are; none where the record says that there is none.",
        read=dispersions.kind,
    )
    ci_percent = number(
        "dispersionType",
        "Level of the interval, as stated.",
        unit="percent",
        read=dispersions.ci_percent,
    )
    dispersion_text = text("dispersionType", "The dispersion, as registered.")
    unit_ = text("unitOfMeasure", "Unit of the numbers, as registered.")


class Value:
    """A value of one group in one category of one class of a measure."""

    group_id = group_id()
    result_group_position = result_group_position()
    value = figure("value", "The number.", "measurement.value")
    value_comparator = comparator("value", "measurement.value")
    value_text = written("value", "measurement.value")
    value_sentinel = sentinel("value", "measurement.value")
    spread = figure("spread", "Standard deviation, standard error, ...", "measurement.spread")
    spread_comparator = comparator("spread", "measurement.spread")
    spread_text = written("spread", "measurement.spread")
    spread_sentinel = sentinel("spread", "measurement.spread")
    lower_limit = figure("lowerLimit", "Lower end of the interval.", "measurement.lowerLimit")
    lower_limit_comparator = comparator("lowerLimit", "measurement.lowerLimit")
    lower_limit_text = written("lowerLimit", "measurement.lowerLimit")
    lower_limit_sentinel = sentinel("lowerLimit", "measurement.lowerLimit")
    upper_limit = figure("upperLimit", "Upper end of the interval.", "measurement.upperLimit")
    upper_limit_comparator = comparator("upperLimit", "measurement.upperLimit")
    upper_limit_text = written("upperLimit", "measurement.upperLimit")
    upper_limit_sentinel = sentinel("upperLimit", "measurement.upperLimit")
    comment = derived(text("comment", "Why there is no number, or more."), "measurement.comment")
    param_type = derived(
        code(codes.MeasureParam, (), "What the value is: mean, median, count."), "measure.paramType"
    )
    dispersion = derived(
        code(dispersions.Kind, (), "What the spread or the limits are."), "dispersion_kind"
    )
    ci_percent = number((), "Level of the interval, as stated.", unit="percent")
    unit_ = derived(text((), "Unit of the value, as registered."), "measure.unitOfMeasure")
    denominator = derived(
        count((), "Units analysed that the value is of, as stated.", unit="denominator_units"),
        "denominator.number",
    )
    denominator_units = derived(
        text((), "What they are, such as Participants."), "denominator.units"
    )
    denominator_level = derived(
        code(
            Level, (), "Where the count stands: at the class, the measure, or the whole baseline."
        ),
        "denominator.level",
    )
    denominator_reason = derived(
        code(Reason, (), "Why there is no denominator."), "denominator.reason"
    )


class Counted:
    """A number of units analysed."""

    units = text((), "What was counted, such as Participants.")
    group_id = group_id()
    result_group_position = result_group_position()
    analyzed = whole("value", "How many were analysed.", "counted.value", unit="units")
    analyzed_text = written("value", "counted.value")
    analyzed_sentinel = sentinel("value", "counted.value")
