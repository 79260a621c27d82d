"""Sends mutated records through everything between a registry's answer and a checked release.

    .venv/bin/python bench/fuzz.py --records 10000 --seed 1 [--from FILE] [--start 0]

Each record is a study (of the bundled sample, or of FILE in any layout that `harvest import`
takes), thinned to a few modules and short lists, so that a mutation strikes something, and then
changed in several places: parts dropped, doubled, retyped, nested, moved, numbers beyond all
bounds, texts cut, joined and swapped with those of other studies, odd characters, unknown codes,
damaged bytes. It goes through the intake of raw, the decoder, all tables, Parquet files, and the
checks of a release. What crashes, and what passes the tables but not the checks, is printed with
its number; record N of a seed is the same whenever it is made. Prints one JSON object; exits 1 if
anything crashed.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from harvest import sample
from harvest.curated.check import check
from harvest.curated.write import ReleaseWriter
from harvest.raw.content import content_of, with_data_version
from harvest.raw.files import read_files
from harvest.registry.pages import nct_id_of
from harvest.tables.build import Harvested, tabulate

BATCH = 4_000
SHOWN = 2_000
MOST_PLACES = 3_000
"""A study of more parts is not doubled once more."""
ODD_TEXTS = (
    *("", " ", "NA", "null", "-", "0", "-1", "1e999", "NaN", "\u0663", "½", "²", "1,5", "<0.001"),
    *("\x00", "\x1b[31mred\x1b[0m", "\u202etxt.exe", "\u200b", "\ufeff", "\u2028", "\ud800"),
    *("e\u0301", "\U0001f600", "=1+1", "@SUM(A1)", "<script>", "'; --", "../../x", "%s%n"),
    *(
        "\ufb01",
        "µg",
        "\u03a9",
        "ß",
        "2007-13",
        "0000-00",
        "2019-02-30",
        "9999-12-31",
        "1500-01-01",
    ),
    *("1500-01-01", "10000-01-01", "2024-06-31", "8 Years", "999999999999 Years", "-3 Months"),
    *("week 99999999999", "4.5 mg/0 kg", "1" * 400, "(" * 200, "NCT01234567", "x" * 3_000),
    *("4.5 mg naltrexone " * 30, "day 1 to 2 to 3 to "),
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, -0.0, 1e308, 5e-324, 10**40, -(2**63), 2**63, 2**31),
    *(2**31 - 1, [], {}, [[]], [{}], [None], [""], ["x", None], {"a": 1}, {"class": "X"}),
    *({"": ""}, [1, "a", {}]),
)
ARABIC = "NCT" + "\u0660" * 8
ODD_NUMBERS = ("NCT1", "nct00000001", "NCT00000001\n", ARABIC, "../NCT00000001", "", 5, None)

Place = tuple[Any, Any]
"""A container and the key or index of a part in it."""


class Mutator:
    """Makes record N of a seed, always the same.

    Args:
        studies: Records to begin with.
        seed: Which sequence.
    """

    def __init__(self, studies: Sequence[bytes], seed: int) -> None:
        self._studies = [json.loads(study) for study in studies]
        self._seed = seed

    def record(self, number: int) -> bytes:
        """The record of this number."""
        random = Random(f"{self._seed} {number}")
        study = self._thinned(random)
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            places = list(_places(study))
            if not 0 < len(places) <= MOST_PLACES:
                break
            random.choice(CHANGES)(random, places, self._studies)
        self._name(random, study, number)
        text = json.dumps(study, ensure_ascii=random.random() < 0.5)
        return _damaged(random, text.encode("utf-8", "surrogatepass"))

    def _thinned(self, random: Random) -> dict[str, Any]:
        """Some modules of a study, with lists and texts of a length that leaves the rest to see."""
        study = random.choice(self._studies)
        share, longest = random.choice((0.2, 0.4, 1.0)), random.choice((1, 2, 3, 3))
        letters = 20_000 if random.random() < 0.05 else 400
        found: dict[str, Any] = {}
        for section, modules in study.items():
            if not isinstance(modules, dict):
                found[section] = modules
                continue
            found[section] = {
                name: _copy(module, longest, letters)
                for name, module in modules.items()
                if name == "identificationModule" or random.random() < share
            }
        return found

    @staticmethod
    def _name(random: Random, study: Any, number: int) -> None:
        """Give it a number of its own: keys must not repeat for another reason than a fault."""
        try:
            module = study["protocolSection"]["identificationModule"]
            is_odd = random.random() < 0.02
            module["nctId"] = random.choice(ODD_NUMBERS) if is_odd else f"NCT{number % 10**8:08d}"
        except (KeyError, TypeError, IndexError):
            pass  # mutated away


def _copy(node: Any, longest: int, letters: int) -> Any:
    if isinstance(node, dict):
        return {name: _copy(part, longest, letters) for name, part in node.items()}
    if isinstance(node, list):
        return [_copy(part, longest, letters) for part in node[:longest]]
    return node[:letters] if isinstance(node, str) else node


def _places(root: Any) -> Iterator[Place]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, part in items:
            yield node, key
            if isinstance(part, dict | list):
                waiting.append(part)


def _texts(places: list[Place]) -> list[Place]:
    return [(node, key) for node, key in places if isinstance(node[key], str)]


def _odd(random: Random) -> Any:
    """A copy: what is changed in one record must not show in the next."""
    return _copy(random.choice(ODD_VALUES), 99, 99)


def _drop(random: Random, places: list[Place], _: Any) -> None:
    node, key = random.choice(places)
    del node[key]


def _double(random: Random, places: list[Place], _: Any) -> None:
    node, key = random.choice(places)
    if isinstance(node, list):
        node[key:key] = [
            _copy(node[key], 99, 20_000) for _each in range(random.choice((1, 1, 2, 30)))
        ]
    else:
        node[f"{key}{random.randrange(10)}"] = _copy(node[key], 99, 20_000)


def _retype(random: Random, places: list[Place], _: Any) -> None:
    node, key = random.choice(places)
    node[key] = _odd(random)


def _nest(random: Random, places: list[Place], _: Any) -> None:
    node, key = random.choice(places)
    for _each in range(random.choice((1, 1, 2, 50))):
        node[key] = [node[key]] if random.random() < 0.5 else {str(key): node[key]}


def _flatten(random: Random, places: list[Place], _: Any) -> None:
    node, key = random.choice(places)
    if isinstance(part := node[key], list) and part:
        node[key] = part[0]
    elif isinstance(part, dict) and part:
        node[key] = random.choice(list(part.values()))


def _move(random: Random, places: list[Place], _: Any) -> None:
    """A part in another's place, itself included: a record of another shape."""
    (node, key), (there, name) = random.choice(places), random.choice(places)
    there[name] = _copy(node[key], 99, 20_000)


def _reorder(random: Random, places: list[Place], _: Any) -> None:
    node, _key = random.choice(places)
    if isinstance(node, list):
        random.shuffle(node)
    else:
        names = list(node)
        random.shuffle(names)
        for name in names:
            node[name] = node.pop(name)


def _number(random: Random, places: list[Place], _: Any) -> None:
    node, key = random.choice(places)
    digits = random.choice((3, 10, 19, 20, 400, 5_000))
    value = random.choice((1, -1)) * random.randrange(10**2, 10 ** min(digits, 400))
    node[key] = random.choice((value, str(value), float(value) if digits < 300 else 1e300))


def _odd_text(random: Random, places: list[Place], _: Any) -> None:
    if texts := _texts(places):
        node, key = random.choice(texts)
        node[key] = random.choice(ODD_TEXTS)


def _splice(random: Random, places: list[Place], _: Any) -> None:
    """Something odd within a text, or a piece of it cut out, repeated or turned."""
    if texts := _texts(places):
        node, key = random.choice(texts)
        text = node[key]
        start = random.randrange(len(text) + 1)
        end = start + random.randrange(40)
        piece = random.choice(
            (
                "",
                random.choice(ODD_TEXTS),
                text[start:end] * random.choice((2, 2, 40)),
                text[start:end][::-1],
                text[start:end].upper(),
                chr(random.randrange(0x20, 0x3000)),
            )
        )
        node[key] = text[:start] + piece + text[end:]


def _swap(random: Random, places: list[Place], studies: list[Any]) -> None:
    """Two texts in each other's place, or one of another study."""
    if not (texts := _texts(places)):
        return
    (node, key), (there, name) = random.choice(texts), random.choice(texts)
    if random.random() < 0.5:
        node[key], there[name] = there[name], node[key]
        return
    module = random.choice(list(random.choice(studies)["protocolSection"].values()))
    if others := _texts(list(_places(module))):
        other, place = random.choice(others)
        node[key] = other[place][:2_000]


def _code(random: Random, places: list[Place], _: Any) -> None:
    """A code that is on no list, nearly one, or on another list."""
    codes = [(n, k) for n, k in _texts(places) if n[k].isupper() and n[k].isascii()]
    if codes:
        (node, key), (there, name) = random.choice(codes), random.choice(codes)
        old = there[name]
        node[key] = random.choice((old, "NEW_CODE", old.lower(), f"{old} ", old[:-1], "NA"))


def _field(random: Random, places: list[Place], _: Any) -> None:
    node, _key = random.choice(places)
    if isinstance(node, dict):
        node[random.choice(("new", "", "a.b", "x[0]", "NCTId", "é"))] = _odd(random)


CHANGES: tuple[Callable[[Random, list[Place], Any], None], ...] = (
    *(_drop, _double, _retype, _retype, _nest, _flatten, _move, _reorder, _number),
    *(_odd_text, _odd_text, _splice, _splice, _splice, _swap, _swap, _code, _field),
)


def _damaged(random: Random, text: bytes) -> bytes:
    """The bytes, and now and then less or other ones."""
    if random.random() < 0.01:
        return text[: random.randrange(len(text))]
    if random.random() < 0.01:
        place = random.randrange(len(text))
        return text[:place] + bytes([random.randrange(256)]) + text[place + 1 :]
    return text


def send(records: Sequence[bytes], folder: Path) -> dict[str, int]:
    """Records through intake, decoder, tables, files and checks; counts what came of them.

    Raises:
        AssertionError: The tables do not pass the checks of a release, or raw loses a record.
        Exception: Whatever crashes.
    """
    writer = ReleaseWriter(folder, {})
    with writer:
        studies = tabulate(map(_taken_in, records), writer)
        rows = {info.name: info.rows for info in writer.close()}
    faults = list(check(folder))
    assert not faults, faults[:5]
    return {"studies": studies, "rows": sum(rows.values()), "issues": rows["issues"]}


def _taken_in(record: bytes) -> Harvested:
    content = content_of(record)
    assert b"\n" not in content.line
    with_data_version(content.line, "2026-11-20")
    return Harvested(nct_id_of(record), record, (("fuzz", None),))


def crashes(records: Sequence[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
    """The records of a batch that crash, found by halves; the whole batch if none does alone."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            send([record for _, record in records], Path(folder))
        except Exception:  # what this is for
            error = traceback.format_exc()[-SHOWN:]
        else:
            return
    if len(records) == 1:
        ((number, record),) = records
        shown = record.decode("utf-8", "replace")[:SHOWN]
        yield {"number": number, "error": error, "record": shown}
        return
    middle = len(records) // 2
    found = [*crashes(records[:middle]), *crashes(records[middle:])]
    yield from found or [{"numbers": [records[0][0], records[-1][0]], "error": error}]


def fuzz(studies: Sequence[bytes], count: int, seed: int, start: int = 0) -> dict[str, Any]:
    """Make and send `count` records; figures, with what crashed."""
    mutator = Mutator(studies, seed)
    began = time.monotonic()
    figures: dict[str, Any] = {"seed": seed, "start": start, "records": 0, "studies": 0}
    figures |= {"rows": 0, "issues": 0, "crashes": []}
    for first in range(start, start + count, BATCH):
        numbers = range(first, min(first + BATCH, start + count))
        records = [mutator.record(number) for number in numbers]
        with tempfile.TemporaryDirectory() as folder:
            try:
                for name, value in send(records, Path(folder)).items():
                    figures[name] += value
            except Exception:  # what this is for
                found = list(crashes(list(zip(numbers, records, strict=True))))
                figures["crashes"] += found
                _count(figures, mutator, numbers, found)
                print(json.dumps(found), file=sys.stderr, flush=True)
        figures["records"] += len(records)
        figures["seconds"] = round(time.monotonic() - began, 1)
        counted = {name: value for name, value in figures.items() if name != "crashes"}
        print(json.dumps(counted), file=sys.stderr, flush=True)
    return figures


def _count(
    figures: dict[str, Any], mutator: Mutator, numbers: range, found: list[dict[str, Any]]
) -> None:
    """The figures of a batch without what crashed in it."""
    bad = {each.get("number") for each in found}
    records = [mutator.record(number) for number in numbers if number not in bad]
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(Exception):
        for name, value in send(records, Path(folder)).items():
            figures[name] += value


def main() -> int:
    """Fuzz and print; 1 where anything crashed."""
    options = ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--start", type=int, default=0, help="number of the first record")
    options.add_argument("--from", dest="file", type=Path, help="studies to begin with")
    given = options.parse_args()
    studies = list(read_files([given.file])) if given.file else list(sample.records().values())
    figures = fuzz(studies, given.records, given.seed, given.start)
    print(json.dumps(figures, indent=2))
    return 1 if figures["crashes"] else 0


if __name__ == "__main__":
    sys.exit(main())
