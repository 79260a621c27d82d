"""Puts together what a text says of each drug."""

from __future__ import annotations

from harvest.parse.doses.amounts import (
    daily_amounts,
    note_doubts,
    obstacle_to,
    of_mass,
    of_tablets,
    per_dose_amounts,
)
from harvest.parse.doses.attributes import read_frequency, read_route
from harvest.parse.doses.binding import Binding
from harvest.parse.doses.combinations import joined_bounds, partners_of
from harvest.parse.doses.drafts import Draft
from harvest.parse.doses.events import Reading, read_events
from harvest.parse.doses.items import Period
from harvest.parse.doses.model import DoseStatement, Step
from harvest.parse.doses.schedule import Plan, make_plan
from harvest.parse.evidence import Span

_PLAIN_GROUPS = frozenset(
    {
        "naltrexone",
        "combination",
        "antagonist",
        "other",
        "context",
        "unlisted",
        "compound",
        "unnamed",
    }
)
_DEPOT_FROM_MG = 150.0


def read_statement(binding: Binding, drug: str, group: str) -> DoseStatement:
    """The statement of one drug of a bound text."""
    draft = Draft()
    if group == "placebo":
        draft.missing("daily_mg_max", "placebo holds no drug")
        reading = read_events(binding, drug, is_plain=True)
        route, form = read_route(binding, drug, group, reading, None, draft)
        codes, timing = read_frequency(binding, reading, draft, group="depot", has_amount=False)
        return DoseStatement(
            drug,
            group,
            frequency=codes,
            timing=timing,
            route=route,
            form=form,
            evidence=tuple(draft.evidence),
            reasons=tuple(draft.reasons),
        )
    partners = partners_of(binding, drug, group)
    if partners and group == "naltrexone":
        group = "combination"
    reading = read_events(
        joined_bounds(binding, drug, group), drug, is_plain=group in _PLAIN_GROUPS
    )
    group = _settled_group(group, reading)
    name = _name(drug, group, partners)
    events = of_mass(reading.events)
    plan = make_plan(events, tuple(days for _, days in reading.intervals), _spans(reading))
    obstacle = obstacle_to(binding, drug, reading)
    amounts = daily_amounts(group, events, plan, obstacle, draft)
    if group == "combination" and all(e.role == "strength" for e in events):
        amounts = of_tablets(binding, name, reading, draft) or amounts
    low, high, final, basis = amounts
    codes, timing = read_frequency(
        binding, reading, draft, group=group, has_amount=high is not None
    )
    if high is not None and codes is not None and "PRN" in codes.split(";"):
        draft.missing("daily_mg_max", "taken as needed, so there is no daily amount")
        low = high = final = None
    is_single = codes == "single" and group not in {"depot", "implant"}
    route, form = read_route(binding, name, group, reading, per_dose_amounts(events), draft)
    per_dose = per_dose_amounts(events)
    note_doubts(events, partners, group, binding, draft)
    return DoseStatement(
        name,
        group,
        per_dose_mg_min=per_dose[0] if per_dose else None,
        per_dose_mg_max=per_dose[1] if per_dose else None,
        daily_mg_min=low,
        daily_mg_max=high,
        daily_mg_final=final,
        basis=basis,
        schedule=_steps(plan, group, high, draft, is_single=is_single),
        is_titrated=plan.is_titrated,
        frequency=codes,
        timing=timing,
        route=route,
        form=form,
        duration_days=_duration(reading, plan, draft, is_single=is_single),
        partners=partners,
        evidence=tuple(draft.evidence),
        reasons=tuple(draft.reasons),
    )


def _settled_group(group: str, reading: Reading) -> str:
    """Plain naltrexone that is injected into muscle as a large dose is the depot."""
    if group != "naltrexone":
        return group
    routes = {o.item.code for o in reading.owned if o.item.kind == "route"}
    forms = {o.item.code for o in reading.owned if o.item.kind == "form"}
    is_by_mouth = "oral" in routes or forms & {"tablet", "capsule"}
    if "implant" in forms and not is_by_mouth:
        return "implant"
    largest = max(
        (e.bound.amount.high for e in reading.events if e.bound.amount.basis == "mg"), default=0.0
    )
    spaced = any(e.bound.amount.per in {"week", "month"} for e in reading.events)
    injected = spaced or "intramuscular" in routes or "injection" in forms
    return "depot" if injected and not is_by_mouth and largest >= _DEPOT_FROM_MG else group


def _name(drug: str, group: str, partners: tuple[str, ...]) -> str:
    if group == "combination":
        return "+".join(("naltrexone", *partners))
    if drug == "naltrexone" and group in {"depot", "implant"}:
        return {"depot": "naltrexone XR", "implant": "naltrexone implant"}[group]
    return drug


def _spans(reading: Reading) -> tuple[Period, ...]:
    """Periods that stand beside no amount."""
    return tuple(
        o.item.period for o in reading.owned if o.item.period is not None and o.amount_at is None
    )


def _steps(
    plan: Plan, group: str, high: float | None, draft: Draft, *, is_single: bool
) -> tuple[Step, ...]:
    if high is None or group in {"depot", "implant"}:
        return ()
    if is_single:
        draft.missing("schedule", "a single dose")
        return ()
    if plan.steps and max(step.daily_mg for step in plan.steps) < high:
        draft.missing("schedule", "a larger amount is stated without its time")
        return ()
    if not plan.steps:
        draft.missing("schedule", plan.reason or "the steps are not stated")
    return plan.steps


def _duration(  # noqa: PLR0911 - a list of cases in order
    reading: Reading, plan: Plan, draft: Draft, *, is_single: bool
) -> int | None:
    periods = [o.item.period for o in reading.owned if o.item.period is not None]
    spans = [o.item.span for o in reading.owned if o.item.period is not None]
    totals = {p.days for p in periods if p.is_total and p.days}
    if len(totals) == 1:
        draft.found("duration_days", spans[0], "stated_total")
        return int(totals.pop())
    untils = {p.days for p in periods if p.kind == "until"}
    if len(untils) == 1 and not (plan.steps and plan.steps[-1].start_day >= min(untils)):
        at = next(o.item.span for o in reading.owned if o.item.is_("period", "until"))
        draft.found("duration_days", at, "until")
        return int(untils.pop())
    if len(plan.steps) > 1 and plan.days:
        draft.found("duration_days", spans[0] if spans else Span(0, 0), "sum_of_steps", "inferred")
        return plan.days
    if is_single:
        return 1
    has_parts = plan.is_titrated and plan.rule != "target_without_steps"
    used = {id(p) for e in reading.events for p in e.periods} if has_parts else set()
    lengths = {p.days for p in periods if p.kind == "lasting" and p.days and id(p) not in used}
    more = sum(p.days for p in periods if p.kind == "following" and id(p) not in used)
    in_cycles = any(o.item.code == "cycle" for o in reading.owned)
    doses = sum(e.role == "dose" for e in reading.events)
    labels = [
        p
        for p in periods
        if p.kind == "label" and p.days > 1 and p.start <= 1 and doses == 1 and not in_cycles
    ]
    if len(lengths) == 2 and max(lengths) - min(lengths) <= 3:
        lengths = {min(lengths)}  # "3 months (90 days)"
    if len(lengths) == 1:
        draft.found("duration_days", spans[0], "stated_length")
        return int(lengths.pop() + more)
    if not lengths and len(labels) == 1 and not used:
        draft.found("duration_days", labels[0].span, "labelled_days")
        return int(labels[0].days)
    if lengths:
        draft.missing("duration_days", "several lengths are stated")
    return None
