"""Harms of one group of a study against another."""

from __future__ import annotations

from harvest.derive import contrasts, safety
from harvest.tables.declare import (
    RUNNING,
    ForeignKey,
    Table,
    code,
    count,
    derived,
    index,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.people import STUDY


def _group(column: str) -> ForeignKey:
    return ForeignKey(("nct_id", column), "result_groups", ("nct_id", "position"))


class Safety(Table, name="safety"):
    """One row for each harm in each two groups in which adverse events were counted.

    Deaths, serious and other events are the registry's totals of persons; single events are those
    of a reviewed list (`harvest/parse/vocabulary/event_synonyms.tsv`).

    Known limits: an event that was not reported is null, not zero. Persons with any other event are
    counted above a threshold only, so they give no effect. Two terms of one name are left out, as
    people may have had both.
    """

    items = "safety"
    key = ("nct_id", "position")
    references = (*STUDY, _group("result_group_position"), _group("comparator_group_position"))

    nct_id = nct_id()
    position = position(RUNNING)
    harm = code(safety.Harm, (), "What was counted.", required=True)
    term = text((), "A single event by its preferred name.")
    result_group_position = derived(
        index("The group's position in `result_groups`."), "first.group.position"
    )
    comparator_group_position = derived(
        index("The comparator's position in `result_groups`."), "second.group.position"
    )
    group_title = derived(text((), "Title of the group."), "first.group.group.title")
    comparator_title = derived(text((), "Title of the comparator."), "second.group.group.title")
    comparator_type = derived(
        code(contrasts.Comparator, (), "What kind of control the comparator is."), "comparator"
    )
    is_drug_isolated = derived(
        code(contrasts.Isolates, (), "The two differ in one drug alone."), "isolates"
    )
    affected = derived(
        count((), "Persons of the group who had it.", unit="participants"), "tested.affected"
    )
    at_risk = derived(count((), "Of how many.", unit="participants"), "tested.at_risk")
    comparator_affected = derived(
        count((), "Persons of the comparator who had it.", unit="participants"), "compared.affected"
    )
    comparator_at_risk = derived(count((), "Of how many.", unit="participants"), "compared.at_risk")
    risk_ratio = derived(number((), "Ratio of the risks.", unit="ratio"), "ratio")
    risk_ratio_lower = derived(
        number((), "Lower end of its 95 % interval.", unit="ratio"), "ratio_lower"
    )
    risk_ratio_upper = derived(
        number((), "Upper end of its 95 % interval.", unit="ratio"), "ratio_upper"
    )
    risk_difference = derived(
        number((), "Difference of the risks.", unit="share of persons"), "difference"
    )
    refusal = code(safety.Refusal, (), "Why there is no effect.")
