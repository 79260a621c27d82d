"""Puts a daily amount of naltrexone into a class, and says whether it is low-dose naltrexone.

Bounds are parameters, since the literature does not agree on them. Sources: ultra-low and very low
from Toljan & Vrooman 2018 (Med Sci 6:82); the upper bound of 6 mg from the FINAL trial (Bruun 2024,
Lancet Rheumatol 6:e31); standard from the label of naltrexone tablets, 50 to 150 mg; "moderate"
between them is this project's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from harvest.parse.doses.exposure import exposure
from harvest.parse.doses.model import DoseStatement

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Band:
    """Which daily amounts count as low-dose naltrexone.

    Attributes:
        amount: The largest, the final or the mean daily amount.
        low, high: Bounds in mg.
        with_low, with_high: Whether a bound itself counts.
    """

    amount: Literal["max", "final", "mean"] = "max"
    low: float = 1.0
    high: float = 6.0
    with_low: bool = True
    with_high: bool = True

    def holds(self, mg: float) -> bool:
        """Whether an amount lies in the band."""
        above = mg > self.low - _TOLERANCE if self.with_low else mg > self.low + _TOLERANCE
        below = mg < self.high + _TOLERANCE if self.with_high else mg < self.high - _TOLERANCE
        return above and below


@dataclass(frozen=True, slots=True)
class ClassBounds:
    """Bounds of the dose classes in mg per day, lower bounds included."""

    vldn_from: float = 0.001
    ldn_from: float = 1.0
    ldn_to: float = 6.0
    standard_from: float = 50.0
    standard_to: float = 150.0


class Answer(NamedTuple):
    """A code and its reason."""

    code: str
    reason: str


LDN_BAND = Band()
CLASS_BOUNDS = ClassBounds()
# The camps of the literature, for columns beside `is_ldn`.
CAMPS: dict[str, Band] = {
    "toljan_2018": Band(low=1.0, high=5.0),
    "innova": Band(low=0.0, high=5.0, with_low=False, with_high=False),
    "hatfield_2020": Band(low=0.1, high=4.5),
}
NALTREXONE_GROUPS = frozenset({"naltrexone", "depot", "implant", "combination"})


def class_of_amount(mg: float, bounds: ClassBounds = CLASS_BOUNDS) -> str:
    """The class of a daily amount of naltrexone."""
    if mg < bounds.vldn_from - _TOLERANCE:
        return "ULDN"
    if mg < bounds.ldn_from - _TOLERANCE:
        return "VLDN"
    if mg < bounds.ldn_to + _TOLERANCE:
        return "LDN"
    if mg < bounds.standard_from - _TOLERANCE:
        return "moderate"
    return "standard" if mg < bounds.standard_to + _TOLERANCE else "high"


def dose_class(statement: DoseStatement, bounds: ClassBounds = CLASS_BOUNDS) -> str:
    """The class of a statement, by its largest daily amount."""
    group, largest = statement.group, statement.daily_mg_max
    if group == "unnamed":
        return "unknown"
    if group not in NALTREXONE_GROUPS:
        return "other drug"
    if group in {"depot", "implant"}:
        return group
    if statement.basis == "percent" or _is_topical(statement):
        return "topical"
    if largest is not None:
        return class_of_amount(largest, bounds)
    return "combination" if group == "combination" else "unknown"


def is_ldn(statement: DoseStatement, band: Band = LDN_BAND) -> Answer:  # noqa: PLR0911 - a list of cases in order
    """Whether a statement is of low-dose naltrexone: by mouth, on its own, within the band."""
    if statement.group == "unnamed":
        return Answer("uncertain", "no drug is named")
    if statement.group not in NALTREXONE_GROUPS:
        return Answer("no", f"{statement.drug} is not naltrexone")
    if statement.group == "combination":
        return Answer("no", "naltrexone in a fixed combination")
    if statement.group in {"depot", "implant"}:
        return Answer("no", f"naltrexone as {statement.group}")
    if _is_topical(statement) or statement.basis == "percent":
        return Answer("no", "naltrexone on the skin or the eye")
    if statement.route is not None and "oral" not in statement.route:
        return Answer("no", f"naltrexone by a route that is not oral: {statement.route}")
    if statement.route is None and statement.form == "injection":
        return Answer("no", "naltrexone by injection")
    return _by_amount(statement, band)


def _by_amount(statement: DoseStatement, band: Band) -> Answer:
    amount = _amount(statement, band)
    if amount is None:
        return _without_amount(statement, band)
    if not band.holds(amount):
        return Answer("no", f"{amount:g} mg a day lies outside {band.low:g} to {band.high:g} mg")
    doubt = statement.reason_of("is_ldn")
    if doubt is not None:
        return Answer("uncertain", doubt)
    return Answer(
        "yes", f"{amount:g} mg a day by mouth lies within {band.low:g} to {band.high:g} mg"
    )


def _without_amount(statement: DoseStatement, band: Band) -> Answer:
    smallest = statement.per_dose_mg_min
    if smallest is not None and smallest > band.high:
        return Answer("no", f"a single dose of {smallest:g} mg is already above {band.high:g} mg")
    reason = statement.reason_of("daily_mg_max") or "no amount is stated"
    return Answer("uncertain", reason)


def _amount(statement: DoseStatement, band: Band) -> float | None:
    if band.amount == "final":
        return statement.daily_mg_final
    if band.amount == "mean":
        if not statement.schedule or statement.duration_days is None:
            return None
        last = statement.schedule[-1].start_day - statement.schedule[0].start_day
        if statement.duration_days <= last:
            return None
        return exposure(statement.schedule, statement.duration_days).mean_daily_mg
    return statement.daily_mg_max


def _is_topical(statement: DoseStatement) -> bool:
    routes = set((statement.route or "").split(";"))
    return bool(routes & {"topical", "ophthalmic"}) and "oral" not in routes
