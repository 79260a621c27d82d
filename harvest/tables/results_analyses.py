"""Posted analyses: the sponsor's own comparisons."""

from __future__ import annotations

from harvest.parse import dispersions, figures
from harvest.record import codes
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    code,
    derived,
    flag,
    index,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.people import STUDY
from harvest.tables.results import OUTCOMES
from harvest.tables.results_columns import (
    RESULT_GROUP,
    comparator,
    figure,
    result_group_position,
    sentinel,
    written,
)
from harvest.tables.results_outcomes import OUTCOME_MEASURE

ANALYSES = OUTCOMES + ".analyses[]"


class OutcomeAnalyses(Table, name="outcome_analyses"):
    """One row for each statistical analysis in posted results.

    Known limits: a difference need not be the first group of `analysis_groups` minus the second;
    the sponsor's comments may say which way round it is.
    """

    each = (Each(ANALYSES),)
    key = ("nct_id", "position")
    references = (*STUDY, OUTCOME_MEASURE)
    rows_per_group = 20_000

    nct_id = nct_id()
    position = position(RUNNING)
    outcome_measure_position = index("The outcome's position in `outcome_measures`.")
    analysis_position = index("Place among the outcome's analyses, from 0.", level=1)
    group_description = text("groupDescription", "What was compared, how, and with which power.")
    statistical_method = text("statisticalMethod", "Test or model.")
    statistical_comment = text("statisticalComment", "On the method.")
    p_value = figure("pValue", "P-value.", unit="probability")
    p_value_comparator = comparator("pValue")
    p_value_text = written("pValue")
    p_value_sentinel = sentinel("pValue")
    p_value_comment = text("pValueComment", "On it, such as adjustment and threshold.")
    param_type = text("paramType", "What was estimated, in the sponsor's words.")
    param_value = figure("paramValue", "Estimate.")
    param_value_comparator = comparator("paramValue")
    param_value_text = written("paramValue")
    param_value_sentinel = sentinel("paramValue")
    dispersion = code(
        dispersions.Kind, "dispersionType", "What its dispersion is.", read=dispersions.kind
    )
    dispersion_text = text("dispersionType", "The dispersion, as registered.")
    dispersion_value = figure("dispersionValue", "Its number.")
    dispersion_value_comparator = comparator("dispersionValue")
    dispersion_value_text = written("dispersionValue")
    dispersion_value_sentinel = sentinel("dispersionValue")
    ci_percent = number(
        "ciPctValue", "Level of the interval.", unit="percent", read=figures.percent
    )
    ci_percent_text = written("ciPctValue")
    ci_sides = code(codes.ConfidenceIntervalNumSides, "ciNumSides", "One-sided or two-sided.")
    ci_lower = figure("ciLowerLimit", "Lower limit.")
    ci_lower_comparator = comparator("ciLowerLimit")
    ci_lower_text = written("ciLowerLimit")
    ci_lower_sentinel = sentinel("ciLowerLimit")
    ci_lower_comment = text("ciLowerLimitComment", "Why it has no number, or more.")
    ci_upper = figure("ciUpperLimit", "Upper limit.")
    ci_upper_comparator = comparator("ciUpperLimit")
    ci_upper_text = written("ciUpperLimit")
    ci_upper_sentinel = sentinel("ciUpperLimit")
    ci_upper_comment = text("ciUpperLimitComment", "Why it has no number, or more.")
    estimate_comment = text("estimateComment", "On the estimate, such as its direction.")
    is_noninferiority_tested = flag("testedNonInferiority", "Non-inferiority was tested.")
    non_inferiority_type = code(codes.NonInferiorityType, "nonInferiorityType", "What was tested.")
    non_inferiority_comment = text("nonInferiorityComment", "On it, such as the margin.")
    other_description = text("otherAnalysisDescription", "Analysis in words, where none fits.")


class AnalysisGroups(Table, name="analysis_groups"):
    """One row for each group that a posted analysis is about."""

    items = "posted.compared_groups"
    each = (Each(ANALYSES + ".groupIds[]"),)
    key = ("nct_id", "position")
    references = (
        *STUDY,
        OUTCOME_MEASURE,
        ForeignKey(("nct_id", "analysis_position"), "outcome_analyses", ("nct_id", "position")),
        RESULT_GROUP,
    )

    nct_id = nct_id()
    position = position(RUNNING)
    outcome_measure_position = index("The outcome's position in `outcome_measures`.")
    analysis_position = index("The analysis' position in `outcome_analyses`.")
    place = index("Place in the analysis' own list, from 0.")
    group_id = derived(text("", "Id of the outcome's group, such as OG000."), "group_id")
    result_group_position = result_group_position()
