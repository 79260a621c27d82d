"""The closed lists of the dose grammar's values."""

from typing import Literal

YesNo = Literal["yes", "no", "uncertain"]
Basis = Literal[
    "absolute",
    "mg/kg",
    "per 70 kg",
    "per tablet",
    "percent",
    "depot",
    "implant",
    "mixed",
    "none",
]
Group = Literal[
    "naltrexone",
    "depot",
    "implant",
    "combination",
    "antagonist",
    "compound",
    "placebo",
    "other",
    "context",
    "unlisted",
    "unnamed",
]
DoseClass = Literal[
    "ULDN",
    "VLDN",
    "LDN",
    "moderate",
    "standard",
    "high",
    "depot",
    "implant",
    "topical",
    "combination",
    "other drug",
    "unknown",
]
