"""Which of several dose statements stands for an arm, and which of the others disagree with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, get_args

from harvest.derive.doses import Dose
from harvest.derive.texts import Source
from harvest.parse.doses.model import number_text

_RANK: Final = {source: rank for rank, source in enumerate(get_args(Source))}
_TOLERANCE: Final = 1e-6


class Conflict(NamedTuple):
    """A statement that cannot be true of the arm if the winning one is."""

    dose_position: int
    dose: Dose
    message: str


class Winner(NamedTuple):
    """The statement that stands for an arm and a drug.

    Attributes:
        dose_position: Its place among all statements of the study.
        dose: The statement.
        why: Why it won.
        conflicts: Those that disagree.
    """

    dose_position: int
    dose: Dose
    why: str
    conflicts: tuple[Conflict, ...]


def winner(candidates: Sequence[tuple[int, Dose]]) -> Winner | None:
    """The statement that counts; None where there is none at all.

    An arm's own words come before those of its intervention, a description before a name, and
    what is said of the whole study counts only where neither arm nor intervention says how much.
    Of statements that agree on the largest amount the one with the most steps wins, since it says
    the most.

    Args:
        candidates: Statements about one drug of one arm, with their positions.
    """
    ranked = sorted(candidates, key=lambda each: (_RANK[each[1].source], each[0]))
    own = [each for each in ranked if each[1].role != "study"]
    telling = [each for each in own if each[1].has_amount]
    if not telling:
        told = [each for each in ranked if each[1].has_amount]
        if told:
            place, dose = told[0]
            why = f"neither arm nor intervention says how much; the {_words(dose.source)} does"
            return Winner(place, dose, why, _conflicts(dose, told[1:]))
        if not own:
            return None
        place, dose = own[0]
        return Winner(place, dose, "no text says how much", ())
    first = telling[0]
    agreeing = [first, *(each for each in telling if _agree(each[1], first[1]))]
    best = max(agreeing, key=lambda each: _says(each[1]))
    others = [each for each in ranked if each is not best and each[1].has_amount]
    return Winner(*best, _why(best[1], first[1], len(telling)), _conflicts(best[1], others))


def _says(dose: Dose) -> int:
    """How much a statement says of steps; one that is silent on them knows the least."""
    steps = len(dose.statement.schedule)
    return steps if steps > 1 else int(dose.statement.is_titrated)


def _why(best: Dose, first: Dose, telling: int) -> str:
    source = _words(best.source)
    if best is not first and not best.statement.schedule:
        return f"the {source} tells of steps, and agrees with the {_words(first.source)}"
    if best is not first:
        return f"the {source} gives the steps, and agrees with the {_words(first.source)}"
    if telling == 1:
        return f"only the {source} says how much"
    if best.is_inherited:
        return f"the arm does not say how much; the {source} comes first of the rest"
    return f"the {source} is the arm's own word"


def _agree(one: Dose, other: Dose) -> bool:
    """Whether two statements name the same largest amount."""
    first, second = one.statement.daily_mg_max, other.statement.daily_mg_max
    return first is not None and second is not None and abs(first - second) < _TOLERANCE


def _conflicts(won: Dose, others: Sequence[tuple[int, Dose]]) -> tuple[Conflict, ...]:
    found = []
    for place, other in others:
        if not _can_both_be(won, other):
            message = (
                f"the {_words(other.source)} says {_amount(other)} mg a day, "
                f"the {_words(won.source)} {_amount(won)}"
            )
            found.append(Conflict(place, other, message))
    return tuple(found)


def _can_both_be(one: Dose, other: Dose) -> bool:
    """Whether the ranges of two statements have an amount in common; unknown ends are open."""
    first, second = one.statement, other.statement
    if first.daily_mg_max is None or second.daily_mg_max is None:
        return True
    low = max(first.daily_mg_min or 0, second.daily_mg_min or 0)
    return low <= min(first.daily_mg_max, second.daily_mg_max) + _TOLERANCE


def _amount(dose: Dose) -> str:
    low, high = dose.statement.daily_mg_min, dose.statement.daily_mg_max
    assert high is not None
    if low is None:
        return f"at most {number_text(high)}"
    if abs(high - low) < _TOLERANCE:
        return number_text(high)
    return f"{number_text(low)} to {number_text(high)}"


def _words(source: Source) -> str:
    return source.replace("_", " ")
