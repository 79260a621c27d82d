"""`make audit`: fails on what is known, says what could not be asked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_spec = importlib.util.spec_from_file_location(
    "audit", Path(__file__).parents[1] / ".ci" / "audit.py"
)
assert _spec is not None
assert _spec.loader is not None
audit = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(audit)

BAD = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
GOOD = {"name": "b", "version": "1", "vulns": []}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("reports", "code", "said"),
    [
        ([BAD, GOOD], 1, "2 audited, 1 advisories, 0 NOT audited\n  a 1: PYSEC-1 (mended in: 1.1)"),
        ([GOOD, UNKNOWN], 0, "1 audited, 0 advisories, 1 NOT audited"),
        (None, 0, "NOT audited, the service of advisories does not answer"),
    ],
)
def test_what_is_known_fails_and_what_cannot_be_asked_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reports: list[dict[str, Any]] | None,
    code: int,
    said: str,
) -> None:
    report = None if reports is None else {"dependencies": reports}
    monkeypatch.setattr(audit, "audit", lambda _: report)
    assert audit.main() == code
    assert said in capsys.readouterr().out


def test_every_locked_list_is_audited() -> None:
    root = Path(__file__).parents[1]
    lists = {path.relative_to(root).as_posix() for path in (root / "requirements").glob("*.txt")}
    assert set(audit.LISTS) == lists
