"""Partial dates: never more precise than the text, never a guess."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse import Unread, dates
from harvest.parse.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "first_day", "precision"),
    [
        ("2007-06-30", datetime(2007, 6, 30), "day"),
        ("2007-06", datetime(2007, 6, 1), "month"),
        ("2007", datetime(2007, 1, 1), "year"),
        ("2007-01-01", datetime(2007, 1, 1), "day"),
        ("2007-01", datetime(2007, 1, 1), "month"),
        ("2020-02-29", datetime(2020, 2, 29), "day"),
        ("2000-02-29", datetime(2000, 2, 29), "day"),
        ("0001-01-01", datetime(1, 1, 1), "day"),
        ("9999-12-31", datetime(9999, 12, 31), "day"),
    ],
)
def test_a_date_is_the_first_day_of_its_period_with_the_precision_of_its_text(
    text: str, first_day: datetime, precision: str
) -> None:
    assert dates.read_date(text) == PartialDate(first_day, precision)
    assert dates.first_day(text) == first_day
    assert dates.precision(text) == precision


NO_DAY = ["2007-13", "2007-00", "2007-02-30", "2007-06-00", "2021-02-29", "1900-02-29", "0000"]
NO_DATE = [
    "",
    " ",
    "N/A",
    "NA",
    "2007-06\n",
    "\n2007-06",
    " 2007-06",
    "2007-6",
    "2007-06-3",
    "2007-06-300",
    "20070630",
    "207-06",
    "12007-06",
    "2007/06/30",
    "30-06-2007",
    "2007-06-30T00:00",
    "June 2007",
    "2007-",
    "2007-06-",
    "-2007",
    "\u0662\u0660\u0660\u0667-06",  # Arabic digits
    "\uff12\uff10\uff10\uff17",  # full-width digits
    "2007\u201106",  # a hyphen of another kind
]


@pytest.mark.parametrize("text", NO_DAY)
def test_a_day_that_is_in_no_calendar_is_unread(text: str) -> None:
    with pytest.raises(Unread, match="no such day"):
        dates.read_date(text)
    assert dates.precision(text) is None


@pytest.mark.parametrize("text", NO_DATE)
def test_any_other_form_is_unread(text: str) -> None:
    with pytest.raises(Unread, match="not a date of the form"):
        dates.first_day(text)
    assert dates.precision(text) is None


def test_no_text_is_no_date() -> None:
    assert dates.first_day(None) is None
    assert dates.precision(None) is None
    assert dates.minute(None) is None


def test_of_several_dates_the_earliest_first_day_counts() -> None:
    assert dates.earliest("2021-02-04", "2021-01-15") == datetime(2021, 1, 15)
    assert dates.earliest("2021-01-15", "2021-01") == datetime(2021, 1, 1)
    assert dates.earliest(None, "2021-01-15") == datetime(2021, 1, 15)


def test_texts_that_are_no_dates_do_not_count_as_the_earliest() -> None:
    assert dates.earliest("2007-02-30", "2021-01-15") == datetime(2021, 1, 15)
    assert dates.earliest("N/A", None) is None
    assert dates.earliest() is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-01-02T10:30", datetime(2021, 1, 2, 10, 30)),
        ("2021-01-02T00:00", datetime(2021, 1, 2)),
        ("2020-02-29T23:59", datetime(2020, 2, 29, 23, 59)),
    ],
)
def test_a_time_is_read_to_the_minute_without_a_zone(text: str, moment: datetime) -> None:
    assert dates.minute(text) == moment
    assert moment.tzinfo is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-01-02",
        "2021-01-02 10:30",
        "2021-01-02T10:30\n",
        "2021-01-02T10:30:00",
        "2021-01-02T10:30Z",
        "2021-01-02T24:00",
        "2021-01-02T10:60",
        "2021-02-30T10:30",
        "2021-01-02T\u0661\u0660:30",
    ],
)
def test_a_time_of_any_other_form_is_unread(text: str) -> None:
    with pytest.raises(Unread, match=r"^n(ot a|o such) time"):
        dates.minute(text)


def test_every_day_from_1900_to_2100_comes_back_from_its_text() -> None:
    day, last = date(1900, 1, 1), date(2100, 12, 31)
    while day <= last:
        found = dates.read_date(day.isoformat())
        assert (found.first_day.date(), found.precision) == (day, "day")
        day += timedelta(days=1)


@given(st.dates())
def test_any_day_month_and_year_comes_back_from_its_text(day: date) -> None:
    text = day.isoformat()
    assert dates.first_day(text) == datetime(day.year, day.month, day.day)
    assert dates.first_day(text[:7]) == datetime(day.year, day.month, 1)
    assert dates.first_day(text[:4]) == datetime(day.year, 1, 1)


@given(st.text(max_size=12) | st.from_regex(r"\d{4}-\d\d(-\d\d)?(T\d\d:\d\d)?\n?"))
def test_no_text_makes_a_date_reader_fail_otherwise(text: str) -> None:
    for reader in (dates.first_day, dates.minute):
        try:
            found = reader(text)
        except Unread:
            continue
        assert isinstance(found, datetime)
    assert dates.precision(text) in (None, "day", "month", "year")
