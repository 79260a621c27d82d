"""Describes a release in schema.org's words, which search engines for data sets read."""

from __future__ import annotations

from typing import Any

from harvest.curated.describe import LICENCE_NOTE
from harvest.curated.release import Manifest
from harvest.tables import TABLES

TERMS = "https://clinicaltrials.gov/about-site/terms-conditions"
REGISTRY = {
    "@type": "Dataset",
    "name": "ClinicalTrials.gov",
    "url": "https://clinicaltrials.gov",
    "publisher": {"@type": "GovernmentOrganization", "name": "U.S. National Library of Medicine"},
}


def schema_org(manifest: Manifest) -> dict[str, Any]:
    """The release as a schema.org Dataset in JSON-LD, every table a download of it.

    The vocabulary is given as such, so that no reader has to fetch a context.
    """
    cohort = manifest.recipe.cohort["name"]
    found = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": f"{manifest.title}, release {manifest.release}",
        "description": (
            f"{manifest.studies:,} registered studies as {len(manifest.tables)} typed tables: "
            "designs, arms and doses, outcomes, posted results, and what was derived from them. "
            f"Source: {manifest.source}. {LICENCE_NOTE}"
        ),
        "identifier": f"harvest-{cohort}-{manifest.release}",
        "version": manifest.release,
        "dateModified": manifest.data_timestamp,
        "license": TERMS,
        "isAccessibleForFree": True,
        "isBasedOn": REGISTRY,
        "creditText": manifest.citation,
        "keywords": ["clinical trials", "trial registry", "ClinicalTrials.gov", cohort],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": info.name,
                "description": TABLES[info.name].title(),
                "contentUrl": f"{info.name}.parquet",
                "encodingFormat": "application/vnd.apache.parquet",
                "contentSize": f"{info.bytes} B",
                "sha256": info.sha256,
            }
            for info in manifest.tables
        ],
    }
    return {key: value for key, value in found.items() if value is not None}
