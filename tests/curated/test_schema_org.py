from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from harvest.curated.release import Releases
from harvest.tables import TABLES

SCHEMA = Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def described(released: Path) -> dict[str, Any]:
    return json.loads((released / "curated" / "2026.11.2" / "dataset.jsonld").read_bytes())


def test_it_says_what_a_search_engine_asks_for(described: dict[str, Any], released: Path) -> None:
    manifest = Releases(released).manifest("2026.11.2")
    assert described["@type"] == "Dataset"
    assert 50 <= len(described["description"]) <= 5000
    assert described["version"] == "2026.11.2"
    assert described["creditText"] == manifest.citation
    assert described["isBasedOn"]["name"] == "ClinicalTrials.gov"
    assert described["license"].startswith("https://")


def test_every_table_is_a_download_with_its_hash(described: dict[str, Any], released: Path) -> None:
    manifest = Releases(released).manifest("2026.11.2")
    found = {part["name"]: part["sha256"] for part in described["distribution"]}
    assert found == {info.name: info.sha256 for info in manifest.tables}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_it_is_linked_data_without_the_network(described: dict[str, Any]) -> None:
    graph = Graph().parse(data=json.dumps(described), format="json-ld")
    assert len(list(graph.subjects(RDF.type, SCHEMA.DataDownload))) == len(TABLES)
    assert len(list(graph.subjects(RDF.type, SCHEMA.Dataset))) == 2
