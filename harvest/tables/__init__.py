"""The relational shape: one class per table, and the way from a record to rows.

`declare` says what a table is; `study`, `people`, `terms`, `literature`, `posting`, `design`,
`outcomes`, `trials` and `account` declare them; `read` compiles a declaration, `build` takes
records through all of them; `left_out` lists what no table reads; `arrow` gives the file types.
"""

from __future__ import annotations

from harvest.tables import (
    account,
    design,
    dosing,
    literature,
    outcomes,
    people,
    posting,
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
