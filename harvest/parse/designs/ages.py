"""Reads the ages that eligibility criteria state, to be held against the registry's fields."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvest.parse.designs.criteria import read_criteria
from harvest.parse.designs.vocabulary import single_words
from harvest.parse.evidence import Evidence, Span

# Lines on the age at something else, or of someone else, say nothing of who may take part; nor do
# long lines, which speak of several things.
_LONGEST = 160
_WORD = re.compile(r"[^\W\d_]+")

_N = r"(?P<{0}>\d{{1,3}})"
_YEARS = r"\s*-?\s*(?:years?|yrs?\.?|y\.?o\.?|y/o|y)?"
_AGE = (
    r"\b(?:age[ds]?|aging)\b(?:\s*(?:group|range|limits?|is|are|from|of|between|ranging|in|the|:|="
    r"|years?|\(years?\)))*\s*"
)
_GE = (
    r"(?:>=|\\>=|\u2265|\u2a7e|\u2267|at least|minimum(?: of)?|min\.?|from"
    r"|no(?:t)? (?:less|younger) than)"
)
_GT = r"(?:>|\\>|over|above|older than|greater than|more than|higher than)"
_LE = (
    r"(?:<=|\\<=|\u2264|\u2a7d|\u2266|at most|up to|maximum(?: of)?"
    r"|no(?:t)? (?:more|older|greater) than)"
)
_LT = r"(?:<|\\<|under|below|younger than|less than)"
_OLD = r"(?:\s*of\s*age|\s*old|\s*of\s*years)"
_UP = r"\s*(?:and|or|&)\s*(?:older|over|above|more|greater|elder)"


def _pattern(shape: str) -> re.Pattern[str]:
    low, high = _N.format("low"), _N.format("high")
    for name, part in (
        ("LOW", low), ("HIGH", high), ("YEARS", _YEARS), ("AGE", _AGE), ("GE", _GE), ("GT", _GT),
        ("LE", _LE), ("LT", _LT), ("OLD", _OLD), ("UP", _UP),
    ):  # fmt: skip
        shape = shape.replace(f"<{name}>", part)
    return re.compile(shape, re.IGNORECASE)


_TO = r"\s*(?:-|\u2013|\u2014|~|\\~|to|and|through|until)\s*"
# (pattern, whether the lower bound is included, whether the upper is)
_RANGES = (
    _pattern(rf"<AGE><LOW><YEARS>(?:<OLD>)?{_TO}<HIGH>(?!\d|\.\d)"),
    _pattern(rf"\b(?<!\d)<LOW><YEARS>{_TO}<HIGH>\s*-?\s*(?:years?|yrs?\.?|y)<OLD>"),
)
_OVER = (
    (_pattern(r"<AGE>(?:must be\s*)?<GE>\s*<LOW>(?![\d.])"), True),
    (_pattern(r"<AGE>(?:must be\s*)?<GT>\s*(?:or equal to\s*)?<LOW>(?![\d.])"), False),
    (_pattern(r"<AGE><LOW><YEARS>(?:<OLD>)?<UP>"), True),
    (_pattern(r"\b(?<!\d)<LOW>\s*-?\s*(?:years?|yrs?\.?)(?:<OLD>)?<UP>"), True),
    (_pattern(r"<GE>\s*<LOW>\s*-?\s*(?:years?|yrs?\.?)<OLD>"), True),
    (_pattern(r"<GT>\s*<LOW>\s*-?\s*(?:years?|yrs?\.?)<OLD>"), False),
    (_pattern(r"<GT>\s*(?:the )?age (?:of )?<LOW>(?![\d.])"), False),
)
_UNDER = (
    (_pattern(r"<AGE>(?:must be\s*)?<LE>\s*<HIGH>(?![\d.])"), True),
    (_pattern(r"<AGE>(?:must be\s*)?<LT>\s*<HIGH>(?![\d.])"), False),
    (_pattern(r"<LE>\s*<HIGH>\s*-?\s*(?:years?|yrs?\.?)<OLD>"), True),
    (_pattern(r"<LT>\s*<HIGH>\s*-?\s*(?:years?|yrs?\.?)<OLD>"), False),
)
_OTHER_UNITS = re.compile(r"\b(?:months?|weeks?|days?|hours?|gestation\w*)\b", re.IGNORECASE)


class Bound(NamedTuple):
    """A bound of age in years.

    Attributes:
        years: As stated.
        is_included: Whether that age itself may take part; None where it does not say.
        evidence: The words.
    """

    years: float
    is_included: bool | None
    evidence: Evidence


class AgeLimits(NamedTuple):
    """What the criteria say; None where they are silent, or say several things."""

    lowest: Bound | None
    highest: Bound | None


def read_ages(text: str) -> AgeLimits:
    """The limits of age that the criteria state once, or several times alike."""
    lows: list[Bound] = []
    highs: list[Bound] = []
    other = single_words("other_age")
    for criterion in read_criteria(text):
        start, end = criterion.span
        if criterion.is_of_group or end - start > _LONGEST:
            continue
        line = text[start:end]
        words = [word.casefold() for word in _WORD.findall(line)]
        if other.intersection(words) or _OTHER_UNITS.search(line):
            continue
        low, high = _bounds(line, start)
        if criterion.side == "exclusion":
            # "Age under 18 years" keeps out what is under 18; "18 to 65" among exclusions is odd.
            if low and high:
                continue
            low, high = _turned(high), _turned(low)
        lows += [low] if low else []
        highs += [high] if high else []
    return AgeLimits(_agreed(lows), _agreed(highs))


def _bounds(line: str, offset: int) -> tuple[Bound | None, Bound | None]:
    for pattern in _RANGES:
        match = pattern.search(line)
        if match and int(match["low"]) < int(match["high"]):
            return (
                _bound(match, "low", offset, "age_range", None),
                _bound(match, "high", offset, "age_range", None),
            )
    low = high = None
    for pattern, is_included in _OVER:
        match = pattern.search(line)
        if match:
            low = _bound(match, "low", offset, "age_from", is_included)
            break
    for pattern, is_included in _UNDER:
        match = pattern.search(line)
        if match:
            high = _bound(match, "high", offset, "age_up_to", is_included)
            break
    return low, high


def _bound(
    match: re.Match[str], group: str, offset: int, rule: str, is_included: bool | None
) -> Bound:
    where = Span(offset + match.start(), offset + match.end())
    return Bound(float(match[group]), is_included, Evidence(where, rule, "stated"))


def _turned(bound: Bound | None) -> Bound | None:
    """What is left when the ages beyond a bound are excluded."""
    if bound is None:
        return None
    is_included = None if bound.is_included is None else not bound.is_included
    return bound._replace(is_included=is_included)


def _agreed(bounds: list[Bound]) -> Bound | None:
    return bounds[0] if len({bound.years for bound in bounds}) == 1 else None
