"""How right the readers are on labelled strings, field by field.

A folder of labels holds `dose.tsv`, `timeframe.tsv`, `outcome.tsv` and `period.tsv`, tab-separated
with a header. In a label `NA` means that null is right, an empty one is not scored, several values
are joined by `;` (in any order, but for periods), numbers compare at 1e-3. A period is
`kind:treatment:days`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import msgspec

from harvest.errors import BadInput, UsageError
from harvest.parse.doses import summarise
from harvest.parse.outcomes import read_outcome
from harvest.parse.periods import read_periods
from harvest.parse.timeframes import read_time_frame

OWN_LABELS = Path(str(files("harvest"))) / "gold"
TOLERANCE = 1e-3
Row = Mapping[str, str]


class Miss(msgspec.Struct, frozen=True):
    """One field of one row that was read otherwise than labelled; null is None."""

    id: str
    string: str
    field: str
    expected: str | None
    read: str | None


class FieldScore(msgspec.Struct, frozen=True):
    """One field over all rows that are labelled for it.

    Attributes:
        labelled: Rows with a label, NA included.
        right: Rows read as labelled.
        wrong: Rows read as some other value: worse than none.
        missed: Rows read as null where a value was there.
        precision: Share of the values read that are right; None where none was read.
        recall: Share of the values labelled that were read right; None where none is labelled.
    """

    field: str
    labelled: int
    right: int
    wrong: int
    missed: int
    precision: float | None
    recall: float | None


class Score(msgspec.Struct, frozen=True):
    """One reader on one file of labels."""

    name: str
    rows: int
    rows_right: int
    fields: tuple[FieldScore, ...]
    misses: tuple[Miss, ...]


Values = Mapping[str, object]


class _Reader(msgspec.Struct, frozen=True):
    """A reader, the column of the text it reads, and the columns in which it is scored.

    The order of the values matters in those that are `ordered`.
    """

    read: Callable[[Row], Values]
    text: str
    fields: tuple[str, ...]
    ordered: frozenset[str] = frozenset()


DOSE_FIELDS = (
    *("drug", "is_naltrexone", "daily_mg_min", "daily_mg_max", "daily_mg_final", "basis"),
    *("schedule", "frequency", "timing", "route", "form", "duration_days"),
    *("dose_class", "is_ldn"),
)
OUTCOME_FIELDS = (
    *("instrument", "omeract_domain", "omeract_tier", "immpact_domain", "metric"),
    *("scale_min", "scale_max", "higher_is"),
)


def _dose(row: Row) -> Values:
    found = summarise(row["string"], row.get("context_drug") or None)
    return {field: getattr(found, field) for field in DOSE_FIELDS}


def _outcome(row: Row) -> Values:
    found = read_outcome(row["measure_title"], row.get("description_hint") or None)
    omeract = [domain for domain in found.domains if domain.framework == "OMERACT"]
    immpact = [domain for domain in found.domains if domain.framework == "IMMPACT"]
    return {
        "instrument": ";".join(each.name for each in found.instruments),
        "omeract_domain": _placed([each.name for each in omeract], found.omeract_outside, "none"),
        "omeract_tier": _placed(
            [each.tier or "" for each in omeract], found.omeract_outside, "outside"
        ),
        "immpact_domain": _placed([each.name for each in immpact], found.immpact_outside, "none"),
        # The labels call a level a score.
        "metric": "score" if found.variable_form == "level" else found.variable_form,
        "scale_min": found.scale_min,
        "scale_max": found.scale_max,
        "higher_is": None if found.higher_is == "NA" else found.higher_is,
    }


def _placed(names: list[str], is_outside: bool | None, outside: str) -> str | None:
    return ";".join(dict.fromkeys(names)) or (outside if is_outside else None)


TIME_FRAME_FIELDS = (
    *("kind", "timepoints_days", "last_day", "has_baseline"),
    *("is_change", "estimated", "unit"),
)


def _time_frame(row: Row) -> Values:
    found = read_time_frame(row["string"])
    return {
        "kind": found.kind,
        "timepoints_days": ";".join(f"{day:.6g}" for day in found.timepoints_days),
        "last_day": found.last_day,
        "has_baseline": "yes" if found.has_baseline else "no",
        "is_change": "yes" if found.is_change else "no",
        "estimated": "yes" if found.is_estimated else "no",
        "unit": found.unit,
    }


PERIOD_FIELDS = ("periods", "washout_days", "period_days", "is_crossover")


def _periods(row: Row) -> Values:
    found = read_periods(row["string"])
    return {
        "periods": ";".join(
            f"{one.kind}:{one.treatment or ''}:{'' if one.days is None else one.days}"
            for one in found.periods
        ),
        "washout_days": found.washout_days,
        "period_days": found.period_days,
        "is_crossover": "yes" if found.is_crossover else "no",
    }


READERS = {
    "dose": _Reader(_dose, "string", DOSE_FIELDS),
    "timeframe": _Reader(_time_frame, "string", TIME_FRAME_FIELDS),
    "outcome": _Reader(_outcome, "measure_title", OUTCOME_FIELDS),
    "period": _Reader(_periods, "string", PERIOD_FIELDS, frozenset({"periods"})),
}


def measure(folder: Path = OWN_LABELS) -> list[Score]:
    """Score every reader on the labels of a folder; the project's own by default.

    Raises:
        UsageError: No file of labels in the folder.
        BadInput: A file that is not one.
    """
    paths = {name: folder / f"{name}.tsv" for name in READERS}
    there = {name: path for name, path in paths.items() if path.is_file()}
    if not there:
        names = ", ".join(path.name for path in paths.values())
        raise UsageError(f"There is none of {names} in {folder}; give a folder of labels.")
    return [_score(name, path) for name, path in there.items()]


def _score(name: str, path: Path) -> Score:
    reader = READERS[name]
    rows = list(_labels(path, reader))
    misses = [miss for row in rows for miss in _misses(row, reader)]
    missed_rows = {miss.id for miss in misses}
    return Score(
        name=name,
        rows=len(rows),
        rows_right=sum(row["id"] not in missed_rows for row in rows),
        fields=tuple(_field(field, rows, misses) for field in reader.fields),
        misses=tuple(misses),
    )


def _labels(path: Path, reader: _Reader) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} is not a table of labels ({error}).") from error
    for row in lines:
        if not row.get("id") or row.get(reader.text) is None:
            raise BadInput(f"{path} is not a table of labels: it needs id and {reader.text}.")
        yield row


def _misses(row: Row, reader: _Reader) -> Iterator[Miss]:
    found = reader.read(row)
    for field in reader.fields:
        if row.get(field):
            expected = None if row[field] == "NA" else row[field]
            read = _text(found[field])
            if not _is_same(expected, read, is_ordered=field in reader.ordered):
                yield Miss(row["id"], row[reader.text], field, expected, read)


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    return f"{value:g}" if isinstance(value, float) else str(value)


def _is_same(expected: str | None, read: str | None, *, is_ordered: bool) -> bool:
    if expected == read or expected is None or read is None or is_ordered:
        return expected == read
    with suppress(ValueError):
        pairs = zip(_numbers(expected), _numbers(read), strict=True)
        return all(abs(one - other) <= TOLERANCE for one, other in pairs)
    return sorted(expected.split(";")) == sorted(read.split(";"))


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(";")]


def _field(field: str, rows: list[Row], misses: list[Miss]) -> FieldScore:
    labels = [row[field] for row in rows if row.get(field)]
    own = [miss for miss in misses if miss.field == field]
    valued = sum(label != "NA" for label in labels)
    wrong = sum(miss.read is not None for miss in own)
    right_values = valued - sum(miss.expected is not None for miss in own)
    return FieldScore(
        field=field,
        labelled=len(labels),
        right=len(labels) - len(own),
        wrong=wrong,
        missed=len(own) - wrong,
        precision=right_values / (right_values + wrong) if right_values + wrong else None,
        recall=right_values / valued if valued else None,
    )
