"""The record of one study as a structure."""

from __future__ import annotations

import msgspec
import pytest

from harvest.record.protocol import (
    IdentificationModule,
    Organization,
    ProtocolSection,
    Sponsor,
)
from harvest.record.study import Study


def test_an_absent_object_is_an_empty_one_so_that_no_chain_of_attributes_breaks() -> None:
    study = Study()
    assert study.protocolSection.designModule.designInfo.maskingInfo.masking is None
    assert study.protocolSection.designModule.phases == ()
    assert study.resultsSection.outcomeMeasuresModule.outcomeMeasures == ()
    assert study.derivedSection.miscInfoModule.submissionTracking.submissionInfos == ()
    assert study.hasResults is None


def test_the_number_of_a_study_is_that_of_its_identification() -> None:
    study = Study(
        protocolSection=ProtocolSection(
            identificationModule=IdentificationModule(nctId="NCT00000007")
        )
    )
    assert study.nct_id == "NCT00000007"
    assert Study().nct_id == ""


def test_a_study_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Study().hasResults = True  # type: ignore[misc]


def test_the_word_class_is_written_with_an_underscore_in_python_only() -> None:
    sponsor = msgspec.json.decode(b'{"name":"A university","class":"OTHER"}', type=Sponsor)
    assert (sponsor.name, sponsor.class_) == ("A university", "OTHER")
    assert msgspec.to_builtins(Organization(class_="NIH"))["class"] == "NIH"


def test_a_field_that_the_model_does_not_know_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `newModule`"):
        msgspec.json.decode(b'{"newModule":{}}', type=Study)


def test_equal_records_are_equal_studies() -> None:
    text = b'{"protocolSection":{"conditionsModule":{"conditions":["A","B"]}}}'
    first, second = (msgspec.json.decode(text, type=Study) for _ in range(2))
    assert first == second
    assert first.protocolSection.conditionsModule.conditions == ("A", "B")
