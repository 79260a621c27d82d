"""Reads registered outcomes: `read_outcome(measure, description)`."""

from harvest.parse.outcomes.model import (
    Domain,
    Finding,
    Instrument,
    OutcomeReading,
    Threshold,
)
from harvest.parse.outcomes.reading import read_outcome

__all__ = ["Domain", "Finding", "Instrument", "OutcomeReading", "Threshold", "read_outcome"]
