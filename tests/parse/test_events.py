"""Adverse events by one name, from a reviewed list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.events import preferred_event
from harvest.parse.outcomes.files import rows

LIST = rows("event_synonyms.tsv")


@pytest.mark.parametrize(
    ("term", "preferred"),
    [
        ("Vivid dreams", "abnormal dreams"),
        ("abnormal dreams", "abnormal dreams"),
        ("Nightmare", "abnormal dreams"),
        ("NAUSEA", "nausea"),
        ("Headaches", "headache"),
        ("light-headedness", "dizziness"),
        ("Dizziness", "dizziness"),
        ("trouble  sleeping", "insomnia"),
        ("Tiredness", "fatigue"),
        ("Diarrhea", "diarrhoea"),
        (" Loose stools.", "diarrhoea"),
        ("Hot flashes", "hot flush"),
        ("Pain, abdominal", "abdominal pain"),
        ("Muscle cramps", "muscle spasms"),
    ],
)
def test_synonyms_and_spellings_have_one_name(term: str, preferred: str) -> None:
    assert preferred_event(term) == preferred


@pytest.mark.parametrize(
    "term",
    [
        None,
        "",
        "  ",
        "gout",
        "procedural nausea",
        "nausea and vomiting",
        "no nausea",
        "cluster headache",
        "dreams",
        "sleep apnoea syndrome",
        "irritable bowel syndrome",
        "restless legs syndrome",
        "vertigo positional",
        "muscular weakness",
    ],
)
def test_what_is_not_on_the_list_has_no_name(term: str | None) -> None:
    assert preferred_event(term) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vertigo", "dizziness"),
        ("lethargy", "fatigue"),
        ("asthenia", "fatigue"),
        ("somnolence", "fatigue"),
        ("flushing", "hot flush"),
        ("depressed mood", "depression"),
        ("migraine", "headache"),
        ("sleep disturbance", "insomnia"),
    ],
)
def test_near_is_not_the_same(one: str, other: str) -> None:
    assert preferred_event(one) is not None
    assert preferred_event(one) != preferred_event(other)


def test_every_line_has_a_source_and_stands_once() -> None:
    assert all(row["term"] and row["preferred"] and row["source"] for row in LIST)
    terms = [row["term"] for row in LIST]
    assert len(set(terms)) == len(terms)
    assert terms == [term.casefold() for term in terms]


def test_a_preferred_name_is_its_own() -> None:
    for row in LIST:
        assert preferred_event(row["preferred"]) == row["preferred"]


@given(st.text())
def test_no_term_makes_it_fail(term: str) -> None:
    found = preferred_event(term)
    assert found is None or preferred_event(found) == found
