from __future__ import annotations

import pytest

from harvest.parse import Unread
from harvest.parse.doses import Step, exposure, read_schedule


def test_final_trial():
    found = exposure(read_schedule("0:1.5;7:3;14:4.5;21:6"), 84)
    assert (found.cumulative_mg, found.mean_daily_mg) == (441, 5.25)
    assert (found.days_at_target, found.days_to_target) == (63, 21)


def test_painful_diabetic_neuropathy_trial():
    found = exposure(read_schedule("0:1.5;7:3;14:4.5"), 56)
    assert (found.cumulative_mg, found.mean_daily_mg) == (220.5, 3.9375)


def test_a_schedule_in_study_days_counts_from_its_first():
    assert exposure((Step(7, 25), Step(10, 50)), 78).cumulative_mg == 3 * 25 + 75 * 50


@pytest.mark.parametrize(("text", "days"), [("0:1;7:2", 7), ("7:1;7:2", 30)])
def test_a_treatment_that_cannot_hold_its_schedule_is_unread(text, days):
    with pytest.raises(Unread):
        exposure(read_schedule(text), days)


@pytest.mark.parametrize("text", ["", "0", "0:x", "a:1", "0:1;"])
def test_other_forms_are_unread(text):
    with pytest.raises(Unread):
        read_schedule(text)


def test_no_steps_are_unread():
    with pytest.raises(Unread):
        exposure((), 10)
