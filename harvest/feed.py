"""An Atom feed (RFC 4287) of what is new in studies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from harvest.history.changes import ChangeRow

ATOM = "http://www.w3.org/2005/Atom"
STUDY = "https://clinicaltrials.gov/study/"
MOST_ENTRIES = 100
LONGEST = 300
NAME = "%Y-%m-%dT%H%M%SZ"


class Entry(NamedTuple):
    """What one snapshot showed to be new in one study."""

    nct_id: str
    title: str
    snapshot: str
    date: datetime | None
    changes: Sequence[ChangeRow]


def feed(entries: Iterable[Entry], cohort: str) -> bytes:
    """The newest entries as a feed, newest first.

    An entry keeps its id for ever: it is made of the study and the snapshot that showed the change.
    The feed's time is that of its newest entry, so that the same news give the same bytes.
    """
    register_namespace("", ATOM)
    ordered = sorted(entries, key=lambda each: (each.snapshot, each.nct_id), reverse=True)
    shown = ordered[:MOST_ENTRIES]
    root = Element(f"{{{ATOM}}}feed")
    _add(root, "title", f"Low-dose naltrexone studies, cohort {cohort}")
    _add(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'harvest:{cohort}')}")
    _add(root, "updated", _time(shown[0]) if shown else "1970-01-01T00:00:00Z")
    _add(SubElement(root, f"{{{ATOM}}}author"), "name", "harvest")
    for each in shown:
        entry = SubElement(root, f"{{{ATOM}}}entry")
        address = f"{STUDY}{each.nct_id}"
        kinds = dict.fromkeys(change.kind.replace("_", " ") for change in each.changes)
        _add(entry, "title", f"{each.nct_id}: {', '.join(kinds)}. {each.title}")
        _add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{address}#{each.snapshot}')}")
        _add(entry, "updated", _time(each))
        SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=address)
        _add(entry, "content", "\n".join(map(told, each.changes))).set("type", "text")
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def told(change: ChangeRow, longest: int = LONGEST) -> str:
    """A change in one line for people: printable, long texts cut to where they differ."""
    kind = change.kind.replace("_", " ")
    where = f" {_field(change.path)}" if change.path and change.kind in _NEEDS_FIELD else ""
    old, new = contrast(_named(change.old_text), _named(change.new_text), longest)
    days = "" if change.slipped_days is None else f" ({change.slipped_days:+d} days)"
    match old, new:
        case None, None:
            return kind
        case (None, only) | (only, None) if change.kind.endswith(("_added", "_removed", "_merged")):
            return f"{kind}{where}: {only}"
        case None, _:
            return f"{kind}{where}: now also {new}"
        case _, None:
            return f"{kind}{where}: no longer {old}"
    return f"{kind}{where}: {old} → {new}{days}"


def _named(text: str | None) -> str | None:
    """What an object goes by, in place of its JSON."""
    if text is None or not text.startswith("{"):
        return text
    try:
        found = json.loads(text)
    except ValueError:  # a text that only looks like it, or one that was cut
        return text
    return next((str(found[name]) for name in _NAMES if found.get(name)), text)


def contrast(old: str | None, new: str | None, longest: int) -> tuple[str | None, str | None]:
    """Two texts, printable; of long ones what differs with a few words around it."""
    if old is None or new is None:
        return printable(old, longest), printable(new, longest)
    start = 0
    if max(len(old), len(new)) > longest:
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        start = max(0, start - AROUND)
    head = "…" if start else ""
    return tuple(f"{head}{printable(text[start:], longest)}" for text in (old, new))  # type: ignore[return-value]


AROUND = 30
_NAMES = ("label", "name", "title", "term", "citation", "facility", "url", "id")
_NEEDS_FIELD = frozenset(
    {"date_changed", "date_became_actual", "enrollment_planned_to_actual", "arm_changed"}
    | {"intervention_changed", "dose_changed", "eligibility_changed", "sponsor_changed"}
    | {"design_changed", "results_changed", "derived", "record_updated", "other"}
    | {"outcome_reworded", "outcome_retimed"}
)


def printable(text: str | None, longest: int) -> str | None:
    """A text without anything that moves a cursor or breaks a document, cut."""
    if text is None:
        return None
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * longest])
    plain = " ".join(plain.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def _field(path: str) -> str:
    """The end of a path: what a reader knows the field by."""
    parts = (printable(path, LONGEST) or "").split(".")
    return ".".join(parts[-2:]) if parts[-1] in ("date", "type", "count", "name") else parts[-1]


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = "\n".join(printable(line, 4 * LONGEST) or "" for line in text.split("\n"))
    return child


def _time(entry: Entry) -> str:
    date = entry.date or datetime.strptime(entry.snapshot, NAME)
    return date.replace(tzinfo=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
