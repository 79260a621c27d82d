"""Runs harvest as a user does: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The JSON lines on stderr."""
        return [json.loads(line) for line in self.err.splitlines()]


def harvest(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Finished:
    """Run one command; keyword arguments in capitals go into the environment."""
    done = subprocess.run(
        [sys.executable, "-m", "harvest", *map(str, arguments)],
        env={**os.environ, "HARVEST_PACE_SECONDS": "0", **environment},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)
