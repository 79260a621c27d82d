"""What authors call a dose."""

from __future__ import annotations

import pytest

from harvest.derive.labels import author_label
from harvest.derive.texts import Text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Low-Dose Naltrexone in pain", "low"),
        ("Low doses of naltrexone", "low"),
        ("LDN", "low"),
        ("ULDN and LDN", "ultra_low"),
        ("Very low-dose naltrexone (VLDN) for detoxification", "very_low"),
        ("Ultra-low-dose naltrexone", "ultra_low"),
        ("Naltrexone 4.5 mg", None),
        ("wildlife and ldn", None),
        ("low-dose aspirin and naltrexone", None),
    ],
)
def test_the_most_extreme_label_counts(text: str, label: str | None) -> None:
    found = author_label([Text("brief_title", "x", text)])
    assert (found and found.code) == label
    if found is not None:
        start, end = found.evidence.span
        assert text[start:end]
