"""What a text says of the design of the study that it describes.

A word such as "randomized" counts only where it is said of the study itself: in a title, in a
design description, or in a sentence with "this study", "we conducted", "a randomized study of".
Sentences on other trials, on a part or an extension, and on what may be done are passed over.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, cast

from harvest.parse.automaton import Hit, longest
from harvest.parse.designs.vocabulary import design_terms
from harvest.parse.designs.words import Sentence, keys, sentences, span
from harvest.parse.evidence import Evidence

Setting = Literal["title", "prose", "design"]
"""Where a text stands: a title and a design description are about the study throughout."""
Topic = Literal["allocation", "masking", "model", "arms"]
TOPICS: tuple[Topic, ...] = ("allocation", "masking", "model", "arms")

# How far from "this ... study" a design word still belongs to it, and how far a noun follows it.
_REACH = 12
_NOUN_AHEAD = 9
_OPENING = 8
_CHAIN = 24
# More words than this are no sentence.
_LONGEST = 200
_ARM_WORDS = frozenset({"arm", "armed"})
_MOST_ARMS = 12


class Claim(NamedTuple):
    """One thing that a text says of the study's design.

    Attributes:
        topic: What it is about.
        code: What is said; the number of arms as digits.
        sentence: Running number of the sentence in its text.
        evidence: The words.
    """

    topic: Topic
    code: str
    sentence: int
    evidence: Evidence


@lru_cache(maxsize=64)
def claims(text: str, setting: Setting) -> tuple[Claim, ...]:
    """All claims in the order of the text."""
    found: list[Claim] = []
    for number, sentence in enumerate(sentences(text)):
        found += _claims(number, sentence, setting)
    return tuple(found)


def names_part(text: str) -> bool:
    """Whether a text speaks of a part of the study: "Part 1", "open-label extension"."""
    found = (hit for sentence in sentences(text) for hit in longest(_find(sentence)))
    return any(hit.value[0] == "part" for hit in found)


def _find(sentence: Sentence) -> list[Hit[tuple[str, str]]]:
    return design_terms().find(keys(sentence))


def _claims(number: int, sentence: Sentence, setting: Setting) -> list[Claim]:
    # "Double-blind, parallel, sham-controlled": a comma parts no phrase here.
    sentence = tuple(word for word in sentence if word.key != ",")
    words = keys(sentence)
    if len(words) > _LONGEST:
        return []
    hits = longest(_find(sentence))
    kinds = {hit.value[0] for hit in hits}
    if kinds & {"foreign", "part"}:
        return []
    said = [_named(hit) for hit in hits if hit.value[0] in TOPICS or _is_adjective(hit, hits)]
    said += _arm_counts(words)
    if setting == "prose":
        said = [hit for hit in said if _is_own(hit, hits, words)]
        said += [hit for hit in hits if hit.value[0] == "assigned" and _is_of_people(hit, hits)]
    return [
        Claim(
            "allocation" if hit.value[0] == "assigned" else cast(Topic, hit.value[0]),
            hit.value[1],
            number,
            Evidence(
                span(sentence, hit.start, hit.end),
                "assigned_people" if hit.value[0] == "assigned" else f"design_in_{setting}",
                "stated",
            ),
        )
        for hit in said
    ]


def _is_own(
    said: Hit[tuple[str, str]], hits: list[Hit[tuple[str, str]]], words: tuple[str, ...]
) -> bool:
    """Whether a design word in prose is said of the study itself."""
    nouns = [hit.start for hit in hits if hit.value[0] == "noun"]
    ahead = [noun for noun in nouns if said.end <= noun <= said.end + _NOUN_AHEAD]
    if said.start < _OPENING and ahead:
        first = words[0] in {"a", "an", "this"} or any(
            hit.start == 0 and hit.value[0] in TOPICS for hit in hits
        )
        if first:
            return True
    # "This is a phase 2, multi-centre, open-label, assessor-blinded study": all of it.
    is_definition = words[0] in {"this", "it"} and bool(_TURNS.intersection(words[1:2]))
    if is_definition and nouns and said.end <= nouns[0] <= _CHAIN:
        return True
    for hit in hits:
        gap = words[hit.end : said.start]
        if hit.value[0] == "we" and hit.end <= said.start <= hit.end + _REACH:
            return True
        if hit.value[0] == "own" and hit.end <= said.start <= hit.end + _REACH:
            # "this study ... is a randomized", "this randomized study"
            if any(hit.end <= noun < said.start for noun in nouns):
                return True
            if ahead and not _TURNS.intersection(gap):
                return True
    return False


# After one of these a sentence no longer speaks of "this ...".
_TURNS = frozenset(
    {"will", "is", "was", "are", "were", "for", "of", "as", "to", "from", "in", "by"}
)


def _is_adjective(said: Hit[tuple[str, str]], hits: list[Hit[tuple[str, str]]]) -> bool:
    """Whether a word that means the design only before "study" or a claim stands there."""
    return said.value[0] == "adjective" and any(
        hit.value[0] in ("noun", *TOPICS) and hit.start == said.end for hit in hits
    )


def _named(hit: Hit[tuple[str, str]]) -> Hit[tuple[str, str]]:
    """An adjective as the claim it makes."""
    kind, code = hit.value
    return hit._replace(value=(_ADJECTIVES[code], code)) if kind == "adjective" else hit


_ADJECTIVES = {"open_label": "masking", "parallel": "model"}


def _is_of_people(said: Hit[tuple[str, str]], hits: list[Hit[tuple[str, str]]]) -> bool:
    """Whether it is people who are assigned, not orders, eyes or samples."""
    return any(hit.value[0] == "people" and 0 <= said.start - hit.end <= 4 for hit in hits)


def _arm_counts(words: tuple[str, ...]) -> list[Hit[tuple[str, str]]]:
    """ "Three-arm", "2-armed": how many arms there are."""
    return [
        Hit(place - 1, place + 1, ("arms", words[place - 1]))
        for place, word in enumerate(words)
        if place
        and word in _ARM_WORDS
        and words[place - 1].isdigit()
        and 2 <= int(words[place - 1]) <= _MOST_ARMS
        and (place < 2 or words[place - 2] not in {"part", "phase", "cohort", "group", "to"})
    ]
