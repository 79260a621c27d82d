from __future__ import annotations

import pytest

from harvest.parse.doses.vocabulary import rows

LISTS = [
    *("drugs", "dose_units", "dose_per", "dose_frequencies", "dose_routes", "dose_forms"),
    *(
        "dose_phrases",
        "dose_times",
        "dose_plain",
        "dose_stems",
        "dose_defaults",
        "dose_combinations",
    ),
    "dose_lookalikes",
]


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_stands_once_and_has_a_source(name):
    found = rows(name)
    terms = [tuple(row[:2]) if name == "dose_lookalikes" else row[0] for row in found]
    assert len(set(terms)) == len(terms)
    assert all(row[-1].strip() for row in found)
    assert len({len(row) for row in found}) == 1
