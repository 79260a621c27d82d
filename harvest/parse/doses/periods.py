"""Reads stretches of treatment time: "for 8 weeks", "days 7-9", "week 2", "the next two weeks".

Conventions (the project's): a week is 7 days, a month 365/12 days rounded half up, a year 365.
Week 1 begins on day 0; study days stay as they are numbered.
"""

from __future__ import annotations

from math import floor

from harvest.parse.doses.items import Period
from harvest.parse.doses.quantities import has_unit, read_quantity
from harvest.parse.doses.vocabulary import time_units
from harvest.parse.evidence import Span
from harvest.parse.tokens import Token

_DASHES = frozenset("-\u2010\u2011\u2013\u2014\u2212")
_TO = _DASHES | {"to", "through", "thru", "until", "til", "a", "\u2192"}
_ORDINALS = {
    **{
        word: i + 1
        for i, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"))
    },
    "seventh": 7,
    "eighth": 8,
    "f\u00f8rste": 1,
    "primera": 1,
    "primeras": 1,
    "initial": 1,
}
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_FOLLOWING = frozenset(
    {
        "next",
        "following",
        "subsequent",
        "another",
        "additional",
        "remaining",
        "further",
        "last",
        "final",
        "more",
    }
)
_BEFORE_OTHER = frozenset(
    {
        "within",
        "at",
        "least",
        "past",
        "previous",
        "prior",
        "since",
        "every",
        "each",
        "by",
        "q",
        "ages",
    }
    | {
        "until",
        "than",
        "aged",
        "age",
        "over\u2010",
        "\u2265",
        ">",
        "<",
        "approximately\u2010",
        "visit",
    }
)
_AFTER_OTHER = frozenset(
    {
        "before",
        "prior",
        "apart",
        "ago",
        "follow",
        "followup",
        "washout",
        "wash",
        "baseline",
        "screening",
    }
    | {
        "run",
        "lead",
        "old",
        "interval",
        "intervals",
        "window",
        "postoperatively",
        "of\u2010age",
        "cycle",
    }
    | {
        "cycles",
        "history",
        "observation",
        "post",
        "from",
        "supply",
        "and\u2010older",
        "earlier",
        "off",
    }
    | {"preceding", "placebo", "without"}
)
_OVER = frozenset({"over", "within", "in", "during", "across"})
# A dose that is reached over a time has steps in it that the text does not tell.
_RAMPS = frozenset(
    {"reached", "titrated", "increased", "raised", "escalated", "achieved", "uptitrated", "built"}
    | {"titration", "escalation", "increase", "stepped", "increasing", "titrating", "escalating"}
)
_FOR = frozenset({"for", "over", "during", "x"})
_SINGULAR = frozenset({"day", "week", "month", "year", "wk", "yr", "mo"})
_TREATMENT = frozenset(
    {"treatment", "intervention", "dosing", "course", "therapy", "taper", "titration", "medication"}
    | {
        "ascending",
        "maintenance",
        "regimen",
        "administration",
        "active",
        "exposure",
        "drug",
        "daily",
    }
    | {
        "naltrexone",
        "ldn",
        "supplementation",
        "escalation",
        "uptitration",
        "induction",
        "detoxification",
    }
)


def read_period(found: tuple[Token, ...], at: int) -> tuple[Period, int] | None:
    """The stretch of time that starts at a token, and the token after it."""
    token = found[at]
    if token.kind == "number":
        return _ordinal_number(found, at) or _lasting(found, at)
    if token.text in _ORDINALS:
        return _ordinal(found, at, _ORDINALS[token.text], at + 1)
    if token.text in _FOLLOWING:
        return _following(found, at)
    if token.text in {"a", "an"} and _text(found, at - 1) in _FOR and _unit(found, at + 1):
        length = whole_days(1, _unit(found, at + 1))
        return Period("lasting", 0.0, length, _span(found, at, at + 2)), at + 2
    return _label(found, at)


def whole_days(number: float, days: float) -> float:
    """Days of a number of units, rounded half up."""
    return float(floor(number * days + 0.5))


def _text(found: tuple[Token, ...], at: int) -> str:
    return found[at].text if 0 <= at < len(found) else ""


def _unit(found: tuple[Token, ...], at: int) -> float:
    """Days of the unit at a token; 0 where there is none or it is under a day."""
    return time_units().get(_text(found, at), ("", 0.0))[1]


def _span(found: tuple[Token, ...], at: int, after: int) -> Span:
    return Span(found[at].span.start, found[after - 1].span.end)


def _lasting(found: tuple[Token, ...], at: int) -> tuple[Period, int] | None:
    """ "12 weeks", "12-week", "8 to 12 weeks" (of which the length stays open)."""
    i, number = at + 1, found[at].value or 0.0
    is_range = False
    if _text(found, i) in _TO and i + 1 < len(found) and found[i + 1].kind == "number":
        i, is_range = i + 2, True
    is_hyphenated = _text(found, i) in _DASHES
    if is_hyphenated:
        i += 1
    if _text(found, i) in {"consecutive", "full", "whole", "successive", "additional", "more"}:
        i += 1
    days = _unit(found, i)
    if not days:
        return None
    after = i + 1
    kind = _kind(found, at, after, _text(found, i) in _SINGULAR and (is_hyphenated or number != 1))
    if _text(found, i - 1) in {"additional", "more"} and kind == "lasting":
        kind = "following"
    is_total = _is_total(found, at, after)
    length = 0.0 if is_range else whole_days(number, days)
    start = length if kind == "after" else 0.0
    return Period(
        kind, start, 0.0 if kind == "after" else length, _span(found, at, after), is_total=is_total
    ), after


def _is_total(found: tuple[Token, ...], at: int, after: int) -> bool:
    following = {_text(found, after), _text(found, after + 1)}
    before = {_text(found, at - 1), _text(found, at - 2), _text(found, at - 3)}
    is_all = (_text(found, after), _text(found, after + 1)) == ("in", "all")
    is_all = is_all or "altogether" in following
    return (
        is_all
        or "total" in following
        or ("total" in before and "of" in before)
        or "duration" in before
    )


def _kind(found: tuple[Token, ...], at: int, after: int, is_adjective: bool) -> str:  # noqa: PLR0911 - a list of cases in order
    before, following = _text(found, at - 1), _text(found, after)
    ahead = [_text(found, j) for j in range(after, after + 4)]
    behind = {_text(found, at - 2), _text(found, at - 3), _text(found, at - 4)}
    if following == "later":
        return "after"
    if before in _OVER and behind & _RAMPS:
        return "ramp"
    if following == "following" and before not in _FOR:
        return "other"
    if before in {"maximum", "max"}:
        return "other"
    if following == "after" and _text(found, after + 1) not in {"which", "that"}:
        return "other"
    if following in _AFTER_OTHER or (
        following in _DASHES and _text(found, after + 1) in _AFTER_OTHER
    ):
        return "other"
    if before == "after" and following not in {"of", "from"}:
        return "after"
    if before in _BEFORE_OTHER or (before in _DASHES and not is_adjective):
        return "other"
    if before == "of" and not behind & {"period", "duration", "total", "course"}:
        return "other"
    if {"followed", "follow", "following"} & {before, _text(found, at - 2)} and before == "for":
        return "other"
    if is_adjective and following not in {"(", ")", ",", "."}:
        stop = next((j for j, word in enumerate(ahead) if word in _AFTER_OTHER), 9)
        go = next((j for j, word in enumerate(ahead) if word in _TREATMENT), 9)
        return "lasting" if go < stop else "other"
    return "lasting"


def _ordinal_number(found: tuple[Token, ...], at: int) -> tuple[Period, int] | None:
    """ "2nd week"."""
    if _text(found, at + 1) not in _SUFFIXES:
        return None
    return _ordinal(found, at, int(found[at].value or 0), at + 2)


def _ordinal(found: tuple[Token, ...], at: int, order: int, i: int) -> tuple[Period, int] | None:
    """ "the first 2 weeks", "the second week"; "second" alone is a unit of time and no period."""
    number = 1.0
    if i < len(found) and found[i].kind == "number":
        number, i = found[i].value or 0.0, i + 1
    if _text(found, i) in _DASHES:
        i += 1
    days = _unit(found, i)
    if not days:
        return None
    length = whole_days(number, days)
    start = (order - 1) * length
    is_open = _text(found, i + 1) in {"onward", "onwards", "on"} or _text(found, at - 1) == "from"
    is_open = is_open or (_text(found, at - 1) == "the" and _text(found, at - 2) == "from")
    period = Period("label", start, 0.0 if is_open else length, _span(found, at, i + 1))
    return period, i + 1


def _following(found: tuple[Token, ...], at: int) -> tuple[Period, int] | None:
    """ "the next two weeks", "another week", "the remaining 6 weeks"."""
    i, number = at + 1, 1.0
    if i < len(found) and found[i].kind == "number":
        number, i = found[i].value or 0.0, i + 1
    if _text(found, i) in _DASHES:
        i += 1
    days = _unit(found, i)
    if not days:
        return None
    is_past = found[at].text in {"last", "following"} and _text(found, at - 1) in {
        "in",
        "within",
        "past",
    }
    kind = "other" if is_past else "following"
    if found[at].text in {"remaining", "last", "final"} and i == at + 1:
        number = 0.0  # "the remaining weeks"
    return Period(kind, 0.0, whole_days(number, days), _span(found, at, i + 1)), i + 1


def _label(found: tuple[Token, ...], at: int) -> tuple[Period, int] | None:
    """ "days 7-9", "week 2", "from day 3"."""
    days = _unit(found, at)
    if not days or at + 1 >= len(found) or found[at + 1].kind != "number":
        return None
    if _unit(found, at + 2) or found[at].text in {"year", "years"}:
        return None
    first = found[at + 1].value or 0.0
    last, after = first, at + 2
    joins = _TO | {"and", "&", ","}
    count, joined_by_and = 1, False
    while _text(found, after) in joins and after + 1 < len(found):
        number_at = after + 1
        if found[number_at].text in {"and", "day", "week", "days", "weeks", "d"}:
            number_at += 1
        if number_at >= len(found) or found[number_at].kind != "number":
            break
        if _text(found, after) in {",", "and", "&"} and read_quantity(found, number_at) is not None:
            break
        if has_unit(found, number_at) or _counts(found, after, number_at):
            break
        joined_by_and = _text(found, after) in {"and", "&", ","}
        count += 2 if _text(found, after) in {",", "&"} else 1
        last, after = found[number_at].value or 0.0, number_at + 1
    before, earlier = _text(found, at - 1), _text(found, at - 2)
    is_other = before in {"until", "by", "through", "to", "till"} or count > 2 or last < first
    is_other = is_other or (
        before == "at" and earlier not in {"starting", "beginning", "start", "begin"}
    )
    is_other = is_other or (before == "after" and count == 1)
    is_other = is_other or (joined_by_and and last > first + 1)
    span = _span(found, at, after)
    if before in {"until", "till"} and count == 1 and first > 0:
        return Period("until", 0.0, whole_days(first, days), span), after
    if is_other:
        is_list = days == 1 and (count > 2 or (joined_by_and and last > first + 1))
        kind = "scattered" if is_list else "other"
        return Period(kind, 0.0, 0.0, span), after
    is_open = count == 1 and (
        before in {"from", "at", "starting"}
        or _text(found, after) in {"onward", "onwards", "on", "+"}
    )
    if days == 1:
        length = 0.0 if is_open else last - first + 1
        return Period("label", first, length, span, is_study_day=True), after
    offset = 0 if first == 0 else 1
    start = whole_days(first - offset, days)
    length = 0.0 if is_open else whole_days(last - offset + (offset or (count == 1)), days) - start
    return Period("label", start, length, span), after


def _counts(found: tuple[Token, ...], join: int, number_at: int) -> bool:
    """Whether a number after "," or "and" is of something else: "week 1, 2 capsules"."""
    if _text(found, join) not in {",", "and", "&"}:
        return False
    if number_at + 1 >= len(found):
        return False
    return found[number_at + 1].kind == "word" and found[number_at + 1].text not in {
        *("and", "or", "of", "at", "for", "in", "on", "then", "to", "the", "q", "every"),
    }
