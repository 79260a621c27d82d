"""Posted results that have something in every field: two groups, some eyes, an NA, a bound."""

from __future__ import annotations

from typing import Any


def _groups(prefix: str, *titles: str) -> list[dict[str, Any]]:
    return [
        {"id": f"{prefix}{number:03d}", "title": title, "description": f"Given {title.lower()}"}
        for number, title in enumerate(titles)
    ]


def _counts(prefix: str, *numbers: str) -> list[dict[str, str]]:
    return [
        {"groupId": f"{prefix}{number:03d}", "value": value} for number, value in enumerate(numbers)
    ]


RESULTS: dict[str, Any] = {
    "participantFlowModule": {
        "preAssignmentDetails": "Washout of 2 weeks",
        "recruitmentDetails": "One clinic",
        "typeUnitsAnalyzed": "eyes",
        "groups": _groups("FG", "Naltrexone", "Placebo"),
        "periods": [
            {
                "title": "First period",
                "milestones": [
                    {
                        "type": "STARTED",
                        "comment": "Randomised",
                        "achievements": [
                            {
                                "groupId": "FG000",
                                "numSubjects": "1,020",
                                "numUnits": "2,040",
                                "comment": "One twice",
                            },
                            {"groupId": "FG001", "numSubjects": "NA"},
                        ],
                    },
                    {"type": "NOT COMPLETED"},
                ],
                "dropWithdraws": [
                    {
                        "type": "Adverse Event",
                        "comment": "By phone",
                        "reasons": [
                            {"groupId": "FG000", "numSubjects": "3", "comment": "Dreams"},
                            {"groupId": "FG001", "numSubjects": "NA"},
                        ],
                    }
                ],
            },
            {"title": "Second period"},
        ],
    },
    "baselineCharacteristicsModule": {
        "populationDescription": "All randomised",
        "typeUnitsAnalyzed": "eyes",
        "groups": _groups("BG", "Naltrexone", "Placebo", "Total"),
        "denoms": [
            {"units": "Participants", "counts": _counts("BG", "20", "21", "41")},
        ],
        "measures": [
            {
                "title": "Age, Continuous",
                "description": "At entry",
                "populationDescription": "Those with a birth date",
                "paramType": "MEAN",
                "dispersionType": "CONFIDENCE_975",
                "unitOfMeasure": "years",
                "calculatePct": False,
                "denomUnitsSelected": "Participants",
                "denoms": [{"units": "Participants", "counts": _counts("BG", "19", "NA", "39")}],
                "classes": [
                    {
                        "title": "Adults",
                        "denoms": [{"units": "Participants", "counts": _counts("BG", "18", "17")}],
                        "categories": [
                            {
                                "title": "Of any sex",
                                "measurements": [
                                    {
                                        "groupId": "BG000",
                                        "value": "45.5",
                                        "spread": "<3",
                                        "lowerLimit": ">40",
                                        "upperLimit": "~50",
                                        "comment": "Rounded",
                                    },
                                    {
                                        "groupId": "BG001",
                                        "value": "NA",
                                        "spread": "NR",
                                        "lowerLimit": "ND",
                                        "upperLimit": "NE",
                                    },
                                    {"groupId": "BG002", "value": "46"},
                                ],
                            },
                            {"title": "Unknown"},
                        ],
                    }
                ],
            }
        ],
    },
    "outcomeMeasuresModule": {
        "outcomeMeasures": [
            {
                "type": "PRIMARY",
                "title": "Pain",
                "description": "0 to 10",
                "populationDescription": "All who came back",
                "reportingStatus": "POSTED",
                "paramType": "MEAN",
                "dispersionType": "84% Confidence Interval",
                "unitOfMeasure": "units on a scale",
                "calculatePct": False,
                "timeFrame": "12 weeks",
                "typeUnitsAnalyzed": "Eyes",
                "denomUnitsSelected": "Eyes",
                "groups": _groups("OG", "Naltrexone", "Placebo"),
                "denoms": [
                    {"units": "Participants", "counts": _counts("OG", "20", "NA")},
                    {"units": "Eyes", "counts": _counts("OG", "40", "42")},
                ],
                "classes": [
                    {
                        "title": "Week 12",
                        "denoms": [
                            {"units": "Participants", "counts": _counts("OG", "18", "19")},
                            {"units": "Eyes", "counts": _counts("OG", "36", "38")},
                        ],
                        "categories": [
                            {
                                "title": "Worst",
                                "measurements": [
                                    {
                                        "groupId": "OG000",
                                        "value": "-.7",
                                        "spread": "1e-1",
                                        "lowerLimit": "-1.2",
                                        "upperLimit": "<0.1",
                                        "comment": "Adjusted",
                                    },
                                    {
                                        "groupId": "OG001",
                                        "value": "NA",
                                        "spread": "NA",
                                        "lowerLimit": "NA",
                                        "upperLimit": "NA",
                                    },
                                ],
                            }
                        ],
                    },
                    {
                        "title": "Week 24",
                        "categories": [
                            {
                                "measurements": [
                                    {"groupId": "OG000", "value": "1,234.5"},
                                    {"groupId": "OG001", "value": ">12"},
                                ]
                            }
                        ],
                    },
                ],
                "analyses": [
                    {
                        "paramType": "Mean Difference (Net)",
                        "paramValue": "-1.3",
                        "dispersionType": "STANDARD_ERROR_OF_MEAN",
                        "dispersionValue": "0.4",
                        "statisticalMethod": "ANCOVA",
                        "statisticalComment": "Baseline as covariate",
                        "pValue": "< 0.001",
                        "pValueComment": "Not adjusted",
                        "ciNumSides": "TWO_SIDED",
                        "ciPctValue": "97.3",
                        "ciLowerLimit": "-2.1",
                        "ciUpperLimit": "-.5",
                        "ciLowerLimitComment": "By bootstrap",
                        "ciUpperLimitComment": "By bootstrap too",
                        "estimateComment": "Naltrexone minus placebo",
                        "testedNonInferiority": False,
                        "nonInferiorityType": "SUPERIORITY",
                        "nonInferiorityComment": "No margin",
                        "otherAnalysisDescription": "None",
                        "groupDescription": "Power 80 %",
                        "groupIds": ["OG000", "OG001"],
                    },
                    {
                        "paramValue": "NA",
                        "dispersionValue": "NA",
                        "pValue": "NR",
                        "ciLowerLimit": "NA",
                        "ciUpperLimit": "NA",
                        "groupIds": ["OG001"],
                    },
                ],
            },
            {
                "type": "OTHER_PRE_SPECIFIED",
                "title": "Sleep",
                "reportingStatus": "NOT_POSTED",
                "anticipatedPostingDate": "2023-07",
                "groups": _groups("OG", "Placebo"),
            },
        ]
    },
    "adverseEventsModule": {
        "frequencyThreshold": "5",
        "timeFrame": "24 weeks",
        "description": "Asked at each visit",
        "allCauseMortalityComment": "Nobody died",
        "eventGroups": [
            {
                "id": "EG000",
                "title": "Naltrexone",
                "description": "Given naltrexone",
                "deathsNumAffected": 0,
                "deathsNumAtRisk": 20,
                "seriousNumAffected": 1,
                "seriousNumAtRisk": 20,
                "otherNumAffected": 7,
                "otherNumAtRisk": 20,
            },
            {
                "id": "EG001",
                "title": "Placebo",
                "description": "Given placebo",
                "deathsNumAffected": 0,
                "deathsNumAtRisk": 20,
                "seriousNumAffected": 2,
                "seriousNumAtRisk": 20,
                "otherNumAffected": 5,
                "otherNumAtRisk": 20,
            },
        ],
        "seriousEvents": [
            {
                "term": "Fracture",
                "organSystem": "Injury",
                "sourceVocabulary": "MedDRA 19.1",
                "assessmentType": "SYSTEMATIC_ASSESSMENT",
                "notes": "After a fall",
                "stats": [{"groupId": "EG000", "numEvents": 1, "numAffected": 1, "numAtRisk": 20}],
            }
        ],
        "otherEvents": [
            {
                "term": "Vivid dreams",
                "organSystem": "Psychiatric disorders",
                "sourceVocabulary": "MedDRA 19.1",
                "assessmentType": "NON_SYSTEMATIC_ASSESSMENT",
                "notes": "Mostly in the first week",
                "stats": [{"groupId": "EG000", "numEvents": 9, "numAffected": 7, "numAtRisk": 20}],
            },
            {"term": "Nausea"},
        ],
    },
    "moreInfoModule": {
        "limitationsAndCaveats": {"description": "Few participants"},
        "certainAgreement": {
            "piSponsorEmployee": False,
            "restrictionType": "GT60",
            "restrictiveAgreement": True,
            "otherDetails": "Multicentre first",
        },
        "pointOfContact": {
            "title": "A person",
            "organization": "A university",
            "email": "a@example.org",
            "phone": "1",
            "phoneExt": "2",
        },
    },
}
