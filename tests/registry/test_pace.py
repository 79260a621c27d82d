from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from harvest.registry.pace import Pace

from .conftest import FakeTime


def test_the_first_request_starts_at_once_and_the_next_waits_what_is_left(
    fake_time: FakeTime,
) -> None:
    pace = Pace(1.0, fake_time.clock, fake_time.sleep)
    pace.wait()
    fake_time.now += 0.25
    pace.wait()
    fake_time.now += 7
    pace.wait()
    assert fake_time.sleeps == [0.75]


@given(
    seconds=st.floats(0, 10),
    busy=st.lists(st.floats(0, 30), min_size=1, max_size=10),
)
def test_starts_are_never_closer_than_the_pace(seconds: float, busy: list[float]) -> None:
    time = FakeTime()
    pace = Pace(seconds, time.clock, time.sleep)
    starts = []
    for worked in busy:
        pace.wait()
        starts.append(time.now)
        time.now += worked
    gaps = [b - a for a, b in itertools.pairwise(starts)]
    assert all(gap >= seconds - 1e-9 for gap in gaps)


def test_no_pace_means_no_sleep(fake_time: FakeTime) -> None:
    pace = Pace(0, fake_time.clock, fake_time.sleep)
    for _ in range(3):
        pace.wait()
    assert fake_time.sleeps == []
