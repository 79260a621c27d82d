"""The pieces that the lexer cuts a text into."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.evidence import Span


class Amount(NamedTuple):
    """A written quantity of a drug.

    Attributes:
        levels: In mg (in percent or mL for those bases), in the order of the text.
        joined: "one", "range", "list" or "slash".
        basis: mg, kg, 70kg, m2, percent, volume (mL), strength (mg per mL), other.
        per: "", day, week, month, tablet, injection, dose, hour.
        span: The words.
    """

    levels: tuple[float, ...]
    joined: str
    basis: str
    per: str
    span: Span

    @property
    def low(self) -> float:
        """The smallest level that is not the zero of a placebo."""
        return min((level for level in self.levels if level > 0), default=0.0)

    @property
    def high(self) -> float:
        """The largest level."""
        return max(self.levels)


class Period(NamedTuple):
    """A written stretch of time.

    Attributes:
        kind: "lasting" (for 8 weeks), "label" (days 7-9, week 2), "following" (next week),
            "after" (after 2 weeks), "scattered" (days 1, 8 and 15), "other" (not of the treatment).
        start: First day, of a label; the written number of days after, of "after".
        days: How long; 0 where open or unknown.
        span: The words.
        is_study_day: Whether the label counts study days ("Day 7").
        is_total: Whether it is said to be all of the treatment.
    """

    kind: str
    start: float
    days: float
    span: Span
    is_study_day: bool = False
    is_total: bool = False


class Item(NamedTuple):
    """A tagged piece of a text.

    Attributes:
        kind: drug, amount, frequency, route, form, phrase, period, number, word, plain, mark, end.
        code: The value or the part in the grammar; the word itself of a word or mark.
        group: Of a drug.
        number: In the slot of a frequency, or of a bare number.
        amount: Of an amount.
        period: Of a period.
        span: Where it stands.
    """

    kind: str
    code: str
    span: Span
    group: str = ""
    number: float | None = None
    amount: Amount | None = None
    period: Period | None = None

    def is_(self, kind: str, *codes: str) -> bool:
        """Whether it is of this kind and, where codes are given, of one of them."""
        return self.kind == kind and (not codes or self.code in codes)
