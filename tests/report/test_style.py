"""The page's colours."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = (files("harvest.report") / "page" / "page.css").read_text(encoding="utf-8")


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("block", re.findall(r":root \{([^}]*)\}", STYLE))
def test_words_stand_out_from_their_ground_in_light_dark_and_print(block: str) -> None:
    colours = dict(re.findall(r"--(\w+): (#\w{6})", block))
    for ink in ("ink", "soft", "link"):
        assert _contrast(colours[ink], colours["paper"]) >= 4.5
    for ground in ("mark", "head"):
        assert _contrast(colours["ink"], colours[ground]) >= 4.5
        assert _contrast(colours["link"], colours["head"]) >= 3


def test_there_is_a_style_for_each_of_them() -> None:
    assert len(re.findall(r":root \{", STYLE)) == 3
    for condition in ("prefers-color-scheme: dark", "print", "max-width"):
        assert condition in STYLE
    assert ":focus-visible" in STYLE
