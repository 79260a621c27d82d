"""The bundled sample: studies in the registry's record shape, written for this project.

Most stand for real trials and hold facts that were published about them; the rest, numbered from
NCT99000001 on, are invented. None is a copy of a registry entry. `README.md` beside this file
says which case each study is there for and where its facts come from.
"""

from __future__ import annotations

from importlib import resources

import msgspec

DATA_TIMESTAMP = "2026-11-20T09:00:05"
"""What `/version` answers where the sample is served: the time of its data, in UTC."""


def records() -> dict[str, bytes]:
    """Every study of the sample, NCT number to its record, sorted by number.

    Returns:
        The records as compact JSON in UTF-8, with the order of the keys kept.
    """
    folder = resources.files(__name__).joinpath("studies")
    found = {
        entry.name.removesuffix(".json"): msgspec.json.format(entry.read_bytes(), indent=-1)
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    }
    return dict(sorted(found.items()))
