"""From a declaration to rows."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import pytest

from harvest.derive import Case
from harvest.parse import Unread
from harvest.record.decode import decode
from harvest.record.study import Study
from harvest.tables.declare import (
    Each,
    Table,
    count,
    derived,
    index,
    label,
    nct_id,
    position,
    text,
)
from harvest.tables.read import attribute, reader, where
from tests.records import compact
from tests.tables.rich import rich
from tests.tables.rows import of_records, of_study, only

LOCATIONS = "protocolSection.contactsLocationsModule."


def _shout(value: str | None) -> str | None:
    if value == "unreadable":
        raise Unread("for a reason")
    return value and value.upper()


class People(Table, name="people"):
    """One row for each person."""

    each = (
        Each(LOCATIONS + "overallOfficials[]", ("official",)),
        Each(LOCATIONS + "locations[].contacts[]", ("contact",)),
    )
    key = ("nct_id", "position")

    nct_id = nct_id()
    position = position()
    kind = label(Literal["official", "contact"], "Which list.")
    outer = index("Place in the outer list.")
    name_ = text("name", "The name.")
    loud_name = text(("name", "role"), "The name.", read=lambda name, role: _shout(name))


class Keywords(Table, name="keywords_of_one_list"):
    """One row for each keyword."""

    each = (Each("protocolSection.conditionsModule.keywords[]"),)
    key = ("nct_id", "position")

    nct_id = nct_id()
    position = position()
    keyword = text("", "The keyword.")
    loud_keyword = text("", "The keyword.", read=_shout)


def _study(**protocol: Any) -> Study:
    return decode(
        compact({"protocolSection": {"identificationModule": {"nctId": "NCT00000005"}, **protocol}})
    ).study


def _rows(
    table: type[Table], study: Study
) -> tuple[list[tuple[Any, ...]], list[tuple[str, str, str, str]]]:
    reports: list[tuple[str, str, str, str]] = []
    rows = list(reader(table)(Case(study), lambda *report: reports.append(report)))
    return rows, reports


PEOPLE = {
    "overallOfficials": [{"name": "Ann"}],
    "locations": [
        {"contacts": [{"name": "Bob"}, {"name": "Cy"}]},
        {},
        {"contacts": [{"name": "unreadable"}, {}, {"role": "CONTACT"}]},
    ],
}


def test_rows_come_in_the_order_of_the_lists_and_are_numbered_through() -> None:
    rows, _ = _rows(People, _study(contactsLocationsModule=PEOPLE))
    assert rows == [
        ("NCT00000005", 0, "official", 0, "Ann", "ANN"),
        ("NCT00000005", 1, "contact", 0, "Bob", "BOB"),
        ("NCT00000005", 2, "contact", 0, "Cy", "CY"),
        ("NCT00000005", 3, "contact", 2, "unreadable", None),
        ("NCT00000005", 5, "contact", 2, None, None),
    ]


def test_an_empty_object_has_no_row_but_keeps_its_place() -> None:
    rows = of_study(
        contactsLocationsModule={"locations": [{}, {"city": "Bern"}, {}, {"city": "Basel"}]}
    )
    assert [(row["position"], row["city"]) for row in rows["locations"]] == [
        (1, "Bern"),
        (3, "Basel"),
    ]


def test_an_unread_value_is_null_and_reported_with_its_path_text_and_reason() -> None:
    _, reports = _rows(People, _study(contactsLocationsModule=PEOPLE))
    assert reports == [
        ("unread_value", LOCATIONS + "locations[2].contacts[0].name", "unreadable", "for a reason")
    ]


def test_the_items_of_a_list_of_texts_are_values_themselves() -> None:
    rows, reports = _rows(Keywords, _study(conditionsModule={"keywords": ["pain", "unreadable"]}))
    assert rows == [
        ("NCT00000005", 0, "pain", "PAIN"),
        ("NCT00000005", 1, "unreadable", None),
    ]
    assert [report[1] for report in reports] == ["protocolSection.conditionsModule.keywords[1]"]


def test_a_study_without_the_list_gives_no_rows() -> None:
    for table in (People, Keywords):
        assert _rows(table, _study()) == ([], [])


def test_a_failure_that_is_not_unread_is_not_swallowed() -> None:
    class Broken(Table, name="broken"):
        """One row for each study."""

        key = ("nct_id",)
        nct_id = nct_id()
        letters = count("hasResults", "A bug.", read=len)

    with pytest.raises(TypeError):
        _rows(Broken, _study())


def test_a_derived_table_takes_the_attributes_of_its_items() -> None:
    class Remarks(Table, name="remarks"):
        """One row for each remark."""

        items = "made_up"
        key = ("nct_id", "position")
        nct_id = nct_id()
        position = position()
        message = text((), "A word.")
        loud = derived(text((), "Of another name."), "kind.upper_case")

    class Kind(NamedTuple):
        upper_case: str

    class Item(NamedTuple):
        message: str
        kind: Kind

    case = Case(_study())
    case.made_up = (Item("one", Kind("ONE")), Item("two", Kind("TWO")))
    rows = list(reader(Remarks)(case, lambda *_: None))
    assert rows == [("NCT00000005", 0, "one", "ONE"), ("NCT00000005", 1, "two", "TWO")]


def test_a_column_of_a_derived_table_may_read_its_attribute_and_is_reported_by_path() -> None:
    class Shouts(Table, name="shouts"):
        """One row for each shout."""

        items = "made_up"
        key = ("nct_id", "position")
        nct_id = nct_id()
        position = position()
        word = text("said", "As said.")
        loud = derived(text("said", "Louder.", read=_shout), "word")

    class Item(NamedTuple):
        word: str
        path: str

    case = Case(_study())
    case.made_up = (Item("one", "a[0]"), Item("unreadable", "a[1]"))
    reports: list[tuple[str, ...]] = []
    rows = list(reader(Shouts)(case, lambda *told: reports.append(told)))
    assert [row[2:] for row in rows] == [("one", "ONE"), ("unreadable", None)]
    assert reports == [("unread_value", "a[1].said", "unreadable", "for a reason")]


@pytest.mark.parametrize(
    ("each", "indices", "source", "path"),
    [
        ("a.b[]", (3,), "c.d", "a.b[3].c.d"),
        ("a[].b[]", (1, 2), "c", "a[1].b[2].c"),
        ("a[]", (0,), "", "a[0]"),
        ("", (), "a.b", "a.b"),
    ],
)
def test_indices_are_filled_into_a_path_from_the_left(
    each: str, indices: tuple[int, ...], source: str, path: str
) -> None:
    assert where(each, indices, source) == path


def test_the_word_class_alone_changes_from_path_to_attribute() -> None:
    assert attribute("organization.class") == "organization.class_"
    assert attribute("className.classes.x") == "className.classes.x"


# --- with the tables of the project -------------------------------------------------------------


def test_unread_values_of_a_study_are_null_and_have_an_issue_each() -> None:
    rows = of_study(
        statusModule={
            "startDateStruct": {"date": "2007-02-30", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2007-13"},
            "statusVerifiedDate": "2007-06",
        },
        eligibilityModule={"minimumAge": "eighteen Years", "maximumAge": "65 Years"},
        designModule={"enrollmentInfo": {"count": 99_999_999}, "targetDuration": "12 Hours"},
    )
    study = only(rows["studies"])
    for name in (
        *("start_date", "start_date_precision", "completion_date", "completion_date_precision"),
        *("minimum_age_years", "enrollment", "target_duration_days"),
    ):
        assert study[name] is None, name
    assert study["start_date_type"] == "ACTUAL"
    assert study["minimum_age_text"] == "eighteen Years"
    assert study["maximum_age_years"] == 65
    assert rows.issues() == [
        ("unread_value", "protocolSection.statusModule.startDateStruct.date", "2007-02-30"),
        ("unread_value", "protocolSection.statusModule.completionDateStruct.date", "2007-13"),
        ("unread_value", "protocolSection.designModule.enrollmentInfo.count", "99999999"),
        ("unread_value", "protocolSection.designModule.targetDuration", "12 Hours"),
        ("unread_value", "protocolSection.eligibilityModule.minimumAge", "eighteen Years"),
    ]


def test_an_unread_value_in_a_list_has_the_path_of_its_item() -> None:
    document = rich()
    events = document["annotationSection"]["annotationModule"]["violationAnnotation"]
    events["violationEvents"].append({"postedDate": "soon"})
    documents = document["documentSection"]["largeDocumentModule"]["largeDocs"]
    documents.insert(0, {"uploadDate": "2021-01-02"})
    rows = of_records([compact(document)])
    assert rows.issues() == [
        (
            "unread_value",
            "documentSection.largeDocumentModule.largeDocs[0].uploadDate",
            "2021-01-02",
        ),
        (
            "unread_value",
            "annotationSection.annotationModule.violationAnnotation.violationEvents[1].postedDate",
            "soon",
        ),
    ]
    assert [row["upload_time"] is None for row in rows["documents"]] == [True, False]


def test_positions_and_paths_after_an_ill_typed_item_are_those_of_the_json() -> None:
    document = rich()
    arms = document["protocolSection"]["armsInterventionsModule"]["armGroups"]
    arms.insert(0, "not an arm")
    arms[1]["interventionNames"].append("Drug: Ghost")
    rows = of_records([compact(document)])
    assert [path for _, path, _ in rows.issues()] == [
        "protocolSection.armsInterventionsModule.armGroups[0]",
        "protocolSection.armsInterventionsModule.armGroups[1].interventionNames[2]",
    ]
    assert [(row["position"], row["label"]) for row in rows["arms"]] == [
        (1, "LDN"),
        (2, "Placebo"),
        (3, "Waiting"),
    ]
