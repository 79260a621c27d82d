"""Holds a release against the last one: a job that nobody watches must not publish less.

The thresholds and their reasons stand in `gates`. Only what the last release has is compared, so
tables and columns that new code adds pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pyarrow as pa

from harvest.curated import gates
from harvest.curated.gates import Finding, Gate
from harvest.curated.profile import Profile
from harvest.curated.release import Manifest, Recipe
from harvest.files import write_json
from harvest.tables.history import HISTORY

_HISTORY = {table.name for table in HISTORY}
"""What happens from day to day fills other columns each time; their rows only grow."""
REPORT = "last-comparison.json"
SHOWN = 120
MODEL_KINDS = ("unknown_field", "unknown_code", "ill_typed_value", "unreadable_record")
"""Issues that tell how records fit the model, whatever else the code reads out of them."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What came of holding a release against the last one.

    Attributes:
        old, new: The releases; the new one has no name yet where it was not published.
        snapshot: Of the new one.
        skipped: Why nothing was compared.
        findings: What does not pass.
        notices: What is new and too little to stop a release.
        accepted_change: Why it may pass all the same.
    """

    old: str | None
    new: str
    snapshot: str
    skipped: str | None = None
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    accepted_change: str | None = None

    @property
    def passes(self) -> bool:
        """Whether the release may be published."""
        return not self.findings or self.accepted_change is not None


def compare(
    new: Manifest, new_folder: Path, old: Manifest | None, old_folder: Path | None
) -> Comparison:
    """A release that is about to be published beside the last one."""
    skipped = _incomparable(new, old)
    if skipped or old is None or old_folder is None:
        return Comparison(
            old=old.release if old else None,
            new=new.release,
            snapshot=new.snapshot,
            skipped=skipped,
            accepted_change=new.accepted_change,
        )
    before = Profile(old_folder, old.tables, old.issues)
    now = Profile(new_folder, new.tables, new.issues)
    notices: list[str] = []
    found = findings(now, before, is_same_code=new.recipe.code == old.recipe.code, notices=notices)
    return Comparison(
        old=old.release,
        new=new.release,
        snapshot=new.snapshot,
        findings=tuple(found),
        notices=tuple(notices),
        accepted_change=new.accepted_change,
    )


def write_report(data: Path, comparison: Comparison) -> None:
    """Leave the comparison in the data folder, for machines."""
    write_json(data / REPORT, comparison)


def _incomparable(new: Manifest, old: Manifest | None) -> str | None:
    if old is None:
        return "There is no release yet."
    if _asked(new.recipe) != _asked(old.recipe):
        return f"The cohort of {old.release} is another, or was searched for in another way."
    if _is_made_up(old) and not _is_made_up(new):
        return f"{old.release} was made from the bundled sample."
    return None


def _asked(recipe: Recipe) -> object:
    return recipe.cohort


def _is_made_up(manifest: Manifest) -> bool:
    return manifest.source.startswith("bundled sample")


def findings(
    new: Profile, old: Profile, *, is_same_code: bool, notices: list[str]
) -> Iterator[Finding]:
    """Everything that does not pass its gate; what is too little for that goes to `notices`."""
    yield from _studies(new, old)
    for name, before in old.rows.items():
        # Fewer issues are what everybody hopes for; `_issues` counts more of them.
        if name not in ("studies", "issues", "overrides"):
            yield from _rows(name, new.rows.get(name, 0), before)
    for name in old.rows:
        if name in _HISTORY:
            continue
        try:
            yield from _columns(name, new, old)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            notices.append(f"{name} cannot be compared column by column: {error}")
    for gate, seen, known in (
        (gates.PATHS, new.unknown_paths, old.unknown_paths),
        (gates.CODES, new.unknown_codes, old.unknown_codes),
    ):
        yield from _appeared(gate, seen, known, new.studies, notices)
    yield from _issues(new, old, is_same_code=is_same_code)


def _studies(new: Profile, old: Profile) -> Iterator[Finding]:
    lost, gate = old.studies - new.studies, gates.STUDIES
    may_go = max(old.studies * (1 - gate.threshold), min(gate.floor, old.studies / 2))
    if lost > may_go + 1e-9:
        said = f"studies has {new.studies} rows instead of {old.studies} in the last release."
        yield _finding(gate, "studies", old.studies, new.studies, said)
    gained, gate = -lost, gates.GROWTH
    if gained > gate.floor and new.studies > old.studies * gate.threshold:
        said = f"studies has {new.studies} rows, many more than the last release's {old.studies}."
        yield _finding(gate, "studies", old.studies, new.studies, said)
    for name, before in old.searches.items():
        now, gate = new.searches.get(name, 0), gates.SEARCH
        if before - now > gate.floor and now < before * gate.threshold:
            said = f"The search {name} found {now} studies instead of {before}."
            yield _finding(gate, name, before, now, said)


def _rows(table: str, now: int, before: int) -> Iterator[Finding]:
    gate = gates.ROWS
    if before >= gate.floor and now < before * gate.threshold:
        said = f"{table} has {now} rows instead of {before} in the last release."
        yield _finding(gate, table, before, now, said)


def _columns(table: str, new: Profile, old: Profile) -> Iterator[Finding]:
    rows, rows_before = new.rows.get(table, 0), old.rows[table]
    if min(rows, rows_before) < gates.VANISHED.floor:
        return
    filled, filled_before = new.filled(table), old.filled(table)
    for column, before in filled_before.items():
        if column in filled:  # a column that the code no longer has was taken out on purpose
            where = f"{table}.{column}"
            yield from _fill(where, filled[column], rows, before, rows_before)
    coded = set(new.coded(table)).intersection(old.coded(table))
    for column in sorted(coded):
        if min(filled.get(column, 0), filled_before.get(column, 0)) >= gates.SHARE.floor:
            codes, codes_before = new.codes(table, column), old.codes(table, column)
            yield from _moved(f"{table}.{column}", codes, codes_before)


def _fill(where: str, now: int, rows: int, before: int, rows_before: int) -> Iterator[Finding]:
    """The first gate that a column does not pass: one fault is told once."""
    rate, rate_before = now / rows, before / rows_before
    said = f"{where} is filled in {rate:.0%} of rows instead of {rate_before:.0%}."
    is_counted = min(rows, rows_before) >= gates.FILL.floor
    if before >= gates.VANISHED.floor and now <= gates.VANISHED.threshold:
        said = f"{where} is filled in no row instead of {before}."
        yield _finding(gates.VANISHED, where, before, now, said)
    elif is_counted and rate_before - rate > gates.FILL.threshold:
        yield _finding(gates.FILL, where, rate_before, rate, said)
    elif before >= gates.HALF.floor and rate < rate_before * gates.HALF.threshold:
        yield _finding(gates.HALF, where, rate_before, rate, said)


def _moved(where: str, now: Mapping[str, int], before: Mapping[str, int]) -> Iterator[Finding]:
    """The code whose share moved most, if it moved too far."""
    all_now, all_before = sum(now.values()), sum(before.values())
    shares = {
        code: (before.get(code, 0) / all_before, now.get(code, 0) / all_now)
        for code in sorted({*now, *before})
    }
    code = max(shares, key=lambda each: abs(shares[each][1] - shares[each][0]))
    old, new = shares[code]
    if abs(new - old) > gates.SHARE.threshold:
        said = f"{where} is {code} in {new:.0%} of filled rows instead of {old:.0%}."
        yield _finding(gates.SHARE, f"{where} = {code}", old, new, said)


def _appeared(
    gate: Gate,
    seen: Mapping[str, int],
    known: Mapping[str, int],
    studies: int,
    notices: list[str],
) -> Iterator[Finding]:
    for name, count in seen.items():
        if name in known:
            continue
        shown = name if len(name) <= SHOWN else name[:SHOWN] + "…"
        said = f"{shown} is not known and was not there before; {count} studies have it."
        if count >= gate.floor and count > studies * gate.threshold:
            yield _finding(gate, shown, 0, count / studies, said)
        else:
            notices.append(said)


def _issues(new: Profile, old: Profile, *, is_same_code: bool) -> Iterator[Finding]:
    gate = gates.ISSUES
    for kind, now in new.issues.items():
        before = old.issues.get(kind, 0)
        # The last release's rate, on today's number of studies.
        expected = before * new.studies / old.studies if old.studies else 0
        is_counted = is_same_code or kind in MODEL_KINDS
        if is_counted and now - expected > gate.floor and now > expected * gate.threshold:
            said = f"There are {now} issues of kind {kind} instead of {before}."
            yield _finding(gate, kind, before, now, said)


def _finding(gate: Gate, where: str, old: float, new: float, said: str) -> Finding:
    message = f"{said} (Gate {gate.name}, threshold {gate.threshold:g}.)"
    return Finding(gate.name, where, round(old, 4), round(new, 4), gate.threshold, message)
