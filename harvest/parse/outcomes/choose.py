"""Chooses among the instruments that title and description name those that measure the outcome.

The title decides; the description speaks where the title names none. A remark in passing in the
description (safety, other tests it was compared with) is not an instrument of the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from harvest.parse.evidence import Certainty, Span
from harvest.parse.outcomes.files import word_class
from harvest.parse.outcomes.mentions import Mention, heard, mentions
from harvest.parse.outcomes.model import Field
from harvest.parse.outcomes.rated import plain, rated
from harvest.parse.outcomes.subjects import subjects
from harvest.parse.outcomes.vocabulary import CONCEPTS, ENTRIES

_PANEL = "cytokine panel"
_IN_PASSING = word_class("in_passing")
_MARKERS = word_class("marker")
_LEADS = frozenset({"due", "because", "leading", "resulting", "led", "causing", "after"})
_ASIDE = word_class("aside")


class Chosen(NamedTuple):
    """An instrument of the outcome, where it was named, and how sure that is."""

    name: str
    version: str | None
    subscale: str | None
    field: Field
    span: Span
    rule: str
    certainty: Certainty


class Choice(NamedTuple):
    """The instruments, or the reason why there is none."""

    instruments: tuple[Chosen, ...]
    reason: str


def choose(title: str, description: str, top: float | None) -> Choice:
    """The instruments of an outcome; `top` is the upper end of a scale that the text states."""
    around = f"{title} . {description}"
    in_title = mentions(title, around)
    in_text = mentions(description, around)
    about = [hit.value for hit in subjects(title, in_title)]
    reasons: list[str] = []
    chosen = _of(_linked(title, list(in_title)), "measure")
    for scale in rated(title, in_title, subjects(title, in_title), ()):
        if scale.instrument:
            chosen.append(_rated(scale.instrument, "measure", scale.span))
        else:
            reasons.append(scale.reason)
    if chosen:
        return Choice(_settled(chosen, in_text), "")
    chosen = _of(_relevant(title, description, list(in_text)), "description")
    of_title = [name for name in about if name != "other"]
    if reasons and not of_title:
        of_title = [hit.value for hit in subjects(description, in_text) if hit.value != "other"][:1]
        chosen += [
            _rated(name, "measure", Span(0, len(title)))
            for name in _with_form(title, of_title, has_name=bool(chosen))
        ]
    for scale in rated(description, in_text, subjects(description, in_text), of_title):
        if scale.instrument and "other" not in about:
            chosen.append(_rated(scale.instrument, "description", scale.span))
        elif scale.reason:
            reasons.append(scale.reason)
    chosen = _of_subject(chosen, of_title)
    if not chosen and "other" not in about:
        name = plain((title, description), of_title, top)
        if name:
            whole = Span(0, len(title))
            chosen = [Chosen(name, None, None, "measure", whole, "rating_without_name", "inferred")]
    if chosen:
        return Choice(_settled(chosen, ()), "")
    return Choice((), reasons[0] if reasons else "no instrument of the vocabulary is named")


def _with_form(title: str, of: Sequence[str], *, has_name: bool) -> list[str]:
    """A bare "VAS" in the title, of what the description speaks of."""
    if has_name or not of:
        return []
    seen = heard(title)
    is_vas = "vas" in seen or "analogue" in seen
    name = CONCEPTS[of[0]].on_vas if is_vas else CONCEPTS[of[0]].on_nrs
    return [name] if name else []


def _rated(name: str, field: Field, span: Span) -> Chosen:
    return Chosen(name, None, None, field, span, "scale_of_what", "inferred")


def _of(named: Sequence[Mention], field: Field) -> list[Chosen]:
    return [
        Chosen(m.instrument, m.version, m.subscale, field, m.span, "named", "stated") for m in named
    ]


def _linked(title: str, named: list[Mention]) -> list[Mention]:
    """A discontinuation because of adverse events is one outcome, not two."""
    names = [mention.instrument for mention in named]
    is_one = names.count("discontinuation") == 1 and names.count("adverse events") == 1
    if is_one and not _LEADS.isdisjoint(heard(title)):
        return [mention for mention in named if mention.instrument != "adverse events"]
    return named


def _relevant(title: str, description: str, named: list[Mention]) -> list[Mention]:
    seen, seen_title = heard(description), heard(title)
    is_marker = not _MARKERS.isdisjoint(seen_title)
    return [
        mention
        for mention in named
        if mention.instrument not in _IN_PASSING
        and (ENTRIES[mention.instrument].form != "biomarker" or is_marker)
        and not (
            ENTRIES[mention.instrument].form != "biomarker"
            and _ASIDE.intersection(seen[max(mention.start - 3, 0) : mention.start])
        )
    ]


def _of_subject(chosen: list[Chosen], about: Sequence[str]) -> list[Chosen]:
    """Of several instruments in a description those whose domain the title speaks of, if any."""
    wanted = {name for concept in about for name in CONCEPTS[concept].placed.omeract}
    fitting = [one for one in chosen if wanted.intersection(ENTRIES[one.name].placed.omeract)]
    if len({one.name for one in chosen}) > 1 and fitting and wanted != {"none"}:
        return fitting
    return chosen


def _settled(chosen: list[Chosen], later: Sequence[Mention]) -> tuple[Chosen, ...]:
    """Each instrument once, special before general, several cytokines as a panel."""
    names = {one.name for one in chosen}
    refining = [m for m in later if ENTRIES[m.instrument].refines in names]
    special = [] if len(names) > 1 else refining[:1]
    chosen = chosen + _of(special, "description")
    refined = {ENTRIES[one.name].refines for one in chosen}
    kept: dict[str, Chosen] = {}
    for one in chosen:
        if one.name in refined:
            continue
        old = kept.get(one.name)
        if old is None:
            kept[one.name] = one
        elif (one.version and not old.version) or (one.subscale and not old.subscale):
            kept[one.name] = old._replace(
                version=old.version or one.version, subscale=old.subscale or one.subscale
            )
    return _panel(list(kept.values()))


def _panel(chosen: list[Chosen]) -> tuple[Chosen, ...]:
    single = [one for one in chosen if ENTRIES[one.name].group == "cytokine"]
    if len(single) < 2 and not (single and any(one.name == _PANEL for one in chosen)):
        return tuple(chosen)
    others = [one for one in chosen if one not in single and one.name != _PANEL]
    first = min((one for one in chosen if one not in others), key=lambda one: one.span.start)
    panel = first._replace(name=_PANEL, version=None, rule="several_cytokines")
    return (panel, *others)
