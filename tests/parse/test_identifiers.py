"""What kind of number a further id of a study is."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.identifiers import (
    Identifier,
    IdentifierKind,
    identifier_kind,
    identifier_number,
    read_identifier,
)
from harvest.record import codes

FORMS = {
    "nct": "NCT01234567",
    "eudract": "2006-001228-37",
    "ctis": "2022-501234-12",
    "who_utn": "U1111-1234-5678",
    "anzctr": "ACTRN12612000123456",
    "isrctn": "ISRCTN12345678",
    "drks": "DRKS00012345",
    "chictr": "ChiCTR-TRC-12345678",
    "ctri": "CTRI/2019/01/012345",
    "jrct": "jRCTs031180001",
    "jprn": "UMIN000012345",
    "kct": "KCT0001234",
    "ntr": "NTR1234",
    "pactr": "PACTR201901123456789",
    "rbr": "RBR-4abc12",
    "irct": "IRCT20190101012345N1",
    "slctr": "SLCTR/2019/001",
    "tctr": "TCTR20190101001",
    "crd": "CRD42019123456",
    "snctp": "SNCTP000001234",
    "id_rcb": "2019-A01234-56",
    "eudamed": "CIV-19-01-012345",
    "ctrp": "NCI-2019-01234",
    "pdq": "CDR0000123456",
}
OTHER_FORMS = [
    ("ctis", "2022-501234-12-00", "2022-501234-12"),
    ("ctis", "2022-501234-12-03", "2022-501234-12"),
    ("chictr", "ChiCTR1800012345", "ChiCTR1800012345"),
    ("chictr", "ChiCTR2000012345", "ChiCTR2000012345"),
    ("jrct", "jRCT2031180001", "jRCT2031180001"),
    ("jprn", "JPRN-UMIN000012345", "JPRN-UMIN000012345"),
    ("ntr", "NL1234", "NL1234"),
    ("ntr", "NL-OMON12345", "NL-OMON12345"),
    ("eudamed", "CIV-FR-19-01-012345", "CIV-FR-19-01-012345"),
    ("rbr", "RBR-2b3c4d", "RBR-2b3c4d"),
]


def test_every_kind_is_tried_here() -> None:
    assert set(FORMS) | {"grant", "other"} == set(get_args(IdentifierKind))


@pytest.mark.parametrize(("kind", "number"), FORMS.items())
def test_each_form_is_of_its_kind_whatever_type_was_stated(kind: str, number: str) -> None:
    for stated in (None, *get_args(codes.SecondaryIdType)):
        assert read_identifier(number, stated) == Identifier(kind, number)


@pytest.mark.parametrize(("kind", "text", "number"), OTHER_FORMS)
def test_the_other_forms_of_a_kind_have_their_standard_form(
    kind: str, text: str, number: str
) -> None:
    assert read_identifier(text, "OTHER") == Identifier(kind, number)


@pytest.mark.parametrize(("kind", "number"), FORMS.items())
def test_words_around_a_number_are_passed_over(kind: str, number: str) -> None:
    for text in (f"No. {number}", f"No.:{number}", f"({number})", f" {number}\n", f"{number}; x"):
        assert read_identifier(text, None) == Identifier(kind, number), text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("EudraCT 2006-001228-37", "2006-001228-37"),
        ("EudraCT-No.:2006-000284-28", "2006-000284-28"),
        ("EudraCT Number: 2006-001228-37", "2006-001228-37"),
    ],
)
def test_a_eudract_number_may_have_its_name_before_it(text: str, number: str) -> None:
    assert read_identifier(text, "OTHER") == Identifier("eudract", number)


@pytest.mark.parametrize(("kind", "number"), FORMS.items())
def test_a_longer_string_that_merely_contains_a_form_is_not_one(kind: str, number: str) -> None:
    # Some forms vary in length, so more is put after them than any takes in.
    for before, after in (("9", ""), ("", "9" * 9), ("A", ""), ("", "a" * 9), ("0", "0" * 9)):
        text = before + number + after
        assert identifier_kind(text, "OTHER") != kind, text


@pytest.mark.parametrize(
    "text",
    [
        "NCT0123456",
        "NCT-01234567",
        "2006-1228-37",
        "1906-001228-37",
        "2006001228-37",
        "2006-001228",
        "U1111-12345678",
        "ISRCTN1234567",
        "NL12345.018.10",
        "\u0662\u0660\u0660\u0666-001228-37",
        "12345678",
        "N/A",
        "",
    ],
)
def test_what_has_no_form_of_a_registry_is_other(text: str) -> None:
    assert read_identifier(text, None) == Identifier("other", None)
    assert read_identifier(text, "OTHER") == Identifier("other", None)


@pytest.mark.parametrize(
    ("text", "number"),
    [("nct01234567", "NCT01234567"), ("isrctn12345678", "ISRCTN12345678")],
)
def test_the_standard_form_is_in_capitals(text: str, number: str) -> None:
    assert identifier_number(text, None) == number


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("EUDRACT_NUMBER", "eudract"),
        ("CTIS", "ctis"),
        ("NIH", "grant"),
        ("FDA", "grant"),
        ("VA", "grant"),
        ("CDC", "grant"),
        ("AHRQ", "grant"),
        ("SAMHSA", "grant"),
        ("OTHER_GRANT", "grant"),
        ("REGISTRY", "other"),
        ("OTHER", "other"),
        (None, "other"),
    ],
)
def test_without_a_known_form_the_stated_type_decides_and_there_is_no_number(
    stated: str | None, kind: str
) -> None:
    assert read_identifier("R01-77", stated) == Identifier(kind, None)


def test_the_form_wins_over_the_stated_type() -> None:
    assert identifier_kind("NCT01234567", "EUDRACT_NUMBER") == "nct"
    assert identifier_kind("2022-501234-12", "EUDRACT_NUMBER") == "ctis"
    assert identifier_kind("2006-001228-37", "NIH") == "eudract"


def test_digits_alone_are_an_isrctn_where_the_domain_says_so() -> None:
    assert read_identifier("12345678", "REGISTRY", "ISRCTN registry") == Identifier(
        "isrctn", "ISRCTN12345678"
    )
    assert read_identifier("1234567", "REGISTRY", "ISRCTN registry") == Identifier("other", None)
    assert read_identifier("12345678", "REGISTRY", "Another registry") == Identifier("other", None)


@pytest.mark.parametrize("domain", ["UTN", "WHO utn", "Universal Trial Number (WHO)"])
def test_a_domain_may_name_a_trial_number_that_has_another_form(domain: str) -> None:
    assert read_identifier("1111-1234-5678", "OTHER", domain) == Identifier("who_utn", None)


def test_a_domain_that_merely_contains_the_letters_names_nothing() -> None:
    assert identifier_kind("77", "OTHER", "Chestnutn Hill") == "other"


def test_no_text_is_no_identifier() -> None:
    assert read_identifier(None, "EUDRACT_NUMBER", "EudraCT") is None
    assert identifier_kind(None, None) is None
    assert identifier_number(None, None) is None


def test_two_records_numbers_of_one_trial_are_equal() -> None:
    assert identifier_number("EU CT 2022-501234-12-00", "CTIS") == identifier_number(
        "2022-501234-12-01", "OTHER"
    )
    assert identifier_number("u1111-1234-5678", None) == identifier_number("U1111-1234-5678", None)


@given(
    st.text(max_size=30),
    st.none() | st.sampled_from(get_args(codes.SecondaryIdType)),
    st.none() | st.text(max_size=10),
)
def test_any_text_has_a_kind(text: str, stated: str | None, domain: str | None) -> None:
    found = read_identifier(text, stated, domain)
    assert found is not None
    assert found.kind in get_args(IdentifierKind)
    assert identifier_kind(text, stated, domain) == found.kind
    assert identifier_number(text, stated, domain) == found.number
