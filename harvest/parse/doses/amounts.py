"""The daily amounts of one drug, or the reason why the text does not tell them."""

from __future__ import annotations

from harvest.parse.doses.attributes import before_event
from harvest.parse.doses.binding import Binding
from harvest.parse.doses.combinations import tablets
from harvest.parse.doses.drafts import Draft
from harvest.parse.doses.events import Event, Reading
from harvest.parse.doses.schedule import Plan
from harvest.parse.evidence import Certainty

_BASES = {"kg": "mg/kg", "70kg": "per 70 kg", "percent": "percent"}
_LOCAL = frozenset(
    {"cream", "ointment", "gel", "lotion", "eye drops", "drops", "solution", "spray", "patch"}
)
_COUNTED = ("capsule", "tablet", "pill", "sachet", "patch", "spray", "gummy", "film")
_NOT_ORAL = frozenset({"intravenous", "intramuscular", "subcutaneous", "other"})
# Smallest, largest and final milligrams per day, and the basis.
Amounts = tuple[float | None, float | None, float | None, str | None]


def of_mass(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without laboratory values, and without percentages that are of something else."""
    return tuple(
        e
        for e in events
        if not ("lab" in e.bound.flags and not e.bound.is_tight)
        and (e.bound.amount.basis != "percent" or e.bound.is_tight)
        and e.bound.amount.high > 0
    )


def per_dose_amounts(events: tuple[Event, ...]) -> tuple[float, float] | None:
    """Smallest and largest milligrams at one time, where the text gives them so."""
    single = [
        e.bound.amount
        for e in events
        if e.bound.amount.basis == "mg" and e.role in {"dose", "target", "strength"}
    ]
    single = [amount for amount in single if amount.per in {"", "dose", "tablet", "injection"}]
    if not single:
        return None
    return min(amount.low for amount in single), max(amount.high for amount in single)


def daily_amounts(
    group: str,
    events: tuple[Event, ...],
    plan: Plan,
    obstacle: str,
    draft: Draft,
) -> Amounts:
    """Smallest, largest and final milligrams per day, and the basis they are told on."""
    if group in {"depot", "implant"}:
        draft.missing("daily_mg_max", f"a {group} has no daily dose")
        return None, None, None, group
    if not events:
        draft.missing("daily_mg_max", "no amount is stated")
        return None, None, None, "none"
    known = [e for e in events if e.levels and e.role != "increment"]
    basis = _basis(events, draft)
    if obstacle:
        draft.missing("daily_mg_max", obstacle)
        return None, None, None, basis
    if not known:
        draft.missing(
            "daily_mg_max", next((e.reason for e in events if e.reason), "no amount per day")
        )
        return None, None, None, basis
    draft.missing("daily_mg_final", plan.reason) if plan.final is None and plan.reason else None
    high = max(e.high for e in known)
    lows = [
        e.low for e in known if e.role not in {"upper", "cap"} and not _is_bare_target(e, known)
    ]
    weighed = any(e.role == "weight" for e in events)
    low = None if weighed or not lows else min(lows)
    final = None if weighed or (low is None and not plan.is_titrated) else plan.final
    if final is not None and any(e.role in {"cap", "upper"} and e.high > final for e in known):
        final = None
        draft.missing("daily_mg_final", "only an upper bound is stated beside the dose")
    _explain(known, draft)
    return low, high, final, basis


def _is_bare_target(event: Event, known: list[Event]) -> bool:
    """A target alone says nothing of where the dose started."""
    return event.role == "target" and len(known) == 1 and len(event.levels) == 1


def _explain(known: list[Event], draft: Draft) -> None:
    first = max(known, key=lambda e: e.high)
    is_stated = first.is_total or first.frequencies
    certainty: Certainty = "stated" if is_stated and first.bound.is_tight else "inferred"
    rule = "amount_and_frequency" if is_stated else "no_frequency_taken_per_day"
    draft.found(
        "daily_mg_max", first.bound.amount.span, rule, certainty if is_stated else "assumed"
    )


def _basis(events: tuple[Event, ...], draft: Draft) -> str | None:
    kinds = {e.bound.amount.basis for e in events}
    if "kg" in kinds:
        plain = any(e.bound.amount.basis == "mg" and e.role in {"dose", "target"} for e in events)
        return "mixed" if plain else "mg/kg"
    if "mg" in kinds:
        strengths = all(e.role == "strength" for e in events if e.bound.amount.basis == "mg")
        return "per tablet" if strengths else "absolute"
    for kind in ("70kg", "percent"):
        if kinds == {kind} or (kind == "70kg" and kind in kinds):
            return _BASES[kind]
    draft.missing("basis", next((e.reason for e in events if e.reason), "not an amount of mass"))
    return None


def of_tablets(binding: Binding, name: str, reading: Reading, draft: Draft) -> Amounts | None:
    """Tablets of known strength times their count: "two tablets twice daily"."""
    count = tablets(binding, name)
    items = {o.item for o in reading.owned if o.item.kind == "frequency"}
    many = {"BID", "TID", "QID", "QD", "n/day", "every n hours"}
    numbers = [item.number or 1.0 for item in items if item.code in many]
    if count is None or len(numbers) != 1:
        return None
    daily = count.mg * numbers[0]
    draft.found("daily_mg_max", count.span, "tablets_of_known_strength", "inferred")
    return daily, daily, daily, "absolute"


def obstacle_to(binding: Binding, drug: str, reading: Reading) -> str:
    """Why the amounts of a drug cannot be taken as its dose."""
    volumes = [e for e in reading.events if e.bound.amount.basis == "volume"]
    if len(volumes) > 1 or any(e.bound.flags & {"up", "by", "by2", "upto"} for e in volumes):
        return "the dose is also told in volumes"
    routes = {o.item.code for o in reading.owned if o.item.kind == "route"}
    silent = not any(e.frequencies or e.is_total for e in reading.events)
    if routes and routes <= _NOT_ORAL and silent and before_event(binding, reading) is None:
        return "given by injection, without a frequency"
    if any(item.is_("phrase", "half") for item in binding.items):
        return "half units are taken"
    has_percent = any(e.bound.amount.basis == "percent" for e in reading.events)
    forms = {o.item.code for o in reading.owned if o.item.kind == "form"}
    if forms & {"gel", "cream", "ointment", "lotion"}:
        has_percent = has_percent or any(e.bound.amount.high >= 1000 for e in reading.events)
    if has_percent and any(o.item.code in _LOCAL for o in reading.owned if o.item.kind == "form"):
        return "a mass of the preparation, not of the drug"
    if any(_last_drug(binding, at) == drug for at in _uncounted(binding)):
        return "the number of units is stated apart from their strength"
    return ""


def _uncounted(binding: Binding) -> list[int]:
    """Items that count two or more units beside no strength: "two tablets", "one to four a day"."""
    return [
        i
        for i, item in enumerate(binding.items[:-1])
        if item.kind == "number"
        and (item.number or 0) > 1
        and (
            binding.items[i + 1].is_("form", *_COUNTED)
            or binding.items[i + 1].is_("frequency", "QD")
        )
        and (item.number or 0) <= 12
        and not (i and binding.items[i - 1].code in {"group", "arm", "phase"})
        and not _is_multiplied(binding, i)
    ]


def _is_multiplied(binding: Binding, at: int) -> bool:
    start = binding.items[at].span.start
    return any(b.amount.span.start <= start < b.amount.span.end for b in binding.bounds)


def _last_drug(binding: Binding, at: int) -> str | None:
    for i in range(at - 1, max(at - 40, -1), -1):
        if binding.items[i].kind == "drug":
            return binding.items[i].code
    return binding.drugs[0][0] if len(binding.drugs) == 1 else None


def note_doubts(
    events: tuple[Event, ...],
    partners: tuple[str, ...],
    group: str,
    binding: Binding,
    draft: Draft,
) -> None:
    """Notes what keeps an amount within the band from being low-dose naltrexone for sure."""
    if group != "naltrexone":
        return
    others = [n for n, g in binding.drugs if g not in {"naltrexone", "placebo", "depot", "implant"}]
    if any(e.bound.is_slashed for e in events) and others and not partners:
        draft.missing(
            "is_ldn", "a slash joins naltrexone to another drug: perhaps a fixed combination"
        )
    if any(not e.bound.is_safe for e in events if e.levels):
        draft.missing("is_ldn", "a word between naltrexone and the amount may name another drug")
    if others and any(not e.bound.is_tight for e in events):
        draft.missing("is_ldn", "the amount stands apart from its drug in a text with other drugs")
    if any("exclusion" in e.bound.flags for e in events):
        draft.missing("is_ldn", "the text names naltrexone among exclusions or past treatments")
    if _uncounted(binding):
        draft.missing("is_ldn", "the text counts units apart from their strength")
    if any(b.drug is None and b.amount.basis == "mg" for b in binding.bounds):
        draft.missing("is_ldn", "the text has an amount whose drug is not clear")
