"""Columns of `studies`: whether results were due, and whether they came."""

from __future__ import annotations

from harvest.derive import reporting
from harvest.tables.declare import code, count, day, derived, flag


class Reporting:
    """Derived from dates, design and oversight; days count to `registry_data_date`."""

    is_results_rule_covered = derived(
        code(
            reporting.YesNo,
            (),
            "United States law asks for results in the registry (42 CFR 11): an interventional "
            "study of a drug or device that the FDA regulates, beyond phase 1, with a site in the "
            "United States. Uncertain where the record does not tell.",
            required=True,
        ),
        "reporting.is_results_rule_covered",
    )
    results_due_date = derived(
        day((), "A year after primary completion, from the end of a month without a day."),
        "reporting.results_due_date",
    )
    results_state = derived(
        code(reporting.State, (), "Where the results are; null where the law asks for none."),
        "reporting.results_state",
    )
    results_late_days = derived(
        count((), "From when they were due to when they were sent, or until now.", unit="days"),
        "reporting.results_late_days",
    )
    has_derived_reference = derived(
        flag((), "A publication names the study's number; the registry finds those itself."),
        "reporting.has_derived_reference",
    )
