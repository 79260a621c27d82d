from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from harvest.cli import run
from tests.records import MONDAY, TUESDAY, at, record, snapshot


def test_changes_are_shown_to_people_and_to_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot(tmp_path, [record(1, title="Old"), record(2)], at(MONDAY))
    evil = record(1, title="New\u001b[2J\u202e")
    snapshot(tmp_path, [evil, record(2, term="Other")], at(TUESDAY))
    assert run(["diff", "--data", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "2 studies differ: 0 added, 0 removed, 1 only in what the registry derives" in out
    assert "  other briefTitle: Old → New [2J" in out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert run(["diff", "--data", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["changes"][0]["kind"] for each in found["studies"]] == ["other", "derived"]
    file = tmp_path / "ldn.xml"
    assert run(["diff", "--data", str(tmp_path), "--feed", str(file)]) == 0
    assert fromstring(file.read_bytes()).tag.endswith("feed")
    assert run(["diff", "x", "--data", str(tmp_path)]) == 2
