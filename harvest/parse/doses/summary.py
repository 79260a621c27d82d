"""One answer for a whole text, in the fields of the labelled set."""

from __future__ import annotations

from harvest.parse.doses.classes import (
    CLASS_BOUNDS,
    LDN_BAND,
    NALTREXONE_GROUPS,
    Answer,
    Band,
    ClassBounds,
    dose_class,
    is_ldn,
)
from harvest.parse.doses.model import DoseStatement, DoseSummary, Reason, schedule_text

_LIGAND_GROUPS = frozenset({"antagonist", "compound"})


def summarised(
    statements: tuple[DoseStatement, ...],
    *,
    says_then: bool,
    is_lookalike: bool,
    band: Band = LDN_BAND,
    bounds: ClassBounds = CLASS_BOUNDS,
) -> DoseSummary:
    """The summary of a text's statements.

    Naltrexone comes before its look-alikes, these before other drugs, and a placebo last.

    Args:
        statements: What was read.
        says_then: Whether a depot or implant follows the oral drug in time.
        is_lookalike: Whether an abbreviation stands for something that is no drug.
        band: What counts as low-dose naltrexone.
        bounds: Of the dose classes.
    """
    chosen = _chosen(statements, is_lookalike=is_lookalike)
    if not chosen:
        return _empty(statements, is_lookalike=is_lookalike)
    main = _main(chosen)
    if main.group in {"depot", "implant"}:
        chosen = [s for s in chosen if s.group != "naltrexone"]
    depots = [s for s in chosen if s.group in {"depot", "implant"} and s is not main]
    answer = is_ldn(main, band)
    route, form, cls = main.route, main.form, dose_class(main, bounds)
    if depots and main.group == "naltrexone":
        route, form, cls = _with_depots(main, depots, cls, says_then=says_then)
    names = [main.drug] if main.group == "naltrexone" else [s.drug for s in chosen]
    if _has_no_amount(main):
        names += [
            s.drug
            for s in statements
            if s.group in _LIGAND_GROUPS and main.group in NALTREXONE_GROUPS
        ]
    beside = list(main.partners)
    beside += [
        s.drug
        for s in statements
        if s not in chosen and s.group not in {"placebo"} and s.drug not in names
    ]
    return DoseSummary(
        drug=";".join(dict.fromkeys(names)),
        is_naltrexone=_is_naltrexone(main),
        daily_mg_min=main.daily_mg_min,
        daily_mg_max=main.daily_mg_max,
        daily_mg_final=main.daily_mg_final,
        basis=main.basis,
        schedule=schedule_text(main.schedule),
        frequency=main.frequency,
        timing=main.timing,
        route=route,
        form=form,
        duration_days=main.duration_days,
        combination=";".join(dict.fromkeys(beside)) or None,
        dose_class=cls,
        is_ldn=answer.code,
        is_ldn_reason=answer.reason,
        reasons=main.reasons,
        statements=statements,
    )


def _chosen(statements: tuple[DoseStatement, ...], *, is_lookalike: bool) -> list[DoseStatement]:
    for groups in (NALTREXONE_GROUPS, _LIGAND_GROUPS):
        found = [s for s in statements if s.group in groups]
        if found:
            return found
    others = [s for s in statements if s.group != "placebo"]
    if is_lookalike:
        others = [s for s in others if s.group not in {"unlisted", "unnamed"}]
    if others:
        return others
    return [s for s in statements if s.group == "placebo"][:1]


def _main(chosen: list[DoseStatement]) -> DoseStatement:
    """The statement that speaks for the text: oral naltrexone, else the first with an amount."""
    for group in ("combination", "naltrexone"):
        found = [s for s in chosen if s.group == group]
        if found and not (
            _is_bare(found[0]) and any(s.group in {"depot", "implant"} for s in chosen)
        ):
            return found[0]
    return next((s for s in chosen if s.daily_mg_max is not None), chosen[0])


def _is_naltrexone(statement: DoseStatement) -> str | None:
    if statement.group == "unnamed":
        return None
    return "yes" if statement.group in NALTREXONE_GROUPS else "no"


def _has_no_amount(statement: DoseStatement) -> bool:
    return statement.basis == "none"


def _is_bare(statement: DoseStatement) -> bool:
    """A mention of naltrexone beside a depot, without a dose or a route of its own."""
    route = statement.evidence_of("route")
    return statement.basis == "none" and (route is None or route.certainty == "assumed")


def _with_depots(
    main: DoseStatement, depots: list[DoseStatement], cls: str, *, says_then: bool
) -> tuple[str | None, str | None, str]:
    routes = ["implant" if d.group == "implant" else d.route or "intramuscular" for d in depots]
    if says_then:
        return ">".join(dict.fromkeys((main.route or "oral", *routes))), main.form, cls
    forms = [f for f in (main.form, *(d.form for d in depots)) if f]
    classes = dict.fromkeys((cls, *(d.group for d in depots)))
    return (
        ";".join(dict.fromkeys((main.route or "oral", *routes))),
        ";".join(dict.fromkeys(forms)) or None,
        ";".join(classes),
    )


def _empty(statements: tuple[DoseStatement, ...], *, is_lookalike: bool) -> DoseSummary:
    if is_lookalike:
        answer = Answer("no", "the abbreviation stands for something else than naltrexone")
    else:
        answer = Answer("uncertain", "no drug is named")
    return DoseSummary(
        "none",
        "no" if is_lookalike else None,
        None,
        None,
        None,
        "none",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "unknown",
        answer.code,
        answer.reason,
        (Reason("drug", "no drug is named"),),
        statements,
    )
