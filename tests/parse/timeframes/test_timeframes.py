from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.parse.timeframes import TimeFrame, read_time_frame
from tests.work import calls

RESOLVED = [
    # lists and shared units
    ("weeks 4, 8, 12", "multiple", (28, 56, 84)),
    ("2, 4 and 8 weeks", "multiple", (14, 28, 56)),
    ("6- and 12-month follow-up", "multiple", (183, 365)),
    ("Baseline, day 14(week 2), day 28(week four)", "multiple", (0, 14, 28)),
    ("Day 1, 8, 15 and 3 months", "multiple", (1, 8, 15, 91)),
    ("3, 6, and 12, months", "multiple", (91, 183, 365)),
    ("4weeks 6weeks", "multiple", (28, 42)),
    ("day1，day8、day15", "multiple", (1, 8, 15)),  # noqa: RUF001
    # one point told twice, or labelled
    ("12 months (1 year)", "timepoint", (365,)),
    ("Week 12 (day 84)", "timepoint", (84,)),
    ("T1 (4 weeks)", "timepoint", (28,)),
    ("T0 = baseline, T1 = 4 weeks, T2 = 8 weeks", "multiple", (0, 28, 56)),
    ("Change from baseline to one month post-treatment (10 weeks)", "change", (70,)),
    ("Change from baseline to 1-month follow-up at 12 weeks", "change", (84,)),
    ("over 1 year (1, 3, 6, 12 months)", "multiple", (30, 91, 183, 365)),
    # ranges and bounds
    ("between baseline and 12 weeks", "period", (0, 84)),
    ("start of treatment - 6 months", "period", (0, 183)),
    ("day 366 up to day 457", "period", (366, 457)),
    ("The first 24 hours", "intraday", (1,)),
    ("≤ 12 weeks", "period", (84,)),
    ("Up to 4 years and 2 months", "period", (1521,)),
    ("From randomization until death, assessed up to 5 years", "period", (0, 1825)),
    ("until 30 days after last dose (up to 2 years)", "period", (730,)),
    ("until 30 days after last dose, assessed up to 2 years", "period", (730,)),
    # directions
    ("-2, 24 and 48 weeks", "multiple", (-14, 168, 336)),
    ("4 weeks before and after surgery", "multiple", (-28, 28)),
    ("1 week before, 1 week and 2 months after treatment", "multiple", (-7, 7, 61)),
    ("baseline, end of treatment (8 weeks), 3 months after end of treatment", "multiple",
     (0, 56, 147)),
    # repetition and cycles
    ("every 6 months through 2 years", "multiple", (183, 365, 548, 730)),
    ("Cycle 1 Day 1, Cycle 2 Day 1 (each cycle is 21 days)", "multiple", (1, 22)),
    ("up to 6 cycles (28-day cycles)", "period", (168,)),
    # sums
    ("Day 57+48 hours", "timepoint", (59,)),
    ("2 weeks + 4 weeks", "compound", (42,)),
    ("H0+1h30", "intraday", (0.0625,)),
    # measures
    ("6-minute walk at 12 weeks", "timepoint", (84,)),
    ("Week 8 (past 7 days)", "timepoint", (56,)),
]  # fmt: skip

UNRESOLVED = [
    ("", "empty"),
    ("?!", "no number"),
    ("last 24 hours", "recall period only"),
    ("1 week recall", "recall period only"),
    ("T0, T1, T3", "visit label"),
    ("Visits 2 and 3", "visit label"),
    ("until hospital discharge", "event"),
    ("through the end of the school year", "event"),
    ("second trimester", "event"),
    ("Daily", "frequency only"),
    ("Cycle 2 Day 15", "cycle of unknown length"),
    ("June 2019 - May 2020", "calendar date"),
    ("Before surgery and at 12 after surgery", "number without a unit"),
    ("Baseline to 4 weeks after last dose", "two clocks"),
    ("6 weeks after randomization and 3 months after delivery", "two clocks"),
    ("Day 1 and day 8: 1, 2 and 4 hours post-dose", "two clocks"),
    ("4 weeks (9 weeks)", "contradiction"),
    ("14 days double-blind and 14 days open-label", "phases"),
    ("45m", "ambiguous unit"),
    ("9999999 years", "too far away"),
]


@pytest.mark.parametrize(("text", "kind", "days"), RESOLVED)
def test_reads(text: str, kind: str, days: tuple[float, ...]) -> None:
    frame = read_time_frame(text)
    assert (frame.kind, frame.timepoints_days) == (kind, pytest.approx(days))
    assert frame.reason is None


@pytest.mark.parametrize(("text", "reason"), UNRESOLVED)
def test_says_why_not(text: str, reason: str) -> None:
    frame = read_time_frame(text)
    assert (frame.kind, frame.reason) == ("unresolved", reason)
    assert frame.timepoints_days == ()
    assert frame.last_day is None


def test_a_study_day_keeps_its_number_and_tells_the_days_elapsed() -> None:
    (point,) = read_time_frame("Day 29").points
    assert (point.days, point.elapsed_days, point.is_study_day) == (29, 28, True)


@pytest.mark.parametrize(
    "text", ["POD 3", "postoperative day 3", "Day 0, Day 3", "day 3 after surgery"]
)
def test_days_that_count_from_zero_are_no_study_days(text: str) -> None:
    point = read_time_frame(text).points[-1]
    assert (point.days, point.elapsed_days, point.is_study_day) == (3, 3, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12 weeks after randomisation", "randomisation"),
        ("6 months from enrollment", "enrolment"),
        ("2, 4 weeks and 6 months post-op", "surgery"),
        ("60 min post dose", "dose"),
        ("within 30 days of delivery", "delivery"),
        ("1 year after diagnosis", "diagnosis"),
        ("30 days after discharge", "discharge"),
    ],
)
def test_tells_what_a_point_counts_from(text: str, kind: str) -> None:
    frame = read_time_frame(text)
    assert frame.anchor is not None
    assert frame.anchor.kind == kind
    assert all(point.anchor is not None for point in frame.points)


def test_there_is_no_anchor_where_none_is_stated() -> None:
    assert read_time_frame("12 weeks").anchor is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Week 12 ± 3 days", 3),
        ("12 ± 2 weeks", 14),
        ("6 months (+/- 2 weeks)", 14),
        ("Day 8", None),
    ],
)
def test_keeps_the_tolerance(text: str, days: float | None) -> None:
    assert read_time_frame(text).points[0].tolerance_days == days


def test_labels_and_bounds_belong_to_their_points() -> None:
    points = read_time_frame("T1: 4 weeks, at least 8 weeks, up to 12 weeks").points
    assert [point.label for point in points] == ["t1", "8 weeks", "12 weeks"]
    assert [point.bound for point in points] == ["exact", "at least", "at most"]


def test_says_where_an_event_without_a_time_stands_beside_the_points() -> None:
    assert read_time_frame("Week 4, week 12 and discharge").is_partial
    assert not read_time_frame("Week 4, week 12").is_partial


@pytest.mark.parametrize(
    ("months", "days"), [(1, 30), (3, 91), (6, 183), (12, 365), (18, 548), (24, 730)]
)
def test_months_round_half_up(months: int, days: int) -> None:
    assert read_time_frame(f"{months} months").last_day == days


WORDS = """
    baseline week weeks 4 12 0.5 day month to - , and ( ) from up after before every ± T1 V2 + /
    cycle is change average of an end treatment surgery post 1,000 90,180 half h m ; . 1st last
    first randomization until death phase recall about within pre W12 6M 1h30 : =
"""
words = st.sampled_from([*WORDS.split(), "\n"])


@settings(max_examples=400, deadline=None)
@given(st.lists(words, max_size=14).map(" ".join) | st.text(max_size=80))
def test_never_raises_and_holds_together(text: str) -> None:
    hold_together(read_time_frame(text), text)


def hold_together(frame: TimeFrame, text: str) -> None:
    days = frame.timepoints_days
    assert list(days) == sorted(set(days))
    assert tuple(point.days for point in frame.points) == days
    assert (frame.kind == "unresolved") == (not days) == (frame.reason is not None)
    assert frame.last_day == (days[-1] if days else None)
    assert frame.is_change == (frame.kind == "change") or not days
    for point in frame.points:
        start, end = point.evidence.span
        assert 0 <= start < end <= len(text)
        assert point.elapsed_days in (point.days, point.days - 1)


HARD = [
    "1, ", "week ", "(", "9", "1-", "(1 ", "12 weeks (", "weeks 1, ", "every 3 months ",
    "1 week after surgery ", "1 week and ", "T1 ", "1h30", "12 weeks (3 months) ", "to ",
    "post-treatment, 1 week after treatment, ", "1 week before ", "± 3 days ", "follow-", "1/2",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_work_grows_in_proportion_to_the_length(piece: str) -> None:
    short, long = (
        calls(read_time_frame.__wrapped__, (piece * length)[:length]) for length in (1_000, 8_000)
    )
    # Eight times the length; a quadratic reader would do sixty-four times as much.
    assert long < 12 * short
