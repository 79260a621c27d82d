"""Claims of an article for the public, and what bears on each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harvest.tables.declare import ForeignKey, Table, code, position, text
from harvest.trials import claims
from harvest.trials.claims import Claim


class Claims(Table, name="claims"):
    """One row for each claim of an article for the public, in our words, with a verdict.

    A verdict is a judgement of people, reviewed like code, on the wording of the claim; it is no
    medical advice. `claim_evidence` names the findings and records that it rests on, and
    `harvest.synthesis.recheck` computes again what the tables can tell.

    Known limits: one article. Verdicts are of the day that stands beside them.
    """

    each = ()
    key = ("claim_number",)
    references = ()

    claim_number = position("Number of the claim, from 1, in the order of the article.")
    topic = code(claims.Topic, (), "What the claim is about.", required=True)
    claim = text((), "What is claimed, in our words.", required=True)
    verdict = code(
        claims.Verdict,
        (),
        "Whether it holds; mixed is true of a part, or was true once, or says too much.",
        required=True,
    )
    registry_answers = code(
        claims.InRegistry, (), "Whether a trial registry can answer it.", required=True
    )
    why = text((), "What the verdict rests on.", required=True)
    cannot_be_checked = text((), "What no source of this project tells.")
    judged_on = text((), "Day of the judgement.", required=True)


class ClaimEvidence(Table, name="claim_evidence"):
    """One row for each finding or record that bears on a claim."""

    each = ()
    key = ("claim_number", "position")
    references = (ForeignKey(("claim_number",), "claims", ("claim_number",)),)

    claim_number = position("Number of the claim.")
    position = position("Place among what bears on the claim, from 0.")
    finding_id = text((), "Finding in `published_results`.")
    nct_id = text((), "Registry number of the record.")


CLAIMS: tuple[type[Table], ...] = (Claims, ClaimEvidence)


def rows(collected: tuple[Claim, ...]) -> Iterator[tuple[type[Table], tuple[Any, ...]]]:
    """The rows of both tables."""
    for each in collected:
        yield Claims, tuple(getattr(each, name) for name in Claims.columns)
        for place, (finding, record) in enumerate(each.evidence):
            yield ClaimEvidence, (each.claim_number, place, finding, record)
