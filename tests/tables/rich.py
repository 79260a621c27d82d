"""One study that has something for every table, and the same number of each thing nowhere."""

from __future__ import annotations

import copy
from typing import Any

from tests.records import compact
from tests.tables.rich_results import RESULTS

NCT_ID = "NCT00001234"

_RICH: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": NCT_ID,
            "nctIdAliases": ["NCT00000011", "NCT00000022"],
            "orgStudyIdInfo": {"id": "R01-77", "type": "NIH", "link": "https://grants.example/77"},
            "secondaryIdInfos": [
                {"id": "2006-001228-37", "type": "EUDRACT_NUMBER"},
                {
                    "id": "X-9",
                    "type": "OTHER",
                    "domain": "A hospital",
                    "link": "https://ids.example/9",
                },
            ],
            "organization": {"fullName": "A university", "class": "OTHER"},
            "briefTitle": "Naltrexone for pain",
            "officialTitle": "A trial of low-dose naltrexone for pain",
            "acronym": "LOWDOSE",
        },
        "statusModule": {
            "statusVerifiedDate": "2021-03",
            "overallStatus": "UNKNOWN",
            "lastKnownStatus": "RECRUITING",
            "delayedPosting": False,
            "whyStopped": "No money \\> two reasons",
            "expandedAccessInfo": {
                "hasExpandedAccess": True,
                "nctId": "NCT00000033",
                "statusForNctId": "AVAILABLE",
            },
            "startDateStruct": {"date": "2019-06", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2020-02-29", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2022", "type": "ESTIMATED"},
            "studyFirstSubmitDate": "2019-01-02",
            "studyFirstSubmitQcDate": "2019-01-03",
            "studyFirstPostDateStruct": {"date": "2019-01-04", "type": "ACTUAL"},
            "resultsWaived": False,
            "resultsFirstSubmitDate": "2021-01-02",
            "resultsFirstSubmitQcDate": "2021-02-03",
            "resultsFirstPostDateStruct": {"date": "2021-02-04", "type": "ACTUAL"},
            "dispFirstSubmitDate": "2020-11-02",
            "dispFirstSubmitQcDate": "2020-11-03",
            "dispFirstPostDateStruct": {"date": "2020-11-04", "type": "ESTIMATED"},
            "lastUpdateSubmitDate": "2021-03-05",
            "lastUpdatePostDateStruct": {"date": "2021-03-06", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {
            "responsibleParty": {
                "type": "PRINCIPAL_INVESTIGATOR",
                "investigatorFullName": "Ada Author",
                "investigatorTitle": "Professor",
                "investigatorAffiliation": "A university",
                "oldNameTitle": "A. Author, MD",
                "oldOrganization": "An old university",
            },
            "leadSponsor": {"name": "A university", "class": "OTHER"},
            "collaborators": [
                {"name": "A foundation", "class": "OTHER"},
                {"name": "A maker", "class": "INDUSTRY"},
            ],
        },
        "oversightModule": {
            "oversightHasDmc": True,
            "isFdaRegulatedDrug": True,
            "isFdaRegulatedDevice": False,
            "isUnapprovedDevice": False,
            "isPpsd": False,
            "isUsExport": False,
            "fdaaa801Violation": True,
        },
        "descriptionModule": {"briefSummary": "Short.", "detailedDescription": "Long\\* text."},
        "conditionsModule": {
            "conditions": ["Fibromyalgia", "Chronic Pain", "Fatigue"],
            "keywords": ["LDN", "glia"],
        },
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "nPtrsToThisExpAccNctId": 2,
            "expandedAccessTypes": {"individual": True, "intermediate": False, "treatment": True},
            "patientRegistry": False,
            "targetDuration": "6 Months",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {
                "allocation": "NA",
                "interventionModel": "CROSSOVER",
                "interventionModelDescription": "Two periods.",
                "primaryPurpose": "TREATMENT",
                "observationalModel": "COHORT",
                "timePerspective": "PROSPECTIVE",
                "maskingInfo": {
                    "masking": "DOUBLE",
                    "maskingDescription": "Capsules look alike.",
                    "whoMasked": ["PARTICIPANT", "OUTCOMES_ASSESSOR"],
                },
            },
            "bioSpec": {"retention": "SAMPLES_WITH_DNA", "description": "Blood."},
            "enrollmentInfo": {"count": 41, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {
                    "label": "LDN",
                    "type": "EXPERIMENTAL",
                    "description": "4.5 mg at night",
                    "interventionNames": ["Drug: Naltrexone", "Dietary Supplement: D3"],
                },
                {
                    "label": "Placebo",
                    "type": "PLACEBO_COMPARATOR",
                    "description": "Capsule",
                    "interventionNames": ["Drug: Placebo"],
                },
                {"label": "Waiting", "type": "NO_INTERVENTION", "description": "Nothing"},
            ],
            "interventions": [
                {
                    "type": "DRUG",
                    "name": "Naltrexone",
                    "description": "Capsule of 4.5 mg",
                    "armGroupLabels": ["LDN"],
                    "otherNames": ["LDN capsule", "Revia"],
                },
                {"type": "DRUG", "name": "Placebo", "armGroupLabels": ["Placebo"]},
                {
                    "type": "DIETARY_SUPPLEMENT",
                    "name": "D3",
                    "armGroupLabels": ["LDN"],
                    "otherNames": ["Cholecalciferol"],
                },
            ],
        },
        "outcomesModule": {
            "primaryOutcomes": [
                {
                    "measure": "Pain",
                    "description": "Brief Pain Inventory, 0 to 10",
                    "timeFrame": "12 weeks",
                }
            ],
            "secondaryOutcomes": [
                {"measure": "Sleep", "description": "Hours", "timeFrame": "12 weeks"},
                {"measure": "Fatigue", "timeFrame": "6 months"},
            ],
            "otherOutcomes": [{"measure": "Glia", "timeFrame": "Day 1"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion: pain \\>= 4",
            "healthyVolunteers": False,
            "sex": "FEMALE",
            "genderBased": True,
            "genderDescription": "By self-report.",
            "minimumAge": "18 Months",
            "maximumAge": "65 Years",
            "stdAges": ["CHILD", "ADULT"],
            "studyPopulation": "People of a clinic.",
            "samplingMethod": "NON_PROBABILITY_SAMPLE",
        },
        "contactsLocationsModule": {
            "centralContacts": [{"name": "Nobody", "role": "CONTACT", "phone": "0"}],
            "overallOfficials": [
                {
                    "name": "Ada Author, MD",
                    "affiliation": "A university",
                    "role": "STUDY_CHAIR",
                }
            ],
            "locations": [
                {
                    "facility": "A clinic",
                    "status": "RECRUITING",
                    "city": "Basel",
                    "state": "BS",
                    "zip": "4001",
                    "country": "Switzerland",
                    "contacts": [{"name": "Nobody", "role": "CONTACT"}],
                    "geoPoint": {"lat": 47.5, "lon": -7.5},
                },
                {"city": "Bern", "country": "Switzerland"},
            ],
        },
        "referencesModule": {
            "references": [
                {"pmid": "111", "type": "DERIVED", "citation": "Author A. One."},
                {
                    "pmid": "222",
                    "type": "RESULT",
                    "citation": "Author A. Two.",
                    "retractions": [{"pmid": "333", "source": "Journal"}, {"pmid": "444"}],
                },
            ],
            "seeAlsoLinks": [{"label": "Page", "url": "https://page.example"}],
            "availIpds": [
                {
                    "id": "D1",
                    "type": "Data Set",
                    "url": "https://data.example",
                    "comment": "On request",
                }
            ],
        },
        "ipdSharingStatementModule": {
            "ipdSharing": "YES",
            "description": "On request.",
            "infoTypes": ["SAP", "CSR"],
            "timeFrame": "After a year",
            "accessCriteria": "Researchers",
            "url": "https://plan.example",
        },
    },
    "annotationSection": {
        "annotationModule": {
            "unpostedAnnotation": {
                "unpostedResponsibleParty": "A university",
                "unpostedEvents": [
                    {"type": "RELEASE", "date": "2020-12-01"},
                    {"type": "UNRELEASE", "dateUnknown": True},
                ],
            },
            "violationAnnotation": {
                "violationEvents": [
                    {
                        "type": "VIOLATION_IDENTIFIED",
                        "description": "Late.",
                        "creationDate": "2021-04-01",
                        "issuedDate": "2021-04-02",
                        "releaseDate": "2021-04-03",
                        "postedDate": "2021-04-04",
                    }
                ]
            },
        }
    },
    "resultsSection": RESULTS,
    "documentSection": {
        "largeDocumentModule": {
            "noSap": False,
            "largeDocs": [
                {
                    "typeAbbrev": "Prot_SAP",
                    "hasProtocol": True,
                    "hasSap": True,
                    "hasIcf": False,
                    "label": "Protocol and plan",
                    "date": "2018-12-24",
                    "uploadDate": "2021-01-02T10:30",
                    "filename": "Prot_SAP_000.pdf",
                    "size": 3_000_000_000,
                }
            ],
        }
    },
    "derivedSection": {
        "miscInfoModule": {
            "versionHolder": "2025-06-01",
            "removedCountries": ["France", "Italy"],
            "submissionTracking": {
                "estimatedResultsFirstSubmitDate": "2020-12-01",
                "firstMcpInfo": {"postDateStruct": {"date": "2021-01-15", "type": "ACTUAL"}},
                "submissionInfos": [
                    {"releaseDate": "2020-12-01", "resetDate": "2020-12-20", "mcpReleaseN": 1},
                    {"unreleaseDate": "2020-12-24", "unreleaseDateUnknown": True},
                ],
            },
        },
        "conditionBrowseModule": {
            "meshes": [{"id": "D005356", "term": "Fibromyalgia"}],
            "ancestors": [
                {"id": "D009135", "term": "Muscular Diseases"},
                {"id": "D012216", "term": "Rheumatic Diseases"},
            ],
            "browseLeaves": [
                {"id": "M8524", "name": "Fibromyalgia", "asFound": "fibro", "relevance": "HIGH"}
            ],
            "browseBranches": [{"abbrev": "BC05", "name": "Musculoskeletal Diseases"}],
        },
        "interventionBrowseModule": {
            "meshes": [{"id": "D000009271", "term": "Naltrexone"}],
            "ancestors": [{"id": "D009292", "term": "Narcotic Antagonists"}],
            "browseLeaves": [{"id": "M12178", "name": "Naltrexone", "relevance": "LOW"}],
            "browseBranches": [{"abbrev": "Narc", "name": "Narcotics"}],
        },
    },
    "hasResults": True,
}


def rich() -> dict[str, Any]:
    """A copy to change."""
    return copy.deepcopy(_RICH)


def rich_record() -> bytes:
    """The study as it would be served."""
    return compact(_RICH)
