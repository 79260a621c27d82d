"""What kind of number is reported: a level, a change, a share of responders, a count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from harvest.parse.automaton import Automaton, Hit
from harvest.parse.evidence import Certainty, Span
from harvest.parse.outcomes.files import rows, word_class
from harvest.parse.outcomes.mentions import Mention, heard
from harvest.parse.outcomes.model import Field, Form
from harvest.parse.outcomes.words import END, keys, words

_PEOPLE = frozenset(
    {"patient", "subject", "responder", "men", "women", "people", "adult", "children", "individual"}
)
_SHARES = frozenset({"proportion", "percent", "number", "rate", "share", "fraction"})
_ACHIEVE = word_class("achieve")
_ONSETS = frozenset({"incidence", "percent", "rate", "proportion", "occurrence", "frequency"})
_ABOUT_RESPONDERS = frozenset({"characteristic", "predictor"})
_HARMS = frozenset(
    {
        "abnormal",
        "abnormality",
        "abnormalities",
        "adverse",
        "worsening",
        "deterioration",
        "toxicity",
    }
)
_NEAR_BEGIN = 20
_REACH = 8
_KINDS = frozenset({"biomarker", "clinical_sign"})


class FormRead(NamedTuple):
    """The form with the words that say so."""

    form: Form | None
    field: Field
    span: Span
    rule: str
    certainty: Certainty


@cache
def _phrases() -> Automaton[tuple[str, str]]:
    return Automaton(
        (keys(row["phrase"]), (row["form"], row["where"])) for row in rows("outcome_forms.tsv")
    )


def read_form(
    title: str,
    description: str,
    named: Sequence[Mention],
    usual: Form | None,
    has_threshold: tuple[bool, bool],
) -> FormRead:
    """The form by the strongest statement; `usual` is what the instrument gives by itself.

    `has_threshold` says whether the title and the description state a responder threshold.
    """
    by_title = _said(title, named, in_title=True)
    by_text = _said(description, (), in_title=False)
    whole = Span(0, len(title))
    responder = _responder(title, description, named, usual, has_threshold, (by_title, by_text))
    if responder:
        return FormRead("responder", "measure", responder, "share_of_responders", "stated")
    if _is_time_to(title):
        return FormRead(None, "measure", whole, "time_to_event", "stated")
    stated = _stated((("measure", by_title),), ("percent_change", "AUC"))
    if stated is None and usual not in _KINDS:
        all_said: tuple[tuple[Field, dict[str, Span]], ...] = (
            ("measure", by_title),
            ("description", by_text),
        )
        stated = _stated(all_said, ("percent_change", "AUC", "incidence", "change", "T-score"))
    return stated or _by_kind(title, usual, is_days="count" in by_title)


def _stated(
    said: Sequence[tuple[Field, dict[str, Span]]], forms: Sequence[Form]
) -> FormRead | None:
    """The first form that a phrase states, the title's before the description's."""
    for field, phrases in said:
        for form in forms:
            if form in phrases:
                return FormRead(form, field, phrases[form], "form_phrase", "stated")
    return None


def _by_kind(title: str, usual: Form | None, *, is_days: bool) -> FormRead:
    """The form that the instrument gives, or a share of participants without an instrument."""
    seen, whole = heard(title), Span(0, len(title))
    if usual == "count" and not _ONSETS.isdisjoint(seen) and "number" not in seen:
        return FormRead("incidence", "measure", whole, "share_with_event", "inferred")
    is_share = _is_share(title)
    if usual is not None and not (usual == "level" and is_share):
        return FormRead(usual, "measure", whole, "kind_of_instrument", "inferred")
    if is_share or is_days:
        form: Form = "count" if seen[:1] == ("number",) else "incidence"
        return FormRead(form, "measure", whole, "share_with_event", "inferred")
    return FormRead("level", "measure", whole, "nothing_else_said", "assumed")


def _responder(
    title: str,
    description: str,
    named: Sequence[Mention],
    usual: Form | None,
    has_threshold: tuple[bool, bool],
    said: tuple[dict[str, Span], dict[str, Span]],
) -> Span | None:
    """Where the text says that a share of responders is reported."""
    whole = Span(0, len(title))
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    seen = [word for at, word in enumerate(heard(title)) if at not in inside]
    by_title, by_text = said
    if not _ABOUT_RESPONDERS.isdisjoint(seen):
        return None
    if "responder" in by_title or (usual == "count" and not has_threshold[0]):
        return by_title.get("responder")
    if {"much", "improved"} <= set(seen):
        return whole
    if _is_share(title):
        if not _HARMS.isdisjoint(seen):
            return None  # "clinically significant abnormal values" are no response
        is_response = any(has_threshold) or not _ACHIEVE.isdisjoint(seen)
        return whole if is_response else None
    is_told = has_threshold[0] and "responder" in by_text
    is_described = has_threshold[1] and _is_share(description) and not by_title
    return whole if is_told or is_described else None


def _said(text: str, named: Sequence[Mention], *, in_title: bool) -> dict[str, Span]:
    """The first phrase for each form, outside of the instruments' names."""
    written, seen = words(text), list(heard(text))
    for mention in named:
        for at in range(mention.start, min(mention.end, len(seen))):
            seen[at] = "*"
    found: dict[str, Span] = {}
    for hit in _phrases().find(seen):
        form, where = hit.value
        if _counts(where, hit, in_title=in_title):
            span = Span(written[hit.start].span.start, written[hit.end - 1].span.end)
            found.setdefault(form, span)
    if not in_title and "change" not in found:
        changed = _change_from_baseline(seen)
        if changed is not None:
            found["change"] = written[changed].span
    return found


def _counts(where: str, hit: Hit[tuple[str, str]], *, in_title: bool) -> bool:
    if where == "any":
        return True
    if where == "begin":
        return in_title and hit.start == 0
    if where == "open":
        return not in_title and hit.start <= 1
    return in_title


def _change_from_baseline(seen: Sequence[str]) -> int | None:
    """Where "change in ... from baseline" begins, within one sentence."""
    last = -_REACH - 1
    for at, word in enumerate(seen):
        if word == END:
            last = -_REACH - 1
        elif word == "change":
            last = at
        elif word == "baseline" and at - last <= _REACH and seen[at - 1] == "from":
            return last
    return None


def _is_share(title: str) -> bool:
    """ "Proportion of participants", "% of patients", "Patients with ...", "responders"."""
    seen = heard(title)
    if seen[:1] == ("proportion",):
        return True
    for at, word in enumerate(seen):
        if word in _PEOPLE and not _SHARES.isdisjoint(seen[max(at - 3, 0) : at]):
            return True
    if not seen or seen[0] not in _PEOPLE:
        return False
    gap = title[words(title)[0].span.end :][:6].casefold()
    return gap == " with " or seen[1:2] == ("who",) or not _ACHIEVE.isdisjoint(seen[1:2])


def _is_time_to(title: str) -> bool:
    """ "Time to relapse", "Mean time to pain relief", "TTD in ..."."""
    seen = heard(title)
    start = title.casefold().find("time to ")
    return seen[:1] in (("ttd",), ("ttcd",)) or (0 <= start < _NEAR_BEGIN)
