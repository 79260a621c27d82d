"""One study with every derived value beside the registry's words that it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from harvest.curated.release import Releases, check_name
from harvest.errors import UsageError
from harvest.raw.snapshots import Archive
from harvest.safe import for_terminal
from harvest.tables import TABLES
from harvest.tables.overrides import written

AROUND = 60
_NUMBER = re.compile(r"NCT\d{8}", re.ASCII)
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class Value(msgspec.Struct, frozen=True):
    """One derived value.

    Attributes:
        table, row, column: Where it stands; `row` is the position, None in `studies`.
        heading: The table and the row, with what the row is about.
        value: As in the table; NA for null.
        path: JSON path of the text.
        before, words, after: The words with what stands around them, None where no text is
            behind the value.
        rule, certainty: How they were read.
        reason: Why it is null, or what is to be known of it.
    """

    table: str
    row: int | None
    heading: str
    column: str
    value: str
    path: str | None
    before: str
    words: str | None
    after: str
    rule: str | None
    certainty: str | None
    reason: str | None


class Explained(msgspec.Struct, frozen=True):
    """A study of a release."""

    nct_id: str
    title: str
    release: str
    values: tuple[Value, ...]


def explain(
    data: Path, number: str, *, release: str | None = None, table: str | None = None
) -> Explained:
    """Every derived value of a study with its evidence, in the order of the tables.

    Args:
        data: The data folder.
        number: Registry number.
        release: By name; the latest by default.
        table: Only the values of this table.

    Raises:
        UsageError: No release, no such study in it, or something that is no registry number.
    """
    nct_id = number.strip().upper()
    if table is not None and table not in TABLES:
        raise UsageError(f"There is no table {table!r}; there: {', '.join(TABLES)}.")
    if not _NUMBER.fullmatch(nct_id):
        raise UsageError(f"{number!r} is no registry number; one looks like NCT01234567.")
    releases = Releases(data)
    folder = releases.folder(check_name(release) if release else None)
    studies = _rows(folder, "studies", nct_id)
    if not studies:
        raise UsageError(f"Release {folder.name} has no study {nct_id}.")
    manifest = releases.manifest(folder.name)
    record = _record(data, manifest.snapshot, nct_id)
    found: dict[str, list[dict[str, Any]]] = {"studies": studies}
    values = []
    for trace in _rows(folder, "evidence", nct_id):
        name = trace["table"]
        if table in (None, name):
            if name not in found:
                found[name] = _rows(folder, name, nct_id)
            values.append(_value(trace, found[name], record))
    order = list(TABLES)
    values.sort(key=lambda value: (order.index(value.table), value.row or 0))
    return Explained(nct_id, studies[0]["brief_title"] or "", folder.name, tuple(values))


def _record(data: Path, snapshot: str, nct_id: str) -> Any:
    """The record as raw has it; empty where that snapshot is not kept any more."""
    archive = Archive(data)
    if snapshot not in archive.snapshots():
        return {}
    found = archive.snapshot(snapshot).record(nct_id)
    return {} if found is None else msgspec.json.decode(found)


def _rows(folder: Path, table: str, nct_id: str) -> list[dict[str, Any]]:
    path = folder / f"{table}.parquet"
    found: list[dict[str, Any]] = pq.read_table(
        path, filters=[("nct_id", "==", nct_id)]
    ).to_pylist()
    return found


def _value(trace: dict[str, Any], rows: list[dict[str, Any]], document: Any) -> Value:
    place = trace["row_position"]
    row = next((row for row in rows if place is None or row.get("position") == place), {})
    text = text_at(document, trace["path"]) if trace["path"] else None
    start, end = trace["span_start"], trace["span_end"]
    before, words, after = "", trace["words"], ""
    if text is not None and start is not None:
        before, words, after = text[max(start - AROUND, 0) : start], text[start:end], text[end:]
        before = ("…" if start > AROUND else "") + before
        after = after[:AROUND] + ("…" if len(after) > AROUND else "")
    return Value(
        trace["table"],
        place,
        _heading(trace["table"], place, row),
        trace["column"],
        written(row.get(trace["column"])),
        trace["path"],
        before,
        words,
        after,
        trace["rule"],
        trace["certainty"],
        trace["reason"],
    )


def _heading(table: str, place: int | None, row: dict[str, Any]) -> str:
    if place is None:
        return table
    arm = row.get("arm_position")
    about = (
        "" if arm is None else f"arm {arm}",
        row.get("drug") or "",
        (row.get("source") or "").replace("_", " "),
        row.get("measure") or "",
    )
    return f"{table} {place}: {', '.join(filter(None, about))}".rstrip(": ")


def text_at(document: Any, path: str) -> str | None:
    """The text at a JSON path such as `a.b[0].c`; None where there is none."""
    here = document
    for name, number in _STEP.findall(path):
        try:
            here = here[int(number)] if number else here[name]
        except (KeyError, IndexError, TypeError):
            return None
    return here if isinstance(here, str) else None


def told(explained: Explained, mark: tuple[str, str]) -> Iterator[str]:
    """Lines for people, safe on a terminal; the words stand between the two marks."""
    yield f"{explained.nct_id}  {for_terminal(explained.title)}"
    yield f"release {explained.release}"
    heading, column = None, None
    for value in explained.values:
        if value.heading != heading:
            heading, column = value.heading, None
            yield ""
            yield for_terminal(heading)
        if value.column != column:
            column = value.column
            yield f"  {column} = {for_terminal(value.value)}"
        if value.words is not None:
            before, words, after = map(for_terminal, (value.before, value.words, value.after))
            marked = f"{mark[0]}{words}{mark[1]}" if words else ""
            yield f"      {' '.join(f'{before}{marked}{after}'.split())}"
            yield f"      {value.path}  ({value.rule}, {value.certainty})"
        if value.reason is not None:
            yield f"      {for_terminal(value.reason)}"
