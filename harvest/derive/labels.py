"""What a record's own words call a dose of naltrexone: an author's label is not a band."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from harvest.derive.texts import Text
from harvest.parse.evidence import Evidence, Span
from harvest.parse.phrases import Phrases

AuthorLabel = Literal["ultra_low", "very_low", "low"]
_LABELS: Final = Phrases("dose_labels.tsv")
# In capitals only: in lower case the letters stand for many things.
_ACRONYM: Final = re.compile(r"\b(?P<prefix>[UV]?)LDN\b")
_OF_PREFIX: Final[dict[str, AuthorLabel]] = {"U": "ultra_low", "V": "very_low", "": "low"}
_ORDER: Final[tuple[AuthorLabel, ...]] = ("ultra_low", "very_low", "low")


class Label(NamedTuple):
    """A label with the words that it was read from."""

    code: AuthorLabel
    text: Text
    evidence: Evidence


def author_label(texts: Iterable[Text]) -> Label | None:
    """The most extreme label in texts of a record that gives naltrexone; None without one."""
    found = [label for text in texts for label in _labels(text)]
    return min(found, key=lambda label: _ORDER.index(label.code), default=None)


def _labels(text: Text) -> Iterable[Label]:
    for phrase in _LABELS.find(text.text):
        code: AuthorLabel = phrase.code  # type: ignore[assignment]
        yield Label(code, text, Evidence(phrase.span, "author_label", "stated"))
    for match in _ACRONYM.finditer(text.text):
        evidence = Evidence(Span(*match.span()), "author_acronym", "stated")
        yield Label(_OF_PREFIX[match["prefix"]], text, evidence)
