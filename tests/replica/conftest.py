import json

import httpx
import pytest

from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running


def record(nct_id, title="A study", *, aliases=(), conditions=(), updated=None, count=None, **more):
    protocol = {
        "identificationModule": {
            "nctId": nct_id,
            **({"nctIdAliases": list(aliases)} if aliases else {}),
            "briefTitle": title,
        },
        "statusModule": {
            "overallStatus": more.get("status", "COMPLETED"),
            **({"startDateStruct": {"date": more["start"]}} if "start" in more else {}),
            **({"lastUpdatePostDateStruct": {"date": updated}} if updated else {}),
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": more.get("lead", "Acme")}},
        "conditionsModule": {"conditions": list(conditions)},
        "designModule": {
            "phases": list(more.get("phases", ())),
            **({"enrollmentInfo": {"count": count}} if count is not None else {}),
        },
        "armsInterventionsModule": {"interventions": list(more.get("interventions", ()))},
        "outcomesModule": {"primaryOutcomes": [{"measure": more.get("outcome", "Survival")}]},
        "eligibilityModule": dict(more.get("eligibility", {})),
        "contactsLocationsModule": {"locations": list(more.get("locations", ()))},
    }
    derived = {"conditionBrowseModule": {"ancestors": [{"id": "D1", "term": "Muscular Diseases"}]}}
    return {
        "protocolSection": protocol,
        "derivedSection": derived if more.get("muscular") else {},
        "hasResults": bool(more.get("results", False)),
    }


RECORDS = (
    record(
        "NCT00000001",
        "Low-Dose Naltrexone in Fibromyalgia",
        conditions=["Fibromyalgia", "Chronic Pain"],
        updated="2024-05-01",
        count=60,
        start="2022",
        phases=["PHASE1", "PHASE2"],
        interventions=[
            {"type": "DRUG", "name": "Naltrexone", "otherNames": ["Revia"]},
            {"type": "OTHER", "name": "Sugar pill"},
        ],
        eligibility={"minimumAge": "18 Years", "maximumAge": "65 Years"},
        muscular=True,
        results=True,
    ),
    record(
        "NCT00000002",
        "Methylnaltrexone for Constipation",
        aliases=["NCT00000900"],
        conditions=["Constipation"],
        updated="2023-01-15",
        count=200,
        start="2021-11",
        phases=["PHASE3"],
        interventions=[{"type": "DRUG", "name": "Methylnaltrexone"}],
        status="RECRUITING",
        lead="Big Pharma Inc.",
        eligibility={"minimumAge": "6 Months"},
        locations=[
            {
                "facility": "Clinic",
                "city": "Umeå",
                "country": "Sweden",
                "geoPoint": {"lat": 63.8, "lon": 20.3},
            }
        ],
    ),
    record(
        "NCT00000003",
        "Exercise, Widespread Pain (EXPAIN)",
        conditions=["Pain, Widespread"],
        updated="2022-07-31",
        start="2020-02-29",
        interventions=[{"type": "BEHAVIORAL", "name": "Exercise"}],
        outcome="Low back pain at 12 weeks",
        eligibility={"minimumAge": "8 Years"},
    ),
    record("NCT00000004", "A registry without a date", status="WITHHELD", count=7),
)


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.fixture(scope="session")
def archive():
    # Ids 10 to 22 are filler: enough for pages.
    filler = [record(f"NCT000000{n}", "Filler", count=n % 3, updated=None) for n in range(10, 23)]
    records = (*RECORDS, *filler)
    return Archive(
        {r["protocolSection"]["identificationModule"]["nctId"]: compact(r) for r in records},
        "2026-11-20T09:00:05",
    )


@pytest.fixture(scope="session")
def client(archive):
    with running(create_app(archive)) as url, httpx.Client(base_url=url, timeout=10) as opened:
        yield opened


@pytest.fixture
def ids(client):
    """Asks /studies and gives the NCT ids of the one page it answers."""

    def ask(**parameters):
        named = {name.replace("__", "."): value for name, value in parameters.items()}
        answer = client.get("/studies", params={"pageSize": 100, **named})
        assert answer.status_code == 200, answer.text
        studies = answer.json()["studies"]
        return [s["protocolSection"]["identificationModule"]["nctId"] for s in studies]

    return ask


@pytest.fixture
def refusal(client):
    """Asks for something that must be refused, and gives the words of the 400."""

    def ask(parameters, path="/studies"):
        answer = client.get(path, params=parameters)
        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        return answer.text

    return ask
