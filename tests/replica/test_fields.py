import pytest

from harvest.replica.fields import project, read_fields
from harvest.replica.pieces import PIECES
from harvest.replica.request import BadRequest

RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "T"},
        "armsInterventionsModule": {
            "interventions": [{"type": "DRUG", "name": "A"}, {"type": "DRUG", "otherNames": ["B"]}]
        },
        "contactsLocationsModule": {
            "locations": [
                {"city": "X", "geoPoint": {"lat": 1.5, "lon": 2}, "contacts": [{"name": "N"}]}
            ]
        },
    },
    "hasResults": False,
}


def cut(text, queried=None):
    return project(RECORD, read_fields(text, queried))


def test_pieces_and_paths_mean_the_same():
    expected = {
        "protocolSection": {"identificationModule": {"briefTitle": "T"}},
        "hasResults": False,
    }
    assert cut("HasResults,BriefTitle") == expected
    assert cut("protocolSection.identificationModule.briefTitle|hasResults") == expected


def test_the_records_own_order_is_kept():
    assert list(cut("HasResults|NCTId")) == ["protocolSection", "hasResults"]
    identification = cut("BriefTitle|NCTId")["protocolSection"]["identificationModule"]
    assert list(identification) == ["nctId", "briefTitle"]


def test_a_branch_includes_all_below_even_what_the_field_tree_does_not_list():
    point = {
        "protocolSection": {
            "contactsLocationsModule": {"locations": [{"geoPoint": {"lat": 1.5, "lon": 2}}]}
        }
    }
    assert cut("LocationGeoPoint") == point
    assert cut("ContactsLocationsModule|LocationCity") == cut(
        "LocationCity,ContactsLocationsModule"
    )
    assert cut("protocolSection")["protocolSection"] == RECORD["protocolSection"]


def test_an_area_stands_for_its_pieces():
    assert cut("TitleSearch") == cut("Acronym|BriefTitle|OfficialTitle")


def test_list_items_keep_their_place():
    interventions = cut("InterventionName")["protocolSection"]["armsInterventionsModule"]
    assert interventions == {"interventions": [{"name": "A"}, {}]}


def test_what_the_record_lacks_leaves_no_empty_branch():
    assert cut("ResultsSection|DetailedDescription") == {}
    assert cut("LocationContactPhone") == {}


def test_query_stands_for_the_queried_pieces():
    assert cut("@query", [PIECES["BriefTitle"]]) == cut("BriefTitle")
    with pytest.raises(BadRequest):
        read_fields("@query")


@pytest.mark.parametrize(
    "text", ["nctid", "brieftitle", "ConditionList", "NCTId,StudyDesign", "protocolSection.x", "*"]
)
def test_unknown_names_are_refused(text):
    with pytest.raises(BadRequest, match="contains invalid field name"):
        read_fields(text)


@pytest.mark.parametrize("text", ["", " ", "NCTId,", "|NCTId", "NCTId,,BriefTitle"])
def test_empty_names_are_refused(text):
    with pytest.raises(BadRequest):
        read_fields(text)
