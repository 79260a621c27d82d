import pytest

from harvest.parse.outcomes import read_outcome
from harvest.parse.outcomes.mentions import mentions


def _names(text: str, around: str = "") -> list[str]:
    found = mentions(text, f"{text} . {around}")
    return list(dict.fromkeys(one.instrument for one in found))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pittsburg Sleeping Questionnaire Index", ["PSQI"]),
        ("Fibromyalgia Impact Questionaire", ["FIQ"]),
        ("Montgomery-Asberg and MADRS", ["MADRS"]),
        ("SF36", ["SF-36"]),
        ("PHQ9 and GAD7", ["PHQ-9", "GAD-7"]),
        ("six minute walk test", ["6MWT"]),
        ("Pain Catastrophising Scale", ["PCS"]),
        ("a peg in a hole, a mess, a sip", []),
        ("prescribed", []),
        ("PROMIS Fatigue Short Form 8a", ["PROMIS"]),
        ("Functional Impairment Scale (FIS)", []),
        ("Fatigue Impact Scale (FIS)", ["FIS"]),
        ("cytokine release syndrome", []),
    ],
)
def test_names_are_found_as_whole_words(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    ("text", "around", "names"),
    [
        ("PCS", "catastrophizing", ["PCS"]),
        ("PCS", "SF-36 and MCS", ["SF-36"]),
        ("PCS", "after a concussion", []),
        ("PCS", "", []),
        ("BDI", "dyspnea", ["Baseline Dyspnea Index"]),
        ("BDI", "", ["BDI"]),
        ("ESS", "Edmonton symptoms", ["ESAS"]),
        ("ESS", "sleepiness", ["ESS"]),
        ("CSI", "caregiver", ["Caregiver Strain Index"]),
        ("CSI", "central sensitization", ["CSI"]),
        ("SSS", "sexual satisfaction", ["Sexual Satisfaction Scale"]),
        ("SSS", "WPI", ["SSS"]),
        ("FSS", "fatigue", ["FSS"]),
    ],
)
def test_abbreviations_are_told_apart(text: str, around: str, names: list[str]) -> None:
    assert _names(text, around) == names


@pytest.mark.parametrize(
    ("measure", "description", "names"),
    [
        ("FIQ", "the revised FIQ (FIQR)", ["FIQR"]),
        ("Inflammation: IL-6", None, ["IL-6"]),
        ("IL-6, IL-8 and TNF-alpha", None, ["cytokine panel"]),
        ("WPI and SSS", None, ["WPI", "SSS"]),
        ("Pain and function", "VAS pain and ODI", ["VAS pain"]),
        ("Quality of life", "SF-36; it correlates with the BDI", ["SF-36"]),
        ("Withdrawals due to adverse events", None, ["discontinuation"]),
        ("Pain", "PROMIS items, compared with BPI", ["PROMIS"]),
        ("VAS", "0 = no pain, 10 = worst pain", ["VAS pain"]),
        ("VAS", None, []),
    ],
)
def test_the_title_decides(measure: str, description: str | None, names: list[str]) -> None:
    assert [one.name for one in read_outcome(measure, description).instruments] == names
