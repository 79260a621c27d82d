import pytest

from harvest.replica.pieces import PIECES
from harvest.replica.values import bounds, words

DATE, AGE, COUNT = PIECES["StartDate"], PIECES["MinimumAge"], PIECES["EnrollmentCount"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Low-Dose  Naltrexone (LDN)", "low dose naltrexone ldn"),
        ("OLDER_ADULT", "older adult"),
        ("Sjögren's STRASSE straße", "sjögren s strasse strasse"),
        ("4.5 mg/day", "4 5 mg day"),
        ("-_ . *", ""),
    ],
)
def test_words(text, folded):
    assert words(text) == folded


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("2022", ["2022-01-01", "2022-12-31", "2022-02", "2022-12-31T23:59"]),
        ("2024-02", ["2024-02-01", "2024-02-29", "2024-02-29T10:00"]),
        ("2024-02-29", ["2024-02-29T00:00", "2024-02-29T23:59"]),
    ],
)
def test_a_date_covers_its_days(whole, parts):
    low, high = bounds(DATE, whole)
    for part in parts:
        first, last = bounds(DATE, part)
        assert low <= first <= last <= high


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2022", "2023-01-01"),
        ("2024-02", "2024-03-01"),
        ("2024-02-28", "2024-02-29"),
        ("2024-02-29T10:00", "2024-02-29T10:01"),
    ],
)
def test_dates_end_before_the_next_begins(earlier, later):
    assert bounds(DATE, earlier)[1] < bounds(DATE, later)[0]


@pytest.mark.parametrize(
    "text",
    ["", "22", "0000", "2022-13", "2022-02-30", "2022-1-1", "01/15/2022", "2022-01-01T24:00"],
)
def test_no_dates(text):
    assert bounds(DATE, text) is None


def test_ages_compare_across_units():
    ages = [
        "30 Minutes",
        "5 hours",
        "6 Days",
        "1 Week",
        "1 month",
        "11 Months",
        "1 Year",
        "8 Years",
    ]
    keys = [bounds(AGE, age)[0] for age in ages]
    assert keys == sorted(set(keys))
    assert bounds(AGE, "12 Months") == bounds(AGE, "1 Year")


@pytest.mark.parametrize("text", ["", "N/A", "16", "years", "8 Yers", "-1 years"])
def test_no_ages(text):
    assert bounds(AGE, text) is None


def test_numbers():
    assert bounds(COUNT, "60") == (60, 60)
    assert bounds(COUNT, "-1.5") == (-1.5, -1.5)
    assert [bounds(COUNT, text) for text in ("", "x", "1e9", "nan", "1_0")] == [None] * 5
