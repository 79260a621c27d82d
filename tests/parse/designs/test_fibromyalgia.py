"""The names of fibromyalgia, and whether a text puts it in or out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.designs.fibromyalgia import (
    in_criteria,
    is_diagnosis,
    is_no_other,
    is_of_people,
    is_spelt_out,
    mentions,
    names,
    names_another,
)
from tests.work import calls


@pytest.mark.parametrize(
    "text",
    [
        "Fibromyalgia",
        "Fibromyalgia, Primary",
        "Fybromyalgia",
        "fibromylagia",
        "Fibromyalgi",
        "Fibromialgia",
        "Fibro-myalgia",
        "Fibrositis",
        "Juvenile Primary Fibromyalgia Syndrome",
        "fibromyalgic women",
    ],
)
def test_names_and_slips_of_the_pen(text: str) -> None:
    found = names(text)
    assert found is not None
    assert (found.meaning, found.polarity) == ("fibromyalgia", "in")


@pytest.mark.parametrize(
    "text",
    [
        "Fibromatosis",
        "Fibromyalgia Impact Questionnaire",
        "Myofascial pain",
        "FM radio",
        "fibromuscular dysplasia",
        "Revised Fibromyalgia Impact Questionnaire (FIQR)",
    ],
)
def test_what_is_not_the_condition(text: str) -> None:
    assert names(text) is None


def test_what_overlaps_is_only_related() -> None:
    found = names("Chronic Widespread Pain")
    assert found is not None
    assert found.meaning == "related"


def test_abbreviations_count_where_they_are_explained() -> None:
    assert is_spelt_out("in fibromyalgia syndrome (FMS) patients")
    assert not is_spelt_out("fibromyalgia was excluded; FM waves")
    assert names("Pain in FMS") is None
    assert names("Pain in FMS", is_spelt_out=True) is not None
    assert names("fms in lower case", is_spelt_out=True) is None


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Diagnosis of fibromyalgia", "in"),
        ("People without fibromyalgia", "out"),
        ("Chronic pain such as fibromyalgia", "example"),
        ("Arthritis with or without fibromyalgia", "example"),
        ("Low back pain, fibromyalgia, neck pain", "example"),
        ("Pain other than fibromyalgia", "exception"),
    ],
)
def test_a_text_puts_it_in_or_out(text: str, polarity: str) -> None:
    (found,) = mentions(text)
    assert found.polarity == polarity


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Inclusion Criteria:\n* Diagnosis of fibromyalgia", "in"),
        ("Exclusion Criteria:\n* Fibromyalgia", "out"),
        ("Exclusion Criteria:\n* chronic pain (e.g. fibromyalgia)", "out"),
        ("Exclusion Criteria:\n* pain not of the spine (cancer, fibromyalgia)", "out"),
        ("Exclusion Criteria:\n* pain other than fibromyalgia", "exception"),
        ("Exclusion Criteria:\n* pain from a disease (except fibromyalgia)", "exception"),
        ("Inclusion Criteria:\n* pain other than fibromyalgia", "out"),
        ("Exclusion Criteria:\n* Not fulfilling criteria of fibromyalgia", "exception"),
        ("Inclusion Criteria for controls:\n* Fibromyalgia in the family", "example"),
    ],
)
def test_the_side_of_the_criteria_turns_it(text: str, polarity: str) -> None:
    (found,) = in_criteria(text)
    assert found.polarity == polarity
    assert text[slice(*found.evidence.span)].casefold() == "fibromyalgia"


def test_symptoms_are_no_other_condition() -> None:
    assert is_no_other("Chronic Pain")
    assert not is_no_other("Lupus")


def test_conditions_that_join_two() -> None:
    assert names_another("Fibromyalgia and Chronic Fatigue Syndrome")
    assert not names_another("Fibromyalgia, Primary")


def test_a_summary_may_speak_of_people() -> None:
    text = "Women with fibromyalgia drink tea. Earlier studies had patients with fibromyalgia."
    first, second = mentions(text)
    assert is_of_people(text, first)
    assert not is_of_people(text, second)


def test_a_criterion_may_ask_for_a_diagnosis() -> None:
    assert is_diagnosis("ACR criteria")
    assert not is_diagnosis("Pain")


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    for found in (*mentions(text, is_spelt_out=True), *in_criteria(text)):
        start, end = found.evidence.span
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("piece", ["fibromyalgia ", "without fibromyalgia, ", "fibromyalgia\n"])
def test_work_grows_with_the_length(piece: str) -> None:
    mentions("fibromyalgia")
    short = calls(in_criteria.__wrapped__, piece * 300)
    assert calls(in_criteria.__wrapped__, piece * 1200) < 6 * short
