"""A registry that misbehaves in every listed way, over real sockets."""

from __future__ import annotations

import logging
import shutil
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import harvest
from harvest.cohorts import BUILT_IN
from harvest.curate import curate
from harvest.curated.release import Releases
from harvest.errors import HarvestError
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify
from harvest.refresh import refresh
from harvest.replica.app import create_app
from harvest.replica.archive import Archive as Served
from harvest.replica.server import running
from harvest.settings import Settings
from tests.faults import Faults
from tests.records import MONDAY, TUESDAY, records, served

from .table import TABLE, Row

ALL = BUILT_IN["all"]
SETTINGS = Settings(
    pace_seconds=0, tries=3, retry_seconds=0.3, page_size=10, read_seconds=5, connect_seconds=5
)
ROWS = [
    pytest.param(row, id=row.name, marks=[pytest.mark.long] if "MB" in row.name else [])
    for row in TABLE
]
GIVEN = records(*range(1, 31))


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release of the day before, of twenty studies."""
    folder = tmp_path_factory.mktemp("monday") / "data"
    with served(records(*range(1, 21)), MONDAY) as address:
        refresh(folder, ALL, replace(SETTINGS, registry=address))
    return folder


@pytest.fixture
def data(monday: Path, tmp_path: Path) -> Path:
    shutil.copytree(monday, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


def run(row: Row, data: Path) -> None:
    """A refresh against the fault; raises what it raises."""
    layer = Faults(create_app(Served(GIVEN, f"{TUESDAY}T09:00:05")))
    row.order(layer)
    with running(layer) as address:
        changes: dict[str, Any] = {"registry": address, **row.settings}
        changes.pop("most_bytes", None)
        if changes["registry"] == "closed":
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            changes["registry"] = f"http://127.0.0.1:{port}/api/v2"
        refresh(data, ALL, replace(SETTINGS, **changes))


@pytest.mark.parametrize("row", ROWS)
def test_a_fault_ends_as_the_table_says(
    row: Row, data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "harvest")
    monkeypatch.setattr(logging.getLogger("harvest"), "propagate", True)
    is_tabulated = row.what in ("told", "quarantined")
    if not is_tabulated:
        # What the tables make of honest records is tested elsewhere, and takes most of the time.
        monkeypatch.setattr("harvest.refresh.curate", lambda *_, **__: None)
    if "most_bytes" in row.settings:
        monkeypatch.setattr("harvest.registry.transport.MOST_BYTES", row.settings["most_bytes"])
    before = Releases(data).manifest()
    if row.code:
        with pytest.raises(HarvestError) as raised:
            run(row, data)
        assert raised.value.exit_code == row.code
        assert len(str(raised.value)) < 1_000
    else:
        run(row, data)
        snapshot = Archive(data).snapshot()
        found = {each.entry.nct_id: each.record for each in snapshot.read()}
        assert set(found) - {None} == set(GIVEN) if row.what != "quarantined" else len(found) == 30
        assert list(verify(Archive(data))) == []
    if is_tabulated:
        kinds = harvest.load("issues", data=data).kind
        assert set(kinds) == {row.event}
        assert len(harvest.load("studies", data=data)) == 30 - (row.what == "quarantined")
    else:
        assert row.event is None or row.event in {each.message for each in caplog.records}
        assert Releases(data).manifest() == before
        assert len(harvest.load("studies", data=data)) == 20


def test_curating_is_left_out_by_a_name_that_exists() -> None:
    assert harvest.refresh.curate is curate  # type: ignore[attr-defined]
