"""Frequency, time of day, route and form of one drug."""

from __future__ import annotations

from harvest.parse.doses.binding import Binding
from harvest.parse.doses.drafts import Draft
from harvest.parse.doses.events import Reading, frequency_codes
from harvest.parse.doses.items import Item
from harvest.parse.doses.vocabulary import defaults
from harvest.parse.evidence import Certainty, Span

_SEXUAL = frozenset({"sexual", "intercourse", "sex", "coital", "anticipated", "coitus"})
_TIMINGS = ("bedtime", "evening", "morning")


def read_frequency(
    binding: Binding, reading: Reading, draft: Draft, *, group: str, has_amount: bool
) -> tuple[str | None, str | None]:
    """How often and at what time of day; a silent text is taken as once a day, marked `assumed`."""
    items = [i for e in reading.events for i in e.frequencies] or list(reading.general)
    if not items:
        items = [o.item for o in reading.owned if o.item.kind == "frequency"]
    unique = tuple(dict.fromkeys(items))
    timing = ";".join(dict.fromkeys(t for t in _TIMINGS for i in unique if i.code == t)) or None
    if timing is not None:
        draft.found("timing", next(i.span for i in unique if i.code in _TIMINGS), "time_of_day")
    codes = frequency_codes(unique)
    if codes:
        draft.found("frequency", unique[0].span, "frequency")
        return ";".join(codes), timing
    event = before_event(binding, reading)
    if event is not None:
        draft.found("frequency", event[1], "given_before_an_event", "inferred")
        return event[0], timing
    if group == "implant":
        return "single", timing
    has_rate = any(e.bound.amount.per == "day" for e in reading.events)
    if (has_amount or has_rate) and group != "depot":
        first = next((e for e in reading.events if e.levels or e.bound.amount.per == "day"), None)
        if first is not None:
            certainty: Certainty = "stated" if first.bound.amount.per == "day" else "assumed"
            rule = "per_day" if certainty == "stated" else "no_frequency_taken_per_day"
            draft.found("frequency", first.bound.amount.span, rule, certainty)
        return "QD", timing
    return None, timing


def before_event(binding: Binding, reading: Reading) -> tuple[str, Span] | None:
    """A dose some minutes before an event is single; before intercourse, as needed."""
    if not reading.events or any(e.is_total for e in reading.events):
        return None
    at = reading.events[0].bound.at
    for i in range(at + 1, min(at + 14, len(binding.items))):
        item = binding.items[i]
        if item.kind == "end":
            return None
        if item.is_("phrase", "sexual"):
            return "PRN", item.span
        if item.is_("phrase", "before event"):
            ahead = binding.items[i + 1 : i + 6]
            if any(
                one.is_("phrase", "meal") or one.code in {"bed", "bedtime", "sleep", "sleeping"}
                for one in ahead
            ):
                return None
            return ("PRN" if any(one.code in _SEXUAL for one in ahead) else "single"), item.span
    return None


def read_route(  # noqa: PLR0911 - a list of cases in order
    binding: Binding,
    name: str,
    group: str,
    reading: Reading,
    per_dose: tuple[float, float] | None,
    draft: Draft,
) -> tuple[str | None, str | None]:
    """Route and form, stated, following from each other, or the only marketed ones."""
    routes = [o.item for o in reading.owned if o.item.kind == "route"]
    forms = [o.item for o in reading.owned if o.item.kind == "form"]
    form = _form(binding, name, group, forms, routes, draft)
    if group == "implant":
        return "subcutaneous implant", form
    if routes and group != "depot":
        draft.found("route", routes[0].span, "route")
        return ";".join(dict.fromkeys(i.code for i in routes)), form
    eye = next((i for i in forms if i.code == "eye drops"), None)
    if eye is not None:
        draft.found("route", eye.span, "form_of_the_eye", "inferred")
        return "ophthalmic", form
    local = next((i for i in forms if i.code in {"cream", "ointment", "gel", "lotion"}), None)
    if local is not None:
        draft.found("route", local.span, "form_of_the_skin", "inferred")
        return "topical", form
    by_mouth = next(
        (i for i in forms if i.code in {"capsule", "tablet", "tablet ER", "pill"}), None
    )
    if by_mouth is not None and group != "depot":
        draft.found("route", by_mouth.span, "form_taken_by_mouth", "inferred")
        return "oral", form
    default = defaults().get(name)
    injected = any(i.code in {"injection", "spray"} for i in forms) and group != "depot"
    has_percent = any(e.bound.amount.basis == "percent" for e in reading.events)
    if default is not None and default.route and not injected and not has_percent:
        is_known = not default.from_mg or (per_dose is not None and per_dose[0] >= default.from_mg)
        if is_known:
            spans = [i.span for i in binding.items if i.kind == "drug"]
            draft.found(
                "route", spans[0] if spans else Span(0, 0), "only_marketed_route", "assumed"
            )
            return default.route, form
    return None, form


def _form(
    binding: Binding,
    name: str,
    group: str,
    forms: list[Item],
    routes: list[Item],
    draft: Draft,
) -> str | None:
    default = defaults().get(name)
    if group in {"depot", "implant"} and default is not None:
        return default.form
    codes = list(dict.fromkeys("drops" if i.code == "eye drops" else i.code for i in forms))
    if "pill" in codes:
        codes.remove("pill")
        draft.missing("form", "a pill may be a tablet or a capsule")
    if "SR" in codes and "tablet" in codes:
        codes = ["tablet ER", *(c for c in codes if c not in {"SR", "tablet"})]
    if codes:
        draft.found("form", forms[0].span, "form")
        return ";".join(codes)
    if default is not None and default.form:
        return default.form
    if any(i.code == "subcutaneous" for i in routes):
        draft.found("form", routes[0].span, "subcutaneous_is_injected", "inferred")
        return "injection"
    others = [o.item for o in binding.owned if o.item.kind == "form" and o.drug == "placebo"]
    real = [n for n, g in binding.drugs if g not in {"placebo", "depot", "implant"}]
    matched = list(
        dict.fromkeys(
            i.code for i in others if i.code in {"capsule", "tablet", "solution", "cream"}
        )
    )
    if matched and len(real) == 1 and group not in {"placebo", "depot", "implant"}:
        draft.found("form", others[0].span, "form_of_the_matching_placebo", "inferred")
        return ";".join(matched)
    return None
