import pytest

from harvest.parse.outcomes import read_outcome
from harvest.parse.outcomes.thresholds import thresholds


@pytest.mark.parametrize(
    ("measure", "description", "form"),
    [
        ("Reduction in fatigue (VAS)", None, "level"),
        ("Change from baseline in FIQ", None, "change"),
        ("FIQ, change is being assessed", None, "change"),
        ("Patient Global Impression of Change", None, "level"),
        ("FIQ", "change in the FIQ total from baseline", "change"),
        ("Percent change in pain", None, "percent_change"),
        ("Pain (VAS), area under the curve", None, "AUC"),
        ("Proportion of participants with >= 50% reduction in pain", None, "responder"),
        ("Patients achieving 50% pain reduction", None, "responder"),
        ("PGIC responders", None, "responder"),
        ("Rate of PGIC much improved or very much improved", None, "responder"),
        ("Development of chronic widespread pain", None, "incidence"),
        ("Number of participants with adverse events", None, "count"),
        ("Incidence of adverse events", None, "incidence"),
        ("Tender point count", None, "count"),
        ("Change in tender point count", None, "change"),
        ("Reduction in plasma cytokines", None, "biomarker"),
        ("Lissamine green staining", None, "clinical_sign"),
        ("PROMIS Fatigue T-score", None, "T-score"),
        ("Time to pain relief", None, None),
    ],
)
def test_forms(measure: str, description: str | None, form: str | None) -> None:
    assert read_outcome(measure, description).variable_form == form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("change in FIQ > 25%", [(">", 25, "percent")]),
        (">=30% reduction", [(">=", 30, "percent")]),
        (
            "at least 30% and at least 50% improvement",
            [(">=", 30, "percent"), (">=", 50, "percent")],
        ),
        ("a decrease of 2 or more points", []),
        ("reduction of at least 2 points", [(">=", 2, "points")]),
        ("a 50% response", [(">=", 50, "percent")]),
        ("80% power, alpha 5%", []),
        ("improvement on a four-point scale", []),
    ],
)
def test_thresholds(text: str, found: list[tuple[str, float, str]]) -> None:
    got = thresholds(text, "measure")
    assert [(one.comparator, one.value, one.unit) for one in got] == found


def test_categories_of_a_response() -> None:
    reading = read_outcome("PGIC responders", "PGIC 1 or 2")
    assert [(one.value, one.unit) for one in reading.thresholds] == [
        (1, "category"),
        (2, "category"),
    ]
