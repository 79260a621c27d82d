"""Claims of an article, and what bears on them."""

from __future__ import annotations

from collections import Counter

import pytest

from harvest.trials.claims import Claim, bundled, gather
from harvest.trials.model import BadTrials

HEAD = "\t".join(Claim._fields)


def line(number: int = 1, findings: str = "F1", records: str = "NCT00000001") -> str:
    cells = (str(number), "effect", "It helps.", "mixed", "no", "It is so.", "")
    return "\t".join((*cells, findings, records, "2026-11-24"))


def test_every_claim_of_the_article_is_judged() -> None:
    found = bundled()
    assert [each.claim_number for each in found] == list(range(1, 50))
    assert Counter(each.verdict for each in found) == {
        "supported": 20,
        "mixed": 17,
        "contradicted": 8,
        "not_checkable": 4,
    }


def test_the_claims_that_matter_most_are_contradicted_with_their_numbers() -> None:
    found = {each.claim_number: each for each in bundled()}
    assert {15, 16, 47} <= {n for n, each in found.items() if each.verdict == "contradicted"}
    assert "-0.34" in found[15].why
    assert ("FINAL_pain_12w", None) in list(found[15].evidence)
    assert (None, "NCT04270877") in list(found[15].evidence)


def test_what_cannot_be_checked_says_why() -> None:
    for each in bundled():
        if each.verdict == "not_checkable":
            assert each.cannot_be_checked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEAD}\n{line(2)}", "without a gap"),
        (f"{HEAD}\n{line(findings='F2')}", "no finding F2"),
        (f"{HEAD}\n{line(records='NCT1')}", "no NCT number"),
        (f"{HEAD}\n{line()}\textra", "columns"),
    ],
)
def test_lines_that_make_no_sense_are_refused(text: str, words: str) -> None:
    with pytest.raises(BadTrials, match=words):
        gather(text, {"F1"})


def test_evidence_comes_one_at_a_time() -> None:
    (found,) = gather(f"{HEAD}\n{line(findings='F1;F1')}", {"F1"})
    assert list(found.evidence) == [("F1", None), ("F1", None), (None, "NCT00000001")]
