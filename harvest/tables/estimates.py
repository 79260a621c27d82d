"""Posted, computed and published effects in one table."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from harvest.derive import Case, estimates
from harvest.derive.estimates import Estimate, of_study, published, settled
from harvest.derive.outcomes import Meaning
from harvest.derive.posted_effects import Scale
from harvest.parse.outcomes.model import Form
from harvest.tables.declare import ForeignKey, Table, code, count, flag, number, text
from harvest.tables.trials import TRIAL
from harvest.trials import Collection, model

AS_SCALE = "as said by the scale"


class Estimates(Table, name="estimates"):
    """One row for each effect of each trial, posted, computed or published.

    Records and reports side by side: `trial` names the piece of research, so that one trial is not
    pooled twice. Of those that answer one question of a trial with one analysis set one is
    preferred: the sponsor's posted analysis, then a published one that somebody has checked, then
    one computed from posted values. To pool take those of `is_broadest`: one row per question of
    a trial. A published outcome without an effect that can be pooled has its row and the reason.

    Known limits: published figures are those of trials of low-dose naltrexone in fibromyalgia.
    Which analysis set a posted analysis is of the registry does not say.
    """

    each = ()
    key = ("estimate_id",)
    references = (
        TRIAL,
        ForeignKey(("nct_id", "effect_position"), "effects", ("nct_id", "position")),
    )

    estimate_id = text((), "Row of `effects`, or finding of `published_results`.", required=True)
    trial = text((), "Trial: our short name where it has one, else its number.", required=True)
    trial_id = text((), "Trial in `trials`.")
    nct_id = text((), "Registry number.")
    source = code(estimates.Source, (), "Where it comes from.", required=True)
    effect_position = count((), "Of a record: position in `effects`.")
    finding_id = text((), "Of a report: finding in `published_results`.")
    report_id = text((), "Of a report: which one.")
    scale = code(
        Scale,
        (),
        "Difference of means, standardised difference, ratio of risks, of odds, of geometric "
        "means, of hazards, or difference of risks.",
    )
    estimate = number((), "The effect, arm minus or over versus; ratios as ratios.", unit=AS_SCALE)
    standard_error = number((), "Its error; of a ratio's natural logarithm.", unit=AS_SCALE)
    ci_lower = number((), "Lower end of the 95 % interval.", unit=AS_SCALE)
    ci_upper = number((), "Upper end of the 95 % interval.", unit=AS_SCALE)
    n = count((), "Persons in both groups.", unit="participants")
    arm = text((), "What is tested.")
    versus = text((), "What it is compared with.")
    outcome = text((), "Outcome, in the words of the record or in ours.")
    instrument = text((), "Instruments by their usual short names.")
    part = text((), "Subscale or part.")
    variable_form = code(Form, (), "What kind of variable it is of.")
    responder_threshold_percent = number((), "From which change on.", unit="percent")
    higher_is = code(Meaning, (), "What a higher number means.")
    time_days = number((), "Elapsed days from the start.", unit="days")
    analysis_set = code(model.AnalysisSet, (), "Who was analysed, as the report says.")
    analysis_design = text((), "Parallel, paired crossover, or as if parallel, among others.")
    adjustment = text((), "What a published estimate is adjusted for.")
    reporting = code(model.Reporting, (), "How fully the report gives the outcome.")
    is_verified = flag((), "Read in the record or the report; false for figures from elsewhere.")
    is_preferred = flag(
        (), "The one to use of those of one question of the trial and one analysis set."
    )
    is_broadest = flag((), "Preferred, and of the broadest analysis set: the one to pool.")
    reason = text((), "Why there is no effect.")


_TAKE = attrgetter(*Estimates.columns)


class Gathered:
    """Gives the rows of records as they come, and those of collected trials at the end.

    Only then it is known what both record and report say of one question.
    """

    def __init__(self, trials: Collection) -> None:
        self._trials = trials
        self._waiting: list[Estimate] = []

    def rows(self, case: Case) -> Iterator[tuple[Any, ...]]:
        """Rows of one record."""
        if not case.effects:
            return
        measures = case.study.resultsSection.outcomeMeasuresModule.outcomeMeasures
        titles = [each.title for each in measures]
        for each in of_study(case.study.nct_id, case.effects, titles, self._trials):
            if each.trial_id is None:
                yield _TAKE(each)
            else:
                self._waiting.append(each)

    def rest(self) -> Iterator[tuple[Any, ...]]:
        """Rows of the collected trials."""
        for each in settled([*self._waiting, *published(self._trials)]):
            yield _TAKE(each)
