"""Amounts of one drug with their frequency, periods and part in the plan."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from harvest.parse.doses.binding import Binding
from harvest.parse.doses.items import Amount, Item, Period
from harvest.parse.doses.sentences import Bound, Owned

_INTERVALS = frozenset(
    {"weekly", "every n weeks", "every n days", "monthly", "several a week", "QOD"}
)
_NOT_DAILY = _INTERVALS | {"cycle"}
_ONCE = frozenset({"QD", "bedtime", "evening", "morning", "daily total"})
_MANY = frozenset({"BID", "TID", "QID", "n/day", "every n hours"})


class Event(NamedTuple):
    """One amount of a drug.

    Attributes:
        bound: Where it was read.
        role: dose, upper (an upper bound), cap (of a weight-based dose), target (of a titration),
            increment, strength (of one unit) or weight (mg/kg).
        levels: Milligrams per day; empty where they cannot be known.
        reason: Why they cannot.
        times: Doses per day, smallest and largest.
        frequencies: The items that say how often.
        periods: When it is taken.
        is_optional: Whether it depends on the patient.
        is_total: Whether it is the amount of a day by its own words.
    """

    bound: Bound
    role: str
    levels: tuple[float, ...]
    reason: str
    times: tuple[float, float]
    frequencies: tuple[Item, ...]
    periods: tuple[Period, ...]
    is_optional: bool
    is_total: bool

    @property
    def low(self) -> float:
        """Smallest daily amount but 0."""
        return min((level for level in self.levels if level > 0), default=0.0)

    @property
    def high(self) -> float:
        """Largest daily amount."""
        return max(self.levels, default=0.0)


class Reading(NamedTuple):
    """All that belongs to one drug.

    Attributes:
        events: Its amounts in order.
        owned: Its frequencies, routes, forms and periods.
        intervals: Times between steps of a titration, in days, by index of their item.
        general: Frequencies that stand beside no amount.
    """

    events: tuple[Event, ...]
    owned: tuple[Owned, ...]
    intervals: tuple[tuple[int, float], ...]
    general: tuple[Item, ...]


def read_events(binding: Binding, drug: str, *, is_plain: bool) -> Reading:
    """The amounts of a drug; `is_plain` for one that is taken daily, so that weeks are steps."""
    owned = tuple(one for one in binding.owned if one.drug == drug)
    bounds = [bound for bound in binding.bounds if bound.drug == drug]
    moving = _moving_sentences(binding) if is_plain else frozenset()
    intervals, kept = [], []
    for one in owned:
        code, number = one.item.code, one.item.number
        if (
            one.item.kind == "frequency"
            and code in _INTERVALS
            and _sentence(binding, one.at) in moving
        ):
            intervals.append((one.at, _interval_days(code, number)))
        else:
            kept.append(one)
    general = tuple(o.item for o in kept if o.item.kind == "frequency" and o.amount_at is None)
    by_amount: dict[int, list[Item]] = {}
    by_sentence: dict[int, list[Item]] = {}
    periods: dict[int, list[Period]] = {}
    for one in kept:
        if one.item.kind == "frequency":
            by_sentence.setdefault(_sentence(binding, one.at), []).append(one.item)
            if one.amount_at is not None:
                by_amount.setdefault(one.amount_at, []).append(one.item)
        elif one.item.period is not None and one.amount_at is not None:
            periods.setdefault(one.amount_at, []).append(one.item.period)
        elif one.item.is_("phrase", "then") and one.amount_at is not None:
            periods.setdefault(one.amount_at, [])
    events = []
    for bound in bounds:
        sentence = by_sentence.get(_sentence(binding, bound.at), [])
        cycles = [item for item in sentence if item.code == "cycle"]
        own = by_amount.get(bound.at) or sentence or general
        own = tuple(dict.fromkeys((*own, *cycles)))
        events.append(_event(binding, bound, own, tuple(periods.get(bound.at, ()))))
    events = _sums(_with_frequency(events, by_amount), by_amount)
    if len(events) == 1 and _is_first_only(binding.items, events[0]):
        reason = "only the first dose of a titration is stated"
        events = [events[0]._replace(levels=(), reason=reason)]
    if any("sum" not in event.bound.flags or event.is_total for event in events):
        events = [event for event in events if "sum" not in event.bound.flags or event.is_total]
    if any("reference" not in event.bound.flags for event in events):
        events = [event for event in events if "reference" not in event.bound.flags]
    return Reading(tuple(events), tuple(kept), tuple(intervals), general)


def _is_first_only(items: tuple[Item, ...], event: Event) -> bool:
    """ "escalating doses starting at 20 mg", "starting dose 1.5 mg, titrated to effect"."""
    flags = event.bound.flags
    if "start" not in flags or event.role != "dose" or len(event.levels) != 1:
        return False
    return "up" in flags or "up" in _behind(items, event.bound.at)


def _with_frequency(events: list[Event], by_amount: dict[int, list[Item]]) -> list[Event]:
    """Without an amount that is said again with its frequency elsewhere."""
    told = {e.bound.amount.levels for e in events if e.bound.at in by_amount and e.role == "dose"}

    def is_again(event: Event) -> bool:
        silent = event.bound.at not in by_amount and event.role == "dose"
        return silent and not event.periods and event.bound.amount.levels in told

    return [event for event in events if not is_again(event)]


def _sums(events: list[Event], by_amount: dict[int, list[Item]]) -> list[Event]:
    """ "1.5 mg in the morning and 3 mg in the evening" is one day's amount in two parts."""
    if len(events) != 2 or any(len(e.levels) != 1 or e.role != "dose" or e.periods for e in events):
        return events
    times = [{item.code for item in by_amount.get(e.bound.at, ())} for e in events]
    if not (times[0] == {"morning"} and times[1] and times[1] <= {"evening", "bedtime"}):
        return events
    total = round(events[0].levels[0] + events[1].levels[0], 9)
    frequencies = (*events[0].frequencies, *events[1].frequencies)
    return [events[0]._replace(levels=(total,), frequencies=frequencies, times=(2.0, 2.0))]


def frequency_codes(items: tuple[Item, ...]) -> tuple[str, ...]:
    """The published codes of frequencies, without the daily word beside a closer one."""
    codes: list[str] = []
    kinds = {item.code for item in items}
    if "morning" in kinds and kinds & {"evening", "bedtime"}:
        return ("BID",)
    for item in items:
        code = _code(item)
        if code == "QD" and kinds & (_MANY | {"PRN", "single"} | _NOT_DAILY):
            continue
        if code == "single" and kinds & _NOT_DAILY:
            continue
        if code not in codes:
            codes.append(code)
    return tuple(codes)


def _code(item: Item) -> str:
    number = item.number or 0.0
    if item.code in _ONCE:
        return "QD"
    if item.code == "n/day":
        return {1: "QD", 2: "BID", 3: "TID", 4: "QID"}.get(int(number), f"{number:g}/day")
    if item.code == "every n hours":
        hours = 24 / number if number else 0
        return "QD" if hours == 24 else f"q{hours:g}h"
    if item.code == "every n weeks":
        return "weekly" if number == 1 else f"Q{number:g}W"
    if item.code == "every n days":
        return {1: "QD", 2: "QOD", 7: "weekly"}.get(int(number), f"Q{number:g}D")
    return item.code


def _interval_days(code: str, number: float | None) -> float:
    number = number or 1.0
    return {"weekly": 7.0, "every n weeks": 7 * number, "every n days": number, "QOD": 2.0}.get(
        code, 0.0
    )


def _sentence(binding: Binding, at: int) -> int:
    return bisect_right(binding.starts, at) - 1


def _moving_sentences(binding: Binding) -> frozenset[int]:
    """Sentences that speak of steps, where "every week" is a step and no frequency."""
    return frozenset(
        _sentence(binding, i)
        for i, item in enumerate(binding.items)
        if item.is_("phrase", "up", "by", "down")
    )


def _event(
    binding: Binding, bound: Bound, own: tuple[Item, ...], periods: tuple[Period, ...]
) -> Event:
    amount, flags = bound.amount, bound.flags
    behind = _behind(binding.items, bound.at)
    is_total = amount.per == "day" or any(item.code == "daily total" for item in own)
    is_total = is_total or ("total" in behind and not any(period.is_total for period in periods))
    times = _times(own)
    levels, reason = _daily(amount, own, times, is_total=is_total)
    if any(period.kind == "scattered" for period in periods):
        levels, reason = (), "given on single days"
    if "floor" in flags:
        levels, reason = (), "only a lower bound is stated"
    role = _role(amount, flags, behind, own, is_total=is_total)
    if "sum" in flags and not is_total and not own and any(p.days > 1 for p in periods):
        levels, reason = (), "a total over the treatment, not per day"
    if role == "dose" and _is_increase(binding.items, bound.at):
        role = "increment"
    if role == "strength":
        levels, reason = (), "a strength of one unit; how many are taken is not stated"
    is_optional = "maybe" in flags or "maybe" in behind
    return Event(bound, role, levels, reason, times, own, periods, is_optional, is_total)


def _is_increase(items: tuple[Item, ...], at: int) -> bool:
    """ "increasing 1 mg each week": an amount of change, not a dose."""
    if not 0 < at < len(items) - 1 or not items[at - 1].is_("phrase", "up"):
        return False
    return items[at + 1].is_("frequency", *_INTERVALS)


def _behind(items: tuple[Item, ...], at: int) -> frozenset[str]:
    """Codes of the phrases between an amount and the next amount, drug or sentence."""
    codes = set()
    for i in range(at + 1, min(at + 10, len(items))):
        item = items[i]
        if item.kind in {"amount", "end"} or item.is_("phrase", "and", "or", "then"):
            break
        if item.kind == "phrase":
            codes.add(item.code)
    return frozenset(codes)


def _times(own: tuple[Item, ...]) -> tuple[float, float]:
    kinds = {item.code for item in own}
    if "morning" in kinds and kinds & {"evening", "bedtime"}:
        return (2.0, 2.0)
    numbers = [item.number or 1.0 for item in own if item.code in _MANY]
    return (min(numbers), max(numbers)) if numbers else (1.0, 1.0)


def _daily(  # noqa: PLR0911 - a list of cases in order
    amount: Amount, own: tuple[Item, ...], times: tuple[float, float], *, is_total: bool
) -> tuple[tuple[float, ...], str]:
    """Milligrams per day, or the reason why not."""
    if amount.basis not in {"mg", "70kg"}:
        return (), _UNKNOWN.get(amount.basis, "no mass")
    if amount.per in {"week", "month"}:
        return (), f"an amount per {amount.per}, not per day"
    if amount.per in {"tablet", "injection"}:
        return (), "a strength of one unit; how many are taken is not stated"
    codes = {item.code for item in own}
    if not is_total and codes & _NOT_DAILY:
        return (), "not given every day"
    if not is_total and "PRN" in codes:
        return (), "taken as needed, so there is no daily amount"
    if is_total or times == (1.0, 1.0):
        return amount.levels, ""
    if times[0] == times[1]:
        return tuple(round(level * times[0], 9) for level in amount.levels), ""
    return (round(amount.low * times[0], 9), round(amount.high * times[1], 9)), ""


_UNKNOWN = {
    "kg": "by body weight, without a cap in mg",
    "m2": "by body surface",
    "percent": "a concentration",
    "volume": "a volume without its concentration",
    "strength": "a concentration without the volume",
    "other": "not an amount of mass per dose",
}


def _role(
    amount: Amount,
    flags: frozenset[str],
    behind: frozenset[str],
    own: tuple[Item, ...],
    *,
    is_total: bool,
) -> str:
    if amount.basis == "kg":
        return "weight"
    if "by" in flags or ("by2" in flags and flags & {"up", "down"}):
        return "increment"
    if "cap" in flags:
        return "target" if "up" in flags else "cap"
    if "upto" in flags:
        return "target" if flags & {"up", "start", "from", "down"} else "upper"
    if amount.per == "tablet" or (
        ("strength" in flags | behind or "each" in behind) and not own and not is_total
    ):
        return "strength"
    return "dose"
