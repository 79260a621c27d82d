"""What one group of a study shows against another."""

from __future__ import annotations

from harvest.derive import contrasts, effects, posted_effects
from harvest.derive.computed_effects import Refusal
from harvest.derive.outcomes import Meaning
from harvest.parse.outcomes.model import Form
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
from harvest.tables.people import STUDY
from harvest.tables.results_outcomes import OUTCOME_MEASURE


def _group(column: str) -> ForeignKey:
    return ForeignKey(("nct_id", column), "result_groups", ("nct_id", "position"))


class Effects(Table, name="effects"):
    """One row for each effect of one group against another, or for why there is none.

    Computed from posted values, or posted by the sponsor; both stand side by side, and one of them
    is preferred. Every effect is the group minus (or over) its comparator. Ratios are printed as
    ratios; their standard errors are of the logarithm. Rows without an estimate say why in
    `refusal`: a refusal is a result too.

    Known limits: only groups made by chance are compared. Effects of one trial are not independent
    of each other. In a crossover a computed effect treats people as if they were different ones
    (`analysis_design`), and its error is too large. A posted analysis does not say which way round
    it is, nor of which time: it is taken for the contrast whose own values lie closest.
    """

    items = "effects"
    key = ("nct_id", "position")
    references = (
        *STUDY,
        OUTCOME_MEASURE,
        ForeignKey(("nct_id", "analysis_position"), "outcome_analyses", ("nct_id", "position")),
        _group("result_group_position"),
        _group("comparator_group_position"),
    )

    nct_id = nct_id()
    position = position(RUNNING)
    outcome_measure_position = index("The outcome's position in `outcome_measures`.")
    source = code(effects.Source, (), "Computed from posted values, or posted.", required=True)
    analysis_position = count((), "Of a posted one: its position in `outcome_analyses`.")
    scale = code(
        posted_effects.Scale,
        (),
        "Difference of means, standardised difference (Hedges' g), ratio of risks, of odds, of "
        "geometric means, of hazards, or difference of risks.",
    )
    estimate = number((), "The effect, as printed: ratios as ratios.", unit="as said by the scale")
    standard_error = number(
        (), "Its standard error; of a ratio's natural logarithm.", unit="as said by the scale"
    )
    ci_lower = number((), "Lower end of the 95 % interval.", unit="as said by the scale")
    ci_upper = number((), "Upper end of the 95 % interval.", unit="as said by the scale")
    is_better = flag(
        (), "The estimate favours the group over its comparator, whatever the interval."
    )
    is_preferred = flag((), "The one to use of those that answer the same question.")
    refusal = code(Refusal, (), "Why there is no effect.")
    analysis_design = code(
        effects.AnalysisDesign, (), "Parallel groups, paired, or paired people taken for others."
    )
    result_group_position = derived(
        count((), "The group's position in `result_groups`."), "given.group"
    )
    comparator_group_position = derived(
        count((), "The comparator's position in `result_groups`."), "given.comparator_group"
    )
    group_title = derived(text((), "Title of the group."), "given.title")
    comparator_title = derived(text((), "Title of the comparator."), "given.comparator_title")
    comparator_type = derived(
        code(contrasts.Comparator, (), "What kind of control the comparator is."),
        "given.comparator",
    )
    is_comparator_told = derived(
        flag((), "The record says which of the two is the comparator."), "given.is_comparator_told"
    )
    is_comparator_shared = derived(
        flag((), "Another row of the same values has the same comparator."),
        "given.is_comparator_shared",
    )
    is_drug_isolated = derived(
        code(contrasts.Isolates, (), "The two differ in one drug alone."), "given.isolates"
    )
    class_position = derived(
        count((), "Place of the class in the outcome."), "given.class_position"
    )
    category_position = derived(
        count((), "Place of the category in the class."), "given.category_position"
    )
    time_days = derived(number((), "Elapsed days from the start.", unit="days"), "given.days")
    variable_form = derived(code(Form, (), "What kind of variable it is of."), "given.form")
    instrument = derived(text((), "Instruments by their usual short names."), "given.instrument")
    subscale = derived(text((), "Subscale of it."), "given.subscale")
    higher_is = derived(code(Meaning, (), "What a higher number means."), "given.higher_is")
    n = derived(count((), "Persons of the group.", unit="participants"), "given.n")
    comparator_n = derived(
        count((), "Persons of the comparator.", unit="participants"), "given.comparator_n"
    )
    mean = derived(number((), "Mean of the group.", unit="as said by the measure"), "given.mean")
    comparator_mean = derived(
        number((), "Mean of the comparator.", unit="as said by the measure"),
        "given.comparator_mean",
    )
    sd = derived(
        number((), "Standard deviation of the group.", unit="as said by the measure"), "given.sd"
    )
    comparator_sd = derived(
        number((), "Standard deviation of the comparator.", unit="as said by the measure"),
        "given.comparator_sd",
    )
    events = derived(
        count((), "Persons of the group with the event.", unit="participants"), "given.events"
    )
    comparator_events = derived(
        count((), "Persons of the comparator with it.", unit="participants"),
        "given.comparator_events",
    )
    conversion = derived(
        text((), "How means, deviations and persons were got, several joined by a semicolon."),
        "given.conversion",
    )
    error_from = code(
        posted_effects.ErrorFrom, (), "Of a posted one: what its standard error comes from."
    )
    agreement = code(
        effects.Agreement, (), "Of a posted one: whether the posted values give the same."
    )
    error_ratio = number((), "Its standard error over the computed one.", unit="ratio")
    correlation = number(
        (), "Correlation within people that a posted paired error implies.", unit="correlation"
    )
    is_turned = flag((), "The sponsor's number is the comparator minus the group.")
