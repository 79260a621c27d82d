"""The relational shape: one class per table, and the way from a record to rows.

`declare` says what a table is; `study`, `people`, `terms`, `literature`, `posting`, `design`,
`outcomes`, `results` with its neighbours, `trials` and `account` declare them; `read` compiles a
declaration, `build` takes records through all of them; `left_out` lists what no table reads;
`arrow` gives the file types.
"""

from __future__ import annotations

from harvest.tables import (
    account,
    design,
    dosing,
    effects,
    literature,
    outcomes,
    people,
    posting,
    results,
    results_analyses,
    results_baseline,
    results_events,
    results_flow,
    results_meaning,
    results_outcomes,
    safety,
    study,
    terms,
    trials,
)
from harvest.tables.declare import Table

TABLES: dict[str, type[Table]] = {
    table.name: table
    for table in (
        study.Studies,
        account.SearchHits,
        people.Sponsors,
        terms.Conditions,
        terms.Keywords,
        terms.MeshTerms,
        terms.BrowseTerms,
        terms.BrowseBranches,
        terms.SecondaryIds,
        terms.IdAliases,
        literature.References,
        literature.Retractions,
        literature.Links,
        literature.AvailableData,
        literature.Documents,
        people.Locations,
        people.Officials,
        posting.ResultsSubmissions,
        posting.UnpostedEvents,
        posting.Violations,
        posting.RemovedCountries,
        design.Arms,
        design.Interventions,
        design.InterventionNames,
        design.ArmInterventions,
        dosing.Doses,
        dosing.DoseSteps,
        dosing.ArmPeriods,
        dosing.ArmPeriodDoses,
        outcomes.Outcomes,
        outcomes.OutcomeInstruments,
        outcomes.OutcomeDomains,
        outcomes.OutcomeTimepoints,
        outcomes.CoreSetCoverage,
        results.PostedResults,
        results.ResultGroups,
        results_meaning.GroupArms,
        results_flow.FlowPeriods,
        results_flow.ParticipantFlow,
        results_flow.Withdrawals,
        results_baseline.BaselineMeasures,
        results_baseline.Baseline,
        results_baseline.BaselineDenominators,
        results_outcomes.OutcomeMeasures,
        results_outcomes.OutcomeDenominators,
        results_outcomes.OutcomeValues,
        results_meaning.OutcomeCells,
        results_analyses.OutcomeAnalyses,
        results_analyses.AnalysisGroups,
        results_events.AdverseEventGroups,
        results_events.AdverseEvents,
        effects.Effects,
        safety.Safety,
        trials.Trials,
        trials.TrialIds,
        trials.Reports,
        trials.PublishedResults,
        account.Evidence,
        account.Overrides,
        account.Issues,
    )
}
"""Every table, by name, in the order of the documentation."""
