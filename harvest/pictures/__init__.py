"""Pictures of the tables; needs the extra `harvest[pictures]`.

Every function takes DataFrames as `harvest.load` gives them and returns a figure, and does nothing
else: no file, no window, no global setting. `alt_text` says what a figure shows in words.

    >>> from harvest import load, pictures
    >>> figure = pictures.studies_by_year(load("studies"))
    >>> figure.savefig("years.png", dpi=300)

`style` is how all of them look, `landscape` which studies there are, `doses` and `designs` what
people get when, `coverage` what is measured when, `effects` and `curve` what trials found,
`reporting` and `changes` what became of the plans, `quality` how well the records could be read.
"""

from __future__ import annotations

try:
    import matplotlib as _  # noqa: F401 - asked for here, once, with the next step
except ImportError as error:
    raise ImportError(
        "Pictures need matplotlib; install it with: pip install 'harvest[pictures]'"
    ) from error

from harvest.pictures.changes import outcome_switching, record_changes
from harvest.pictures.coverage import core_set_heat_map, endpoint_days
from harvest.pictures.curve import specification_curve
from harvest.pictures.designs import crossover_periods
from harvest.pictures.doses import dose_pages, dose_timelines
from harvest.pictures.effects import forest
from harvest.pictures.landscape import (
    countries,
    enrolment,
    phases,
    planned_and_enrolled,
    sponsor_classes,
    studies_by_year,
)
from harvest.pictures.quality import issues_by_kind, resolved, resolved_shares
from harvest.pictures.reporting import results_overdue, results_states
from harvest.pictures.style import Picture, alt_text

__all__ = [
    "Picture",
    "alt_text",
    "core_set_heat_map",
    "countries",
    "crossover_periods",
    "dose_pages",
    "dose_timelines",
    "endpoint_days",
    "enrolment",
    "forest",
    "issues_by_kind",
    "outcome_switching",
    "phases",
    "planned_and_enrolled",
    "record_changes",
    "resolved",
    "resolved_shares",
    "results_overdue",
    "results_states",
    "specification_curve",
    "sponsor_classes",
    "studies_by_year",
]
