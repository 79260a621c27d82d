"""Posted outcomes: what was measured, every value, and of how many."""

from __future__ import annotations

from harvest.derive.denominators import Level
from harvest.record import codes
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    code,
    count,
    day,
    derived,
    flag,
    index,
    nct_id,
    position,
    precision,
    text,
)
from harvest.tables.people import STUDY
from harvest.tables.results import OUTCOMES
from harvest.tables.results_columns import RESULT_GROUP, Counted, Measure, Value

OUTCOME_MEASURE = ForeignKey(
    ("nct_id", "outcome_measure_position"), "outcome_measures", ("nct_id", "position")
)


class OutcomeMeasures(Measure, Table, name="outcome_measures"):
    """One row for each outcome in posted results.

    Known limits: nothing in the record links it to the registered outcome in `outcomes`.
    """

    each = (Each(OUTCOMES),)
    key = ("nct_id", "position")
    references = STUDY
    rows_per_group = 20_000

    nct_id = nct_id()
    position = position()
    type = code(codes.OutcomeMeasureType, "type", "Rank that the sponsor gave.")
    title_ = text("title", "What was measured.")
    description = text("description", "How it was measured.")
    time_frame_text = text("timeFrame", "When it was measured, in the sponsor's words.")
    population = text("populationDescription", "In whom, and why not in everybody.")
    reporting_status = code(codes.ReportingStatus, "reportingStatus", "Whether it has data.")
    anticipated_posting_date = day("anticipatedPostingDate", "When data are to come.")
    anticipated_posting_date_precision = precision("anticipatedPostingDate")
    is_percent_calculated = flag("calculatePct", "The registry shows percentages beside counts.")
    units_analyzed = text("typeUnitsAnalyzed", "What was analysed, where not participants only.")
    denominator_units = text("denomUnitsSelected", "Units that the numbers are of.")


class OutcomeDenominators(Counted, Table, name="outcome_denominators"):
    """One row for each number of units analysed of each posted outcome, and of its classes."""

    items = "posted.outcome_counts"
    each = (
        Each(OUTCOMES + ".denoms[].counts[]"),
        Each(OUTCOMES + ".classes[].denoms[].counts[]"),
    )
    also_reads = (OUTCOMES + ".denoms[].units", OUTCOMES + ".classes[].denoms[].units")
    key = ("nct_id", "position")
    references = (*STUDY, OUTCOME_MEASURE, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    level = code(Level, (), "What it is of: the measure or a class.", required=True)
    outcome_measure_position = derived(
        index("The outcome's position in `outcome_measures`."), "measure_position"
    )
    class_position = count((), "Place of the class in its measure, from 0.")


class OutcomeValues(Value, Table, name="outcome_values"):
    """One row for each number of a posted outcome: measure, class, category, group.

    Classes and groups may be time points, subscales, subgroups or treatments; their titles say
    which. A class or category without numbers has one row, without a group.
    """

    items = "posted.outcome_values"
    each = (Each(OUTCOMES + ".classes[].categories[].measurements[]"),)
    also_reads = (OUTCOMES + ".classes[].title", OUTCOMES + ".classes[].categories[].title")
    key = ("nct_id", "position")
    references = (*STUDY, OUTCOME_MEASURE, RESULT_GROUP)

    nct_id = nct_id()
    position = position(RUNNING)
    outcome_measure_position = derived(
        index("The outcome's position in `outcome_measures`."), "measure_position"
    )
    class_position = index("Place of the class in its measure, from 0.")
    category_position = count((), "Place of the category in its class, from 0.")
    value_position = count((), "Place in the category, from 0.")
    title_ = derived(text((), "What was measured."), "measure.title")
    class_title = derived(text((), "Title of the class."), "class_.title")
    category_title = derived(text((), "Title of the category."), "category.title")
