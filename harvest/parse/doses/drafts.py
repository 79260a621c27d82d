"""Notes what each field of a statement was read from, and why others stay null."""

from __future__ import annotations

from dataclasses import dataclass, field

from harvest.parse.doses.model import FieldEvidence, Reason
from harvest.parse.evidence import Certainty, Evidence, Span


@dataclass
class Draft:
    """A statement in the making."""

    evidence: list[FieldEvidence] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def found(self, name: str, span: Span, rule: str, certainty: Certainty = "stated") -> None:
        """Notes the words a field was read from."""
        self.evidence.append(FieldEvidence(name, Evidence(span, rule, certainty)))

    def missing(self, name: str, text: str) -> None:
        """Notes why a field stays null."""
        self.reasons.append(Reason(name, text))
