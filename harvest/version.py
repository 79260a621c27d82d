"""Which code makes the tables: harvest's version and a fingerprint of the rooms that matter."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

__version__ = version("harvest")
_ROOMS = ("record", "parse", "statistics", "trials", "derive", "history", "tables", "curated")


@cache
def code_version() -> str:
    """Such as `0.1.0+3f2a9c1d`: changes when anything changes that could change a table."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for room in _ROOMS for path in (package / room).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\n")
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"
