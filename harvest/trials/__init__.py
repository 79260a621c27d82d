"""The trials as research: their registrations, their reports, and the figures that were published.

Everything here was collected by hand and is reviewed like code. `trials.tsv`, `trial_ids.tsv`,
`reports.tsv` and `published_results.tsv` hold it; `model` says what their columns mean, `read`
takes a file strictly, `check` holds the files against each other, `collection` gives all of it.
Empty cells are null. A figure that nobody has read in the report or in two independent copies is
not verified, whatever it looks like. To add one, write a line and run the tests.
"""

from __future__ import annotations

from harvest.trials.collection import Collection, bundled
from harvest.trials.model import BadTrials, PublishedResult, Report, Trial, TrialId

__all__ = [
    "BadTrials",
    "Collection",
    "PublishedResult",
    "Report",
    "Trial",
    "TrialId",
    "bundled",
]
