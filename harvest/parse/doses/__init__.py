"""Reads the doses of a treatment out of free text: which drug, how much, how often, how long.

A text is cut into tagged items (`lexer`), counts and concentrations become amounts (`counting`),
placebos that name their comparator are told apart (`mentions`), each number finds its own drug
(`binding`), amounts become a plan over time (`events`, `schedule`), and one statement for each drug
is put together (`statements`). What the text does not say is null, with the reason.
"""

from __future__ import annotations

from functools import lru_cache

from harvest.parse.doses.binding import bind
from harvest.parse.doses.classes import CLASS_BOUNDS, LDN_BAND, Band, ClassBounds
from harvest.parse.doses.counting import counted
from harvest.parse.doses.exposure import Exposure, exposure, read_schedule
from harvest.parse.doses.items import Item
from harvest.parse.doses.lexer import has_lookalike, read_items
from harvest.parse.doses.mentions import settled
from harvest.parse.doses.model import DoseStatement, DoseSummary, FieldEvidence, Reason, Step
from harvest.parse.doses.statements import read_statement
from harvest.parse.doses.summary import summarised

__all__ = [
    "Band",
    "ClassBounds",
    "DoseStatement",
    "DoseSummary",
    "Exposure",
    "FieldEvidence",
    "Reason",
    "Step",
    "exposure",
    "read_doses",
    "read_schedule",
    "summarise",
]


@lru_cache(maxsize=16_384)
def read_doses(text: str, context_drug: str | None = None) -> tuple[DoseStatement, ...]:
    """One statement for each drug that a text names, with or without a dose; in order.

    Args:
        text: An arm's or intervention's description, a name, a summary.
        context_drug: The drug of the record around it, for numbers whose drug the text leaves out.
    """
    context = _context(context_drug)
    items = settled(counted(read_items(text, context)))
    binding = bind(items, context)
    has_combination = any(group == "combination" for _, group in binding.drugs)
    statements: dict[str, DoseStatement] = {}
    for name, group in binding.drugs:
        if has_combination and group == "naltrexone":
            continue
        statement = read_statement(binding, name, group)
        statements.setdefault(statement.drug, statement)
    return tuple(statements.values())


@lru_cache(maxsize=16_384)
def summarise(
    text: str,
    context_drug: str | None = None,
    band: Band = LDN_BAND,
    bounds: ClassBounds = CLASS_BOUNDS,
) -> DoseSummary:
    """What a whole text says of its treatment: see `DoseSummary`.

    Args:
        text: As in `read_doses`.
        context_drug: As in `read_doses`.
        band: What counts as low-dose naltrexone.
        bounds: Of the dose classes.
    """
    items = read_items(text, _context(context_drug))
    return summarised(
        read_doses(text, context_drug),
        says_then=_depot_follows(items),
        is_lookalike=has_lookalike(text),
        band=band,
        bounds=bounds,
    )


def _context(context_drug: str | None) -> tuple[str, str] | None:
    """The context's drug with its group: a listed one, else the words themselves."""
    if not context_drug or not context_drug.strip():
        return None
    found = {i.code: i.group for i in settled(read_items(context_drug, None)) if i.kind == "drug"}
    real = [(name, group) for name, group in found.items() if group not in {"placebo", "negated"}]
    if len(real) == 1:
        return real[0]
    if real:
        return None
    if found:
        return "placebo", "placebo"
    name = context_drug.split("(")[0].strip() or context_drug.strip()
    return name.casefold(), "context"


def _depot_follows(items: tuple[Item, ...]) -> bool:
    """Whether "then" or "followed by" stands before a depot or implant."""
    for i, item in enumerate(items):
        if item.kind == "drug" and item.group in {"depot", "implant"}:
            return any(one.is_("phrase", "then") for one in items[max(i - 5, 0) : i])
    return False
