import pytest

from harvest.parse.outcomes.scales import read_scale

_NONE = (None, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0 to 100", 0, 100),
        ("0-10", 0, 10),
        ("-1 to 38", -1, 38),
        ("(0 = no pain, 10 = worst pain)", 0, 10),
        ("scored from 0 (best) to 24 (worst)", 0, 24),
        ("total scores range from 10 to 50", 10, 50),
        ("between 12 and 84", 12, 84),
        ("maximum score is 100", None, 100),
        ("out of 52", None, 52),
        ("on a 7-point Likert scale", None, None),
        ("minimum and maximum values: 0 and 63", 0, 63),
        ("min: 0; max: 24", 0, 24),
        ("100 mm VAS", 0, 100),
        ("items rated 0-3; total range 0-63", 0, 63),
        ("12-item questionnaire, past 7 days", None, None),
        ("over 0-12 weeks", None, None),
        ("items 1-5 and 15", None, None),
        ("two visits, 2-4 hours apart", None, None),
        ("30-50% reduction", None, None),
        ("10 out of 14 consecutive days", None, None),
    ],
)
def test_only_the_range_of_the_scale_is_read(
    text: str, low: float | None, high: float | None
) -> None:
    read = read_scale([("description", text)], _NONE, is_single_item=False)
    got = (read.taken.low, read.taken.high) if read.taken else (None, None)
    assert got == (low, high)
    assert read.taken or read.reason


def test_an_item_range_serves_a_single_item_only() -> None:
    text = "each question is answered from 0 to 4"
    assert read_scale([("description", text)], _NONE, is_single_item=False).taken is None
    assert read_scale([("description", text)], _NONE, is_single_item=True).taken is not None


def test_likert_points_are_the_top_of_a_single_item_or_of_the_usual_range() -> None:
    text = "on a 7-point Likert scale"
    for usual, is_single_item in ((_NONE, True), ((1, 7), False)):
        read = read_scale([("description", text)], usual, is_single_item=is_single_item)
        assert read.taken
        assert (read.taken.low, read.taken.high) == (None, 7)
