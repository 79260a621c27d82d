"""What kind of number a study's secondary id is, and its standard form.

Sources of the forms: EudraCT and CTIS numbering (EMA), Universal Trial Number (WHO), and the
number formats published by the registries of the WHO network.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

IdentifierKind = Literal[
    "nct", "eudract", "ctis", "who_utn", "anzctr", "isrctn", "drks", "chictr", "ctri", "jrct",
    "jprn", "kct", "ntr", "pactr", "rbr", "irct", "slctr", "tctr", "crd",
    "snctp", "id_rcb", "eudamed", "ctrp", "pdq", "grant", "other",]  # fmt: skip


class Identifier(NamedTuple):
    """A number's kind and its standard form; no standard form where the text has none."""

    kind: IdentifierKind
    number: str | None


_FORMS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<![A-Z0-9])(?<!\d-)(?:{form})(?![A-Z0-9])(?!-\d)", re.I | re.A))  # type: ignore[misc]
    for kind, form in (
        ("nct", r"NCT\d{8}"),
        ("ctis", r"20\d\d-5\d{5}-\d\d(?:-\d\d)?"),
        ("eudract", r"20\d\d-\d{6}-\d\d"),
        ("who_utn", r"U1111-\d{4}-\d{4}"),
        ("anzctr", r"ACTRN\d{14}"),
        ("isrctn", r"ISRCTN\d{8}"),
        ("drks", r"DRKS\d{8}"),
        ("chictr", r"ChiCTR(?:-[A-Z]{2,4}-)?\d{8,10}"),
        ("ctri", r"CTRI/\d{4}/\d{2,3}/\d{6}"),
        ("jrct", r"jRCTs?\d{9,11}"),
        ("jprn", r"(?:JPRN-)?UMIN\d{9}"),
        ("kct", r"KCT\d{7}"),
        ("ntr", r"NTR\d{3,5}|NL\d{3,5}(?!\.\d)|NL-OMON\d{4,6}"),
        ("pactr", r"PACTR\d{15,16}"),
        ("rbr", r"RBR-[0-9a-z]{5,8}"),
        ("irct", r"IRCT\d{8,17}N\d{1,3}"),
        ("slctr", r"SLCTR/\d{4}/\d{3}"),
        ("tctr", r"TCTR\d{11}"),
        ("crd", r"CRD\d{11}"),
        ("snctp", r"SNCTP\d{9}"),
        ("id_rcb", r"20\d\d-A\d{5}-\d\d"),
        ("eudamed", r"CIV-(?:[A-Z]{2}-)?\d\d-\d\d-\d{6}"),
        ("ctrp", r"NCI-20\d\d-\d{5}"),
        ("pdq", r"CDR\d{10}"),
    )
)
_MIXED_CASE = frozenset({"chictr", "jrct", "rbr"})
_ISRCTN_DIGITS = re.compile(r"\d{8}", re.ASCII)
_GRANT_TYPES = frozenset({"NIH", "FDA", "VA", "CDC", "AHRQ", "SAMHSA", "OTHER_GRANT"})
_STATED: dict[str, IdentifierKind] = {"EUDRACT_NUMBER": "eudract", "CTIS": "ctis"}


def _standard(kind: IdentifierKind, number: str) -> str:
    """The form in which two records' numbers of one trial are equal."""
    if kind == "ctis":
        return number[:14]  # what follows counts the resubmissions
    return number if kind in _MIXED_CASE else number.upper()


def read_identifier(
    text: str | None, stated_type: str | None, domain: str | None = None
) -> Identifier | None:
    """Classify a secondary id by the form of its number, else by the type that the sponsor chose.

    The form wins because sponsors pick `OTHER` for EudraCT numbers and the reverse; the stated
    type stays beside it. `domain` ("EudraCT", "UTN") is read with the number, since some write
    the number's name there only.
    """
    if text is None:
        return None
    for kind, form in _FORMS:
        if match := form.search(text):
            return Identifier(kind, _standard(kind, match[0]))
    if domain and _ISRCTN_DIGITS.fullmatch(text.strip()) and "isrctn" in domain.lower():
        return Identifier("isrctn", f"ISRCTN{text.strip()}")
    if stated_type in _STATED:
        return Identifier(_STATED[stated_type], None)
    if domain and re.search(r"\b(?:UTN|Universal Trial Number)\b", domain, re.I):
        return Identifier("who_utn", None)
    return Identifier("grant" if stated_type in _GRANT_TYPES else "other", None)


def identifier_kind(
    text: str | None, stated_type: str | None, domain: str | None = None
) -> IdentifierKind | None:
    """The kind alone, see `read_identifier`."""
    found = read_identifier(text, stated_type, domain)
    return found.kind if found else None


def identifier_number(
    text: str | None, stated_type: str | None, domain: str | None = None
) -> str | None:
    """The standard form alone, see `read_identifier`."""
    found = read_identifier(text, stated_type, domain)
    return found.number if found else None
