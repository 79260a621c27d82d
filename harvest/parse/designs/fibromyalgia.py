"""Finds fibromyalgia by its names, and whether a text puts it in or out.

The names stand in `vocabulary/fibromyalgia_names.tsv`. Slips of the pen ("fybromyalgia",
"fibromylagia") are heard by their distance from the name; abbreviations count where the text that
is given as `context` spells the name out; names of questionnaires do not name the condition.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from harvest.parse.automaton import Automaton, Hit, longest
from harvest.parse.designs.criteria import read_criteria
from harvest.parse.designs.vocabulary import design_terms, rows
from harvest.parse.designs.words import keys, phrase, sentences, span
from harvest.parse.evidence import Evidence, Span

NAME = "fibromyalgia"
_SLIPS = 2
_SHORTEST, _LONGEST = 10, 15

Meaning = Literal["fibromyalgia", "related"]
"""The condition itself, or one that overlaps with it, such as chronic widespread pain."""
Polarity = Literal["in", "out", "example", "exception"]
"""Named plainly; ruled out; one of several that a text gives ("such as ..., or ..."); or what is
left when others are ruled out ("pain other than fibromyalgia")."""

_EXPLAINED = re.compile(
    r"\bf[iy]br\w{5,12}(?:\s+syndrome)?\s*[(\[,]\s*\W?(?:FMS?|JFM|JPFS)\b", re.IGNORECASE
)
_PEOPLE = frozenset(
    {"patients", "women", "people", "adults", "participants", "subjects", "individuals", "those",
     "persons", "adolescents", "men", "children", "volunteers", "sufferers", "patient", "person"}
)  # fmt: skip
_JOINING = frozenset({"and", "or", "with", "/", "&", "+", ","})
# "Fibromyalgia, Primary" is one condition.
_QUALIFYING = frozenset({"primary", "secondary", "juvenile", "syndrome", "severe", "(", ")", ","})
_BEFORE = 8
_AROUND = 4
_OPENING = 5


class Mention(NamedTuple):
    """One place where the condition is named."""

    meaning: Meaning
    polarity: Polarity
    sentence: int
    evidence: Evidence


@lru_cache(maxsize=256)
def mentions(text: str, *, is_spelt_out: bool = False) -> tuple[Mention, ...]:
    """All places where a text names fibromyalgia or what overlaps with it.

    With `is_spelt_out` the record writes the name in full somewhere, so "FM" and "FMS" are heard.
    """
    found: list[Mention] = []
    if not _hint().search(text):
        return ()
    for number, sentence in enumerate(sentences(text)):
        words = tuple(_heard(word) for word in keys(sentence))
        for hit in longest(_names().find(words)):
            meaning, match = hit.value
            if meaning == "questionnaire":
                continue
            place = span(sentence, hit.start, hit.end)
            if match == "upper":
                written = text[place.start : place.end]
                if not is_spelt_out or not written.isupper():
                    continue
            is_exact = phrase(text[place.start : place.end]) == words[hit.start : hit.end]
            rule = "name" if is_exact else "name_misspelt"
            found.append(
                Mention(
                    "related" if meaning == "related" else "fibromyalgia",
                    _polarity(words, hit),
                    number,
                    Evidence(place, rule, "stated" if is_exact else "inferred"),
                )
            )
    return tuple(found)


def names(text: str, *, is_spelt_out: bool = False) -> Mention | None:
    """The first place where a text names the condition itself, else what overlaps with it."""
    found = mentions(text, is_spelt_out=is_spelt_out)
    return next((m for m in found if m.meaning == NAME), found[0] if found else None)


def is_spelt_out(text: str) -> bool:
    """Whether a text explains the abbreviation: "fibromyalgia syndrome (FMS)"."""
    return _EXPLAINED.search(text) is not None


def is_no_other(text: str) -> bool:
    """Whether a registered condition is no condition beside fibromyalgia, as its symptoms are."""
    return phrase(text) in _no_other()


def is_diagnosis(text: str) -> bool:
    """Whether a criterion speaks of a diagnosis."""
    return any(_has(keys(sentence), "diagnosis") for sentence in sentences(text))


def is_of_people(text: str, mention: Mention) -> bool:
    """Whether a sentence speaks of people with the condition, and not of other studies."""
    sentence = sentences(text)[mention.sentence]
    words = keys(sentence)
    if any(hit.value[0] == "foreign" for hit in design_terms().find(words)):
        return False
    at = next(
        n for n, word in enumerate(sentence) if word.span.start >= mention.evidence.span.start
    )
    before, after = words[max(at - _AROUND, 0) : at], words[at + 1 : at + 3]
    is_with = any(word in _PEOPLE for word in before) and mention.polarity == "in"
    return is_with or any(word in _PEOPLE for word in after)


def names_another(text: str) -> bool:
    """Whether a registered condition joins fibromyalgia with another one."""
    for sentence in sentences(text):
        words = tuple(_heard(word) for word in keys(sentence))
        own = {at for hit in _names().find(words) for at in range(hit.start, hit.end)}
        rest = [word for at, word in enumerate(words) if at not in own]
        others = [word for word in rest if word not in _JOINING and word not in _QUALIFYING]
        if others and len(others) < len(rest) and _JOINING.intersection(rest):
            return True
    return False


@lru_cache(maxsize=64)
def in_criteria(text: str, *, is_spelt_out: bool = False) -> tuple[Mention, ...]:
    """The mentions of eligibility criteria, turned by the side on which they stand.

    What is named among exclusion criteria is ruled out, unless others are ("other pain than from
    fibromyalgia") or the criterion is a negation itself.
    """
    found: list[Mention] = []
    if not _hint().search(text):
        return ()
    for criterion in read_criteria(text):
        start, end = criterion.span
        denies = criterion.side == "exclusion" and _denies(text[start:end])
        for mention in mentions(text[start:end], is_spelt_out=is_spelt_out):
            where, rule, certainty = mention.evidence
            moved = Evidence(Span(start + where.start, start + where.end), rule, certainty)
            polarity = mention.polarity
            if criterion.side == "exclusion":
                is_denied = polarity == "out" and denies
                polarity = "exception" if is_denied or polarity == "exception" else "out"
            elif polarity == "exception":
                polarity = "out"
            elif criterion.is_of_group and polarity == "in":
                polarity = "example"
            found.append(mention._replace(polarity=polarity, evidence=moved))
    return tuple(found)


def _denies(line: str) -> bool:
    """Whether an exclusion criterion opens with a negation: "No diagnosis of fibromyalgia"."""
    if "(" in line or "," in line:
        return False  # the negation may be of something else
    opening = keys(sentences(line)[0])[:_OPENING] if sentences(line) else ()
    return _has(opening, "out")


def _polarity(words: tuple[str, ...], hit: Hit[tuple[str, str]]) -> Polarity:
    before = words[max(hit.start - _BEFORE, 0) : hit.start]
    near = words[max(hit.start - _AROUND, 0) : hit.end + _AROUND]
    if _has(before[-_AROUND:], "exception"):
        return "exception"
    if _has(before, "example"):
        return "example"
    if _has(before, "out"):
        return "out"
    is_listed = "or" in near or "either" in near or before[-1:] == (",",)
    return "example" if is_listed or before[-1:] == ("(",) else "in"


def _has(words: tuple[str, ...], kind: str) -> bool:
    """Whether a phrase of this kind stands among the words."""
    return any(hit.value == kind for hit in _phrases().find(words))


def _heard(word: str) -> str:
    """The name itself for a slip of the pen: same first letter, at most two letters off."""
    if word == NAME or word[:1] != NAME[0] or not _SHORTEST <= len(word) <= _LONGEST:
        return word
    return _slip(word)


@lru_cache(maxsize=4096)
def _slip(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    row = list(range(len(NAME) + 1))
    for at, letter in enumerate(plain, 1):
        above, row = row, [at]
        for place, wanted in enumerate(NAME, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted)))
    return NAME if row[-1] <= _SLIPS else word


@cache
def _names() -> Automaton[tuple[str, str]]:
    return Automaton(
        (phrase(row["name"]), (row["meaning"], row["match"]))
        for row in rows("fibromyalgia_names.tsv")
    )


@cache
def _hint() -> re.Pattern[str]:
    """What every text that names the condition has: the longest word of a name, or like the name.

    Most texts have none, and need not be cut into words.
    """
    longest_words = {max(phrase(row["name"]), key=len) for row in rows("fibromyalgia_names.tsv")}
    spelt = "|".join(sorted(map(re.escape, longest_words)))
    return re.compile(rf"{spelt}|\bf\w{{{_SHORTEST - 1},{_LONGEST - 1}}}\b", re.IGNORECASE)


@cache
def _no_other() -> frozenset[tuple[str, ...]]:
    found = rows("fibromyalgia_context.tsv")
    return frozenset(phrase(row["term"]) for row in found if row["kind"] == "no_other")


@cache
def _phrases() -> Automaton[str]:
    return Automaton((phrase(row["term"]), row["kind"]) for row in rows("fibromyalgia_context.tsv"))
