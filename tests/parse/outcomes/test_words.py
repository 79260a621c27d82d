import pytest

from harvest.parse.outcomes.words import correct, words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("PHQ-9", ["phq", "9"]),
        ("Patients' thresholds", ["patient", "threshold"]),
        ("the Analog Scale of pain", ["analogue", "scale", "pain"]),
        ("50 %", ["50", "percent"]),
        ("six minutes", ["6", "min"]),
        ("Åsberg", ["asberg"]),
        ("Stop. Go", ["stop", ".", "go"]),
    ],
)
def test_one_form(text: str, keys: list[str]) -> None:
    assert [word.key for word in words(text)] == keys


def test_a_slip_of_one_letter_is_mended_in_long_words_only() -> None:
    import harvest.parse.outcomes.vocabulary  # noqa: F401  (teaches the words)

    assert correct("kinesiophbia") == "kinesiophobia"
    assert correct("fibromialgia") == "fibromyalgia"
    assert correct("slepe") == "slepe"
