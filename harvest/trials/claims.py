"""Claims of an article for the public, in our words, with what is known of each.

The verdicts are judgements, reviewed like code: `claims.tsv` has them with the number that they
rest on, the findings in `published_results.tsv` and the records. What can be computed from the
tables is computed again by `harvest.synthesis.recheck`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from harvest.trials.collection import bundled as trials
from harvest.trials.model import BadTrials
from harvest.trials.read import read

Verdict = Literal["supported", "contradicted", "mixed", "not_checkable"]
Topic = Literal[
    "disease",
    "drug",
    "effect",
    "final",
    "mechanism",
    "regulation",
    "research",
    "safety",
    "younger",
]
InRegistry = Literal["yes", "partly", "no"]
_NCT = re.compile(r"NCT\d{8}", re.A)


class Claim(NamedTuple):
    """One claim.

    Attributes:
        claim_number: In the order of the article.
        topic: What it is about.
        claim: What is claimed, in our words.
        verdict: `mixed` is true of a part, or was true once, or says too much.
        registry_answers: Whether a trial registry can answer it.
        why: What the verdict rests on.
        cannot_be_checked: What no source of this project tells.
        findings: Findings that bear on it, parted by semicolons.
        records: NCT numbers of records that bear on it, parted by semicolons.
        judged_on: Day of the judgement.
    """

    claim_number: int
    topic: Topic
    claim: str
    verdict: Verdict
    registry_answers: InRegistry
    why: str
    cannot_be_checked: str | None
    findings: str | None
    records: str | None
    judged_on: str

    @property
    def evidence(self) -> Iterator[tuple[str | None, str | None]]:
        """Finding or record, one at a time."""
        for finding in (self.findings or "").split(";"):
            if finding:
                yield finding, None
        for record in (self.records or "").split(";"):
            if record:
                yield None, record


def gather(text: str, findings: set[str]) -> tuple[Claim, ...]:
    """The claims of a file's text.

    Raises:
        BadTrials: A line that cannot be read, a number twice, a finding that there is not.
    """
    found = read(text, Claim, "claims.tsv")
    if [each.claim_number for each in found] != list(range(1, len(found) + 1)):
        raise BadTrials("claims.tsv: claims are numbered from 1, without a gap")
    for each in found:
        for finding, record in each.evidence:
            if finding is not None and finding not in findings:
                raise BadTrials(f"claims.tsv: {each.claim_number}: there is no finding {finding}")
            if record is not None and not _NCT.fullmatch(record):
                raise BadTrials(f"claims.tsv: {each.claim_number}: {record!r} is no NCT number")
    return found


@cache
def bundled() -> tuple[Claim, ...]:
    """The claims that come with harvest."""
    text = (files("harvest.trials") / "claims.tsv").read_text(encoding="utf-8")
    return gather(text, {each.finding_id for each in trials().results})
