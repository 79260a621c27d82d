"""Scales that say nothing by themselves: a VAS or NRS of what, a rating from 0 to 10 of what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from harvest.parse.automaton import Automaton, Hit, longest
from harvest.parse.evidence import Span
from harvest.parse.outcomes.mentions import Mention, heard
from harvest.parse.outcomes.subjects import nearest
from harvest.parse.outcomes.vocabulary import CONCEPTS
from harvest.parse.outcomes.words import keys, words

Kind = Literal["vas", "nrs"]
_FORMS: Automaton[Kind] = Automaton(
    [
        (keys("visual analogue scale"), "vas"),
        (keys("visual analogue score"), "vas"),
        (keys("visual analogue"), "vas"),
        (keys("analogue scale"), "vas"),
        (keys("VAS"), "vas"),
        (keys("VAS scale"), "vas"),
        (keys("numeric rating scale"), "nrs"),
        (keys("numeric rating score"), "nrs"),
        (keys("numeric rating"), "nrs"),
        (keys("numeric scale"), "nrs"),
        (keys("number rating scale"), "nrs"),
        (keys("11 point rating scale"), "nrs"),
        (keys("11 point scale"), "nrs"),
        (keys("0 10 numeric rating scale"), "nrs"),
        (keys("NRS"), "nrs"),
    ]
)
_WITH_OWN_VAS = frozenset({"EQ-5D", "EQ-5D-5L"})
_SCORED = frozenset({"scale", "score", "rating", "rate", "rated", "scored", "intensity"})
_DAILY = frozenset({"daily"})
_TOLD = frozenset({"report", "self", "rating", "rated", "diary", "recorded"})


class Rated(NamedTuple):
    """A scale and what it rates: the instrument, or the reason why it has no name."""

    instrument: str
    span: Span
    reason: str


def rated(
    text: str, named: Sequence[Mention], about: Sequence[Hit[str]], of_title: Sequence[str]
) -> list[Rated]:
    """The VAS and NRS of a text; `of_title` are concepts that the title gives, if it gives any."""
    seen, written = heard(text), words(text)
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    if any(mention.instrument in _WITH_OWN_VAS for mention in named):
        return []
    found: list[Rated] = []
    only = {near.value for near in about}
    for hit in longest(_FORMS.find(seen)):
        if hit.start in inside:
            continue
        span = Span(written[hit.start].span.start, written[hit.end - 1].span.end)
        concepts = [near.value for near in nearest(about, seen, hit.start, hit.end)]
        of = [name for name in of_title if _on(name, hit.value)] or concepts
        if not of and len(only) == 1:
            of = [about[0].value]
        if not of:
            found.append(Rated("", span, "the text does not say what the scale rates"))
        for name in of:
            scale = _on(name, hit.value)
            reason = "" if scale else f"a scale of {name} has no name in the vocabulary"
            found.append(Rated(scale, span, reason))
    return found


def _on(concept: str, kind: Kind) -> str:
    return CONCEPTS[concept].on_vas if kind == "vas" else CONCEPTS[concept].on_nrs


def plain(texts: Sequence[str], of_title: Sequence[str], top: float | None) -> str:
    """The instrument behind a rating that names no form: 0-10 is an NRS, daily is a diary."""
    if len(set(of_title)) != 1:
        return ""
    seen = {word for text in texts for word in heard(text)}
    concept = CONCEPTS[of_title[0]]
    if top == 10 and seen & _SCORED:
        return concept.on_plain_scale
    if seen & _DAILY and seen & _TOLD and concept.name in ("pain", "fatigue"):
        return f"daily {concept.name} rating"
    return ""
