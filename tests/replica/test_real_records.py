"""The real records through the replica and back."""

import json
import re
from pathlib import Path

import httpx
import pyarrow as pa
import pytest

from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running

pytestmark = pytest.mark.real

RECORDS = Path(__file__).parents[3] / "shared" / "registry" / "records.jsonl.zst"


@pytest.fixture(scope="module")
def records():
    if not RECORDS.exists():
        pytest.skip(f"the real records are not at {RECORDS}")
    with pa.input_stream(str(RECORDS), compression="zstd") as stream:
        lines = stream.read().splitlines()
    return {
        json.loads(line)["protocolSection"]["identificationModule"]["nctId"]: line for line in lines
    }


@pytest.fixture(scope="module")
def served(records):
    app = create_app(Archive(records, "2026-11-20T09:00:05"))
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as opened:
        yield opened


def test_all_records_come_back_byte_for_byte(served, records):
    lines, token = [], {}
    while token is not None:
        page = served.get("/studies", params={"pageSize": "700", **token})
        lines += [line.removesuffix(b",") for line in page.content.split(b"\n")[1:-1]]
        following = page.json().get("nextPageToken")
        token = {"pageToken": following} if following else None
    assert sorted(lines) == sorted(records.values())


def test_a_search_finds_what_reading_every_record_finds(served, records):
    def has(text, word):
        return re.search(rf"(?<![^\W_]){word}(?![^\W_])", text, re.IGNORECASE)

    expected = set()
    for nct_id, line in records.items():
        record = json.loads(line)
        protocol = record["protocolSection"]
        identification = protocol["identificationModule"]
        conditions = protocol.get("conditionsModule", {})
        browse = record.get("derivedSection", {}).get("conditionBrowseModule", {})
        texts = [
            identification["briefTitle"],
            identification.get("officialTitle", ""),
            *conditions.get("conditions", []),
            *conditions.get("keywords", []),
            *(mesh["term"] for mesh in browse.get("meshes", []) + browse.get("ancestors", [])),
        ]
        if any(has(text, "depression") for text in texts):
            expected.add(nct_id)
    asked = {"query.cond": "depression", "fields": "NCTId", "pageSize": "1000"}
    studies = served.get("/studies", params=asked).json()["studies"]
    found = {study["protocolSection"]["identificationModule"]["nctId"] for study in studies}
    assert found == expected
    assert len(expected) > 20
