"""Which outcome of one version of a record is which of the next.

A registry gives outcomes no name of their own, so they are known by their words alone. Where these
do not settle it the answer is uncertain, and says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from harvest.history.kinds import Change, at
from harvest.history.lists import Pairing
from harvest.parse.outcomes import read_outcome

Rank = Literal["primary", "secondary", "other"]
Relation = Literal[
    "same", "changed", "uncertain", "possible_split", "possible_merge", "added", "removed"
]
Rule = Literal[
    "all_equal",
    "measure_and_time_frame_equal",
    "measure_and_description_equal",
    "measure_equal",
    "description_and_time_frame_equal",
    "measure_alike",
    "contained_in_measure",
]
MODULE = "protocolSection.outcomesModule"
LISTS: tuple[tuple[Rank, str], ...] = (
    ("primary", "primaryOutcomes"),
    ("secondary", "secondaryOutcomes"),
    ("other", "otherOutcomes"),
)
ALIKE = 0.6
"""From this weighted share of common words on two measures may be one, reworded."""
CERTAIN = 0.75
"""Below it the rewording is so large that the link is uncertain."""
CONTAINED = 0.75
"""From this weighted share on a measure may be part of another: a split or a merger."""
FEW_WORDS = 5
"""A description of fewer words tells no outcome from another."""
_WORD = re.compile(r"\w+")


class Outcome(NamedTuple):
    """One outcome as it stood in one version."""

    rank: Rank
    place: int
    measure: str | None
    description: str | None
    time_frame: str | None

    @property
    def path(self) -> str:
        """Where it stands in the record."""
        return f"{MODULE}.{dict(LISTS)[self.rank]}[{self.place}]"


class Link(NamedTuple):
    """How an outcome of one version stands to one of the next.

    Attributes:
        old, new: Their indices; None where one was added or removed.
        relation: Same, changed, uncertain, a possible split or merger, added, removed.
        rule: What linked them.
        similarity: Weighted share of the measures' words in common, from 0 to 1.
        is_reworded: The measure differs.
        is_redescribed: The description differs.
        is_reranked: It moved between primary, secondary and other.
        is_retimed: The time frame differs.
    """

    old: int | None
    new: int | None
    relation: Relation
    rule: Rule | None = None
    similarity: float | None = None
    is_reworded: bool | None = None
    is_redescribed: bool | None = None
    is_reranked: bool | None = None
    is_retimed: bool | None = None


def outcomes_of(document: dict[str, Any]) -> tuple[Outcome, ...]:
    """The outcomes of a version: primary, secondary, other, in the registry's order."""
    found = []
    module = at(document, MODULE)
    for rank, of_rank in LISTS:
        listed = module.get(of_rank) if isinstance(module, dict) else None
        for place, item in enumerate(listed if isinstance(listed, list) else ()):
            fields = item if isinstance(item, dict) else {}
            texts = (fields.get(name) for name in ("measure", "description", "timeFrame"))
            found.append(Outcome(rank, place, *map(_text, texts)))
    return tuple(found)


def link(old: Sequence[Outcome], new: Sequence[Outcome]) -> tuple[Link, ...]:
    """Every outcome of two versions linked; in the order of the new ones, then what was removed.

    Equal texts first, the fewer of them the later; of equals, those of the same rank. Then
    measures that are alike, unless they name different instruments or different numbers.
    """
    pairing = Pairing(old, new)
    rules: dict[tuple[int, int], Rule] = {}

    def by(rule: Rule, *fields: str) -> None:
        for is_ranked in (True, False):
            made = pairing.by(lambda each: _key(each, fields, is_ranked=is_ranked))  # noqa: B023
            rules.update(dict.fromkeys(made, rule))

    by("all_equal", "measure", "description", "time_frame")
    by("measure_and_time_frame_equal", "measure", "time_frame")
    by("measure_and_description_equal", "measure", "description")
    by("measure_equal", "measure")
    by("description_and_time_frame_equal", "description", "time_frame")
    made = pairing.by_likeness(_alike, ALIKE)
    rules.update(dict.fromkeys(made, "measure_alike"))
    found = pairing.result()
    links = {pair: _linked(pair, old, new, rules[pair]) for pair in found.pairs}
    links |= _parts(links, old, new, found.removed, found.added)
    linked_new = {each.new for each in links.values()}
    linked_old = {each.old for each in links.values()}
    links |= {(-1, each): Link(None, each, "added") for each in found.added
              if each not in linked_new}  # fmt: skip
    links |= {(each, len(new)): Link(each, None, "removed") for each in found.removed
              if each not in linked_old}  # fmt: skip
    return tuple(links[pair] for pair in sorted(links, key=lambda pair: (pair[1], pair[0])))


def changes(
    links: Sequence[Link], old: Sequence[Outcome], new: Sequence[Outcome]
) -> Iterator[Change]:
    """What the links say, as rows of `changes`: a possible split is an outcome more."""
    olds = {each.old for each in links if each.relation in _KEPT}
    news = {each.new for each in links if each.relation in _KEPT}
    for each in links:
        if each.relation in _KEPT:
            assert each.old is not None
            assert each.new is not None
            yield from _changed(old[each.old], new[each.new])
    for place, outcome in enumerate(new):
        if place not in news:
            yield Change("outcome_added", outcome.path, None, told(outcome))
    for place, outcome in enumerate(old):
        if place not in olds:
            yield Change("outcome_removed", outcome.path, told(outcome), None)


def told(outcome: Outcome) -> str:
    """An outcome in one line."""
    time = f" [{outcome.time_frame}]" if outcome.time_frame else ""
    return f"{outcome.measure or ''}{time}".strip() or "(without words)"


_KEPT = frozenset({"same", "changed", "uncertain"})


def _changed(old: Outcome, new: Outcome) -> Iterator[Change]:
    if old.measure != new.measure:
        yield Change("outcome_reworded", f"{new.path}.measure", old.measure, new.measure)
    if old.description != new.description:
        path = f"{new.path}.description"
        yield Change("outcome_reworded", path, old.description, new.description)
    if old.time_frame != new.time_frame:
        yield Change("outcome_retimed", f"{new.path}.timeFrame", old.time_frame, new.time_frame)
    if old.rank != new.rank:
        yield Change("outcome_reranked", new.path, old.rank, new.rank)


def _linked(
    pair: tuple[int, int], old: Sequence[Outcome], new: Sequence[Outcome], rule: Rule
) -> Link:
    one, other = old[pair[0]], new[pair[1]]
    differing = (
        one.measure != other.measure,
        one.description != other.description,
        one.rank != other.rank,
        one.time_frame != other.time_frame,
    )
    similarity = _similarity(one, other)
    is_certain = rule != "measure_alike" or (
        similarity >= CERTAIN and _numbers(one) == _numbers(other)
    )
    relation: Relation = "uncertain"
    if is_certain:
        relation = "changed" if any(differing) else "same"
    return Link(*pair, relation, rule, round(similarity, 3), *differing)


def _parts(
    links: dict[tuple[int, int], Link],
    old: Sequence[Outcome],
    new: Sequence[Outcome],
    removed: Sequence[int],
    added: Sequence[int],
) -> dict[tuple[int, int], Link]:
    """Outcomes that may be a part of one that was reworded, or have become a part of one."""
    reworded = [each for each in links.values() if each.is_reworded]
    found: dict[tuple[int, int], Link] = {}
    for each in reworded:
        assert each.old is not None
        assert each.new is not None
        for place in added:
            if _contained(new[place], old[each.old]) >= CONTAINED:
                found[each.old, place] = _part(each.old, place, "possible_split", old, new)
        for place in removed:
            if _contained(old[place], new[each.new]) >= CONTAINED:
                found[place, each.new] = _part(place, each.new, "possible_merge", old, new)
    return found


def _part(
    one: int, other: int, relation: Relation, old: Sequence[Outcome], new: Sequence[Outcome]
) -> Link:
    pair = (one, other)
    linked = _linked(pair, old, new, "contained_in_measure")
    return linked._replace(relation=relation)


def _key(outcome: Outcome, fields: tuple[str, ...], *, is_ranked: bool) -> tuple[Any, ...] | None:
    """Texts less case, spaces and punctuation; None where one is missing or says too little."""
    texts = tuple(_plain(getattr(outcome, field)) for field in fields)
    if not all(texts) and fields != ("measure", "description", "time_frame"):
        return None
    if fields[0] == "description" and len(texts[0].split()) < FEW_WORDS:
        return None
    return (*texts, outcome.rank) if is_ranked else texts


def _plain(text: str | None) -> str:
    return " ".join(_WORD.findall(text.casefold())) if text else ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _alike(one: Outcome, other: Outcome) -> float:
    score = _similarity(one, other)
    return 0.0 if score < ALIKE or _instruments_differ(one, other) else score


def _instruments_differ(one: Outcome, other: Outcome) -> bool:
    """Both name instruments, and none in common."""
    here, there = _instruments(one), _instruments(other)
    return bool(here) and bool(there) and not here & there


def _instruments(outcome: Outcome) -> frozenset[str]:
    reading = read_outcome(outcome.measure or "", outcome.description)
    return frozenset(each.name for each in reading.instruments)


def _similarity(one: Outcome, other: Outcome) -> float:
    """Dice over the words of the measures, common words counting little."""
    here, there = _weighed(one), _weighed(other)
    total = sum(here.values()) + sum(there.values())
    return 2 * sum(_common(here, there)) / total if total else 1.0


def _contained(part: Outcome, whole: Outcome) -> float:
    here, there = _weighed(part), _weighed(whole)
    total = sum(here.values())
    return sum(_common(here, there)) / total if total else 0.0


def _common(here: dict[str, float], there: dict[str, float]) -> Iterator[float]:
    return (min(weight, there[word]) for word, weight in here.items() if word in there)


def _weighed(outcome: Outcome) -> dict[str, float]:
    weights = _weights()
    words = Counter(_plain(outcome.measure).split())
    return {word: count * weights.get(word, 1.0) for word, count in words.items()}


def _numbers(outcome: Outcome) -> list[str]:
    return sorted(word for word in _plain(outcome.measure).split() if word.isdecimal())


@cache
def _weights() -> dict[str, float]:
    path = files("harvest.history").joinpath("common_words.tsv")
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {word: float(weight) for words, weight, _ in rows for word in words.split()}
