"""Where the words of a record contradict its fields."""

from __future__ import annotations

from typing import Any

import pytest

from tests.derive.small import case


def raised(**fields: Any) -> list[tuple[str, str]]:
    return [(each.path.rsplit(".", 1)[-1], each.value) for each in case(**fields).remarks]


def info(**fields: Any) -> dict[str, Any]:
    return {"design": fields}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "A Randomized Study", **info(allocation="NA")}, ("allocation", "NA")),
        ({"title": "Non-Randomized Study", **info(allocation="RANDOMIZED")},
         ("allocation", "RANDOMIZED")),
        ({"title": "Double-Blind Study", **info(maskingInfo={"masking": "NONE"})},
         ("masking", "NONE")),
        ({"title": "Open-Label, Assessor-Blinded Study", **info(maskingInfo={"masking": "NONE"})},
         ("masking", "NONE")),
        ({"title": "Open-Label Study",
          **info(maskingInfo={"masking": "SINGLE", "whoMasked": ["PARTICIPANT"]})},
         ("masking", "SINGLE")),
        ({"title": "Single-Blind Study", **info(maskingInfo={"masking": "TRIPLE"})},
         ("masking", "TRIPLE")),
        ({"title": "Crossover Study", **info(interventionModel="PARALLEL")},
         ("interventionModel", "PARALLEL")),
        ({"summary": "This is a parallel-group study, crossover design.",
          **info(interventionModel="CROSSOVER")}, ("interventionModel", "CROSSOVER")),
        ({"title": "Three-Arm Study", "arms": (("OTHER", "A", ()), ("OTHER", "B", ()))},
         ("armGroups", "2 arms")),
        ({"criteria": "Inclusion Criteria:\n* Age 18-65 years", "minimumAge": "8 Years"},
         ("minimumAge", "8 Years")),
        ({"criteria": "Inclusion Criteria:\n* Age 18-65 years", "maximumAge": "75 Years"},
         ("maximumAge", "75 Years")),
        ({"criteria": "Inclusion Criteria:\n* Male patients", "sex": "ALL"}, ("sex", "ALL")),
    ],
)  # fmt: skip
def test_a_contradiction_is_raised(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert raised(**fields) == [expected]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "A Randomized Study", **info(allocation="RANDOMIZED")},
        {"title": "A Randomized Study"},
        {"title": "Double-Blind Study, Open-Label", **info(maskingInfo={"masking": "NONE"})},
        {"title": "Open-Label Study",
         **info(maskingInfo={"masking": "SINGLE", "whoMasked": ["OUTCOMES_ASSESSOR"]})},
        {"title": "Double-Blind Study", **info(maskingInfo={"masking": "QUADRUPLE"})},
        {"title": "Tea", "summary": "A previous randomized trial helped.", **info(allocation="NA")},
        {"title": "Open-Label Extension of a Double-Blind Study",
         **info(maskingInfo={"masking": "NONE"})},
        {"title": "Two-Arm Study", "arms": tuple(("OTHER", f"Part {n}", ()) for n in range(4))},
        {"criteria": "Inclusion Criteria:\n* Age > 18 years", "minimumAge": "19 Years"},
        {"criteria": "Inclusion Criteria:\n* Aged between 18 and 65", "maximumAge": "64 Years"},
        {"criteria": "Inclusion Criteria:\n* Onset before the age of 40", "maximumAge": "65 Years"},
        {"criteria": "Inclusion Criteria:\n* Men and women", "sex": "ALL"},
        {"criteria": "Inclusion Criteria:\n* Age 18-65 years", "minimumAge": "N/A"},
    ],
)  # fmt: skip
def test_what_agrees_or_may_agree_is_not_raised(fields: dict[str, Any]) -> None:
    assert raised(**fields) == []


def test_the_message_names_the_text_and_quotes_it() -> None:
    (remark,) = case(title="A Randomized Study of Tea", design={"allocation": "NA"}).remarks
    assert remark.kind == "contradiction"
    assert "identificationModule.briefTitle" in remark.message
    assert "A Randomized Study of Tea" in remark.message
