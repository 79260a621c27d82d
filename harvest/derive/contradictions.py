"""Where a record's own words contradict a structured field of it.

The field stands; a remark says what the text says. A text that says both things (an open-label
part after a double-blind one) contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvest.derive.design import Said, by_topic
from harvest.derive.design_texts import ARMS, DESIGN_INFO, ELIGIBILITY
from harvest.derive.remark import Remark
from harvest.parse import Unread
from harvest.parse.designs.ages import Bound, read_ages
from harvest.parse.designs.claims import names_part
from harvest.parse.designs.sexes import read_sex
from harvest.parse.durations import age_years
from harvest.record.study import Study

KIND = "contradiction"
_MASKED_ROLES = {"NONE": 0, "SINGLE": 1, "DOUBLE": 2, "TRIPLE": 3, "QUADRUPLE": 4}
_BLIND = {"single_blind": 1, "double_blind": 2, "triple_blind": 3, "quadruple_blind": 4}
_AROUND = 60


def contradictions(study: Study, statements: tuple[Said, ...]) -> Iterator[Remark]:
    """All of them, in the order of the record's design and eligibility modules."""
    yield from _allocation(study, tuple(by_topic(statements, "allocation")))
    yield from _model(study, tuple(by_topic(statements, "model")))
    yield from _masking(study, tuple(by_topic(statements, "masking")))
    yield from _arms(study, tuple(by_topic(statements, "arms")))
    yield from _sex(study)
    yield from _ages(study)


def _allocation(study: Study, found: tuple[Said, ...]) -> Iterator[Remark]:
    field = study.protocolSection.designModule.designInfo.allocation
    codes = _codes(found)
    is_contrary = (field == "RANDOMIZED" and codes == {"non_randomized"}) or (
        field in ("NON_RANDOMIZED", "NA") and codes == {"randomized"}
    )
    if field and is_contrary:
        yield _remark(DESIGN_INFO + "allocation", field, found[0])


def _model(study: Study, found: tuple[Said, ...]) -> Iterator[Remark]:
    field = study.protocolSection.designModule.designInfo.interventionModel
    contrary = _CONTRARY_MODELS.get(field or "", frozenset())
    codes = _codes(found)
    against = [one for one in found if one.claim.code in contrary]
    if field and against and _OWN_MODEL.get(field) not in codes:
        yield _remark(DESIGN_INFO + "interventionModel", field, against[0])
    elif field == "CROSSOVER":
        # "A parallel-group study, crossover design": both in one sentence cannot be right.
        crossed = {_place(one) for one in found if one.claim.code == "crossover"}
        both = [one for one in against if _place(one) in crossed]
        if both:
            yield _remark(DESIGN_INFO + "interventionModel", field, both[0])


_CONTRARY_MODELS = {
    "CROSSOVER": frozenset({"parallel"}),
    "PARALLEL": frozenset({"crossover", "single_group", "factorial"}),
    "SINGLE_GROUP": frozenset({"crossover", "parallel", "factorial"}),
    "FACTORIAL": frozenset({"crossover", "single_group"}),
}
_OWN_MODEL = {
    "CROSSOVER": "crossover",
    "PARALLEL": "parallel",
    "SINGLE_GROUP": "single_group",
    "FACTORIAL": "factorial",
}


def _place(one: Said) -> tuple[str, int]:
    return one.text.path, one.claim.sentence


def _masking(study: Study, found: tuple[Said, ...]) -> Iterator[Remark]:
    module = study.protocolSection.designModule.designInfo.maskingInfo
    field = module.masking
    if field is None or not found:
        return
    codes = _codes(found)
    masked = _MASKED_ROLES[field]
    blind = {_BLIND[code] for code in codes if code in _BLIND}
    against: str | None = None
    if field == "NONE":
        against = next((code for code in codes if code != "open_label"), None)
        if against != "partly_blind" and "open_label" in codes:
            against = "partly_blind" if "partly_blind" in codes else None
    elif "open_label" in codes:
        knows = "PARTICIPANT" not in module.whoMasked if module.whoMasked else masked < 2
        if not knows and codes == {"open_label"}:
            against = "open_label"
    elif len(blind) == 1:
        (said,) = blind
        # Double-blind is also said of three or four masked roles.
        if (said == 1) != (masked == 1) or (said >= 3 and masked == 2):
            against = next(code for code in codes if _BLIND.get(code) == said)
    if against:
        yield _remark(
            DESIGN_INFO + "maskingInfo.masking",
            field,
            next(one for one in found if one.claim.code == against),
        )


def _arms(study: Study, found: tuple[Said, ...]) -> Iterator[Remark]:
    arms = study.protocolSection.armsInterventionsModule.armGroups
    registered = len(arms)
    codes = _codes(found)
    if any(names_part(arm.label or "") for arm in arms):
        return  # the same arm may be listed once for each part
    if registered and len(codes) == 1 and codes != {str(registered)}:
        yield _remark(ARMS + "armGroups", f"{registered} arms", found[0])


def _sex(study: Study) -> Iterator[Remark]:
    module = study.protocolSection.eligibilityModule
    stated = read_sex(module.eligibilityCriteria or "")
    if stated and module.sex and stated.sex != module.sex:
        yield _in_criteria(study, ELIGIBILITY + "sex", module.sex, stated.evidence.span)


def _ages(study: Study) -> Iterator[Remark]:
    module = study.protocolSection.eligibilityModule
    limits = read_ages(module.eligibilityCriteria or "")
    for name, field, bound, differs in (
        ("minimumAge", module.minimumAge, limits.lowest, _differs_below),
        ("maximumAge", module.maximumAge, limits.highest, _differs_above),
    ):
        years = _years(field)
        if field and years is not None and bound is not None and differs(years, bound):
            yield _in_criteria(study, ELIGIBILITY + name, field, bound.evidence.span)


def _differs_below(years: float, bound: Bound) -> bool:
    # "Over 18" may be registered as 18 or as 19; "between 18 and 65" may leave the ends out.
    return years != bound.years and not (bound.is_included is not True and years == bound.years + 1)


def _differs_above(years: float, bound: Bound) -> bool:
    return years != bound.years and not (bound.is_included is not True and years == bound.years - 1)


def _years(field: str | None) -> float | None:
    try:
        return age_years(field)
    except Unread:
        return None


def _codes(found: Iterable[Said]) -> set[str]:
    return {one.claim.code for one in found}


def _remark(path: str, value: str, one: Said) -> Remark:
    return Remark(
        KIND, path, value, _message(one.text.path, one.text.text, one.claim.evidence.span)
    )


def _in_criteria(study: Study, path: str, value: str, span: tuple[int, int]) -> Remark:
    text = study.protocolSection.eligibilityModule.eligibilityCriteria or ""
    return Remark(KIND, path, value, _message(ELIGIBILITY + "eligibilityCriteria", text, span))


def _message(path: str, text: str, span: tuple[int, int]) -> str:
    """Names the text and quotes its words with a little of what stands around them."""
    start, end = max(span[0] - _AROUND, 0), min(span[1] + _AROUND, len(text))
    quoted = " ".join(text[start:end].split())
    before, after = "\u2026" if start else "", "\u2026" if end < len(text) else ""
    return f"The field stands, but {path} says \u201c{before}{quoted}{after}\u201d."
