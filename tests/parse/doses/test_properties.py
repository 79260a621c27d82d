from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.parse.doses import read_doses, summarise
from harvest.parse.doses.model import number_text
from tests.work import calls

PIECES = st.sampled_from(
    [
        *(
            "naltrexone",
            "LDN",
            "placebo",
            "bupropion",
            "Vivitrol",
            "norbelladol",
            "4.5",
            "1,5",
            "12",
        ),
        *(
            "mg",
            "mcg",
            "mg/kg",
            "mL",
            "%",
            "/",
            "(",
            ")",
            ",",
            ".",
            ";",
            "-",
            "x",
            "plus",
            "or",
            "then",
        ),
        *(
            "twice daily",
            "every 2 weeks",
            "for 8 weeks",
            "week 1",
            "Days 1-3",
            "next week",
            "up to",
        ),
        *(
            "maximum",
            "increased by",
            "capsules",
            "two",
            "oral",
            "IM",
            "single dose",
            "at bedtime",
            "%",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.none() | TEXTS)
def test_no_text_raises_and_amounts_are_in_order(text, context):
    for one in read_doses(text, context):
        if one.daily_mg_min is not None and one.daily_mg_max is not None:
            assert one.daily_mg_min <= one.daily_mg_max
        starts = [step.start_day for step in one.schedule]
        assert starts == sorted(set(starts))
        for found in one.evidence:
            assert 0 <= found.evidence.span.start <= found.evidence.span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_low_dose_naltrexone_always_has_an_amount_in_the_band(text):
    summary = summarise(text)
    if summary.is_ldn == "yes":
        assert summary.daily_mg_max is not None
        assert 1 <= summary.daily_mg_max <= 6
        assert "naltrexone" in summary.drug


@given(st.integers(1, 24).map(lambda quarter: quarter / 4))
def test_any_amount_of_naltrexone_is_read_back(mg):
    summary = summarise(f"naltrexone {number_text(mg)} mg once daily by mouth")
    assert summary.daily_mg_max == pytest.approx(mg)
    assert summary.is_ldn == ("yes" if mg >= 1 else "no")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "naltrexone 4.5 mg ",
            "4.5 mg/",
            "1, ",
            "4-5-",
            "placebo matching ",
            "( ",
            "for 2 weeks ",
        ),
        *("day 1, ", "viagra (sildenafil) ", "2 capsules 4.5 mg capsule (1 mg) ", "q ", "9"),
    ],
)
def test_work_grows_in_proportion_to_the_length(piece):
    short, long = (
        calls(summarise.__wrapped__, (piece * length)[:length]) for length in (1_000, 8_000)
    )
    # Eight times the length; a quadratic reader would do sixty-four times as much.
    assert long < 12 * short


OTHERS = st.sampled_from(
    [
        *(
            "prednisone",
            "pregabalin",
            "melatonin",
            "foozidone",
            "Zolpimax",
            "vitamin B12",
            "XK-2201",
        ),
        *(
            "thyme extract",
            "warfarin",
            "lacosamid",
            "Brintellix",
            "hyoscyamin",
            "NAC",
            "risperidone",
        ),
    ]
)
FRAMES = st.sampled_from(
    [
        *("{o} 3 mg and naltrexone", "naltrexone and {o} 3 mg", "naltrexone with {o} 3 mg"),
        *("naltrexone, {o} 3 mg", "naltrexone; {o} 3 mg", "3 mg {o} or naltrexone"),
        *("LDN plus {o} at a dose of 3 mg daily", "LDN versus {o} (3 mg)", "naltrexone-{o} 3 mg"),
        *("Naltrexone group and {o} group: 3 mg", "LDN is added to stable {o}, 3 mg/day"),
        *("LDN is compared with {o}. {o} is given at 3 mg.", "naltrexone/{o} 3 mg"),
        *("Patients on {o} 3 mg/d are given LDN.", "naltrexone; rescue with {o} up to 3 mg"),
        *("{o} dose is reduced from 6 mg to 3 mg while LDN continues", "{o} 3 mg/naltrexone"),
        *(
            "LDN therapy. Concomitant {o} of 3 mg or less is allowed.",
            "3 mg of {o} with naltrexone",
        ),
        *(
            "naltrexone 380 mg monthly and {o} 3 mg daily",
            "naltrexone followed by {o} 3 mg nightly",
        ),
        *("Oral naltrexone challenge after {o} 4 mg", "LDN or {o} daily. Doses: {o} 3 mg."),
    ]
)


@given(FRAMES, OTHERS)
def test_an_amount_of_another_drug_never_makes_low_dose_naltrexone(frame, other):
    assert summarise(frame.format(o=other)).is_ldn != "yes"
