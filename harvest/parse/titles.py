"""What the title of a posted class, category or group says: a time, a total, a part of people.

The registry lets sponsors use classes and categories for whatever they like: points of time
("Week 8"), subgroups ("<65 years"), answers ("Yes"), subscales. Source: posted results, which have
no field that says which.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from harvest.parse.timeframes import read_time_frame

Role = Literal[
    "time",
    "baseline",
    "change",
    "end_of_treatment",
    "total",
    "missing",
    "responder",
    "non_responder",
    "subgroup",
    "other",
    "none",
]
# "(N=112)", "(n = 167, 146, 101)", "n=30".
_COUNTS: Final = re.compile(r"[(\[]?\s*\b[nN]\s*=\s*(\d+(?:\s*[,/;]\s*\d+)*)\s*[)\]]?")
_AGES: Final = re.compile(
    r"(?:[<>\u2264\u2265]|<=|>=)\s*\d+|\b\d+\s*(?:-|to|\u2013)\s*\d+\s*years\b"
)
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_CHANGE: Final = re.compile(
    r"(?<!\bno )\bchange\b|\bchanges\b|\bdifference from baseline\b", re.IGNORECASE
)
# All before the answer to a question.
_ANSWER: Final = re.compile(r"^.*(?:\?|[:\u2013]|\s-\s)\s*(?=\S)")
# Words that a point of time may have around it without becoming something else.
_AROUND: Final = frozenset(
    {"a", "after", "at", "baseline", "change", "day", "days", "during", "end", "endpoint", "follow"}
    | {"followup", "for", "from", "in", "last", "locf", "mean", "mid", "mmrm", "month", "months"}
    | {"oc", "of", "on", "observed", "period", "phase", "post", "pre", "score", "scores", "since"}
    | {"start", "study", "the", "time", "to", "total", "treatment", "until", "up", "value"}
    | {"values", "visit", "week", "weeks", "year", "years"}
)


class Title(NamedTuple):
    """What a title says.

    Attributes:
        role: What it stands for; `time` has `days`, `other` names something of the measure itself
            (a subscale, a kind of event, a treatment), `none` is an empty title.
        days: Elapsed days of the point that it names; 0 for a baseline.
        is_change: It speaks of a change.
        counts: Numbers of people that stand in it ("N=112").
        is_whole: Nothing but the role is in it; False for "Week 4 - 2 visits".
    """

    role: Role
    days: float | None = None
    is_change: bool = False
    counts: tuple[int, ...] = ()
    is_whole: bool = True


@lru_cache(maxsize=16_384)
def read_title(text: str | None) -> Title:
    """What the title of a class, a category or a group says; see `Title`."""
    if text is None or not text.strip():
        return Title("none")
    match = _COUNTS.search(text)
    counts = _counts(match)
    plain = _COUNTS.sub(" ", text).strip(" -:,;")
    is_change = _CHANGE.search(plain) is not None
    listed = _listed().get(_plain(plain))
    if listed is not None:
        days = 0.0 if listed == "baseline" else None
        return Title(listed, days, is_change, counts)
    answer = _listed().get(_plain(_ANSWER.sub("", plain)))
    if answer in ("missing", "responder", "non_responder"):
        # "Q2: able to work? No"
        days = _time(plain, counts, is_change=is_change).days
        return Title(answer, days, is_change, counts, is_whole=False)
    if _AGES.search(plain):
        return Title("subgroup", None, is_change, counts)
    return _time(plain, counts, is_change=is_change)


def _time(text: str, counts: tuple[int, ...], *, is_change: bool) -> Title:
    """A title that is a point of time, or has one in it."""
    frame = read_time_frame(text)
    points = [point for point in frame.points if point.days > 0]
    starts = [point for point in frame.points if point.days == 0 and "0" in point.label]
    if not points and len(starts) == 1:
        return Title("other", 0.0, is_change, counts, is_whole=False)  # "Mood at week 0"
    if len(points) != 1 or frame.is_partial:
        head, colon, tail = text.rpartition(":")
        inner = _time(tail, counts, is_change=is_change) if colon and head else None
        days = None if inner is None else inner.days
        return Title("other", days, is_change, counts, is_whole=False)
    start, end = points[0].evidence.span
    rest = _WORD.findall((text[:start] + " " + text[end:]).casefold())
    is_whole = all(word in _AROUND for word in rest)
    role: Role = "time" if is_whole else "other"
    return Title(role, points[0].elapsed_days, is_change, counts, is_whole)


def _counts(match: re.Match[str] | None) -> tuple[int, ...]:
    if match is None:
        return ()
    return tuple(int(each) for each in re.findall(r"\d{1,9}", match[1]))[:12]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("\u2010", "-").split())


@cache
def _listed() -> dict[str, Role]:
    path = files("harvest.parse") / "vocabulary" / "posted_titles.tsv"
    found: dict[str, Role] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"):
        role: Role = row["role"]  # type: ignore[assignment]
        found[row["title"]] = role
    return found
