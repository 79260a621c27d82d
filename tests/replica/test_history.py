from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running
from tests.records import record


@contextmanager
def client(**history: tuple[bytes, ...]) -> Iterator[httpx.Client]:
    records = {"NCT00000001": record(1, title="Now")}
    archive = Archive(records, "2026-11-20T09:00:05", history=history)
    with running(create_app(archive)) as address:
        base = address.replace("/v2", "/int")
        with httpx.Client(base_url=base) as found:
            yield found


def test_versions_are_counted_from_zero_and_the_last_is_the_record() -> None:
    with client(NCT00000001=(record(1, title="Then"),)) as asked:
        answer = asked.get("/studies/NCT00000001", params={"history": "true"}).json()
        assert [each["version"] for each in answer["history"]["changes"]] == [0, 1]
        assert answer["history"]["changes"][0]["status"] == "COMPLETED"
        titles = [
            asked.get(f"/studies/NCT00000001/history/{number}").json()["study"]["protocolSection"]
            ["identificationModule"]["briefTitle"]
            for number in (0, 1)
        ]  # fmt: skip
        assert titles == ["Then", "Now"]


def test_a_study_without_earlier_versions_has_one_and_others_have_none() -> None:
    with client() as asked:
        answer = asked.get("/studies/nct1", params={"history": "true"}).json()
        assert len(answer["history"]["changes"]) == 1
        assert "history" not in asked.get("/studies/NCT00000001").json()
        assert asked.get("/studies/NCT00000001/history/1").status_code == 404
        assert asked.get("/studies/NCT00000002").status_code == 404
        assert asked.get("/studies/x/history/0").status_code == 404
