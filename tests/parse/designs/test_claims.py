"""What texts say of the study's own design."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.designs.claims import Setting, claims, names_part
from tests.work import calls

SAID: list[tuple[str, Setting, set[str]]] = [
    ("A Randomised, Double-Blind, Parallel-Group Study of Tea", "title",
     {"randomized", "double_blind", "parallel"}),
    ("A Non-randomised Controlled Trial of Tea", "title", {"non_randomized"}),
    ("Open-labelled, Two-arm Trial of Tea", "title", {"open_label", "2"}),
    ("A Double-masked, Parallel, Sham-controlled Study", "title", {"double_blind", "parallel"}),
    ("Unblinded Trial of Tea", "title", {"open_label"}),
    ("Tea in Pain: a Crossover Study", "title", {"crossover"}),
    ("Randomized Phase II Trial of Tea", "title", {"randomized"}),
    ("This is a randomized, open-label study of tea.", "prose", {"randomized", "open_label"}),
    ("This is a randomized, multi-institution, open-label, patient and assessor blinded study.",
     "prose", {"randomized", "open_label", "partly_blind"}),
    ("For this randomized clinical trial 10 people will be selected.", "prose", {"randomized"}),
    ("We propose a double-blind crossover trial of tea.", "prose", {"double_blind", "crossover"}),
    ("The present study is a single-blind trial.", "prose", {"single_blind"}),
    ("240 patients are randomized in two arms.", "prose", {"randomized"}),
    ("Single-arm, open label.", "design", {"single_group", "open_label"}),
]  # fmt: skip

NOT_SAID: list[tuple[str, Setting]] = [
    ("A previous randomized trial showed an effect.", "prose"),
    ("Randomized controlled trials are needed.", "prose"),
    ("Data will inform a larger randomized controlled trial.", "prose"),
    ("This study will serve as a basis for a randomized trial of tea.", "prose"),
    ("Smith et al. conducted a double-blind study.", "prose"),
    ("Tea was given in randomized order.", "prose"),
    ("After the double-blind phase everybody gets tea.", "prose"),
    ("Long-term Open-Label Extension of a Double-Blind Study of Tea", "title"),
    ("The design is a case-crossover study.", "design"),
    ("Patients may cross over to tea.", "design"),
    ("Multifactorial causes of pain", "title"),
    ("The physicians will not be blinded, but the participants will.", "design"),
    ("The comparator will be open-label.", "design"),
    ("The sponsor-blind review", "design"),
]


@pytest.mark.parametrize(("text", "setting", "codes"), SAID)
def test_what_is_said_of_the_study_is_heard(text: str, setting: Setting, codes: set[str]) -> None:
    assert {claim.code for claim in claims(text, setting)} == codes


@pytest.mark.parametrize(("text", "setting"), NOT_SAID)
def test_what_is_said_of_something_else_is_passed_over(text: str, setting: Setting) -> None:
    assert not claims(text, setting)


def test_a_claim_quotes_its_words() -> None:
    text = "Tea: a triple-blind trial"
    (claim,) = claims(text, "title")
    start, end = claim.evidence.span
    assert (text[start:end], claim.topic, claim.sentence) == ("triple-blind", "masking", 0)


def test_a_part_of_a_study_is_recognised() -> None:
    assert names_part("Arm A - Part 1")
    assert not names_part("Phase 2 arm")


@given(st.text(), st.sampled_from(["title", "prose", "design"]))
def test_no_text_makes_it_raise(text: str, setting: Setting) -> None:
    for claim in claims(text, setting):
        start, end = claim.evidence.span
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("piece", ["this randomized study ", "open label. ", "double-blind\n"])
def test_work_grows_with_the_length(piece: str) -> None:
    claims("warm up", "prose")
    short = calls(claims.__wrapped__, piece * 400, "prose")
    assert calls(claims.__wrapped__, piece * 1600, "prose") < 6 * short
