from __future__ import annotations

import pytest

from harvest.parse.doses import Band, ClassBounds, summarise
from harvest.parse.doses.classes import CAMPS, class_of_amount


@pytest.mark.parametrize(
    ("mg", "name"),
    [
        *((0.0001, "ULDN"), (0.001, "VLDN"), (0.999, "VLDN"), (1, "LDN"), (6, "LDN")),
        *(
            (6.1, "moderate"),
            (49.9, "moderate"),
            (50, "standard"),
            (150, "standard"),
            (151, "high"),
        ),
    ],
)
def test_classes(mg, name):
    assert class_of_amount(mg) == name


def test_the_band_is_a_parameter():
    text = (
        "starting at 1.5 mg of naltrexone, increased by 1.5 mg every week to 6 mg, 12 weeks total"
    )
    assert summarise(text).is_ldn == "yes"
    assert summarise(text, band=Band(high=5)).is_ldn == "no"
    assert summarise(text, band=Band(high=6, with_high=False)).is_ldn == "no"
    assert summarise(text, band=Band(amount="mean", high=5.5)).is_ldn == "yes"
    assert summarise(text, band=Band(amount="final", high=5.5)).is_ldn == "no"
    assert summarise("naltrexone 6 mg", bounds=ClassBounds(ldn_to=5)).dose_class == "moderate"


def test_the_camps_differ_at_five_milligrams():
    answers = {camp: summarise("naltrexone 5 mg", band=band).is_ldn for camp, band in CAMPS.items()}
    assert answers == {"toljan_2018": "yes", "innova": "no", "hatfield_2020": "no"}
