"""Readings as a whole: what a title and a description come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.outcomes import OutcomeReading, read_outcome
from harvest.parse.outcomes.vocabulary import CONCEPTS, ENTRIES, PARTS, TIERS
from tests.parse.outcomes.scoring import as_labels
from tests.work import calls


def _omeract(reading: OutcomeReading) -> str:
    return str(as_labels(reading)["omeract_domain"])


@pytest.mark.parametrize(
    ("measure", "description", "name", "part", "domain"),
    [
        ("FIQR pain item", None, "FIQR", "pain", "pain"),
        ("FIQR total score", None, "FIQR", "total", "multidimensional function"),
        ("FIQ stiffness", None, "FIQ", "stiffness", "stiffness"),
        ("BPI severity", None, "BPI", "pain severity", "pain"),
        ("BPI interference", None, "BPI", "interference", "multidimensional function"),
        ("BPI sleep interference", None, "BPI", "interference with sleep", "sleep disturbance"),
        ("SF-36 bodily pain", None, "SF-36", "bodily pain", "pain"),
        ("SF-36 vitality", None, "SF-36", "vitality", "fatigue"),
        ("HADS-A", None, "HADS", "anxiety", "anxiety"),
        ("HADS-D", None, "HADS", "depression", "depression"),
        ("HADS", None, "HADS", None, "depression;anxiety"),
        ("PROMIS Sleep Disturbance", None, "PROMIS", "sleep disturbance", "sleep disturbance"),
        ("Depression", "measured with the HADS", "HADS", "depression", "depression"),
    ],
)
def test_a_subscale_decides_the_domain(
    measure: str, description: str | None, name: str, part: str | None, domain: str
) -> None:
    reading = read_outcome(measure, description)
    assert [(one.name, one.subscale) for one in reading.instruments] == [(name, part)]
    assert _omeract(reading) == domain


def test_directions_of_instrument_number_and_change_differ() -> None:
    reading = read_outcome("Percent reduction in pain (VAS)")
    assert reading.instrument_direction == "worse"
    assert reading.higher_is == "better"
    reading = read_outcome("Reduction in pain (VAS)")
    assert (reading.variable_form, reading.higher_is) == ("level", "worse")
    assert reading.hoped_change == "decrease"
    reading = read_outcome("Proportion of patients with >= 30% reduction in pain (NRS)")
    assert (reading.variable_form, reading.higher_is) == ("responder", "better")
    assert [(one.comparator, one.value, one.unit) for one in reading.thresholds] == [
        (">=", 30, "percent")
    ]


def test_the_usual_range_is_an_assumption_of_its_own() -> None:
    reading = read_outcome("PHQ-9")
    assert (reading.scale_min, reading.scale_max) == (None, None)
    assert (reading.assumed_min, reading.assumed_max) == (0, 27)


def test_an_unusual_range_is_followed_and_flagged() -> None:
    reading = read_outcome("Ocular Surface Disease Index", "0-48")
    assert (reading.scale_min, reading.scale_max) == (0, 48)
    assert any("record" in reason for field, reason in reading.reasons if field == "scale")


def test_what_is_not_known_is_null_with_a_reason() -> None:
    reading = read_outcome("Overall survival")
    assert reading.instruments == ()
    assert {"instruments", "higher_is"} <= {field for field, _ in reading.reasons}
    assert read_outcome("Time to relapse").variable_form is None


def test_evidence_lies_in_the_text() -> None:
    measure, description = "Pain", "Brief Pain Inventory, total 0-10, higher scores mean worse pain"
    reading = read_outcome(measure, description)
    found = dict(reading.findings)
    span = found["instruments"].evidence.span
    assert description[span.start : span.end] == "Brief Pain Inventory"
    assert {"instruments", "variable_form", "scale", "higher_is"} <= set(found)


@given(st.text(max_size=200), st.none() | st.text(max_size=300))
def test_no_text_makes_it_raise(measure: str, description: str | None) -> None:
    _is_well_formed(read_outcome(measure, description), measure, description or "")


_PIECES = st.sampled_from(
    [
        "FIQR",
        "BPI",
        "SF-36",
        "PCS",
        "HADS-A",
        "VAS",
        "NRS",
        "pain",
        "0",
        "10",
        "100",
        "-",
        "to",
        "(",
        ")",
        "=",
        ":",
        "%",
        ">=",
        "least",
        "at",
        "score",
        "higher",
        "indicate",
        "worse",
        "better",
        "no",
        "change",
        "from",
        "baseline",
        "percent",
        "responders",
        "of",
        "patients",
        "with",
        "IL-6",
        "each",
        "item",
        ".",
        ";",
        "range",
        "between",
        "and",
        "7-point",
        "Likert",
        "sleep",
        "quality",
        "minimum",
        "maximum",
    ]
)


@given(st.lists(_PIECES, max_size=25), st.lists(_PIECES, max_size=60))
def test_no_mixture_of_its_own_words_makes_it_raise(title: list[str], text: list[str]) -> None:
    measure, description = " ".join(title), " ".join(text)
    _is_well_formed(read_outcome(measure, description), measure, description)


def _is_well_formed(reading: OutcomeReading, measure: str, description: str) -> None:
    texts = {"measure": measure, "description": description}
    for _, finding in reading.findings:
        span = finding.evidence.span
        assert 0 <= span.start <= span.end <= len(texts[finding.field])
    if reading.scale_min is not None and reading.scale_max is not None:
        assert reading.scale_min < reading.scale_max
    if reading.variable_form == "responder":
        assert reading.higher_is in ("better", "worse")
    names = [one.name for one in reading.instruments]
    assert len(names) == len(set(names))
    assert set(names) <= set(ENTRIES)
    places = [(one.framework, one.name) for one in reading.domains]
    assert len(places) == len(set(places))
    assert set(places) <= set(TIERS)


@pytest.mark.parametrize(
    "piece",
    ["PCS ", "0-", "higher score ", "pain (PCS) ", "1 = a ", "VAS pain ", "from ", "patients with ",
     "visual analogue ", "0 to 10 ", "> 30 % ", "FIQ-",
     "minimum and maximum ", "a", "(", "each 0-10 ", "numeric scale pain a ", "zz 0 "],
)  # fmt: skip
def test_work_grows_in_proportion_to_the_length(piece: str) -> None:
    short, long = (
        calls(read_outcome.__wrapped__, text := (piece * length)[:length], text + "x")
        for length in (1_000, 8_000)
    )
    # Eight times the length; a quadratic reader would do sixty-four times as much.
    assert long < 12 * short


def test_the_tables_agree_with_each_other() -> None:
    assert len(ENTRIES) >= 150
    placed = [one.placed for one in ENTRIES.values()]
    placed += [one.placed for one in CONCEPTS.values()]
    placed += [part.placed for part, _ in PARTS]
    for place in placed:
        assert all(("OMERACT", name) in TIERS for name in place.omeract if name != "none")
        assert all(("IMMPACT", name) in TIERS for name in place.immpact if name != "none")
    assert all(not one.refines or one.refines in ENTRIES for one in ENTRIES.values())
    assert all(one.source for one in ENTRIES.values())
    assert all(part.instrument in ENTRIES for part, _ in PARTS)
    for concept in CONCEPTS.values():
        for name in (concept.on_vas, concept.on_nrs, concept.on_plain_scale):
            assert not name or name in ENTRIES, name
