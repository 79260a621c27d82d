"""Real registry records, which are not part of the project: tests skip, loudly, without them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def real_file(relative: str) -> Path:
    """A file beside the checkout; skips the test where it is missing."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"real records are not here: {path} is missing")
    return path


def real_records() -> list[bytes]:
    """All real records, one study each, compact JSON."""
    return _lines(real_file("registry/records.jsonl.zst"))


@cache
def _lines(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return io.BufferedReader(pa.CompressedInputStream(file, "zstd")).read().splitlines()
