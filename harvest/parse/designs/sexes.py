"""Reads which sex eligibility criteria ask for, to be held against the registry's field."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from harvest.parse.designs.criteria import read_criteria
from harvest.parse.designs.vocabulary import single_words
from harvest.parse.evidence import Evidence, Span

Sex = Literal["FEMALE", "MALE"]

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 120
# A criterion that opens with the sex of those who take part: "Women aged 18", "Male patients".
_OPENING = re.compile(
    r"[\s*\d.)(\\\u2022-]*"
    r"(?:(?:adult|adults|healthy|sexually active|only|postmenopausal|premenopausal|elderly|young|"
    r"volunteer|must be|be|is|are|gender|sex)[\s:,]+){0,3}"
    r"(?P<sex>(?:fe)?males?|wom[ae]n|m[ae]n)\b",
    re.IGNORECASE,
)


class StatedSex(NamedTuple):
    """The one sex that the criteria ask for."""

    sex: Sex
    evidence: Evidence


def read_sex(text: str) -> StatedSex | None:
    """The one sex that an inclusion criterion opens with, where the other is named nowhere."""
    female, male = single_words("female"), single_words("male")
    words = {word.casefold() for word in _WORD.findall(text)}
    if words & single_words("both_sexes") or (words & female and words & male):
        return None
    for criterion in read_criteria(text):
        start, end = criterion.span
        line = text[start:end]
        match = _OPENING.match(line)
        if (
            criterion.side == "exclusion"
            or match is None
            or criterion.is_of_group
            or end - start > _LONGEST
            or single_words("other_sex").intersection(w.casefold() for w in _WORD.findall(line))
        ):
            continue
        sex: Sex = "FEMALE" if match["sex"].casefold() in female else "MALE"
        where = Span(start + match.start("sex"), start + match.end("sex"))
        return StatedSex(sex, Evidence(where, "criterion_opens_with_sex", "stated"))
    return None
