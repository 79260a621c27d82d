"""Reads an outcome's title and description: what is measured, how, and which way is better."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from harvest.parse.outcomes.choose import Chosen, choose
from harvest.parse.outcomes.directions import Said, is_two_sided, labels, said_direction
from harvest.parse.outcomes.domains import Place, domains, is_outside
from harvest.parse.outcomes.forms import FormRead, read_form
from harvest.parse.outcomes.mentions import Mention, heard, mentions
from harvest.parse.outcomes.model import (
    Direction,
    Field,
    Finding,
    Form,
    Instrument,
    OutcomeReading,
    Threshold,
    finding,
)
from harvest.parse.outcomes.parts import WHOLE, part_named, parts_beside, parts_in_title
from harvest.parse.outcomes.scales import ScaleRead, read_scale
from harvest.parse.outcomes.subjects import subjects
from harvest.parse.outcomes.thresholds import categories, thresholds
from harvest.parse.outcomes.vocabulary import CONCEPTS, ENTRIES, VERSIONS, Part, Placed

_SINGLE_ITEM = ("VAS", "NRS", "PGI", "CGI", "global", "daily", "evoked", "life", "SPIR", "GROC")
_TEXT_DECIDES = (*_SINGLE_ITEM, "patient global")
_DOWN = frozenset({"reduction", "decrease", "decline", "reducing", "lowering"})
# An improvement is a decrease on one scale and an increase on another.
_UP = frozenset({"increase", "gain", "increasing"})
_WORSENING = frozenset(
    {"worsening", "deterioration", "relapse", "worse", "worsened", "progression"}
)


@lru_cache(maxsize=4_096)
def read_outcome(measure: str, description: str | None = None) -> OutcomeReading:
    """Everything the two texts say of an outcome; a null with its reason where they do not.

    Time grows in proportion to the length of the texts, and no text makes it raise.
    """
    text = description or ""
    around = f"{measure} . {text}"
    named = mentions(measure, around)
    first_scale = _scale(measure, text, (None, None), is_single_item=True)
    top = first_scale.taken.high if first_scale.taken else None
    choice = choose(measure, text, top)
    parts = {one.name: _parts(one, measure, text, around) for one in choice.instruments}
    instruments = tuple(_instrument(one, parts[one.name]) for one in choice.instruments)
    limits = _limits(measure, text, instruments)
    form = read_form(
        measure, text, named, _usual_form(instruments), (bool(limits[0]), bool(limits[1]))
    )
    usual = _usual_range(instruments)
    scale = ScaleRead(None, "several instruments, one range")
    if len(instruments) < 2:
        is_single = not instruments or instruments[0].name.startswith(_SINGLE_ITEM)
        scale = _scale(measure, text, usual, is_single_item=is_single)
        if scale.taken and _is_of_other_part(instruments, scale.taken.high):
            scale = ScaleRead(None, "the range is that of the EQ VAS, not of the index")
    direction, direction_finding = _direction(measure, text, instruments, named)
    places = _places(measure, named, instruments, parts)
    taken = scale.taken
    reasons = _reasons(choice.reason, form, scale, usual, direction, measure, text)
    limits_kept = (limits[0] or limits[1]) if form.form == "responder" else ()
    return OutcomeReading(
        instruments=instruments,
        variable_form=form.form,
        thresholds=limits_kept,
        scale_min=taken.low if taken else None,
        scale_max=taken.high if taken else None,
        assumed_min=usual[0] if taken is None or taken.low is None else None,
        assumed_max=usual[1] if taken is None or taken.high is None else None,
        instrument_direction=direction,
        higher_is=_reported(measure, form.form, direction),
        change_is=_changed(measure, form.form, direction),
        hoped_change=_hoped(measure),
        domains=domains(places),
        omeract_outside=is_outside(places, "OMERACT"),
        immpact_outside=is_outside(places, "IMMPACT"),
        findings=_findings(instruments, form, scale, direction_finding),
        reasons=reasons,
    )


def _scale(
    measure: str, text: str, usual: tuple[float | None, float | None], *, is_single_item: bool
) -> ScaleRead:
    texts: tuple[tuple[Field, str], ...] = (("measure", measure), ("description", text))
    return read_scale(texts, usual, is_single_item=is_single_item)


def _is_of_other_part(instruments: tuple[Instrument, ...], high: float | None) -> bool:
    """A text on the EQ-5D's index, which ends at 1, often goes on with the EQ VAS (0-100)."""
    is_index = any(
        one.name in ("EQ-5D", "EQ-5D-5L") and one.subscale != "VAS" for one in instruments
    )
    return is_index and high == 100


def _parts(one: Chosen, measure: str, text: str, around: str) -> tuple[Part, ...]:
    if one.subscale:
        part = part_named(one.name, one.subscale)
        if part:
            return (part,)
    found = parts_in_title(measure, mentions(measure, around), one.name)
    if not found:
        found = parts_beside(text, mentions(text, around), one.name)
        found = found if len(found) == 1 else []
    return tuple(found)


def _instrument(one: Chosen, parts: tuple[Part, ...]) -> Instrument:
    entry = ENTRIES[one.name]
    usual, direction = entry.usual, entry.direction
    if one.version:
        usual = VERSIONS.get((one.name, one.version), (None, None))
    if parts:
        usual = parts[0].usual if len({part.usual for part in parts}) == 1 else (None, None)
        found = {part.direction for part in parts}
        direction = parts[0].direction if len(found) == 1 else "mixed"
    where = finding(one.field, one.span, one.rule, one.certainty)
    name = "; ".join(part.name for part in parts) or None
    return Instrument(one.name, one.version, name, direction, *usual, where)


def _limits(
    measure: str, text: str, instruments: tuple[Instrument, ...]
) -> tuple[tuple[Threshold, ...], tuple[Threshold, ...]]:
    names = tuple(one.name.casefold() for one in instruments)
    return (
        thresholds(measure, "measure") or categories(measure, "measure", names),
        thresholds(text, "description") or categories(text, "description", names),
    )


def _usual_form(instruments: tuple[Instrument, ...]) -> Form | None:
    forms = {ENTRIES[one.name].form for one in instruments}
    if not forms:
        return None
    return forms.pop() if len(forms) == 1 else "level"


def _usual_range(instruments: tuple[Instrument, ...]) -> tuple[float | None, float | None]:
    if len(instruments) != 1:
        return None, None
    return instruments[0].usual_min, instruments[0].usual_max


def _direction(
    measure: str, text: str, instruments: tuple[Instrument, ...], named: tuple[Mention, ...]
) -> tuple[Direction | None, Finding | None]:
    """The text's own statement before the table's; the table's where all instruments agree."""
    usual = {one.direction for one in instruments}
    if usual == {"mixed"} and not instruments[0].name.startswith(_TEXT_DECIDES):
        return "mixed", None  # statements are about single scales of a profile
    if usual != {"NA"}:
        for field, here in (("measure", measure), ("description", text)):
            said = said_direction(here)
            if said and len(instruments) < 2 and not _is_of_items(said, here, instruments):
                where = finding(_field(field), said.span, said.rule)
                return ("better" if said.sign > 0 else "worse"), where
    if len(usual) == 1:
        return usual.pop(), None
    if usual:
        return "mixed", None
    about = {CONCEPTS[hit.value].direction for hit in subjects(measure, named)} - {"NA"}
    return (about.pop() if len(about) == 1 else None), None


def _is_of_items(said: Said, text: str, instruments: tuple[Instrument, ...]) -> bool:
    """Whether labelled numbers are those of an item: not the ends of the instrument's range."""
    if said.rule != "labelled_ends" or not instruments or instruments[0].usual_max is None:
        return False
    if instruments[0].name.startswith(_SINGLE_ITEM):
        return False
    return instruments[0].usual_max not in {label.value for label in labels(text)}


def _field(name: str) -> Field:
    return "measure" if name == "measure" else "description"


def _reported(measure: str, form: Form | None, direction: Direction | None) -> Direction | None:
    """What a higher reported number means: the form may turn the instrument's direction round."""
    seen = heard(measure)
    if form == "responder":
        return "better" if _WORSENING.isdisjoint(seen) else "worse"
    if form == "incidence":
        return direction or "worse"
    if form == "percent_change":
        return _changed(measure, form, direction)
    if form is None:
        return None
    return direction


def _changed(measure: str, form: Form | None, direction: Direction | None) -> Direction | None:
    """What a higher change means; a percent reduction of something bad is good when larger."""
    if form not in ("change", "percent_change"):
        return None
    seen = heard(measure)
    if form == "percent_change" and direction in ("better", "worse"):
        for at, word in enumerate(seen[:-1]):
            if word == "percent" and seen[at + 1] in ("improvement",):
                return "better"
            if word == "percent" and seen[at + 1] in _DOWN:
                return "better" if direction == "worse" else "worse"
    return direction


def _hoped(measure: str) -> Literal["decrease", "increase"] | None:
    for word in heard(measure)[:4]:
        if word in _DOWN:
            return "decrease"
        if word in _UP:
            return "increase"
    return None


def _places(
    measure: str,
    named: tuple[Mention, ...],
    instruments: tuple[Instrument, ...],
    parts: dict[str, tuple[Part, ...]],
) -> list[Place]:
    found: list[Place] = []
    for one in instruments:
        entry = ENTRIES[one.name]
        special = [part for part in parts[one.name] if part.name not in WHOLE]
        found += [Place(one.name, part.placed, part.source) for part in special]
        if not special:
            found.append(Place(one.name, entry.placed, entry.source))
    if not instruments:
        for hit in subjects(measure, named):
            placed = CONCEPTS[hit.value].placed
            found.append(Place(None, Placed(*placed), "words of the title"))
    return found


def _reasons(
    no_instrument: str,
    form: FormRead,
    scale: ScaleRead,
    usual: tuple[float | None, float | None],
    direction: Direction | None,
    measure: str,
    text: str,
) -> tuple[tuple[str, str], ...]:
    found = [("instruments", no_instrument)] if no_instrument else []
    if form.form is None:
        found.append(("variable_form", "the time to an event has no form in the list"))
    if scale.reason:
        found.append(("scale", scale.reason))
    taken = scale.taken
    if taken and usual[1] is not None and taken.high not in (None, usual[1]):
        found.append(("scale", "the record's range is not the usual one; the record is followed"))
    if direction is None:
        found.append(("higher_is", "neither the text nor an instrument gives a direction"))
    if is_two_sided(measure) or is_two_sided(text):
        found.append(("higher_is", "the text states both directions; the vocabulary is followed"))
    return tuple(found)


def _findings(
    instruments: tuple[Instrument, ...],
    form: FormRead,
    scale: ScaleRead,
    direction: Finding | None,
) -> tuple[tuple[str, Finding], ...]:
    found = [("instruments", one.finding) for one in instruments]
    found.append(("variable_form", finding(form.field, form.span, form.rule, form.certainty)))
    if scale.taken:
        found.append(("scale", finding(scale.taken.field, scale.taken.span, scale.taken.rule)))
    if direction:
        found.append(("higher_is", direction))
    return tuple(found)
