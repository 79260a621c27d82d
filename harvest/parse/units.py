"""What a posted number counts, by its unit: persons, a share of persons, or something else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

Counted = Literal["persons", "percent_of_persons", "share_of_persons", "percent", "other"]

_PERSONS: Final = (
    r"(?:study |evaluable |randomi[sz]ed |enrolled )?(?:participants?|patients?|subjects?|persons?|"
    r"people|individuals|women|men|males|females|children|adults|responders|respondents)"
)
_OF: Final = r"(?:\s+of(?:\s+the)?)?\s+"
_SHAPES: Final[tuple[tuple[Counted, re.Pattern[str]], ...]] = (
    ("persons", re.compile(rf"(?:number\s+of\s+|count\s+of\s+|no\.\s+of\s+)?{_PERSONS}\b.*")),
    ("percent_of_persons", re.compile(rf"(?:%|percentages?|percent|pct)(?:{_OF}){_PERSONS}\b.*")),
    ("percent_of_persons", re.compile(rf"%\s*{_PERSONS}\b.*")),
    ("share_of_persons", re.compile(rf"(?:proportion|fraction|share){_OF}{_PERSONS}\b.*")),
    ("percent", re.compile(r".*(?:%|percent).*")),
)
# Of each person, so that the number is a mean over persons: "percentage of patient days".
_OF_EACH: Final = re.compile(r"\b(?:days|visits|attempts|responses|hours|eyes|years|occasions)\b")


@lru_cache(maxsize=4096)
def counted(unit: str | None) -> Counted:
    """What the numbers of a unit count; `other` where the unit says nothing of it."""
    plain = " ".join((unit or "").casefold().split())
    for code, shape in _SHAPES:
        if shape.fullmatch(plain):
            is_each = code != "percent" and _OF_EACH.search(plain)
            return "other" if is_each and code == "persons" else "percent" if is_each else code
    return "other"
