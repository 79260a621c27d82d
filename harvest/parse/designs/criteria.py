"""Parts eligibility criteria into what lets people in and what keeps them out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from harvest.parse.evidence import Span

Side = Literal["inclusion", "exclusion"]

# A heading: "Inclusion Criteria:", "Exclusion criteria for healthy controls:", "Participants will
# be excluded if:"; without a colon it must be alone on its line, and is no bullet.
_HEADING = re.compile(
    r"\b(?P<side>inclusion|exclusion|inclusive|exclusive|included|excluded)\b"
    r"(?:[^\S\n]{1,9}(?:criteri\w{1,3}|factors?))?(?P<rest>[^\n:.;]{0,60}):"
    r"|(?:^|\n)[^\S\n]{0,9}[\d.)(*]{0,4}[^\S\n]{0,9}(?:(?:key|main|major|study|general)[^\S\n]{1,9})?"
    r"(?P<alone>inclusion|exclusion)(?:[^\S\n]{1,9}criteri\w{1,3})?[^\S\n]{0,9}[-.\u2013]?[^\S\n]{0,9}(?=\n|$)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\b(?:for|of|group|cohort|arm)\b|\(", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")


class Criterion(NamedTuple):
    """One line of the criteria: `text[span.start:span.end]`.

    Attributes:
        side: Inclusion or exclusion; lines before any heading are inclusion.
        is_headed: Whether a heading said so.
        is_of_group: Whether the heading is of one group ("Inclusion criteria for controls:"), or
            the line is an item below another.
        span: Where it stands in the whole text.
    """

    side: Side
    is_headed: bool
    is_of_group: bool
    span: Span


@lru_cache(maxsize=64)
def read_criteria(text: str) -> tuple[Criterion, ...]:
    """The lines of the criteria with their side; linear in the text's length."""
    cuts: list[tuple[int, int, Side, bool]] = []
    for match in _HEADING.finditer(text):
        said = (match["side"] or match["alone"]).casefold()
        side: Side = "exclusion" if said.startswith("exclu") else "inclusion"
        cuts.append((match.start(), match.end(), side, bool(_GROUP.search(match["rest"] or ""))))
    found: list[Criterion] = []
    current: Side = "inclusion"
    at = 0
    is_headed = is_of_group = False
    for start, end, side, is_group_next in [*cuts, (len(text), len(text), current, False)]:
        for line in _LINE.finditer(text, at, start):
            if line[0].strip():
                is_below = is_of_group or line[0].startswith("  ")
                found.append(Criterion(current, is_headed, is_below, Span(*line.span())))
        at, current, is_headed, is_of_group = end, side, True, is_group_next
    return tuple(found)
