"""Every row of the threat table names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## Threats")[2].partition("## Fuzzing")[0]
ROWS = [line.split(" | ") for line in TABLE.splitlines() if line.startswith("| ")][1:]


def test_every_threat_is_tested_by_what_is_there() -> None:
    assert len(ROWS) > 15
    for threat, _, tested in ROWS:
        named = re.findall(r"`([^`]+)`", tested)
        assert named, threat
        for path, _, name in (each.partition("::") for each in named):
            text = (ROOT / path).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in text, f"{path}::{name}"
