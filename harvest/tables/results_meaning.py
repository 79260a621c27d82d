"""What posted numbers are, and which arms their groups are."""

from __future__ import annotations

from harvest.derive import cells, group_arms
from harvest.derive.outcomes import Meaning
from harvest.parse.evidence import Certainty
from harvest.parse.outcomes.model import Form
from harvest.parse.titles import Role
from harvest.tables.declare import (
    RUNNING,
    ForeignKey,
    Table,
    code,
    count,
    derived,
    flag,
    index,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.dosing import ARM
from harvest.tables.people import STUDY
from harvest.tables.results import OUTCOMES
from harvest.tables.results_columns import RESULT_GROUP
from harvest.tables.results_outcomes import OUTCOME_MEASURE

VALUE = ForeignKey(("nct_id", "outcome_value_position"), "outcome_values", ("nct_id", "position"))


class GroupArms(Table, name="group_arms"):
    """One row for each result group and each arm that it is; one without an arm if it is none.

    The registry does not link them. A group of a crossover that names a treatment is linked to
    every sequence.

    Known limits: titles that say the same in other words are not linked.
    """

    items = "group_arms"
    also_reads = (OUTCOMES + ".groups[].title",)
    key = ("nct_id", "position")
    references = (*STUDY, RESULT_GROUP, ARM)

    nct_id = nct_id()
    position = position(RUNNING)
    result_group_position = index("The group's position in `result_groups`.")
    arm_position = count((), "The arm's position in `arms`; null where it is linked to none.")
    certainty = code(Certainty, (), "Stated by the same title, or inferred.")
    link_reason = code(group_arms.Reason, (), "By what it is linked.")
    no_link_reason = code(group_arms.NoLink, (), "Why it is not.")


class OutcomeCells(Table, name="outcome_cells"):
    """One row for each posted value of an outcome: what kind of number it is, of what, and when.

    Classes, categories and groups may be times, subscales, subgroups or answers. The closest text
    that names a time says when a value was measured; `time_from` tells which it was.

    Known limits: a value whose outcome has several points of time, and whose titles name none, has
    no time. Values of a total are marked, never added up again.
    """

    items = "outcome_cells"
    also_reads = (OUTCOMES + ".title", OUTCOMES + ".timeFrame", OUTCOMES + ".unitOfMeasure")
    key = ("nct_id", "outcome_value_position")
    references = (*STUDY, OUTCOME_MEASURE, VALUE, RESULT_GROUP)

    nct_id = nct_id()
    outcome_value_position = index("The value's position in `outcome_values`.")
    outcome_measure_position = derived(
        index("The outcome's position in `outcome_measures`."), "value.measure_position"
    )
    result_group_position = derived(
        index("The group's position in `result_groups`."), "value.result_group_position"
    )
    statistic = code(
        cells.Statistic,
        (),
        "What the number is over the people of the group, by parameter and unit; number where the "
        "unit does not tell.",
    )
    variable_form = code(Form, (), "What kind of variable it is of: a level, a change, responders.")
    instrument = text((), "Instruments by their usual short names, joined by a semicolon.")
    subscale = text((), "Subscale, of the measure or of the class.")
    higher_is = code(Meaning, (), "What a higher number means.")
    time_days = derived(
        number((), "Elapsed days from the start; 0 at baseline.", unit="days"), "moment.days"
    )
    time_from = derived(code(cells.TimeFrom, (), "Which text names the time."), "moment.source")
    time_reason = derived(code(cells.NoTime, (), "Why there is no time."), "moment.reason")
    class_role = code(Role, (), "What the title of the class stands for.", required=True)
    category_role = code(Role, (), "What the title of the category stands for.", required=True)
    group_role = code(Role, (), "What the title of the group stands for.", required=True)
    part = text((), "Title of a class that is a part of the measure: a subscale, a question.")
    answer = text((), "Title of a category that is a degree, or a kind of event.")
    is_baseline = flag((), "Measured before the treatment.")
    is_total = flag((), "Of people who are counted in other values too.")
    is_resolved = flag((), "Statistic, form and time are known.")
