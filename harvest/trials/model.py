"""What a line of each file says; the fields are the files' columns, in their order."""

from __future__ import annotations

from typing import Literal, NamedTuple

from harvest.parse.identifiers import IdentifierKind
from harvest.parse.outcomes.model import Form


class BadTrials(ValueError):
    """A line that cannot be right; the message says where and why."""


Design = Literal[
    "parallel", "crossover", "fixed_order_crossover", "factorial", "single_arm", "dose_finding"
]
Blinding = Literal["double", "single", "open"]
Publication = Literal["published", "registered_only", "withdrawn"]
ReportKind = Literal[
    "results",
    "protocol",
    "secondary_analysis",
    "conference",
    "registry_results",
    "review",
    "letter",
    "correction",
]
Statistic = Literal[
    "mean",
    "median",
    "sd",
    "se",
    "iqr_width",
    "ci_lower",
    "ci_upper",
    "ci_half_width",
    "n",
    "events",
    "percent",
    "count",
    "md",
    "median_difference",
    "smd",
    "cohens_d",
    "effect_size",
    "rr",
    "or",
    "ed50",
    "ed95",
    "i2",
    "p",
    "none",
]
Comparator = Literal["=", "<", "<=", ">", ">="]
OutcomeKind = Literal["primary", "secondary", "exploratory", "safety"]
HigherIs = Literal["better", "worse"]
Role = Literal["active", "control", "contrast", "single"]
AnalysisSet = Literal["ITT", "complete_case", "completers", "safety", "not_stated"]
AnalysisDesign = Literal[
    "parallel",
    "factorial",
    "paired_crossover",
    "fixed_order",
    "before_after",
    "dose_finding",
    "meta_analysis",
]
Reporting = Literal["full", "partial", "p_only", "absent"]
ReadIn = Literal["abstract", "full_text", "secondary_source", "news", "computed", "not_found"]


class Trial(NamedTuple):
    """One piece of research; None where we do not know."""

    trial_id: str
    name: str
    condition: str
    design: Design | None
    blinding: Blinding | None
    is_randomized: bool | None
    drug: str
    daily_mg_max: float | None
    schedule: str | None
    comparator: str
    treatment_days: int | None
    washout_days: int | None
    n_planned: int | None
    n_randomized: int | None
    n_analyzed: int | None
    country: str
    publication: Publication
    is_ldn_in_fibromyalgia: bool
    is_verified: bool
    note: str | None


class TrialId(NamedTuple):
    """One registration of a trial, or one malformed writing of it that a report has."""

    trial_id: str
    kind: IdentifierKind
    number: str
    seen_as: str | None
    seen_in: str | None
    is_verified: bool
    source: str
    note: str | None


class Report(NamedTuple):
    """One publication; of no single trial if it is a review."""

    report_id: str
    trial_id: str | None
    kind: ReportKind
    pmid: str | None
    doi: str | None
    year: int | None
    citation: str
    reports_on: str
    is_verified: bool
    note: str | None


class PublishedResult(NamedTuple):
    """One number; those of one finding differ in what `OF_A_NUMBER` lists and in nothing else."""

    finding_id: str
    statistic: Statistic
    value: float | None
    comparator: Comparator | None
    unit: str | None
    level_percent: float | None
    trial_id: str | None
    report_id: str | None
    outcome: str
    outcome_kind: OutcomeKind | None
    instrument: str | None
    instrument_part: str | None
    variable_form: Form | None
    responder_threshold_percent: float | None
    scale_min: float | None
    scale_max: float | None
    higher_is: HigherIs | None
    arm: str | None
    versus: str | None
    role: Role | None
    timepoint_days: int | None
    analysis_set: AnalysisSet | None
    analysis_design: AnalysisDesign
    adjustment: str | None
    reporting: Reporting
    read_in: ReadIn
    location: str | None
    is_verified: bool
    derivation: str | None
    note: str | None


OF_A_NUMBER = frozenset(
    {
        "statistic",
        "value",
        "comparator",
        "unit",
        "level_percent",
        "read_in",
        "location",
        "is_verified",
        "derivation",
        "note",
    }
)
