import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.replica.archive import Archive
from harvest.replica.areas import AREAS, area_pieces
from harvest.replica.expression import ExpressionError, parse
from harvest.replica.index import Index
from harvest.replica.nodes import matches, pieces_of

DEFAULT = AREAS["BasicSearch"]
FIRST, SECOND, THIRD, FOURTH = (f"NCT0000000{n}" for n in range(1, 5))


@pytest.fixture(scope="module")
def found(archive):
    index = Index(Archive({k: v for k, v in archive.records.items() if k <= FOURTH}, ""))

    def search(text, area="BasicSearch"):
        node = parse(text, area_pieces(area))
        index.prepare(pieces_of(node))
        return {d.nct_id for d in index.documents if matches(node, d)}

    return search


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("naltrexone", {FIRST}),
        ("NALTREXONE", {FIRST}),
        ("naltrex", set()),
        ("methylnaltrexone", {SECOND}),
        ("low dose", {FIRST}),
        ("low-dose", {FIRST}),
        ('"low dose"', {FIRST}),
        ('"dose low"', set()),
        ("dose low", {FIRST}),
        ("low", {FIRST, THIRD}),
        ('"low pain"', set()),
        ("pain", {FIRST, THIRD}),
        ("pain & fibromyalgia", {FIRST}),
        ('"fibromyalgia chronic"', set()),  # two values of one piece are not one text
        ("pain OR constipation", {FIRST, SECOND, THIRD}),
        ("pain AND fibromyalgia", {FIRST}),
        ("pain, fibromyalgia", {FIRST}),
        ("pain fibromyalgia", {FIRST}),
        ("pain NOT fibromyalgia", {THIRD}),
        ("pain AND NOT fibromyalgia", {THIRD}),
        ("NOT pain", {SECOND, FOURTH}),
        ("NOT NOT pain", {FIRST, THIRD}),
        ("constipation OR pain AND fibromyalgia", {FIRST, SECOND}),
        ("(constipation OR pain) AND NOT fibromyalgia", {SECOND, THIRD}),
        ("NOT (pain OR constipation)", {FOURTH}),
        ("umeå", {SECOND}),
        ("UMEÅ", {SECOND}),
        ("revia", {FIRST}),
        ("phase2", {FIRST}),
        ("muscular", {FIRST}),
        ("not pain", set()),  # a lower-case operator is a word
        ("ALL", {FIRST, SECOND, THIRD, FOURTH}),
        (r"\ALL", set()),
        (r"\(EXPAIN\)", {THIRD}),
        ("AREA[Condition]chronic pain", {FIRST}),
        ("AREA[Condition]pain AND exercise", {THIRD}),
        ('AREA[ConditionSearch]"chronic pain"', {FIRST}),
        ("AREA[ConditionSearch]muscular diseases", {FIRST}),
        ("AREA[Condition](chronic OR constipation)", {FIRST, SECOND}),
        ("AREA[Phase]PHASE2", {FIRST}),
        ("AREA[Phase]phase3", {SECOND}),
        ("AREA[Phase](PHASE1 OR PHASE3)", {FIRST, SECOND}),
        ("AREA[Phase]MISSING", {THIRD, FOURTH}),
        ("NOT AREA[Phase]MISSING", {FIRST, SECOND}),
        ("AREA[Phase]NOT MISSING", {FIRST, SECOND}),
        ("AREA[HasResults]true", {FIRST}),
        ("AREA[StartDate]MISSING", {FOURTH}),
        ("AREA[StartDate]2022", {FIRST}),
        ("AREA[StartDate]2021-11", {SECOND}),
        ("AREA[StartDate]RANGE[2020-02-29,2021]", {SECOND, THIRD}),
        ("AREA[StartDate]RANGE[2020-03,2021-10]", set()),
        ("AREA[StartDate]RANGE[MIN,2020-02-29]", {THIRD}),
        ("AREA[StartDate]RANGE[MIN,MAX]", {FIRST, SECOND, THIRD}),
        ("AREA[LastUpdatePostDate]RANGE[2023-01-15, MAX]", {FIRST, SECOND}),
        ("AREA[LastUpdatePostDate]RANGE[2023-01-16, MAX]", {FIRST}),
        ("AREA[EnrollmentCount]RANGE[60,MAX]", {FIRST, SECOND}),
        ("AREA[EnrollmentCount]7", {FOURTH}),
        ("AREA[MinimumAge]RANGE[MIN, 16 years]", {SECOND, THIRD}),
        ("AREA[MinimumAge]RANGE[6 months, 8 years]", {SECOND, THIRD}),
        ("AREA[MinimumAge]RANGE[MIN, 16 years] AND AREA[MaximumAge]MISSING", {SECOND, THIRD}),
        ("AREA[MaximumAge]65 Years", {FIRST}),
    ],
)
def test_what_an_expression_finds(found, text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no viable"),
        ("   ", "no viable"),
        ("AND", "no viable"),
        ("pain AND", "no viable"),
        ("OR pain", "no viable"),
        ("pain OR OR x", "no viable"),
        ("pain AND OR x", "no viable"),
        ("pain NOT", "no viable"),
        ("pain,", "no viable"),
        ("pain,,x", "no viable"),
        ("()", "no viable"),
        ("&", "no viable"),
        ('""', "no viable"),
        ("(pain", r"missing '\)'"),
        ("pain)", "extraneous"),
        ("pain]", "no viable"),
        ("[pain]", "no viable"),
        ("pain [x]", "unknown operator pain"),
        ('"pain', "token recognition"),
        ("pain\\", "token recognition"),
        ("AREA", r"missing '\['"),
        ("AREA[Condition", r"missing '\]'"),
        ("AREA[]x", r"missing '\]'|Unknown area"),
        ("AREA[Condition]", "no viable"),
        ("AREA[SponsorName]x", "Unknown area name: SponsorName"),
        ('AREA["Condition"]x', "Unknown area name"),
        ("AREA[condition]x", "Unknown area name: condition"),
        ("AREA[Location]x", "Unknown area name: Location"),
        (
            "AREA[Phase]PHASE9",
            "Allowed values for enum field `protocolSection.designModule.phases`",
        ),
        ("AREA[Phase]Phase 2", "Allowed values"),
        ("AREA[HasResults]yes", "Allowed values"),
        ("AREA[StartDate]soon", "Invalid date"),
        ("AREA[StartDate]2021-02-31", "Invalid date"),
        ("AREA[StartDate]RANGE[01/15/2023,MAX]", "Invalid date"),
        ("AREA[StartDate]RANGE[2023]", "missing ','"),
        ("AREA[StartDate]RANGE[,]", "Invalid date"),
        ("AREA[StartDate]RANGE[MAX,MIN]", "Invalid date"),
        ("AREA[EnrollmentCount]many", "Invalid number"),
        ("AREA[MinimumAge]RANGE[MIN, 16]", "Invalid age"),
        ("AREA[Condition]RANGE[a,b]", "RANGE is for"),
        ("RANGE[2020,2021]", "RANGE is for"),
        ("COVERAGE[FullMatch]pain", "does not serve the operator COVERAGE"),
        ("AREA[Condition]EXPANSION[None]pain", "does not serve the operator EXPANSION"),
        ("SEARCH[Location](AREA[LocationCity]Umea)", "does not serve the operator SEARCH"),
        ("TILT[x]pain", "does not serve the operator TILT"),
        ("a b c d e f g h i j k l m n", "Too complicated query"),
        (" OR ".join("abcdefghijklmn"), "Too complicated query"),
        ("(" * 60 + "x" + ")" * 60, "Too complicated query"),
        ("ALL " * 2000, "Too complicated query"),
    ],
)
def test_what_is_refused(text, reason):
    with pytest.raises(ExpressionError, match=reason):
        parse(text, DEFAULT)


def test_thirteen_terms_are_not_too_many():
    parse("a b c d e f g h i j k l m", DEFAULT)


def test_areas_count_as_the_registry_does():
    sizes = {area: len(pieces) for area, pieces in AREAS.items()}
    assert len(sizes) == 19
    assert (sizes["BasicSearch"], sizes["ConditionSearch"], sizes["InterventionSearch"]) == (
        57,
        7,
        12,
    )
    assert (sizes["OutcomeSearch"], sizes["PatientSearch"]) == (9, 47)


WRITTEN = """AND OR NOT ALL MISSING MIN MAX ( ) [ ] , " \\ pain & 2020 16 years PHASE2
    AREA[Phase] AREA[StartDate] AREA[ RANGE[ TILT["""
PARTS = st.sampled_from(WRITTEN.split())


@settings(max_examples=400, deadline=1000)
@given(st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=40).map(" ".join)))
def test_no_text_breaks_the_parser(text):
    with contextlib.suppress(ExpressionError):
        node = parse(text, DEFAULT)
        assert pieces_of(node) <= {*DEFAULT, *area_pieces("Phase"), *area_pieces("StartDate")}


@pytest.mark.parametrize(
    "text", ["(" * 60_000, '"' * 60_001, "NOT " * 15_000, "a" * 60_000, "\\" * 60_001]
)
def test_long_texts_end(text):
    with contextlib.suppress(ExpressionError):
        parse(text, DEFAULT)
