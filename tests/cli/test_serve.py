from __future__ import annotations

from pathlib import Path

from harvest.cli.serve import _from_snapshot
from tests.records import MONDAY, TUESDAY, WEDNESDAY, at, nct, record, snapshot


def test_a_data_folder_is_served_with_what_sponsors_sent_before(tmp_path: Path) -> None:
    days = (MONDAY, TUESDAY, WEDNESDAY)
    versions = (
        record(1, title="A", data_version=MONDAY),
        record(1, title="A", term="Derived anew", data_version=TUESDAY),
        record(1, title="B", data_version=WEDNESDAY),
    )
    for day, version in zip(days, versions, strict=True):
        made = snapshot(tmp_path, [version, record(2, data_version=day)], at(day))
    found = _from_snapshot(tmp_path, None)
    assert found.records[nct(1)] == versions[2]
    assert found.history == {nct(1): (versions[1],)}
    assert _from_snapshot(tmp_path, made.manifest.parent).history == {}
