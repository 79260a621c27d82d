"""What stands behind a value that was read from text: where, by which rule, how sure."""

from __future__ import annotations

from typing import Literal, NamedTuple

Certainty = Literal["stated", "inferred", "assumed"]


class Span(NamedTuple):
    """A piece of a text in code points, end exclusive: `text[start:end]`."""

    start: int
    end: int


class Evidence(NamedTuple):
    """Why a reader gave a value.

    Attributes:
        span: The words that it was read from.
        rule: Name of the reader's rule, in snake_case, stable over releases.
        certainty: `stated` in the text, `inferred` from its structure (a list of doses over as
            many days), or `assumed` by a convention (no frequency means once a day).
    """

    span: Span
    rule: str
    certainty: Certainty
