"""Which arm a group of posted results is, and what it gets.

The registry does not link them. A group is linked by its title: the same as the label of an arm, as
the name of an intervention that one arm alone gets, or as a treatment that every sequence of a
crossover gets. A title that merely contains a label is no link ("inactive X" contains "X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from harvest.derive.doses import Arm
from harvest.derive.result_groups import ResultGroup, treatments
from harvest.parse.evidence import Certainty
from harvest.parse.titles import read_title
from harvest.record.protocol import Intervention

Reason = Literal[
    "same_title",
    "label_begins_title",
    "same_intervention",
    "treatment_of_sequences",
    "same_drugs_and_doses",
    "only_arm",
]
NoLink = Literal["total", "no_arm_fits", "several_arms_fit", "no_arms"]
_MARKS: Final = re.compile(r"[^\w%./+]+")
_GLUED: Final = re.compile(r"(?<=\d)(?=[^\W\d_])")
_TOGETHER: Final = re.compile(r"\+|\bplus\b|\band\b|\bwith\b|&", re.IGNORECASE)
_ORDER: Final = re.compile(r"\b(?:then|first|followed by|to|after)\b|/|\u2192", re.IGNORECASE)
_OTHER_THAN: Final = frozenset(
    {"inactive", "sham", "without", "no", "not", "mock", "dummy", "simulated", "withdrawal", "off"}
)
# Words that sponsors add to a label or leave out.
_FREE: Final = frozenset({"arm", "group", "the", "cohort", "only", "alone", "treatment", "phase"})
_NUMBERED: Final = re.compile(r"(?:arm|group|cohort|part|treatment|panel|sequence) \w{1,4}")


class GroupArm(NamedTuple):
    """A group and an arm that it is, or the reason why it is linked to none.

    Attributes:
        result_group_position: The group.
        arm_position: The arm; None if unlinked.
        certainty: How sure.
        link_reason: By what.
        no_link_reason: Why there is none.
    """

    result_group_position: int
    arm_position: int | None
    certainty: Certainty | None
    link_reason: Reason | None
    no_link_reason: NoLink | None


def group_arms(
    groups: Sequence[ResultGroup],
    arms: Sequence[Arm],
    interventions: Sequence[Intervention],
    *,
    is_crossover: bool,
) -> Iterator[GroupArm]:
    """A row for every link of every group, and one for a group without any."""
    known = [arm for arm in arms if arm.position is not None]
    links = _Links(known, interventions, is_crossover=is_crossover)
    for group in groups:
        yield from links.of(group.position, group.group.title or "")


class _Links:
    """The arms of one study by everything that a title may be the same as."""

    def __init__(
        self, arms: Sequence[Arm], interventions: Sequence[Intervention], *, is_crossover: bool
    ) -> None:
        self.arms, self.is_crossover = arms, is_crossover
        self.labels = [plain(arm.group.label or "") for arm in arms]
        self.names: dict[str, set[int]] = {}
        for place, arm in enumerate(arms):
            for drug in arm.drugs:
                name = interventions[drug.intervention_position].name or ""
                self.names.setdefault(plain(name), set()).add(place)

    def of(self, position: int, title: str) -> Iterator[GroupArm]:
        """The links of one title."""
        if read_title(title).role == "total":
            yield GroupArm(position, None, None, None, "total")
            return
        if not self.arms:
            yield GroupArm(position, None, None, None, "no_arms")
            return
        found, reason = self._found(plain(title), title)
        several = len(found) > 1 and reason != "treatment_of_sequences"
        if not found or several:
            why: NoLink = "several_arms_fit" if several else "no_arm_fits"
            yield GroupArm(position, None, None, None, why)
            return
        certainty: Certainty = "stated" if reason == "same_title" else "inferred"
        for place in sorted(found):
            yield GroupArm(position, self.arms[place].position, certainty, reason, None)

    def _found(self, key: str, title: str) -> tuple[set[int], Reason | None]:
        ways: tuple[tuple[Reason, set[int]], ...] = (
            ("same_title", {i for i, label in enumerate(self.labels) if label == key}),
            (
                "same_title",
                {i for i, label in enumerate(self.labels) if _core(label) == _core(key)},
            ),
            ("label_begins_title", self._beginning(key)),
        )
        for reason, found in ways:
            if found:
                return found, reason
        named = self.names.get(key) or set()
        if self.is_crossover and len(named) == len(self.arms) > 1:
            return named, "treatment_of_sequences"
        if len(named) == 1:
            return named, "same_intervention"
        return self._by_doses(title)

    def _beginning(self, key: str) -> set[int]:
        """Labels such as "Cohort 1" that the title begins with and then explains."""
        return {
            i
            for i, label in enumerate(self.labels)
            if _NUMBERED.fullmatch(label) and key.startswith(label + " ")
        }

    def _by_doses(self, title: str) -> tuple[set[int], Reason | None]:
        """Arms whose own label names the same drugs in the same daily amounts."""
        wanted = treatments(title)
        if not wanted:
            return set(), None
        labels = [arm.group.label or "" for arm in self.arms]
        found = {
            i
            for i, label in enumerate(labels)
            if treatments(label) == wanted
            and _parts(label) == _parts(title)
            and _negations(label) == _negations(title)
        }
        if len(found) == 1:
            return found, "same_drugs_and_doses"
        if self.is_crossover and not found and not _ORDER.search(title):
            drugs = {name for name, _ in wanted}
            given = [{drug.name for drug in arm.drugs} for arm in self.arms]
            if len(drugs) == 1 and len(self.arms) > 1 and all(drugs <= each for each in given):
                return set(range(len(self.arms))), "treatment_of_sequences"
        return found, "same_drugs_and_doses"


def _negations(title: str) -> frozenset[str]:
    """Words by which a treatment is another than the drug that it names."""
    return _OTHER_THAN.intersection(plain(title).split())


def _parts(title: str) -> int:
    """How many things are given together, read or not."""
    return len(_TOGETHER.findall(title))


def plain(title: str) -> str:
    """A title without case, marks and the way that numbers and units are set."""
    text = _GLUED.sub(" ", title.casefold().replace("\u00b5", "\u03bc"))
    return " ".join(_MARKS.sub(" ", text).replace(" .", " ").split())


@lru_cache(maxsize=4096)
def _core(key: str) -> str:
    """A title without the words that sponsors add to a label; itself where nothing is left."""
    kept = [word for word in key.split() if word not in _FREE]
    has_name = any(len(word) > 1 and not word.isdigit() for word in kept)
    return " ".join(kept) if has_name else key
