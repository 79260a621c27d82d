"""The bundled sample: studies written by us from published facts, in the registry's shape."""

from __future__ import annotations

from importlib.resources import files

import msgspec

DATA_TIMESTAMP = "2026-11-20T09:00:05"
"""The time that the sample stands for, UTC."""


def records() -> dict[str, bytes]:
    """Every sample record as compact JSON, by NCT number, in their order."""
    folder = files(__name__) / "studies"
    found = {
        path.name.removesuffix(".json"): msgspec.json.format(path.read_bytes(), indent=-1)
        for path in folder.iterdir()
        if path.name.endswith(".json")
    }
    return dict(sorted(found.items()))
