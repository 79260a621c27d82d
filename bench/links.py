"""How often outcomes of two versions are linked wrongly, on records that the user has.

    .venv/bin/python bench/links.py FILE_OR_FOLDER

Each study of three or more outcomes is made into pairs of versions. Wrong links: one outcome is
taken out of either version, so that one was removed and another, of the same study and hence much
alike, was added; a link between the two is false. (The registry's own text may repeat a measure at
another time; such a pair cannot be told from one that was re-timed.) Found links: an outcome is
edited in a way that leaves it what it is, and should be found again. Prints one JSON object.
"""

from __future__ import annotations

import json
import random
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from harvest.history.compare import read_document
from harvest.history.outcomes import Outcome, link, outcomes_of
from harvest.raw.files import read_files

EDITS: dict[str, Callable[[Outcome], Outcome]] = {
    "another time frame": lambda one: one._replace(time_frame="at 13 months"),
    "another rank": lambda one: one._replace(rank="other"),
    "another description": lambda one: one._replace(description="Described anew."),
    "a word like mean before it": lambda one: one._replace(measure=f"Mean {one.measure}"),
    "its last word lost": lambda one: one._replace(
        measure=" ".join((one.measure or "").split()[:-1])
    ),
    "two words more": lambda one: one._replace(
        measure=f"{one.measure} by questionnaire assessment"
    ),
}
TRIALS = 3


def main() -> None:
    """Measure and print."""
    options = ArgumentParser()
    options.add_argument("records", type=Path)
    records = read_files([options.parse_args().records])
    documents = (read_document(record) or {} for record in records)
    studies = [found for found in map(outcomes_of, documents) if len(found) >= 3]
    draw = random.Random(1)
    wrong: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {name: Counter() for name in EDITS}
    for outcomes in studies:
        for _ in range(TRIALS):
            _wrong(outcomes, draw, wrong)
        for name, edit in EDITS.items():
            _found(outcomes, draw.randrange(len(outcomes)), edit, found[name])
    figures = {"studies": len(studies), "wrong": dict(wrong), "found": found}
    print(json.dumps(figures, indent=2))


def _wrong(outcomes: tuple[Outcome, ...], draw: random.Random, counted: Counter[str]) -> None:
    one, other = draw.sample(range(len(outcomes)), 2)
    if outcomes[one][2:] == outcomes[other][2:]:
        return
    old = [each for place, each in enumerate(outcomes) if place != one]
    new = [each for place, each in enumerate(outcomes) if place != other]
    counted["pairs"] += 1
    for each in link(old, new):
        if each.old is not None and each.new is not None and old[each.old] != new[each.new]:
            counted[f"{each.relation}, {each.rule}"] += 1


def _found(
    outcomes: tuple[Outcome, ...],
    place: int,
    edit: Callable[[Outcome], Outcome],
    counted: Counter[str],
) -> None:
    new = [edit(each) if n == place else each for n, each in enumerate(outcomes)]
    links = [each for each in link(outcomes, new) if each.new == place]
    is_right = [each.relation for each in links if each.old == place]
    counted["pairs"] += 1
    counted[is_right[0] if is_right else "another outcome" if links[0].old else "lost"] += 1


if __name__ == "__main__":
    main()
