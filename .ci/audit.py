"""Holds the locked lists against the known advisories; `make audit`.

Exit 1 where a locked version has one. Where the service of advisories cannot be reached, or knows
nothing of a package, that is said and is no failure: a test must not depend on somebody's server.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LISTS = ("requirements/run.txt", "requirements/dev.txt")
SECONDS = 300


def verdict(report: dict[str, Any]) -> tuple[list[str], list[str], int]:
    """Advisories, packages that could not be audited, and how many could."""
    known, unknown, audited = [], [], 0
    for each in report["dependencies"]:
        if "skip_reason" in each:
            unknown.append(each["name"])
            continue
        audited += 1
        for found in each["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "none yet"
            known.append(f"{each['name']} {each['version']}: {found['id']} (mended in: {fixed})")
    return known, unknown, audited


def audit(path: str) -> dict[str, Any] | None:
    """What pip-audit says of a list; None where it could not ask."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    command += ["--disable-pip", "--require-hashes", "--requirement", path]
    try:
        done = subprocess.run(  # noqa: S603 - our own list of words
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return found


def main() -> int:
    """Print, and fail on what is known only."""
    bad = False
    for path in LISTS:
        report = audit(str(Path(__file__).parents[1] / path))
        if report is None:
            print(f"{path}: NOT audited, the service of advisories does not answer")  # noqa: T201
            continue
        known, unknown, audited = verdict(report)
        print(f"{path}: {audited} audited, {len(known)} advisories, {len(unknown)} NOT audited")  # noqa: T201
        for line in known:
            print(f"  {line}")  # noqa: T201
        bad |= bool(known)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
