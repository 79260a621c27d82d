"""Studies as RIS, for reference managers and screening tools (EndNote, Zotero, Rayyan, Covidence).

One entry a study, type DBASE (an entry of an online database). RIS is lines: two capitals or
digits, two spaces, a hyphen, a space, the value; TY comes first, ER last. So a value is one line,
and its markup is taken off: these tools show it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd

from harvest.curated.load import load
from harvest.exports.source import Source

END = "\r\n"
REGISTRY = "ClinicalTrials.gov"
PROVIDER = "U.S. National Library of Medicine"
PAGE = "https://clinicaltrials.gov/study/"
COLUMNS = (
    *("nct_id", "brief_title", "official_title", "acronym", "brief_summary", "lead_sponsor"),
    *(
        "first_post_date",
        "first_submit_date",
        "overall_status",
        "study_type",
        "phase",
        "enrollment",
        "enrollment_type",
    ),
    *("start_date", "start_date_precision", "primary_completion_date"),
    *("primary_completion_date_precision", "has_results", "is_fibromyalgia", "has_ldn_arm"),
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SHOWN = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def write(source: Source, path: Path) -> None:
    """Every study of the release, in the order of their numbers."""
    release = source.manifest.release
    studies = load("studies", columns=COLUMNS, release=release, data=source.data)
    words = _words(source)
    seen = (source.manifest.data_timestamp or "")[:10].replace("-", "/")
    with path.open("w", encoding="utf-8", newline="") as out:
        for study in studies.to_dict("records"):
            for tag, value in _entry(study, words.get(study["nct_id"], ()), seen):
                out.write(f"{tag}  - {value}{END}")
            out.write(END)


def one_line(text: Any) -> str:
    """A text without markup and line breaks; "" for a missing one."""
    if not isinstance(text, str):
        return ""
    return _BLANKS.sub(" ", unescape(_ESCAPED.sub(r"\1", text))).strip()


def _entry(study: dict[Any, Any], words: tuple[str, ...], seen: str) -> Iterator[tuple[str, str]]:
    posted = study["first_post_date"]
    if pd.isna(posted):
        posted = study["first_submit_date"]
    title = one_line(study["brief_title"]) or one_line(study["official_title"]) or study["nct_id"]
    found = [
        ("ID", study["nct_id"]),
        ("AU", one_line(study["lead_sponsor"])),
        ("TI", title),
        ("ST", one_line(study["acronym"])),
        ("PY", "" if pd.isna(posted) else f"{posted:%Y}"),
        ("DA", "" if pd.isna(posted) else f"{posted:%Y/%m/%d}/"),
        ("AB", one_line(study["brief_summary"])),
        *(("KW", word) for word in words),
        ("M3", "Trial registry record"),
        ("N1", _facts(study)),
        ("C1", f"Fibromyalgia: {study['is_fibromyalgia']}"),
        ("C2", f"Low-dose naltrexone arm: {study['has_ldn_arm']}"),
        ("AN", study["nct_id"]),
        ("DB", REGISTRY),
        ("DP", PROVIDER),
        ("UR", PAGE + study["nct_id"]),
        ("Y2", f"{seen}/" if seen else ""),
    ]
    yield "TY", "DBASE"
    yield from ((tag, value) for tag, value in found if value)
    yield "ER", ""


def _facts(study: dict[Any, Any]) -> str:
    """What a screener wants beside title and abstract, in one line."""
    official = one_line(study["official_title"])
    facts = {
        "Official title": official if official != one_line(study["brief_title"]) else "",
        "Status": study["overall_status"],
        "Study type": study["study_type"],
        "Phase": study["phase"],
        "Participants": _size(study),
        "Start": _day(study, "start_date"),
        "Primary completion": _day(study, "primary_completion_date"),
        "Results posted": "yes" if study["has_results"] is True else "no",
    }
    return "; ".join(f"{name}: {value}" for name, value in facts.items() if _is_there(value))


def _size(study: dict[Any, Any]) -> str:
    if not _is_there(study["enrollment"]):
        return ""
    kind = study["enrollment_type"]
    return f"{study['enrollment']}{f' ({kind.lower()})' if isinstance(kind, str) else ''}"


def _day(study: dict[Any, Any], name: str) -> str:
    """No more precise than the registry."""
    value, precision = study[name], study[f"{name}_precision"]
    return "" if pd.isna(value) else value.strftime(_SHOWN[precision])


def _is_there(value: Any) -> bool:
    return not pd.isna(value) and value != ""


def _words(source: Source) -> dict[str, tuple[str, ...]]:
    """Conditions, interventions and keywords of each study, each once."""
    found: dict[str, dict[str, None]] = {}
    for table, column in (
        ("conditions", "condition"),
        ("interventions", "name"),
        ("keywords", "keyword"),
    ):
        frame = load(
            table, columns=["nct_id", column], release=source.manifest.release, data=source.data
        )
        for nct_id, word in zip(frame["nct_id"], frame[column], strict=True):
            if line := one_line(word):
                found.setdefault(nct_id, {})[line] = None
    return {nct_id: tuple(words) for nct_id, words in found.items()}
