"""Baseline characteristics: what was measured before the treatment, in whom."""

from __future__ import annotations

from harvest.derive.denominators import Level
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    code,
    count,
    derived,
    flag,
    index,
    nct_id,
    position,
    text,
)
from harvest.tables.people import STUDY
from harvest.tables.results import BASELINE
from harvest.tables.results_columns import RESULT_GROUP, Counted, Measure, Value

MEASURES = BASELINE + ".measures[]"
MEASURE = ForeignKey(
    ("nct_id", "baseline_measure_position"), "baseline_measures", ("nct_id", "position")
)


class BaselineMeasures(Measure, Table, name="baseline_measures"):
    """One row for each characteristic that was measured at baseline."""

    each = (Each(MEASURES),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    title_ = text("title", "What was measured.")
    description = text("description", "How it was measured.")
    population = text("populationDescription", "In whom, where not in everybody.")
    is_percent_calculated = flag("calculatePct", "The registry shows percentages beside counts.")
    denominator_units = text("denomUnitsSelected", "Units that the numbers are of.")


class Baseline(Value, Table, name="baseline"):
    """One row for each number at baseline: measure, class, category, group.

    A class or category without numbers has one row, without a group. A group called Total is
    among the groups.
    """

    items = "posted.baseline_values"
    each = (Each(MEASURES + ".classes[].categories[].measurements[]"),)
    also_reads = (MEASURES + ".classes[].title", MEASURES + ".classes[].categories[].title")
    key = ("nct_id", "position")
    references = (*STUDY, MEASURE, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    baseline_measure_position = derived(
        index("The measure's position in `baseline_measures`."), "measure_position"
    )
    class_position = index("Place of the class in its measure, from 0.")
    category_position = count((), "Place of the category in its class, from 0.")
    value_position = count((), "Place in the category, from 0.")
    title_ = derived(text((), "What was measured."), "measure.title")
    class_title = derived(text((), "Title of the class."), "class_.title")
    category_title = derived(text((), "Title of the category."), "category.title")


class BaselineDenominators(Counted, Table, name="baseline_denominators"):
    """One row for each number of units analysed at baseline: overall, of a measure, of a class."""

    items = "posted.baseline_counts"
    each = (
        Each(BASELINE + ".denoms[].counts[]"),
        Each(MEASURES + ".denoms[].counts[]"),
        Each(MEASURES + ".classes[].denoms[].counts[]"),
    )
    also_reads = (
        BASELINE + ".denoms[].units",
        MEASURES + ".denoms[].units",
        MEASURES + ".classes[].denoms[].units",
    )
    key = ("nct_id", "position")
    references = (*STUDY, MEASURE, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    level = code(Level, (), "What it is of.", required=True)
    baseline_measure_position = derived(
        count((), "The measure's position in `baseline_measures`."), "measure_position"
    )
    class_position = count((), "Place of the class in its measure, from 0.")
