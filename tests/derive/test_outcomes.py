"""Registered outcomes with what their texts say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvest.derive.outcomes import Measured, instruments, outcome_traces, timepoints
from harvest.record.protocol import Outcome


def one(measure: str | None, description: str | None = None, time: str | None = None) -> Measured:
    return Measured(
        0, "primary", 0, Outcome(measure=measure, description=description, timeFrame=time)
    )


def test_several_instruments_are_joined_and_each_named_once() -> None:
    both = one("Change in FIQR and BPI", "BPI is the Brief Pain Inventory")
    assert both.instrument is not None
    assert sorted(both.instrument.split(";")) == ["BPI", "FIQR"]


def test_several_thresholds_leave_the_single_columns_null() -> None:
    two = one("Responders with a 30% and a 50% reduction in pain")
    assert two.responder_threshold == ">= 30 %;>= 50 %"
    assert (two.responder_comparator, two.responder_value, two.responder_unit) == (None, None, None)


def test_every_trace_shows_the_words_at_its_span() -> None:
    outcome = one(
        "Change from baseline in FIQR total score",
        "0 to 100, higher is worse",
        "Baseline, week 12 and discharge",
    )
    texts = {
        "measure": outcome.outcome.measure,
        "description": outcome.outcome.description,
        "timeFrame": outcome.outcome.timeFrame,
    }
    traces = list(outcome_traces([outcome]))
    assert {each.column for each in traces} >= {"instrument", "scale_max", "time_frame_points"}
    for each in traces:
        if each.path is not None and each.span_start is not None:
            text = texts[each.path.rsplit(".", 1)[-1]]
            assert text is not None
            assert text[each.span_start : each.span_end] == each.words


def test_points_of_a_crossover_count_from_their_period() -> None:
    frame = one("Pain", None, "4, 8, 12 and 16 weeks")
    assert [each.period_days for each in timepoints([frame], 56)] == [28, 56, None, 56]
    assert [each.period_days for each in timepoints([frame], None)] == [None] * 4


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_text_breaks_an_outcome(measure: str, description: str, time: str) -> None:
    outcome = one(measure, description, time)
    list(outcome_traces([outcome]))
    for found in instruments([outcome]):
        text = measure if found.path.endswith("measure") else description
        assert text[found.span_start : found.span_end] == found.instrument_text
    for point in timepoints([outcome], 56):
        assert point.window_start_days <= point.elapsed_days <= point.window_end_days
