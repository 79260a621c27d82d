"""Which drugs an intervention is."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.derive.drugs import Drug, drugs_of
from harvest.parse.doses import read_doses
from harvest.record.protocol import Intervention


def named(name: str | None, **rest: Any) -> list[tuple[str, str]]:
    intervention = Intervention(**{"type": "DRUG", "name": name, **rest})
    return [(drug.name, drug.group) for drug in drugs_of(3, intervention)]


@pytest.mark.parametrize(
    ("name", "drugs"),
    [
        ("Low Dose Naltrexone", [("naltrexone", "naltrexone")]),
        ("LDN", [("naltrexone", "naltrexone")]),
        ("Vivitrol", [("naltrexone XR", "depot")]),
        ("Placebo oral tablet", [("placebo", "placebo")]),
        ("Placebo naltrexone", [("placebo", "placebo")]),
        ("Naltrexone and ketamine", [("naltrexone", "naltrexone"), ("ketamine", "other")]),
        ("Methylnaltrexone", [("methylnaltrexone", "antagonist")]),
        ("PTI-801", [("pti-801", "unlisted")]),
        (None, []),
    ],
)
def test_a_drug_is_known_by_its_name(name: str | None, drugs: list[tuple[str, str]]) -> None:
    assert named(name) == drugs


def test_a_product_code_is_known_by_its_description() -> None:
    found = named("PTI-801", description="Oxycodone with ultra-low-dose naltrexone")
    assert found == [("naltrexone", "naltrexone")]


@pytest.mark.parametrize("kind", ["BEHAVIORAL", "DEVICE", "PROCEDURE", "OTHER", None])
def test_another_kind_of_intervention_is_a_drug_only_where_its_name_says_so(kind: str) -> None:
    assert named("Exercise", type=kind) == []
    assert named("Duloxetine counselling", type=kind) == []
    assert named("Placebo", type=kind) == [("placebo", "placebo")]
    assert named("Naltrexone", type=kind) == [("naltrexone", "naltrexone")]


def test_every_drug_knows_its_intervention() -> None:
    (found,) = drugs_of(3, Intervention(type="DRUG", name="Naltrexone"))
    assert found == Drug(3, "naltrexone", "naltrexone")
    assert not found.is_placebo


@pytest.mark.parametrize(
    ("name", "text", "is_meant"),
    [
        ("Naltrexone", "naltrexone 4.5 mg", True),
        ("Vivitrol", "naltrexone 380 mg monthly", True),
        ("Naltrexone", "naltrexone implant", True),
        ("Vivitrol", "naltrexone implant", False),
        ("Methylnaltrexone", "naltrexone 4.5 mg", False),
        ("Naltrexone", "pregabalin 75 mg", False),
        ("Pregabalin", "pregabalin 75 mg", True),
    ],
)
def test_naltrexone_of_any_form_is_meant_and_nothing_else(
    name: str, text: str, is_meant: bool
) -> None:
    (drug,) = drugs_of(0, Intervention(type="DRUG", name=name))
    (statement,) = read_doses(text)
    assert drug.is_meant_by(statement) == is_meant
