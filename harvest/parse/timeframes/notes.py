"""What the walk through a time frame notes, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from harvest.parse.evidence import Span
from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.model import Anchor, Reason

BASELINE = -1
"""The place of the baseline in ranges, where others are places in the list of points."""


@dataclass(slots=True)
class Notes:
    """What was found so far.

    Attributes:
        points: In order of the text.
        zero: The words that name a baseline or start.
        zero_anchor: What starts there, if it is no mere baseline.
        is_zero_told: Whether the start has days of its own ("screening (day -14 to -1)").
        last_zero: The last of such words.
        total: The length of all that the text describes.
        ends: Events without a time that end a range ("until death").
        opens: Events and visits without a time.
        known_ends: Days of the events that have a time ("end of treatment (8 weeks)"), by the
            end that they mean.
        ranges: Pairs of places in `points` or `BASELINE`.
        bounds: Places of points that close a span ("up to", "within", "over", "until").
        upper: Those of them that are upper bounds.
        steps: "every 3 months".
        cycles: Cycles by number or count.
        cycle_days: The length of a cycle.
        cycle_lengths_differ: Whether the text gives it more than once and differently.
        phases: Run-in, washout, the length of a baseline.
        faults: Words that stand in the way, with the reason.
        seen: The first item of each other tag.
        is_change: Whether the text speaks of a change.
        is_estimated: Whether a point is approximate.
        is_expected: Whether a point is an expected duration.
    """

    points: list[Item] = field(default_factory=list)
    zero: Item | None = None
    zero_anchor: Anchor | None = None
    is_zero_told: bool = False
    last_zero: Item | None = None
    total: Item | None = None
    ends: list[Item] = field(default_factory=list)
    opens: list[Item] = field(default_factory=list)
    known_ends: dict[str, float] = field(default_factory=dict)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    bounds: set[int] = field(default_factory=set)
    upper: set[int] = field(default_factory=set)
    steps: list[Item] = field(default_factory=list)
    cycles: list[Item] = field(default_factory=list)
    cycle_days: float | None = None
    cycle_lengths_differ: bool = False
    phases: list[Item] = field(default_factory=list)
    faults: list[tuple[Reason, Span]] = field(default_factory=list)
    seen: dict[str, Item] = field(default_factory=dict)
    is_change: bool = False
    is_estimated: bool = False
    is_expected: bool = False

    def know_end(self, event: Item, days: float) -> None:
        """Notes the time of an event that the text gives a time for."""
        self.known_ends.setdefault(end_of(kind_of(event)), days)

    def close_range(self, days: float) -> None:
        """Gives the events that end a range the time that was found for them."""
        for event in self.ends:
            self.know_end(event, days)
        self.ends.clear()

    def note_cycle(self, item: Item) -> None:
        """Notes a cycle, or how long one is."""
        if item.meaning != "length":
            self.cycles.append(item)
            return
        self.cycle_lengths_differ |= self.cycle_days not in (None, item.value)
        self.cycle_days = item.value

    def merge(self, inner: Notes) -> None:
        """Takes in what stands in parentheses."""
        offset = len(self.points)
        self.points.extend(inner.points)
        self.zero = self.zero or inner.zero
        self.zero_anchor = self.zero_anchor or inner.zero_anchor
        self.ends.extend(inner.ends)
        self.opens.extend(inner.opens)
        self.bounds.update(place + offset for place in inner.bounds)
        self.upper.update(place + offset for place in inner.upper)
        self.ranges.extend(
            (
                start if start == BASELINE else start + offset,
                end if end == BASELINE else end + offset,
            )
            for start, end in inner.ranges
        )
        self.cycles.extend(inner.cycles)
        self.phases.extend(inner.phases)
        self.faults.extend(inner.faults)
        self.is_estimated |= inner.is_estimated
        self.is_expected |= inner.is_expected


@dataclass(slots=True)
class State:
    """Where the walk stands in the current clause.

    Attributes:
        last: Place of the last moment.
        last_tag: What came last: a point, a base, a moment without a time, a comma, or nothing
            that a remark in parentheses could belong to.
        is_to: Whether the next moment ends a range.
        since_to: Items since the word that said so.
        is_from: Whether the next moment begins one.
        is_between: Whether an "and" will stand for "to".
        bound: The bound that the next point is: upto, within, over, atleast.
        words: Ordinary words since the last one of the lists.
        is_estimate: Whether the next point is approximate.
        is_expectation: Whether it is an expected duration.
        is_shift: Whether a "reduction" may turn out to be one from baseline.
        lone_event: Whether the next point may be the time of the event before it.
        is_alternative: Whether the next event may come in place of the point before it.
        anchor_ahead: What the coming points count from ("postoperative day 1 and day 3").
    """

    last: int | None = None
    last_tag: str = ""
    is_to: bool = False
    since_to: int = 0
    is_from: bool = False
    is_between: bool = False
    bound: str = ""
    words: int = 0
    is_estimate: bool = False
    is_expectation: bool = False
    is_shift: bool = False
    lone_event: bool = False
    is_alternative: bool = False
    anchor_ahead: Anchor | None = None

    def end_clause(self) -> None:
        """Forgets all that does not reach over the end of a clause."""
        self.last, self.last_tag, self.bound = None, "", ""
        self.is_to = self.is_from = self.is_between = False
        self.is_shift = self.lone_event = self.is_alternative = False
        self.is_estimate = self.is_expectation = False

    def past_moment(self, last: int, tag: str) -> None:
        """Moves on behind a moment that has a time."""
        self.last, self.last_tag, self.bound = last, tag, ""
        self.is_to = self.is_from = self.lone_event = self.is_alternative = False

    def point_before(self) -> int | None:
        """The place of the point just before, if it is one."""
        has_point = self.last is not None and self.last >= 0 and self.last_tag == "point"
        return self.last if has_point else None


def end_of(kind: str) -> str:
    """The end that a kind of event means: what is after a treatment is after its end."""
    return "treatment end" if kind in ("last dose", "treatment") else kind


def kind_of(event: Item) -> str:
    """The kind of an event ("surgery"), without its group."""
    return event.meaning.partition(":")[2]


def counts_from(point: Item, event: Item) -> bool:
    """Whether a point counts from an event, so that it cannot be its time."""
    return point.anchor is not None and end_of(point.anchor.kind) == end_of(kind_of(event))
