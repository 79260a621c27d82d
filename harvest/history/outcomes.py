"""Which outcome of one version of a record is which of the next.

A registry gives outcomes no name of their own, so they are known by their words alone. Where these
do not settle it the answer is uncertain, and says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
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
KEPT = frozenset({"same", "changed", "uncertain"})
"""Relations in which an outcome goes on as one."""
CONTAINED = 0.75
"""From this weighted share on a measure may be part of another: a split or a merger."""
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
    measures that are alike, unless they name different instruments.
    """
    return _Linking(old, new).links()


def changes(
    links: Sequence[Link], old: Sequence[Outcome], new: Sequence[Outcome]
) -> Iterator[Change]:
    """What the links say, as rows of `changes`: a possible split is an outcome more."""
    kept = [each for each in links if each.relation in KEPT]
    olds, news = {each.old for each in kept}, {each.new for each in kept}
    for each in kept:
        assert each.old is not None
        assert each.new is not None
        is_certain = each.relation != "uncertain"
        for change in _changed(old[each.old], new[each.new]):
            yield change._replace(is_certain=is_certain)
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


class _Linking:
    """The work of `link`, with what both lists together say of words and measures."""

    def __init__(self, old: Sequence[Outcome], new: Sequence[Outcome]) -> None:
        self._old, self._new = old, new
        self._words = {each: Counter(_plain(each.measure).split()) for each in (*old, *new)}
        # A word that many of a study's outcomes share tells none of them from another.
        shared = [Counter(w for each in side for w in self._words[each]) for side in (old, new)]
        self._shared = shared[0] | shared[1]
        measures = [Counter(_plain(each.measure) for each in side) for side in (old, new)]
        self._measures = measures[0] | measures[1]

    def links(self) -> tuple[Link, ...]:
        """See `link`."""
        pairing = Pairing(self._old, self._new)
        rules: dict[tuple[int, int], Rule] = {}
        for rule, fields in _BY_TEXT:
            for is_ranked in (True, False):
                made = pairing.by(partial(_key, fields=fields, is_ranked=is_ranked))
                rules.update(dict.fromkeys(made, rule))
        rules.update(dict.fromkeys(pairing.by_likeness(self._alike, ALIKE), "measure_alike"))
        found = pairing.result()
        links = {pair: self._linked(pair, rules[pair]) for pair in found.pairs}
        links |= self._parts(links, found.removed, found.added)
        linked = {each.old for each in links.values()}, {each.new for each in links.values()}
        last = len(self._new)
        links |= {(-1, n): Link(None, n, "added") for n in found.added if n not in linked[1]}
        links |= {(n, last): Link(n, None, "removed") for n in found.removed if n not in linked[0]}
        return tuple(links[pair] for pair in sorted(links, key=lambda pair: (pair[1], pair[0])))

    def _linked(self, pair: tuple[int, int], rule: Rule) -> Link:
        one, other = self._old[pair[0]], self._new[pair[1]]
        differing = (
            one.measure != other.measure,
            one.description != other.description,
            one.rank != other.rank,
            one.time_frame != other.time_frame,
        )
        relation: Relation = "uncertain"
        if rule == "all_equal" or self._is_certain(one, other):
            relation = "changed" if any(differing) else "same"
        return Link(*pair, relation, rule, round(self._similarity(one, other), 3), *differing)

    def _is_certain(self, one: Outcome, other: Outcome) -> bool:
        """The words that name the outcome are the same, and no other outcome has them too."""
        is_only = max(self._measures[_plain(each.measure)] for each in (one, other)) == 1
        return is_only and self._content(one) == self._content(other)

    def _content(self, outcome: Outcome) -> Counter[str]:
        common = _weights()
        words = self._words[outcome]
        return Counter({w: n for w, n in words.items() if w not in common or w.isdecimal()})

    def _alike(self, one: Outcome, other: Outcome) -> float:
        score = self._similarity(one, other)
        return 0.0 if score < ALIKE or _instruments_differ(one, other) else score

    def _similarity(self, one: Outcome, other: Outcome) -> float:
        """Dice over the words of the measures, each weighed by how much it tells."""
        total = sum(map(self._weight, (one, other)))
        return 2 * self._common(one, other) / total if total else 1.0

    def _contained(self, part: Outcome, whole: Outcome) -> float:
        total = self._weight(part)
        return self._common(part, whole) / total if total else 0.0

    def _weight(self, outcome: Outcome) -> float:
        return sum(count * self._tells(word) for word, count in self._words[outcome].items())

    def _common(self, one: Outcome, other: Outcome) -> float:
        both = self._words[one] & self._words[other]
        return sum(count * self._tells(word) for word, count in both.items())

    def _tells(self, word: str) -> float:
        return _weights().get(word, 1.0) / self._shared[word]

    def _parts(
        self, links: dict[tuple[int, int], Link], removed: Sequence[int], added: Sequence[int]
    ) -> dict[tuple[int, int], Link]:
        """Outcomes that may be a part of one that was reworded, or have become a part of one."""
        found: dict[tuple[int, int], Relation] = {}
        for each in links.values():
            if each.old is None or each.new is None or not each.is_reworded:
                continue
            whole, now = self._old[each.old], self._new[each.new]
            for place in added:
                if self._contained(self._new[place], whole) >= CONTAINED:
                    found[each.old, place] = "possible_split"
            for place in removed:
                if self._contained(self._old[place], now) >= CONTAINED:
                    found[place, each.new] = "possible_merge"
        return {
            pair: self._linked(pair, "contained_in_measure")._replace(relation=relation)
            for pair, relation in found.items()
        }


_BY_TEXT: tuple[tuple[Rule, tuple[str, ...]], ...] = (
    ("all_equal", ("measure", "description", "time_frame")),
    ("measure_and_time_frame_equal", ("measure", "time_frame")),
    ("measure_and_description_equal", ("measure", "description")),
    ("measure_equal", ("measure",)),
)


def _key(outcome: Outcome, *, fields: tuple[str, ...], is_ranked: bool) -> tuple[Any, ...] | None:
    """Texts less case, spaces and punctuation; None where one is missing."""
    texts = tuple(_plain(getattr(outcome, field)) for field in fields)
    if not all(texts) and len(fields) < 3:
        return None
    return (*texts, outcome.rank) if is_ranked else texts


def _plain(text: str | None) -> str:
    return " ".join(_WORD.findall(text.casefold())) if text else ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _instruments_differ(one: Outcome, other: Outcome) -> bool:
    """Both name instruments, and none in common."""
    here, there = _instruments(one), _instruments(other)
    return bool(here) and bool(there) and not here & there


def _instruments(outcome: Outcome) -> frozenset[str]:
    reading = read_outcome(outcome.measure or "", outcome.description)
    return frozenset(each.name for each in reading.instruments)


@cache
def _weights() -> dict[str, float]:
    path = files("harvest.history").joinpath("common_words.tsv")
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {word: float(weight) for words, weight, _ in rows for word in words.split()}
