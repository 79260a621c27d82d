"""All that is known of the trials, read once and checked."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from harvest.trials.check import faults
from harvest.trials.model import BadTrials, PublishedResult, Report, Trial, TrialId
from harvest.trials.read import read

SHOWN = 5


class Collection(NamedTuple):
    """The four files.

    Attributes:
        trials: Pieces of research.
        ids: Their registrations, and malformed writings of them.
        reports: Publications.
        results: Published numbers.
    """

    trials: tuple[Trial, ...]
    ids: tuple[TrialId, ...]
    reports: tuple[Report, ...]
    results: tuple[PublishedResult, ...]

    def nct_id(self, trial_id: str | None) -> str | None:
        """The trial's number at ClinicalTrials.gov; None where it has none, or several."""
        numbers = {
            each.number for each in self.ids if each.trial_id == trial_id and each.kind == "nct"
        }
        return numbers.pop() if len(numbers) == 1 else None

    def trial_of(self, written: str) -> str | None:
        """The trial that a registry number belongs to, also one that is known to be malformed."""
        sought = written.strip().casefold()
        for each in self.ids:
            if sought in (each.number.casefold(), (each.seen_as or "").casefold() or None):
                return each.trial_id
        return None


def gather(trials: str, ids: str, reports: str, results: str) -> Collection:
    """The collection of four files' texts.

    Raises:
        BadTrials: A file that cannot be read, or files that do not agree.
    """
    found = Collection(
        read(trials, Trial, "trials.tsv"),
        read(ids, TrialId, "trial_ids.tsv"),
        read(reports, Report, "reports.tsv"),
        read(results, PublishedResult, "published_results.tsv"),
    )
    wrong = list(faults(*found))
    if wrong:
        more = f"; {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise BadTrials("; ".join(wrong[:SHOWN]) + more)
    return found


@cache
def bundled() -> Collection:
    """The collection that comes with harvest."""
    names = ("trials.tsv", "trial_ids.tsv", "reports.tsv", "published_results.tsv")
    texts = [(files("harvest.trials") / name).read_text(encoding="utf-8") for name in names]
    return gather(*texts)
