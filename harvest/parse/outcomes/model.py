"""What a reading of an outcome holds."""

from __future__ import annotations

from typing import Literal, NamedTuple

from harvest.parse.evidence import Certainty, Evidence, Span

Field = Literal["measure", "description"]
Form = Literal[
    "level",
    "change",
    "percent_change",
    "responder",
    "AUC",
    "count",
    "incidence",
    "biomarker",
    "clinical_sign",
    "T-score",
]
Direction = Literal["better", "worse", "mixed", "NA"]
Strength = Literal["endorsed", "facet", "nearest"]
Framework = Literal["OMERACT", "IMMPACT"]


class Finding(NamedTuple):
    """Evidence in one of the two texts.

    Attributes:
        field: In which text the span counts.
        evidence: Where, by which rule, how sure.
    """

    field: Field
    evidence: Evidence


class Instrument(NamedTuple):
    """One instrument that an outcome is measured with.

    Attributes:
        name: As in `vocabulary/instruments.tsv`.
        version: Such as "short form" or "2", where the text says so.
        subscale: Subscale or item; None for the whole.
        direction: What a higher score of it (of the subscale) means.
        usual_min: Lower end that the literature gives; an assumption, not the record's word.
        usual_max: Upper end that the literature gives.
        finding: Where it was named.
    """

    name: str
    version: str | None
    subscale: str | None
    direction: Direction
    usual_min: float | None
    usual_max: float | None
    finding: Finding


class Threshold(NamedTuple):
    """From when on a participant counts as a responder.

    Attributes:
        comparator: `>=`, `>`, `<=`, `<` or `=`.
        value: 30 in "at least 30 %".
        unit: `percent`, `points`, or `category` for a step of a scale (PGIC 1 or 2).
        finding: Where it stands.
    """

    comparator: str
    value: float
    unit: Literal["percent", "points", "category"]
    finding: Finding


class Domain(NamedTuple):
    """Where a core set places the outcome.

    Attributes:
        framework: `OMERACT` (fibromyalgia, 2009) or `IMMPACT` (chronic pain, 2003).
        name: The framework's domain.
        tier: Of OMERACT `core`, `some_trials`, `research_agenda`; of IMMPACT `core` or
            `supplementary`.
        strength: `endorsed` by the framework's papers, a `facet` of an endorsed one, or the
            `nearest` domain by content.
        source: Paper or table that says so.
        instrument: Which instrument led there, None where the words of the title did.
    """

    framework: Framework
    name: str
    tier: str
    strength: Strength
    source: str
    instrument: str | None


class OutcomeReading(NamedTuple):
    """All that is known of an outcome; None with a reason where it is not.

    Attributes:
        instruments: In the order of the text; empty where none is known.
        variable_form: What kind of number is reported; `level` is a score at a time.
        thresholds: Of a responder definition.
        scale_min: Only where the text states it.
        scale_max: Only where the text states it.
        assumed_min: The usual lower end, where one instrument is named and the text is silent.
        assumed_max: The usual upper end.
        instrument_direction: What a higher score of the instrument means.
        higher_is: What a higher number, as reported, means (a larger responder share is better).
        change_is: What a higher number means once the reported change is signed as the text says.
        hoped_change: Direction that the title hopes for ("Reduction in pain"), no metric by itself.
        domains: One entry per framework and domain.
        omeract_outside: Whether OMERACT is known to have no place for it; None if contested.
        immpact_outside: Whether IMMPACT is known to have no place for it.
        findings: Evidence by the name of the field it stands for.
        reasons: Why a field is None, or what was flagged, by field.
    """

    instruments: tuple[Instrument, ...]
    variable_form: Form | None
    thresholds: tuple[Threshold, ...]
    scale_min: float | None
    scale_max: float | None
    assumed_min: float | None
    assumed_max: float | None
    instrument_direction: Direction | None
    higher_is: Direction | None
    change_is: Direction | None
    hoped_change: Literal["decrease", "increase"] | None
    domains: tuple[Domain, ...]
    omeract_outside: bool | None
    immpact_outside: bool | None
    findings: tuple[tuple[str, Finding], ...]
    reasons: tuple[tuple[str, str], ...]


def finding(field: Field, span: Span, rule: str, certainty: Certainty = "stated") -> Finding:
    """A finding in one line."""
    return Finding(field, Evidence(span, rule, certainty))
