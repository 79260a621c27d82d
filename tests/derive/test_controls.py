"""What a treatment is compared with."""

from __future__ import annotations

from typing import Any

import pytest

from tests.derive.small import case

RANDOM = {"allocation": "RANDOMIZED", "interventionModel": "PARALLEL"}
CROSSOVER = {"allocation": "RANDOMIZED", "interventionModel": "CROSSOVER"}
OPEN = {"allocation": "NON_RANDOMIZED", "interventionModel": "PARALLEL"}
SINGLE = {"allocation": "NA", "interventionModel": "SINGLE_GROUP"}
TEA = ("EXPERIMENTAL", "Tea", ("Tea",))


@pytest.mark.parametrize(
    ("design", "arms", "expected"),
    [
        (RANDOM, (TEA, ("PLACEBO_COMPARATOR", "Placebo", ("Placebo",))), ["placebo"]),
        (RANDOM, (TEA, ("OTHER", "Control", ("Placebo tablet",))), ["placebo"]),
        (RANDOM, (TEA, ("SHAM_COMPARATOR", "Sham", ("Sham stimulation",))), ["sham"]),
        (RANDOM, (TEA, ("PLACEBO_COMPARATOR", "Control", ("Sham device",))), ["sham"]),
        (RANDOM, (TEA, ("NO_INTERVENTION", "Control", ())), ["no_treatment"]),
        (RANDOM, (TEA, ("OTHER", "Waitlist", ("Tea",))), ["no_treatment"]),
        (RANDOM, (TEA, ("ACTIVE_COMPARATOR", "Coffee", ("Coffee",))), ["active"]),
        (RANDOM, (TEA, ("EXPERIMENTAL", "Coffee", ("Coffee",))), ["active"]),
        (RANDOM, (TEA, ("OTHER", "Usual care", ("Usual care",))), ["active"]),
        # double dummy: each placebo hides the other drug
        (RANDOM, (("EXPERIMENTAL", "A", ("Tea", "Placebo for coffee")),
                  ("ACTIVE_COMPARATOR", "B", ("Coffee", "Placebo for tea"))), ["active"]),
        # the same background in both arms
        (RANDOM, (("EXPERIMENTAL", "A", ("Tea", "Milk")),
                  ("ACTIVE_COMPARATOR", "B", ("Milk",))), ["add_on"]),
        (RANDOM, (("EXPERIMENTAL", "A", ("Tea", "Milk")),
                  ("PLACEBO_COMPARATOR", "B", ("Milk", "Placebo"))), ["placebo", "add_on"]),
        (RANDOM, (("EXPERIMENTAL", "A", ("Tea + milk",)),
                  ("ACTIVE_COMPARATOR", "B", ("Milk", "Questionnaires"))), ["add_on"]),
        (RANDOM, (TEA, ("OTHER", "B", ("No education",))), ["no_treatment"]),
        (RANDOM, (TEA, ("ACTIVE_COMPARATOR", "B", ("Clinical observation", "Biospecimen"))),
         ["no_treatment"]),
        (RANDOM, (TEA, ("NO_INTERVENTION", "Placebo group", ())), ["placebo"]),
        (RANDOM, (("EXPERIMENTAL", "Tea 5 mg", ("Tea",)),
                  ("EXPERIMENTAL", "Tea 10 mg", ("Tea",))), ["dose_comparison"]),
        (RANDOM, (("EXPERIMENTAL", "Tea 5 mg", ("Tea",)),
                  ("EXPERIMENTAL", "Tea 10 mg", ("Tea",)),
                  ("PLACEBO_COMPARATOR", "Placebo", ("Placebo",))),
         ["placebo", "dose_comparison"]),
        (CROSSOVER, (("EXPERIMENTAL", "Tea, then placebo", ("Tea", "Placebo")),
                     ("EXPERIMENTAL", "Placebo, then tea", ("Tea", "Placebo"))), ["placebo"]),
        (SINGLE, (TEA,), ["none"]),
        (OPEN, (TEA, ("EXPERIMENTAL", "Other cohort", ("Tea", "Milk"))), ["none"]),
        (OPEN, (TEA, ("NO_INTERVENTION", "Healthy controls", ())), ["none"]),
        (RANDOM, (("EXPERIMENTAL", "A", ("App",)), ("EXPERIMENTAL", "B", ("App",))), None),
    ],
)  # fmt: skip
def test_kinds_of_control(design: dict[str, Any], arms: Any, expected: list[str] | None) -> None:
    found = case(design=design, arms=arms).design
    assert found.control_types == expected
    assert found.control_type == (expected and expected[0])


def test_a_title_tells_where_no_arms_are_listed() -> None:
    found = case(design=RANDOM, title="A Placebo-Controlled Study of Tea").design
    assert found.control_types == ["placebo"]
    assert case(design=RANDOM, title="A Study of Tea").design.control_types is None


def test_historical_controls_are_read_from_the_description() -> None:
    found = case(
        design=SINGLE, arms=(TEA,), summary="Results are compared with historical controls."
    ).design
    assert found.control_types == ["historical"]


def test_other_kinds_of_study_have_none_to_name() -> None:
    assert case(study_type="OBSERVATIONAL", arms=(TEA,)).design.control_type is None
