from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.paging import token_for
from harvest.replica.server import running

FIRST, SECOND, THIRD, FOURTH = (f"NCT0000000{n}" for n in range(1, 5))


def pages(client, **parameters):
    answers = [client.get("/studies", params=parameters).json()]
    while token := answers[-1].get("nextPageToken"):
        answers.append(client.get("/studies", params={**parameters, "pageToken": token}).json())
    return answers


def test_records_are_served_as_they_are(client, archive):
    answer = client.get("/studies", params={"pageSize": 100, "countTotal": "true"})
    assert answer.headers["content-type"] == "application/json"
    lines = [line.rstrip(b",") for line in answer.content.split(b"\n")]
    assert lines[0] == b'{"totalCount":17,"studies":['
    assert lines[-1] == b"]}"
    assert sorted(lines[1:-1]) == sorted(archive.records.values())
    for nct_id, record in archive.records.items():
        assert client.get(f"/studies/{nct_id}").content == record


def test_answers_are_compressed_when_asked(client):
    assert client.get("/studies").headers["content-encoding"] == "gzip"
    plain = client.get("/studies", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_no_default_order_but_the_same_every_time(ids):
    assert ids() == ids()
    assert ids() != sorted(ids())
    assert ids() != sorted(ids(), reverse=True)


def test_paging_goes_through_everything_once(client, archive):
    for size in (1, 3, 7, 16):
        found = [s for page in pages(client, pageSize=size) for s in page["studies"]]
        names = [s["protocolSection"]["identificationModule"]["nctId"] for s in found]
        assert sorted(names) == sorted(archive.records)


def test_a_full_last_page_is_followed_by_an_empty_one(client):
    answers = pages(client, pageSize=17)
    assert [len(page["studies"]) for page in answers] == [17, 0]
    assert answers[1] == {"studies": []}


def test_the_total_comes_on_the_first_page_only(client):
    answers = pages(client, pageSize=10, countTotal="true")
    assert list(answers[0]) == ["totalCount", "studies", "nextPageToken"]
    assert answers[0]["totalCount"] == 17
    assert "totalCount" not in answers[1]
    assert "totalCount" not in client.get("/studies", params={"countTotal": "false"}).json()
    assert "totalCount" not in client.get("/studies").json()


@pytest.mark.parametrize(("asked", "given"), [(None, 10), ("0", 10), ("3", 3), ("5000", 17)])
def test_page_sizes(client, asked, given):
    parameters = {} if asked is None else {"pageSize": asked}
    assert len(client.get("/studies", params=parameters).json()["studies"]) == given


def test_a_page_holds_at_most_a_thousand():
    many = {f"NCT{n:08d}": b'{"hasResults":false}' for n in range(1, 1202)}
    with running(create_app(Archive(many, "2026-11-20T09:00:05"))) as url:
        answer = httpx.get(f"{url}/studies", params={"pageSize": 1200, "countTotal": "true"}).json()
    assert (answer["totalCount"], len(answer["studies"])) == (1201, 1000)
    assert answer["nextPageToken"] == token_for(1000)


def test_a_token_is_not_bound_to_its_query(client, ids):
    token = client.get("/studies", params={"pageSize": 1, "query.cond": "fibromyalgia"}).json()
    everything = ids()
    answer = client.get("/studies", params={"pageSize": 2, "pageToken": token["nextPageToken"]})
    assert answer.status_code == 200
    names = [
        s["protocolSection"]["identificationModule"]["nctId"] for s in answer.json()["studies"]
    ]
    assert names == everything[1:3]


def test_a_search_without_hits(client):
    answer = client.get("/studies", params={"query.cond": "gout", "countTotal": "true"})
    assert (answer.status_code, answer.json()) == (200, {"totalCount": 0, "studies": []})


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"query__cond": "fibromyalgia"}, {FIRST}),
        ({"query__cond": "muscular diseases"}, {FIRST}),
        ({"query__intr": "naltrexone"}, {FIRST}),
        ({"query__intr": "methylnaltrexone OR revia"}, {FIRST, SECOND}),
        ({"query__term": "sweden"}, {SECOND}),
        ({"query__titles": "expain"}, {THIRD}),
        ({"query__outc": '"low back pain"'}, {THIRD}),
        ({"query__spons": "pharma"}, {SECOND}),
        ({"query__lead": "big pharma"}, {SECOND}),
        ({"query__locn": "umeå"}, {SECOND}),
        ({"query__id": "NCT00000003"}, {THIRD}),
        ({"query__cond": "pain", "query__intr": "exercise"}, {THIRD}),
        ({"query__cond": "pain", "filter__overallStatus": "RECRUITING"}, set()),
        ({"filter__overallStatus": "RECRUITING,WITHHELD"}, {SECOND, FOURTH}),
        ({"postFilter__overallStatus": "RECRUITING|WITHHELD"}, {SECOND, FOURTH}),
        ({"filter__ids": "NCT00000001,nct3|NCT00000777"}, {FIRST, THIRD}),
        ({"filter__ids": "NCT00000900"}, {SECOND}),
        ({"postFilter__ids": "NCT00000001"}, {FIRST}),
        ({"filter__ids": "NCT00000001", "postFilter__ids": "NCT00000003"}, set()),
        ({"filter__advanced": "AREA[Phase]PHASE2"}, {FIRST}),
        ({"postFilter__advanced": "AREA[StartDate]2022"}, {FIRST}),
    ],
)
def test_queries_and_filters(ids, parameters, expected):
    assert set(ids(**parameters)) == expected


def test_a_query_of_ids_alone_makes_filters_void(ids):
    void = {"filter__overallStatus": "SUSPENDED", "postFilter__advanced": "AREA[Phase]PHASE4"}
    assert set(ids(query__term="NCT00000001, NCT00000900 nct00000003", **void)) == {
        FIRST,
        SECOND,
        THIRD,
    }
    assert ids(query__term="NCT00000001 pain", **void) == []
    assert ids(query__cond="NCT00000001", query__intr="exercise", **void) == []


def test_sorting(ids):
    some = {"filter__ids": f"{FIRST},{SECOND},{THIRD},{FOURTH}"}
    assert ids(sort="LastUpdatePostDate", **some) == [FIRST, SECOND, THIRD, FOURTH]
    assert ids(sort="LastUpdatePostDate:asc", **some) == [THIRD, SECOND, FIRST, FOURTH]
    assert ids(sort="EnrollmentCount", **some) == [FOURTH, FIRST, SECOND, THIRD]
    assert ids(sort="EnrollmentCount:desc", **some) == [SECOND, FIRST, FOURTH, THIRD]
    path = "protocolSection.statusModule.startDateStruct.date"
    assert ids(sort=f"{path}:asc", **some) == [THIRD, SECOND, FIRST, FOURTH]
    # The first has both words, and the third has one; both are in titles.
    assert ids(sort="@relevance", query__term="naltrexone OR pain") == [FIRST, THIRD]
    assert ids(sort="@relevance:asc", query__term="naltrexone OR pain") == [THIRD, FIRST]
    assert ids(sort="@relevance") == ids()


def test_two_sort_keys_and_ties(ids):
    by_count = ids(sort="EnrollmentCount:asc,LastUpdatePostDate")
    assert by_count[-4:] == [FOURTH, FIRST, SECOND, THIRD]
    ties = [name for name in by_count if int(name[3:]) % 3 == 0 and int(name[3:]) > 9]
    assert ties == [name for name in ids() if name in ties]


@pytest.mark.parametrize(
    "parameters",
    [
        {"filter.geo": "distance(39.0,-77.1,50mi)"},
        {"postFilter.geo": "distance(39.0,-77.1,50mi)"},
        {"aggFilters": "results:with"},
        {"geoDecay": "func:exp,scale:300mi,offset:0mi,decay:0.5"},
        {"query.patient": "pain"},
        {"filter.synonyms": "ConditionSearch:1"},
        {"filter.phase": "PHASE2"},
        {"Query.cond": "pain"},
        {"x": "1"},
        [("query.cond", "pain"), ("query.cond", "pain")],
        {"query.cond": ""},
        {"fields": ""},
        {"pageToken": ""},
        {"format": "csv"},
        {"format": "xml"},
        {"markupFormat": "legacy"},
        {"countTotal": "yes"},
        {"pageSize": "-1"},
        {"pageSize": "ten"},
        {"pageToken": "abracadabra"},
        {"sort": "NCTId"},
        {"sort": "BriefTitle:asc"},
        {"sort": "MinimumAge"},
        {"sort": "lastupdatepostdate"},
        {"sort": "EnrollmentCount:up"},
        {"sort": "EnrollmentCount:"},
        {"sort": "EnrollmentCount,StartDate,LastUpdatePostDate"},
        {"filter.advanced": "AREA[Nope]x"},
    ],
)
def test_what_is_refused(refusal, parameters):
    assert refusal(parameters)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"filter.overallStatus": "BADSTATUS"},
            "Invalid value in parameter `overallStatus`: `BADSTATUS`",
        ),
        ({"filter.overallStatus": "completed"}, "`overallStatus`: `completed`"),
        ({"filter.ids": "NCT00000001,NCT00000000"}, "has incorrect format"),
        ({"postFilter.ids": "NCT000000012x"}, "has incorrect format"),
        ({"filter.ids": "NCT123456789"}, "has incorrect format"),
        ({"fields": "NCTId,nctid"}, "contains invalid field name: `nctid`"),
        ({"query.cond": "pain ["}, "Error parsing query in Conditions or disease: "),
        ({"query.term": "AREA[X]y"}, "Error parsing query in Other terms: Unknown area name: X"),
        ({"filter.advanced": "("}, "Error parsing query in advanced filter: "),
        ({"query.cond": "a b c d e f g h i j k l m n"}, "Too complicated query"),
        # Void filters are still read.
        ({"query.id": "NCT00000001", "filter.ids": "x"}, "has incorrect format"),
    ],
)
def test_refusals_in_the_registrys_words(refusal, parameters, text):
    assert text in refusal(parameters)


def test_fields(client):
    answer = client.get("/studies", params={"fields": "NCTId", "filter.ids": FIRST})
    assert answer.json()["studies"] == [
        {"protocolSection": {"identificationModule": {"nctId": FIRST}}}
    ]
    one = client.get(f"/studies/{FIRST}", params={"fields": "HasResults|Phase"})
    assert one.content == (
        b'{"protocolSection":{"designModule":{"phases":["PHASE1","PHASE2"]}},"hasResults":true}'
    )
    queried = {"fields": "@query", "query.titles": "AREA[Condition]pain AND exercise"}
    (study,) = client.get("/studies", params=queried).json()["studies"]
    assert study["protocolSection"] == {
        "identificationModule": {"briefTitle": "Exercise, Widespread Pain (EXPAIN)"},
        "conditionsModule": {"conditions": ["Pain, Widespread"]},
    }


def test_one_study_by_any_spelling_of_its_number(client, archive):
    assert client.get("/studies/nct1").content == archive.records[FIRST]


def test_an_alias_is_redirected_and_loses_the_query(client, archive):
    answer = client.get("/studies/NCT00000900", params={"fields": "NCTId"})
    assert answer.status_code == 301
    assert answer.headers["location"] == "/api/v2/studies/NCT00000002"
    followed = client.get("/studies/nct900", params={"fields": "NCTId"}, follow_redirects=True)
    assert followed.content == archive.records[SECOND]


def test_an_unknown_study(client):
    answer = client.get("/studies/NCT99999999")
    assert (answer.status_code, answer.text) == (404, "NCT number NCT99999999 not found")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", ["NCT00000000", "NCT", "12", "NCT123456789", "ISRCTN1"])
def test_a_malformed_number(refusal, name):
    assert name in refusal({}, f"/studies/{name}")


@pytest.mark.parametrize(
    "parameters",
    [{"x": "1"}, {"format": "ris"}, {"fields": "x"}, {"fields": "@query"}, {"pageSize": 1}],
)
def test_what_is_refused_of_one_study(refusal, parameters):
    assert refusal(parameters, f"/studies/{FIRST}")


def test_version(client, refusal):
    assert client.get("/version").json() == {
        "apiVersion": "2.0.5",
        "dataTimestamp": "2026-11-20T09:00:05",
    }
    assert refusal({"x": "1"}, "/version")


@pytest.mark.parametrize(
    "path",
    [
        "/studies/metadata",
        "/studies/enums",
        "/studies/search-areas",
        "/stats/size",
        "/stats/field/values",
    ],
)
def test_endpoints_not_served(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "replica does not serve" in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/studies/", "/studies/NCT00000001/x", "/"])
def test_unknown_paths(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_head_and_other_methods(client):
    answer = client.head(f"/studies/{FIRST}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.post("/studies").status_code == 405


def test_many_may_ask_at_once(archive):
    with running(create_app(archive)) as url, ThreadPoolExecutor(8) as pool:
        queries = ["naltrexone", "pain", "AREA[Phase]PHASE3", "AREA[StartDate]2022"] * 4
        ask = lambda text: httpx.get(f"{url}/studies", params={"query.term": text}).json()  # noqa: E731
        found = [len(page["studies"]) for page in pool.map(ask, queries)]
    assert found == [1, 2, 1, 1] * 4
