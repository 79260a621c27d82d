"""Writes what the code says of itself: docs/reference, docs/tables, the names of the tables.

A test holds them against the code.

Run with `make docs`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent))  # the tests load this file by its path

from make_names import catalogue, names
from make_picture import picture
from make_tables import NOTE, index_page, table_pages

from harvest import errors
from harvest.accuracy import Score, measure
from harvest.cli import cli
from harvest.curated.compare import REPORT
from harvest.curated.gates import GATES
from harvest.record.paths import leaves
from harvest.tables import TABLES
from harvest.tables.left_out import LEFT_OUT, reason_for

HERE = Path(__file__).parent / "reference"


def pages() -> dict[str, str]:
    """Every page by file name."""
    return {
        "tables.md": index_page(),
        "paths.md": _paths_page(),
        "commands.md": _commands_page(),
        "errors.md": _errors_page(),
        "gates.md": _gates_page(),
        "../accuracy.md": _accuracy_page(),
        "../tables/relations.svg": picture(),
        "../../harvest/curated/names.py": names(),
        "../../harvest/curated/catalogue.py": catalogue(),
        **{f"../tables/{name}.md": text for name, text in table_pages().items()},
    }


def _paths_page() -> str:
    read: dict[str, list[str]] = {}
    for table in TABLES.values():
        for path, column in table.paths():
            target = f"`{table.name}`" if column == "*" else f"`{table.name}.{column}`"
            targets = read.setdefault(path.removesuffix("[]"), [])
            if column != "nct_id" and target not in targets:
                targets.append(target)
    rows = "\n".join(_path_row(path, read.get(path.removesuffix("[]"))) for path in leaves())
    kept = "\n".join(f"| `{path}` | {reason} |" for path, reason in LEFT_OUT.items())
    return (
        NOTE + "# Where every path of a record goes\n\n"
        "A path is read into columns or left out with a reason. A path that is in neither list "
        "is not in the record model, and a record that has it raises an issue row.\n\n"
        f"## Left out on purpose\n\n| path | reason |\n|---|---|\n{kept}\n\n"
        f"## All paths\n\n| path | goes to |\n|---|---|\n{rows}\n"
    )


def _path_row(path: str, targets: list[str] | None) -> str:
    if targets is None:
        reason = reason_for(path) or ""
        return f"| `{path}` | left out: {reason.split(':', maxsplit=1)[0]} |"
    return f"| `{path}` | {', '.join(targets) or 'every table, as `nct_id`'} |"


def _commands_page() -> str:
    parts = [NOTE + "# Commands\n"]
    for words, command in _commands(cli, ("harvest",)):
        # As below the group: click keeps the help option of whoever asks first.
        context = click.Context(
            command,
            info_name=" ".join(words),
            **cli.context_settings,  # type: ignore[arg-type]
        )
        text = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.M)
        parts.append(f"## {' '.join(words)}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _commands(
    command: click.Command, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name, child in sorted(command.commands.items()):
            yield from _commands(child, (*words, name))


def _errors_page() -> str:
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.HarvestError)
    ]
    rows = "\n".join(
        f"| {each.exit_code} | `{each.__name__}` | {'yes' if each.transient else 'no'} | "
        f"{' '.join((each.__doc__ or '').split())} |"
        for each in sorted(classes[1:], key=lambda each: each.exit_code)
    )
    return (
        NOTE + "# Exit codes\n\n"
        "0 is published or nothing new; 1 is a bug, or `status` says stale; 2 is a wrong call "
        "too; 130 is Ctrl-C. The rest follows sysexits. On a failure the last release stands.\n\n"
        f"| code | error | may help to try later | when |\n|---|---|---|---|\n{rows}\n"
    )


def _gates_page() -> str:
    rows = "\n".join(
        f"| `{gate.name}` | {gate.what} | {gate.threshold:g} | {gate.floor:g} {gate.floor_of} | "
        f"{gate.reason} |"
        for gate in GATES
    )
    return (
        NOTE + "# Gates\n\n"
        "A release is held against the last one. What does not pass a gate is not published: exit "
        f"code 65, the old release stands, and `{REPORT}` in the data folder says which gate, "
        "where, the old and the new number and the threshold. `--accept-change WHY` lets it pass, "
        "and the reason stays in the release's manifest.\n\n"
        "Only what the last release has is compared, so new tables and columns pass. Below the "
        "floor nothing is said: a handful of studies cannot trip a percentage. Nothing is compared "
        "where the cohort or its searches are others, where the last release was made from the "
        "bundled sample, and where a person asked for just this: `import`, "
        "`rebuild --snapshot`.\n\n"
        f"| gate | what is compared | threshold | floor | why |\n|---|---|---|---|---|\n{rows}\n"
    )


def _accuracy_page() -> str:
    parts = [
        NOTE + "# How right the readers are\n",
        (
            "A wrong value is worse than none, so both are counted. Precision is the share of the "
            "values read that are right, recall the share of the values labelled that were read "
            "right; a row is right where every labelled field is.\n"
        ),
        "## On the labelled strings of the project\n",
        (
            "`harvest accuracy` measures them again; `harvest accuracy --gold FOLDER` takes other "
            "labels in the same format (`harvest/gold`). The readers were tuned while these labels "
            "were at hand, so they show what is covered, not how a new text fares.\n"
        ),
        *map(_score, measure()),
        ACCURACY_NOTES,
        "| day | reader | what was counted | checked | wrong | of which |",
        "|---|---|---|---|---|---|",
        *_hand_checks(),
    ]
    return "\n".join(parts) + "\n"


ACCURACY_NOTES = """\
## On labels that others wrote

141 strings (64 doses, 28 time frames, 49 outcomes) labelled by somebody else, on 2026-11-23: 62
doses, all time frames and all outcomes right in every scored field; no value of `is_ldn` is a false
yes. The two doses that miss (D05, D06) are labelled with a dosage form whose word is not in the
string; the reader gives none, and we hold that to be right.

## How much is read of real records

Counted over 1,779 registry records on 2026-11-23; they are no part of the project.

- Time frames: 12,458 of 13,148 have days (94.8 %). The others have none, by reason: an event 210,
  two clocks 170, cycles of unknown length 82, no number 70, phases 55, a calendar date 53, a number
  without a unit 26, others 24. About 85 of these could be read for sure; the rest cannot.
- Drugs of arms: 2,571 rows, of which 708 have a daily amount and the others the reason why not: no
  amount is stated 1,284, not given every day or only as needed 268, by body weight or surface 146,
  injected without a frequency 73, and 92 others.
- Treatment periods: 985 of 3,546 have a length; most arms of that corpus tell none.
- Outcomes: 4,606 instruments are named. Of 45 random outcomes without one, two name one of
  the vocabulary, so that about 92 % of those named are caught.

Of the 126 records with posted results:

- Values of outcomes: 6,402, each with the denominator that the record states for it.
- What a value is (statistic, form and time): known for 93.3 %.
- Groups: of 3,972 links 2,880 lead to an arm (2,115 by the same title), 124 are totals; 968 groups
  have none: no arm fits 707, there are no arms 175, several fit 86.
- Effects: of 1,069 posted analyses 482 can be held against the posted values of their groups. 335
  agree; 138 have the same estimate and another error, which a model with covariates gives (115 of
  them are mixed models or analyses of covariance); 9 have another estimate. The others are of one
  group (230), of something else than a difference or a ratio (177), of values that are not posted
  (77), or of a scale that is not computed from these values.

## On real records, by hand

Random values of 1,779 registry records, mostly of other drugs and conditions, read by a person
beside the text (`docs/hand_checks.tsv`). A row counts as wrong if any of its values is.
"""


def _score(score: Score) -> str:
    rows = "\n".join(
        f"| {each.field} | {each.labelled} | {each.right} | {each.wrong} | {each.missed} | "
        f"{_share(each.precision)} | {_share(each.recall)} |"
        for each in score.fields
    )
    return (
        f"### {score.name}\n\n{score.rows_right} of {score.rows} rows right in every labelled "
        "field.\n\n| field | labelled | right | wrong | missed | precision | recall |\n"
        f"|---|---|---|---|---|---|---|\n{rows}\n"
    )


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _hand_checks() -> Iterator[str]:
    lines = (HERE.parent / "hand_checks.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        yield f"| {' | '.join(line.split(chr(9)))} |"


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")
