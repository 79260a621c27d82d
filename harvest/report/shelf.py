"""The tables of one release, read when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from harvest.curated.load import load
from harvest.curated.release import Manifest, Releases

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "studies": (
        "nct_id", "acronym", "brief_title", "overall_status", "phase", "lead_sponsor_class",
        "start_date", "start_date_precision", "primary_completion_date", "completion_date",
        "enrollment", "enrollment_type", "has_results", "is_fibromyalgia", "has_ldn_arm",
        "is_randomized", "is_crossover", "control_type", "is_results_rule_covered",
        "results_state", "results_late_days",
    ),
    "locations": ("nct_id", "country"),
    "outcomes": (
        "nct_id", "position", "kind", "measure", "instrument", "higher_is", "time_frame_text",
        "time_frame_elapsed_days", "is_outside_omeract", "is_outside_immpact",
    ),
    "outcome_timepoints": ("nct_id", "outcome_position", "elapsed_days", "is_baseline"),
    "arms": ("nct_id", "position", "label"),
    "effects": ("nct_id", "position", "refusal"),
    "issues": ("nct_id", "kind"),
}  # fmt: skip
"""What the page needs of large tables; a whole cohort's texts need not be in memory."""


class Shelf:
    """One release of a data folder.

    Attributes:
        manifest: What the release says of itself.
    """

    def __init__(self, data: Path, release: str | None = None) -> None:
        self._data = data
        self.manifest: Manifest = Releases(data).manifest(release)
        self._names = {table.name for table in self.manifest.tables}
        self._read: dict[str, pd.DataFrame] = {}

    def __contains__(self, table: str) -> bool:
        return table in self._names

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table.

        Raises:
            UsageError: There is no such table.
        """
        if table not in self._read:
            self._read[table] = load(
                table,
                release=self.manifest.release,
                columns=_COLUMNS.get(table),
                data=self._data,
            )
        return self._read[table]

    def before(self) -> Shelf | None:
        """The release before this one, if there is one."""
        names = Releases(self._data).names()
        at = names.index(self.manifest.release)
        return Shelf(self._data, names[at - 1]) if at else None
