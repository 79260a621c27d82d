"""Describes a release in Croissant 1.0, the vocabulary that machine-learning tools read."""

from __future__ import annotations

from typing import Any

from harvest.curated.describe import LICENCE_NOTE, type_name
from harvest.curated.release import Manifest
from harvest.curated.schema_org import TERMS
from harvest.tables import TABLES
from harvest.tables.declare import Column, Table

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
TYPES = {
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
    "number": "sc:Float",
    "datetime": "sc:DateTime",
}


def croissant(manifest: Manifest) -> dict[str, Any]:
    """The release as JSON-LD: every file with its hash, every column with its meaning."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": f"harvest-{manifest.recipe.cohort['name']}",
        "description": f"{manifest.title}. {LICENCE_NOTE}",
        "version": manifest.release,
        "citeAs": manifest.citation,
        "url": "https://clinicaltrials.gov",
        "license": TERMS,
        "datePublished": manifest.data_timestamp,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{info.name}.parquet",
                "name": f"{info.name}.parquet",
                "contentUrl": f"{info.name}.parquet",
                "contentSize": f"{info.bytes} B",
                "encodingFormat": "application/x-parquet",
                "sha256": info.sha256,
            }
            for info in manifest.tables
        ],
        "recordSet": [_record_set(TABLES[info.name]) for info in manifest.tables],
    }


def _record_set(table: type[Table]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.notes(),
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, name, column) for name, column in table.columns.items()],
    }


def _field(table: type[Table], name: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{name}",
        "name": name,
        "description": column.description,
        "dataType": TYPES.get(type_name(column), "sc:Text"),
        "source": {
            "fileObject": {"@id": f"{table.name}.parquet"},
            "extract": {"column": name},
        },
    }
    if type_name(column) == "list of texts":
        field["repeated"] = True
    return field
