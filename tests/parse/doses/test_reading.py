from __future__ import annotations

import pytest

from harvest.parse.doses import read_doses, summarise


def daily(text, drug="naltrexone", context=None):
    found = {s.drug: s for s in read_doses(text, context)}
    assert drug in found, list(found)
    return found[drug].daily_mg_min, found[drug].daily_mg_max, found[drug].daily_mg_final


@pytest.mark.parametrize(
    ("text", "drug", "amounts"),
    [
        ("naltrexone 50 mg/day plus gabapentin up to 1200 mg/day", "naltrexone", (50, 50, 50)),
        (
            "naltrexone 50 mg/day plus gabapentin up to 1200 mg/day",
            "gabapentin",
            (None, 1200, None),
        ),
        ("2 mg naltrexone or 10 mg amitriptyline daily", "amitriptyline", (10, 10, 10)),
        ("naltrexone 50 mg bupropion 300 mg", "bupropion", (300, 300, 300)),
        ("naltrexone 4.5 mg, 300 mg gabapentin", "naltrexone", (4.5, 4.5, 4.5)),
        ("naltrexone/gabapentin 4.5/300 mg", "gabapentin", (300, 300, 300)),
        ("LDN 4.5 mg/day and norbelladol 20 mg/day", "norbelladol", (20, 20, 20)),
        ("ALA 600 mg/day and LDN 4.5 mg/day", "naltrexone", (4.5, 4.5, 4.5)),
    ],
)
def test_a_number_binds_to_its_own_drug(text, drug, amounts):
    assert daily(text, drug) == amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("naltrexone 1 mg b.i.d.", 2),
        ("naltrexone 1 mg three times a day", 3),
        ("naltrexone 1 mg QID", 4),
        ("naltrexone 1 mg every 8 hours", 3),
        ("naltrexone 1 mg q12h", 2),
        ("naltrexone 1 mg in the morning and at bedtime", 2),
        ("naltrexone 1.5 mg in the morning and 3 mg in the evening", 4.5),
        ("two 1.5 mg capsules of naltrexone", 3),
        ("take 3 capsules (1.5 mg each) of LDN at night", 4.5),
        ("naltrexone 6 mg (4 x 1.5 mg tablets) nightly", 6),
        ("0.5 mL of a 1 mg/mL naltrexone solution twice a day", 1),
        ("Naltrexone, 5 mg/5 mL oral liquid, 4.5 mL at night", 4.5),
        ("Each capsule contains 1.5 mg naltrexone. Participants take 3 capsules at bedtime.", 4.5),
        ("naltrexone 3 mg daily in two divided doses", 3),
        ("Contrave (naltrexone 8 mg/bupropion 90 mg) 2 tablets BID", 32),
    ],
)
def test_amounts_of_a_day(text, amount):
    assert summarise(text).daily_mg_max == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("naltrexone 1.5 mg x1 week, 3 mg x1 week, and 4.5 mg x6 weeks", "0:1.5;7:3;14:4.5"),
        ("LDN: Week 1 - 1.5 mg, Week 2 - 3 mg, Week 3 - 4.5 mg daily", "0:1.5;7:3;14:4.5"),
        ("LDN 1.5 mg and increasing weekly to 3.0 mg and 4.5 mg", "0:1.5;7:3;14:4.5"),
        ("Naltrexone titrated weekly: 1.5 mg, 3 mg and 4.5 mg", "0:1.5;7:3;14:4.5"),
        ("Naltrexone 4.5 mg once daily (1.5 mg in week 1, 3 mg in week 2)", "0:1.5;7:3;14:4.5"),
        (
            (
                "LDN (1.5 mg capsules): 1 capsule at bedtime for week 1, 2 capsules for week 2, "
                "3 capsules thereafter"
            ),
            "0:1.5;7:3;14:4.5",
        ),
        (
            "LDN started at 1.5 mg and titrated up by 1.5 mg every 2 weeks to 4.5 mg",
            "0:1.5;14:3;28:4.5",
        ),
        ("naltrexone 25 mg on Days 7-9 and 50 mg on Days 10-84", "7:25;10:50"),
        ("naltrexone 3 mg on Days 1-14 and 6 mg on Days 15-84", "0:3;14:6"),
        ("the dose of LDN will be titrated from 1.5 mg to 4.5 mg", None),
        ("daily doses of 50mg, 100mg, or 150mg naltrexone", None),
        ("LDN 4.5 mg for 2 weeks, then it may be raised to 6 mg", None),
    ],
)
def test_schedules(text, schedule):
    assert summarise(text).schedule == schedule


@pytest.mark.parametrize(
    "text",
    [
        "naltrexone 4.5 mg weekly",
        "naltrexone 4.5 mg every other day",
        "naltrexone 4.5 mg as needed",
        "naltrexone 4.5 mg on days 1, 8 and 15",
        "naltrexone 4.5 mg/mL",
        "naltrexone at least 3 mg",
        "LDN 4.5 mg tablets, half a tablet daily",
        "naltrexone 1.5 mg, titrated to two capsules",
        "LDN 1 mL (1 mg) nightly, increasing by 1 mL weekly to 4 mL",
        "naltrexone 0.05 mg/kg",
    ],
)
def test_an_amount_that_is_not_of_a_day_is_null_with_a_reason(text):
    summary = summarise(text)
    assert summary.daily_mg_max is None
    assert any(reason.field == "daily_mg_max" and reason.text for reason in summary.reasons)
    assert summary.is_ldn == "uncertain"


@pytest.mark.parametrize(
    ("text", "drug", "is_ldn"),
    [
        ("placebo matching 4.5 mg naltrexone", "placebo", "no"),
        ("naltrexone placebo 4.5 mg", "placebo", "no"),
        ("placebo/LDN", "naltrexone", "uncertain"),
        ("Placebo-LDN", "naltrexone", "uncertain"),
        ("LDN-193189 3 mg", "LDN-193189", "no"),
        ("low-density neutrophils (LDN), 4.5 mg of protein", "none", "no"),
        ("ldn 4.5 mg", "none", "uncertain"),
        ("methylnaltrexone 4.5 mg", "methylnaltrexone", "no"),
        ("naltrexone 4.5 mg intravenously", "naltrexone", "no"),
        ("naltrexone 4.5 mg nasal spray", "naltrexone", "no"),
        ("naltrexone 1% cream", "naltrexone", "no"),
        ("Naltrexone (Vivitrol) 380 mg", "naltrexone XR", "no"),
        ("naltrexone 380mg gluteal injection every 28 days", "naltrexone XR", "no"),
        ("naltrexone implant 4.5 mg", "naltrexone implant", "no"),
        ("naltrexone/bupropion 4/45 mg", "naltrexone+bupropion", "no"),
        ("naltrexone 6 mg", "naltrexone", "yes"),
        ("naltrexone 6.1 mg", "naltrexone", "no"),
        ("naltrexone 1 mg", "naltrexone", "yes"),
        ("naltrexone 0.9 mg", "naltrexone", "no"),
        ("LDN and 3 mg of melatonin", "naltrexone", "uncertain"),
        ("naltrexone arm: prednisone tapered from 6 mg to 1 mg", "naltrexone", "uncertain"),
        ("LDN group. All patients receive ondansetron 4 mg.", "naltrexone", "uncertain"),
        ("Acetaminophen 325 mg/naltrexone 2.25 mg", "naltrexone", "uncertain"),
        ("Exclusion: use of naltrexone 4.5 mg within 30 days", "none", "uncertain"),
        ("Subjects will not receive naltrexone 4.5 mg", "none", "uncertain"),
    ],
)
def test_what_is_low_dose_naltrexone(text, drug, is_ldn):
    summary = summarise(text)
    assert (summary.drug, summary.is_ldn) == (drug, is_ldn)
    assert summary.is_ldn_reason


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("naltrexone 4.5 mg for 8 weeks followed by naltrexone for an additional 8 weeks", 112),
        ("After a 2-week baseline, LDN 4.5 mg is taken for 8 weeks, then a 2-week washout", 56),
        ("Placebo for 4 weeks, then LDN 4.5 mg for 12 weeks", 84),
        ("four-day treatment with naltrexone 50 mg", 4),
        ("naltrexone 4.5 mg for 3 months", 91),
        ("single dose of naltrexone 50 mg", 1),
        ("naltrexone 4.5 mg, seen every 4 weeks", None),
    ],
)
def test_durations(text, days):
    assert summarise(text).duration_days == days


def test_a_silent_frequency_is_marked_as_assumed():
    (statement,) = read_doses("Naltrexone 4.5 mg")
    evidence = statement.evidence_of("frequency")
    assert evidence is not None
    assert (statement.frequency, evidence.certainty) == ("QD", "assumed")
    assert evidence.rule == "no_frequency_taken_per_day"


def test_evidence_points_at_the_words():
    text = "Take naltrexone 4.5 mg once daily"
    (statement,) = read_doses(text)
    evidence = statement.evidence_of("daily_mg_max")
    assert evidence is not None
    assert text[evidence.span.start : evidence.span.end] == "4.5 mg"


def test_the_context_names_the_drug_of_bare_numbers_only():
    assert summarise("4.5 mg nightly", "Low Dose Naltrexone").is_ldn == "yes"
    assert summarise("gabapentin 4.5 mg nightly", "Low Dose Naltrexone").is_ldn == "no"
    assert summarise("4.5 mg nightly").is_ldn == "uncertain"


@pytest.mark.parametrize(
    ("text", "drug", "expected"),
    [
        ("LDN for 21 days, washout, placebo for 24 days", "naltrexone", {"duration_days": 21}),
        ("Placebo for 21 days, washout, LDN for 24 days", "naltrexone", {"duration_days": 24}),
        (
            "LDN 4.5 mg nightly or matching placebo for 8 weeks",
            "naltrexone",
            {"duration_days": 56},
        ),
        (
            "Naltrexone 1.5 mg for 2 weeks, then 3 mg at bedtime, 8 weeks in all",
            "naltrexone",
            {"duration_days": 56, "daily_mg_final": 3.0},
        ),
        (
            "Naltrexone: 1.5 mg for 2 weeks, then 4.5 mg until week 26",
            "naltrexone",
            {"duration_days": 182},
        ),
        (
            "Naltrexone 4.5 mg daily, reached over nine days, for 12 weeks",
            "naltrexone",
            {"duration_days": 84, "schedule": (), "is_titrated": True},
        ),
        (
            "Naltrexone 1.5 mg increased weekly by 1.5 mg to 6 mg",
            "naltrexone",
            {"daily_mg_min": 1.5, "daily_mg_max": 6.0, "daily_mg_final": 6.0},
        ),
        ("Tablets of naltrexone 1.5 mg, one to four a day", "naltrexone", {"daily_mg_max": None}),
        (
            "gabapentin 600 mg (two 300 mg capsules) twice a day (total daily dose 1200 mg)",
            "gabapentin",
            {"daily_mg_min": 1200.0, "daily_mg_max": 1200.0},
        ),
        (
            "dose levels of sildenafil are 5 mg QD, 10 mg QD, 20 mg QD",
            "sildenafil",
            {"daily_mg_min": 5.0, "daily_mg_max": 20.0},
        ),
        (
            "Escalating doses of sildenafil starting at 20 mg",
            "sildenafil",
            {"daily_mg_min": None, "daily_mg_max": None},
        ),
        (
            "tadalafil 20 mg daily for a period of maximum 3 months",
            "tadalafil",
            {"duration_days": None},
        ),
        ("tadalafil 5 mg daily one day following surgery", "tadalafil", {"duration_days": None}),
    ],
)
def test_lengths_and_parts_belong_to_what_they_are_said_of(
    text: str, drug: str, expected: dict[str, object]
) -> None:
    (found,) = [each for each in read_doses(text) if each.drug == drug]
    assert {name: getattr(found, name) for name in expected} == expected
