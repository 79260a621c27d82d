"""The page: everything in one HTML file.

Every text from a record goes through the template's escaping; the page's own style and script are
named by their hashes in its security policy, so that nothing else could run even if it got in.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Any, Final, NamedTuple

import jinja2
from markupsafe import Markup

from harvest.report.figures import Shown, figures
from harvest.report.shelf import Shelf
from harvest.report.since import since_last
from harvest.report.trials import HEADS, trial_rows

DPI: Final = 144
SECTIONS: Final = {
    "studies": "The studies",
    "designs": "Doses, designs and outcomes",
    "evidence": "What trials found",
    "reporting": "Results and changes",
    "quality": "How well the records could be read",
}


class Figure(NamedTuple):
    """A picture as the page has it."""

    name: str
    heading: str
    about: str
    words: str
    data: str
    width: int
    height: int


def render(shelf: Shelf) -> bytes:
    """The page of a release: the same bytes for the same releases and libraries."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("harvest.report", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _own("page.css"), _own("page.js")
    text = environment.get_template("page.html").render(
        manifest=shelf.manifest,
        day=(shelf.manifest.data_timestamp or "")[:10] or "a day that is not told",
        is_sample="sample" in shelf.manifest.source,
        is_registry="clinicaltrials.gov" in shelf.manifest.source,
        keys=_key_figures(shelf),
        sections=SECTIONS,
        figures=_by_section(shelf),
        heads=HEADS,
        rows=trial_rows(shelf),
        claims=_claims(shelf),
        since=since_last(shelf),
        # Marked as ours: they are files of this package, without a word of a record.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return text.encode()


def _own(name: str) -> str:
    return (files("harvest.report") / "page" / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _by_section(shelf: Shelf) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {name: [] for name in SECTIONS}
    for number, shown in enumerate(figures(shelf), start=1):
        found[shown.section].append(_figure(number, shown))
    return found


def _figure(number: int, shown: Shown) -> Figure:
    picture = shown.picture
    width, height = picture.get_size_inches()
    return Figure(
        name=f"figure-{number}",
        heading=picture.heading,
        about=picture.about,
        words=picture.alt,
        data=base64.b64encode(picture.png(DPI)).decode(),
        width=round(width * 96),
        height=round(height * 96),
    )


def _key_figures(shelf: Shelf) -> list[tuple[str, str]]:
    studies = shelf["studies"]
    is_low = studies["has_ldn_arm"] == "yes"
    is_asked = is_low & (studies["is_fibromyalgia"] == "yes")
    issues = sum(shelf.manifest.issues.values())
    return [
        ("studies", f"{len(studies):,}"),
        ("on fibromyalgia", f"{int((studies['is_fibromyalgia'] == 'yes').sum()):,}"),
        ("with a low-dose naltrexone arm", f"{int(is_low.sum()):,}"),
        ("with both", f"{int(is_asked.sum()):,}"),
        ("with posted results", f"{int(studies['has_results'].fillna(value=False).sum()):,}"),
        ("collected trials", f"{len(shelf['trials']):,}"),
        ("parts of records that could not be interpreted", f"{issues:,}"),
    ]


def _claims(shelf: Shelf) -> list[dict[Any, Any]]:
    """The claims that were held against the rows, where the release has them."""
    if "claims" not in shelf:
        return []
    rows = shelf["claims"].astype(object)
    return rows.where(rows.notna(), "").to_dict("records")
