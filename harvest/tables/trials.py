"""What was collected by hand: trials, their registrations and reports, and published figures.

These tables are the same in every release of one code version, whatever studies it holds: a trial
may have no NCT number, or one that the cohort does not reach. The lines are in `harvest/trials`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harvest.parse.identifiers import IdentifierKind
from harvest.parse.outcomes.model import Form
from harvest.tables.declare import (
    Column,
    ForeignKey,
    Table,
    code,
    count,
    flag,
    number,
    position,
    text,
)
from harvest.trials import Collection, model

TRIAL = ForeignKey(("trial_id",), "trials", ("trial_id",))
VERIFIED = (
    "Whether the line was read in the report, its abstract or the registry, or in two copies that "
    "do not depend on each other."
)


def _nct_id() -> Column:
    return text((), "The trial's number at ClinicalTrials.gov; null where it has none.")


class Trials(Table, name="trials"):
    """One row for each piece of research on low-dose naltrexone in fibromyalgia, by hand.

    A trial may have several registrations and reports. Two trials that are easily taken for one of
    them are here too, and say so.
    """

    each = ()
    key = ("trial_id",)
    references = ()

    trial_id = text((), "Short name of the trial, ours.", required=True)
    nct_id = _nct_id()
    name_ = text((), "What it is, in our words.", required=True)
    condition = text((), "What the participants have.", required=True)
    design = code(model.Design, (), "Design as it was, whatever it is called.")
    blinding = code(model.Blinding, (), "Blinding, as the report says.")
    is_randomized = flag((), "Whether the order or the arm was drawn.")
    drug = text((), "Drug.", required=True)
    daily_mg_max = number((), "Highest daily dose planned.", unit="mg/day", least=0)
    schedule = text((), "Steps as start day:mg per day.")
    comparator = text((), "What it was compared with; several are parted by a semicolon.")
    treatment_days = count((), "Planned days on the drug.", unit="days")
    washout_days = count((), "Days without anything between periods.", unit="days")
    n_planned = count((), "Planned size.", unit="participants")
    n_randomized = count((), "Randomised.", unit="participants")
    n_analyzed = count((), "In the primary analysis.", unit="participants")
    country = text((), "Country.", required=True)
    publication = code(model.Publication, (), "Whether results were published.", required=True)
    is_ldn_in_fibromyalgia = flag((), "Low-dose naltrexone, and fibromyalgia.")
    is_verified = flag((), VERIFIED)
    note = text((), "What to know of it.")


class TrialIds(Table, name="trial_ids"):
    """One row for each registration of a trial, and for each malformed writing of one.

    Malformed numbers are mapped by a person who compared authors, title and size, never by
    mending digits.
    """

    each = ()
    key = ("trial_id", "position")
    references = (TRIAL, ForeignKey(("seen_in",), "reports", ("report_id",)))

    trial_id = text((), "Trial.", required=True)
    position = position("Running number within the trial, from 0.")
    kind = code(IdentifierKind, (), "Register.", required=True)
    number_ = text((), "Number, as it is right.", required=True)
    seen_as = text((), "What a report prints in its place; null in the row of the number itself.")
    seen_in = text((), "Which report prints that.")
    is_verified = flag((), VERIFIED)
    source = text((), "What links the number to the trial.", required=True)
    note = text((), "What to know of it.")


class Reports(Table, name="reports"):
    """One row for each publication on these trials, and for each review that pools them."""

    each = ()
    key = ("report_id",)
    references = (TRIAL,)

    report_id = text((), "Short name of the report, ours.", required=True)
    trial_id = text((), "Trial; null for a review of several.")
    kind = code(model.ReportKind, (), "What kind of report.", required=True)
    pmid = text((), "PubMed number.")
    doi = text((), "Digital object identifier.")
    year = count((), "Year.")
    citation = text((), "Where it stands.", required=True)
    reports_on = text((), "What it reports on.", required=True)
    is_verified = flag((), VERIFIED)
    note = text((), "What to know of it.")


class PublishedResults(Table, name="published_results"):
    """One row for each published number, and for each registered outcome without one.

    The numbers of one finding (a mean, its interval, the participants behind it) share
    `finding_id`. A contrast is `arm` minus `versus`, or `arm` over `versus` for a ratio. Signs are
    as printed: a reduction is positive where `outcome` says reduction.

    Known limits: what was not read is not here; `reporting` speaks of what was read.
    """

    each = ()
    key = ("finding_id", "statistic")
    references = (TRIAL, ForeignKey(("report_id",), "reports", ("report_id",)))

    finding_id = text((), "Short name of the finding, ours.", required=True)
    statistic = code(model.Statistic, (), "What the number is.", required=True)
    value = number((), "The number.", unit="as in unit")
    comparator = code(model.Comparator, (), "How the number stands to the true one.")
    unit = text((), "Unit; 1 for a pure number.")
    level_percent = number((), "Level of the interval.", unit="percent", least=0, most=100)
    trial_id = text((), "Trial; null for a pool of several.")
    nct_id = _nct_id()
    report_id = text((), "Report in which it stands.")
    outcome = text((), "Outcome, in our words.", required=True)
    outcome_kind = code(model.OutcomeKind, (), "Rank that the report gives it.")
    instrument = text((), "Instrument, as in `outcome_instruments`.")
    instrument_part = text((), "Subscale, item or side.")
    variable_form = code(Form, (), "What kind of variable.")
    responder_threshold_percent = number((), "Least reduction of a responder.", unit="percent")
    scale_min = number((), "Lower end of the scale.", unit="points")
    scale_max = number((), "Upper end of the scale.", unit="points")
    higher_is = code(model.HigherIs, (), "What a higher number, as printed, means.")
    arm = text((), "Arm, or first of the two that are compared.")
    versus = text((), "Second of the two that are compared; null for a number of one arm.")
    role = code(model.Role, (), "Active, control, a contrast, or an arm with nothing beside it.")
    timepoint_days = count((), "Days from the start of the treatment, 0 for before.", unit="days")
    analysis_set = code(model.AnalysisSet, (), "Who was analysed.")
    analysis_design = code(model.AnalysisDesign, (), "How it was analysed.", required=True)
    adjustment = text((), "Model or covariates; null where unadjusted or not said.")
    reporting = code(
        model.Reporting,
        (),
        "How much of the finding was reported: enough to pool, less, a p value, or nothing.",
        required=True,
    )
    read_in = code(model.ReadIn, (), "Where we read it.", required=True)
    location = text((), "Where it stands in the report.")
    is_verified = flag((), VERIFIED)
    derivation = text((), "How it was computed, where it is not printed.")
    note = text((), "What to know of it.")


BY_HAND: tuple[type[Table], ...] = (Trials, TrialIds, Reports, PublishedResults)
"""The tables that no record goes into."""


def rows(collected: Collection) -> Iterator[tuple[type[Table], tuple[Any, ...]]]:
    """The rows of these tables."""
    for trial in collected.trials:
        found = trial._asdict() | {"nct_id": collected.nct_id(trial.trial_id)}
        yield Trials, _row(Trials, found)
    positions: dict[str, int] = {}
    for each in collected.ids:
        place = positions.get(each.trial_id, 0)
        positions[each.trial_id] = place + 1
        yield TrialIds, _row(TrialIds, each._asdict() | {"position": place})
    for report in collected.reports:
        yield Reports, _row(Reports, report._asdict())
    for result in collected.results:
        found = result._asdict() | {"nct_id": collected.nct_id(result.trial_id)}
        yield PublishedResults, _row(PublishedResults, found)


def _row(table: type[Table], found: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(found[name] for name in table.columns)
