"""Whether a study is about fibromyalgia, what says so, and whether it is the only condition.

What settles it: the registered conditions, the titles, the MeSH term that the registry derives from
the conditions, an eligibility criterion that requires the diagnosis. What only raises the question:
a keyword alone, one example among the pains that are let in, an arm of its own, a summary that
speaks of people with it, or a condition that overlaps, such as chronic widespread pain. What
excludes people with fibromyalgia, or mentions it as background, makes no member.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from harvest.derive.design_texts import (
    ARMS,
    CONDITIONS,
    ELIGIBILITY,
    Text,
    descriptions,
    titles,
)
from harvest.derive.trace import Trace, missing, shown
from harvest.parse.designs.fibromyalgia import (
    Mention,
    in_criteria,
    is_diagnosis,
    is_no_other,
    is_of_people,
    is_spelt_out,
    mentions,
    names_another,
)
from harvest.parse.designs.words import phrase
from harvest.parse.evidence import Evidence, Span
from harvest.record.study import Study

YesNo = Literal["yes", "no", "uncertain"]
Role = Literal["only", "one_of_several", "comparison", "related", "excluded", "mentioned"]
Sign = Literal["condition", "mesh", "title", "keyword", "eligibility", "arm", "summary"]
Weight = Literal["settles", "asks", "out", "aside"]
SIGNS: tuple[Sign, ...] = (
    "condition", "mesh", "title", "keyword", "eligibility", "arm", "summary",
)  # fmt: skip
MESH_ID = "D005356"
MESH = "derivedSection.conditionBrowseModule.meshes"
_AROUND = 120
_MOST = 20


class Found(NamedTuple):
    """One sign, and how much it says: settles, asks, or rules out."""

    sign: Sign
    weight: Weight
    path: str
    text: str
    evidence: Evidence
    is_related: bool = False


class Fibromyalgia(NamedTuple):
    """The answer and its grounds.

    Attributes:
        is_fibromyalgia: Whether people with fibromyalgia are studied.
        how: The signs that say so, in the order of `SIGNS`, joined by ";"; None for `no`.
        role: What fibromyalgia is in the study; None where it is not named.
        traces: The evidence.
    """

    is_fibromyalgia: YesNo
    how: str | None
    role: Role | None
    traces: tuple[Trace, ...]


def fibromyalgia(study: Study) -> Fibromyalgia:
    """Reads the record's own words; a study without a word of fibromyalgia is none."""
    found = tuple(_signs(study))
    settling = [each for each in found if each.weight == "settles"]
    asking = [each for each in found if each.weight == "asks"]
    if settling:
        answer: YesNo = "yes"
    elif _is_blank(study) or (asking and not _is_ruled_out(found, asking)):
        answer = "uncertain"
    else:
        answer = "no"
    grounds = settling + asking if answer != "no" else []
    how = ";".join(sign for sign in SIGNS if any(each.sign == sign for each in grounds)) or None
    role = _several(study, settling, found) if settling else _lesser_role(grounds, found)
    return Fibromyalgia(answer, how, role, tuple(_traces(answer, grounds, found)))


def _is_blank(study: Study) -> bool:
    """Whether a record has neither title nor condition, so that its silence says nothing."""
    return not study.protocolSection.conditionsModule.conditions and not any(titles(study))


def _is_ruled_out(found: Sequence[Found], asking: Sequence[Found]) -> bool:
    """Whether people with fibromyalgia are kept out, and only the summary speaks of them."""
    return any(each.weight == "out" for each in found) and all(
        each.sign == "summary" for each in asking
    )


def _several(study: Study, settling: Sequence[Found], found: Sequence[Found]) -> Role:
    """Whether fibromyalgia is the condition or one of several."""
    conditions = study.protocolSection.conditionsModule.conditions
    signs = {each.sign for each in settling}
    mixed = [e.text for e in settling if e.sign == "condition" and names_another(e.text)]
    paths = {each.path for each in found if each.sign == "condition"}
    others = [
        condition
        for place, condition in enumerate(conditions)
        if f"{CONDITIONS}conditions[{place}]" not in paths and not is_no_other(condition)
    ]
    if signs == {"title"}:
        # The titles name fibromyalgia and the conditions do not: only what the titles name too is
        # a condition beside it.
        named = {word for title in titles(study) for word in phrase(title.text)}
        others = [other for other in others if named.issuperset(phrase(other))]
    return "one_of_several" if others or mixed else "only"


def _lesser_role(grounds: Sequence[Found], found: Sequence[Found]) -> Role | None:
    """What fibromyalgia is where it is not plainly what is studied."""
    signs = {each.sign for each in grounds}
    if any(each.is_related for each in grounds):
        return "related"
    if "eligibility" in signs:
        return "one_of_several"
    if signs & {"arm", "title"}:
        return "comparison"
    if any(each.weight == "out" for each in found):
        return "excluded"
    return "mentioned" if found else None


def _traces(answer: YesNo, grounds: Sequence[Found], found: Sequence[Found]) -> Iterator[Trace]:
    shown_rows = grounds or found
    for column in ("is_fibromyalgia", "fibromyalgia_how", "fibromyalgia_role"):
        if column == "fibromyalgia_how" and not grounds:
            continue
        for each in shown_rows[: 1 if column != "is_fibromyalgia" else None]:
            yield shown("studies", None, column, each.path, each.text, each.evidence)
    if not found:
        reason = (
            "the record has neither title nor condition"
            if answer == "uncertain"
            else "fibromyalgia is named in no title, condition, keyword, criterion, arm or summary"
        )
        yield missing("studies", None, "is_fibromyalgia", None, reason)
    elif answer == "no":
        reason = "fibromyalgia is named, but not as a condition of those who take part"
        yield missing("studies", None, "is_fibromyalgia", None, reason)


def _signs(study: Study) -> Iterator[Found]:
    heard = _Hearing(study)
    yield from _in_conditions(study, heard)
    for title in titles(study):
        mention = heard.best(title.text)
        if mention:
            yield _sign("title", _weight(mention), title, mention)
    yield from _in_eligibility(study, heard)
    for place, arm in enumerate(study.protocolSection.armsInterventionsModule.armGroups):
        mention = heard.best(arm.label or "")
        if mention and mention.meaning == "fibromyalgia":
            weight: Weight = "asks" if mention.polarity != "out" else "aside"
            text = Text(f"{ARMS}armGroups[{place}].label", arm.label or "")
            yield _sign("arm", weight, text, mention)
    for text in descriptions(study):
        yield from _in_description(text, heard)


class _Hearing:
    """Hears the names in a record, abbreviations too where the record explains them."""

    def __init__(self, study: Study) -> None:
        criteria = study.protocolSection.eligibilityModule.eligibilityCriteria or ""
        texts = [text.text for text in (*titles(study), *descriptions(study))]
        self.is_spelt_out = any(is_spelt_out(text) for text in (*texts, criteria))

    def all(self, text: str) -> tuple[Mention, ...]:
        return mentions(text, is_spelt_out=self.is_spelt_out)

    def best(self, text: str) -> Mention | None:
        """The plainest mention of a text."""
        found = self.all(text)
        ranked = sorted(found, key=lambda m: (m.meaning != "fibromyalgia", m.polarity != "in"))
        return ranked[0] if ranked else None


def _sign(sign: Sign, weight: Weight, text: Text, mention: Mention) -> Found:
    is_related = mention.meaning == "related"
    return Found(sign, weight, text.path, text.text, mention.evidence, is_related)


def _weight(mention: Mention) -> Weight:
    if mention.polarity == "out":
        return "aside"
    is_plain = mention.meaning == "fibromyalgia" and mention.polarity == "in"
    return "settles" if is_plain else "asks"


def _in_conditions(study: Study, heard: _Hearing) -> Iterator[Found]:
    module = study.protocolSection.conditionsModule
    for place, condition in enumerate(module.conditions):
        mention = heard.best(condition)
        if mention:
            weight: Weight = "settles" if mention.meaning == "fibromyalgia" else "asks"
            yield _sign(
                "condition", weight, Text(f"{CONDITIONS}conditions[{place}]", condition), mention
            )
    has_keyword = False
    for place, keyword in enumerate(module.keywords):
        mention = heard.best(keyword)
        if mention:
            has_keyword |= mention.meaning == "fibromyalgia"
            yield _sign("keyword", "asks", Text(f"{CONDITIONS}keywords[{place}]", keyword), mention)
    for place, mesh in enumerate(study.derivedSection.conditionBrowseModule.meshes):
        if mesh.id == MESH_ID:
            # The registry derives terms from conditions and keywords alike.
            term = mesh.term or MESH_ID
            evidence = Evidence(Span(0, len(term)), "mesh_term", "stated")
            weight = "asks" if has_keyword else "settles"
            yield Found("mesh", weight, f"{MESH}[{place}].term", term, evidence)


def _in_eligibility(study: Study, heard: _Hearing) -> Iterator[Found]:
    criteria = study.protocolSection.eligibilityModule.eligibilityCriteria or ""
    text = Text(ELIGIBILITY + "eligibilityCriteria", criteria)
    seen: set[Weight] = set()
    for mention in in_criteria(criteria, is_spelt_out=heard.is_spelt_out):
        weight = _eligibility_weight(criteria, mention)
        if mention.meaning == "fibromyalgia" and weight not in seen:
            seen.add(weight)
            yield _sign("eligibility", weight, text, mention)


def _eligibility_weight(criteria: str, mention: Mention) -> Weight:
    match mention.polarity:
        case "in":
            start, end = mention.evidence.span
            first = max(criteria.rfind("\n", 0, start) + 1, start - _AROUND)
            line, *_ = criteria[first : end + _AROUND].split("\n", 1)
            return "settles" if is_diagnosis(line) else "asks"
        case "out":
            return "out"
        case "example":
            return "asks"
        case "exception":
            return "aside"


def _in_description(text: Text, heard: _Hearing) -> Iterator[Found]:
    """A summary that speaks of people with fibromyalgia asks; all else is background."""
    found = [m for m in heard.all(text.text) if m.meaning == "fibromyalgia"]
    if not found:
        return
    is_summary = text.path.endswith("briefSummary")
    asking = [m for m in found[:_MOST] if is_summary and is_of_people(text.text, m)]
    mention = asking[0] if asking else found[0]
    yield _sign("summary", "asks" if asking else "aside", text, mention)
