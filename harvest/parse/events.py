"""Calls one kind of adverse event by one name, where a reviewed list says that it is one.

The list, `vocabulary/event_synonyms.tsv`, holds what matters for naltrexone. Two events are one
kind where a clinician would count a person who has either as having the same; a term that is near
but not the same (vertigo, lethargy) keeps its own name.
"""

from __future__ import annotations

import re
from functools import cache

from harvest.parse.outcomes.files import rows

_BETWEEN = re.compile(r"[\W_]+")


def preferred_event(term: str | None) -> str | None:
    """The preferred name of an adverse event, None for one that is not on the list.

    The whole term must be known: "nausea and vomiting" are two events, and "procedural nausea" is
    another.
    """
    return None if term is None else _preferred().get(_key(term))


def _key(term: str) -> str:
    """Words in one form: letter case, hyphens and spacing do not matter."""
    return _BETWEEN.sub(" ", term.casefold()).strip()


@cache
def _preferred() -> dict[str, str]:
    return {_key(row["term"]): row["preferred"] for row in rows("event_synonyms.tsv")}
