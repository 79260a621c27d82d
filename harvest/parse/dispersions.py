"""What the number beside a value says of its spread: one vocabulary for all of posted results.

The registry has codes for it at baseline ("CONFIDENCE_95") and legacy free text in outcomes
("84% Confidence Interval"). Source of the lists: results data element definitions, Measure of
Dispersion/Precision.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from harvest.parse import Unread
from harvest.parse.outcomes.files import rows

Kind = Literal[
    "standard_deviation",
    "standard_error",
    "inter_quartile_range",
    "full_range",
    "confidence_interval",
    "credible_interval",
    "geometric_cv",
    "coefficient_of_variation",
    "geometric_standard_deviation",
    "geometric_standard_error",
    "other",
    "none",
]
LOWEST_LEVEL: Final = 50
_INTERVALS: Final = frozenset({"confidence_interval", "credible_interval"})
# The registry's code for 97.5 has no point.
_WITHOUT_POINT: Final = {"975": "97.5"}
_SIDES = re.compile(r"\b(?:one|two|[12])[- ]?(?:sided|tailed)\b")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?:\s?(?:st|nd|rd|th)\b)?|[^\W\d_]+\d?|%")
_ORDINAL = re.compile(r"(?<=\d)\s?(?:st|nd|rd|th)$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SMALL: Final = frozenset({"the", "a", "an"})
_PERCENT: Final = frozenset({"%", "percent", "pct"})


class Dispersion(NamedTuple):
    """A kind of dispersion.

    Attributes:
        kind: Its code; "none" where the record says that there is none.
        ci_percent: Level of a confidence or credible interval, such as 95; None where the text
            does not say.
    """

    kind: Kind
    ci_percent: float | None = None


def read_dispersion(text: str) -> Dispersion:
    """The kind that a text names, by its registry code or in words.

    Words in brackets or behind a slash may say the same once more, as in "95% Confidence Interval
    (CI)".

    Raises:
        Unread: Empty, unknown words, two kinds, two levels, or a level that cannot be one.
    """
    if not text.strip():
        raise Unread("empty")
    whole = _SIDES.sub(" ", text.casefold().replace("_", " "))
    tokens = _tokens(whole)
    if (kind := _kinds().get(" ".join(tokens))) is not None:
        return Dispersion(kind)
    parts = [found for piece in re.split(r"[()\[\]/;]", whole) if (found := _tokens(piece))]
    read = [_part(part) for part in parts]
    kinds = {kind for kind, _ in read if kind is not None}
    levels = {level for _, level in read if level is not None}
    if len(kinds) != 1:
        raise Unread("names more than one dispersion" if kinds else "names no dispersion")
    (kind,) = kinds
    if levels and kind not in _INTERVALS:
        raise Unread("a level, and no interval")
    if len(levels) > 1:
        raise Unread("more than one level")
    return Dispersion(kind, next(iter(levels), None))


@lru_cache(maxsize=1024)
def attempt(text: str | None) -> Dispersion | None:
    """The same without a reason: None where there is no text, or none that can be read."""
    try:
        return None if text is None else read_dispersion(text)
    except Unread:
        return None


def kind(text: str | None) -> Kind | None:
    """The code of a text, for a column."""
    return None if text is None else read_dispersion(text).kind


def ci_percent(text: str | None) -> float | None:
    """The level that a text states, for a column beside the code, which says what is unread."""
    found = attempt(text)
    return found.ci_percent if found is not None else None


def _part(tokens: list[str]) -> tuple[Kind | None, float | None]:
    """The kind that a part of the text names, the level, or both."""
    words = [token for token in tokens if not _NUMBER.fullmatch(token) and token not in _PERCENT]
    numbers = [token for token in tokens if _NUMBER.fullmatch(token)]
    is_percent = len(words) + len(numbers) < len(tokens)
    if (kind := _kinds().get(" ".join(tokens))) is not None:
        return kind, None
    level = _level(numbers, is_percent=is_percent)
    if not words:
        return None, level
    if (kind := _kinds().get(" ".join(words))) is None:
        raise Unread("unknown words")
    return kind, level


def _level(numbers: list[str], *, is_percent: bool) -> float | None:
    if not numbers:
        return None
    if len(numbers) > 1:
        raise Unread("more than one number")
    value = float(_WITHOUT_POINT.get(numbers[0], numbers[0]).replace(",", "."))
    if value < 1 and not is_percent:
        value = round(value * 100, 6)
    if not LOWEST_LEVEL <= value < 100:
        raise Unread("no level of an interval")
    return value


def _tokens(text: str) -> list[str]:
    """Words and numbers, the plural as the singular, small words and ordinal endings left out."""
    found = (_ORDINAL.sub("", token) for token in _TOKEN.findall(text))
    return [_singular(token) for token in found if token not in _SMALL]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for row in rows("dispersions.tsv"):
        found[" ".join(_tokens(row["words"]))] = row["code"]  # type: ignore[assignment]
    return found
