import pytest

from harvest.parse.outcomes import read_outcome
from harvest.parse.outcomes.directions import said_direction


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("higher scores indicate worse pain", -1),
        ("Higher scores indicate less fatigue", 1),
        ("with higher scores representing better health", 1),
        ("lower scores mean more problems", 1),
        ("The higher the score, the more severe the depression", -1),
        ("a high score means better mental health", 1),
        ("higher is worse", -1),
        ("higher = more fatigue", -1),
        ("a reduction in score indicates improvement", -1),
        ("greater scores indicate greater depression severity", -1),
        ("lower scores indicate higher cognitive dysfunction", 1),
        ("0 = did not sleep well at all, 100 = slept extremely well", 1),
        ("0 is no pain and 10 is maximum pain", -1),
        ("from very bad to very good", 1),
        ("1 (very much improved) to 7 (very much worse)", -1),
        ("a questionnaire with 12 items", 0),
        ("higher scores indicate more pain; on part two higher scores indicate better sleep", 0),
    ],
)
def test_what_higher_means(text: str, sign: int) -> None:
    said = said_direction(text)
    assert (said.sign if said else 0) == sign


@pytest.mark.parametrize(
    ("measure", "description", "direction"),
    [
        ("PGIC", None, "worse"),
        ("PGIC", "1 = no change, 7 = a great deal better; higher is better", "better"),
        ("Global perceived effect", None, "better"),
        ("Pressure pain threshold", None, "better"),
        ("VAS pain", None, "worse"),
        ("VAS sleep quality", None, "better"),
        ("PROMIS-29", None, "mixed"),
        ("Serum BDNF", None, "NA"),
        ("PedsQL", "28 items on a Likert scale, 0 is never a problem, 4 is always", "better"),
    ],
)
def test_the_text_comes_before_the_table(
    measure: str, description: str | None, direction: str
) -> None:
    assert read_outcome(measure, description).higher_is == direction
