"""A sentence as a string of letters, with what the readers of its parts share."""

from __future__ import annotations

import re
from dataclasses import replace

from harvest.parse.periods.items import Item
from harvest.parse.periods.mention import Mention


class Sentence:
    """The items of one sentence, and the mentions found so far."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        letters = "".join(item.letter for item in items)
        self.items, self.letters = items, letters
        self.tags = frozenset(letters)
        self.words = frozenset(item.text for item in items)
        self.reversed = letters[::-1]
        self.mentions: list[Mention] = []
        self.used: set[int] = set()
        self.taken_to = 0
        self.has_unplaced = False
        self.is_of_others = bool(self.tags & set("eh"))
        # Chemotherapy comes in cycles, whose days are no length of the treatment.
        self.is_of_others |= bool(self.words & {"cycle", "cycles"})
        self.has_rinse = "U" in self.tags

    def letter(self, at: int) -> str:
        """The letter at a place; "" outside."""
        return self.letters[at] if 0 <= at < len(self.letters) else ""

    def add(self, found: Mention) -> None:
        """Keeps a mention, unless the sentence says that it is none."""
        self.used.update(range(found.first, found.last))
        self.taken_to = max(self.taken_to, found.last)
        if found.kind is None:
            return
        if found.why == "under a day" or (found.kind == "washout" and self.has_rinse):
            return
        is_unsized = (
            found.days is None and found.length and found.why not in ("a range", "shared ends")
        )
        if found.kind == "treatment" and (self.is_of_others or is_unsized):
            self.has_unplaced |= not self.is_of_others
            return
        if found.kind == "treatment" and "^" in self.tags and found.length:
            found = replace(found, days=None, why="dose steps")
        self.mentions.append(found)

    def clause_start(self, end: int) -> int:
        """Where the words that belong to a length begin: behind the last length or joint."""
        start = max(end - 24, 0)
        for i in range(end - 1, start, -1):
            if (
                self.letters[i] in "LPtbG"
                or i in self.used
                or (self.letters[i] == "C" and self.letters[i + 1 : i + 2] != "X")
            ):
                return i if self.letters[i] in "CG" else i + 1
        return start

    def is_dead(self, at: int) -> bool:
        """Whether a length is a frequency, a recall or a time before the study."""
        after = self.letter(at + 1)
        before = self.letter(at - 1)
        if after in ("p", "d", "h") or before in ("r", "p", "h", "x"):
            return True
        if after in ("z",) and before != "o":
            return True
        if after and self.items[at + 1].text == "into":
            return True  # "three months into the intervention"
        words = {self.items[i].text for i in range(max(0, at - 2), at)}
        if words & {"within", "at", "until", "by", "aged", "first", "next", "past", "last", "since",
                    "second", "from", "subsequent"}:  # fmt: skip
            return self.items[at].bound != "at least"
        if self.items[at - 1].text == "x" and at:
            return True
        # "for at least 6 months" is mostly a condition; "after 8 weeks" a time unless of treatment.
        return before == "A" and after != "o"

    def has_visit_next(self, at: int) -> bool:
        """Whether a visit is spoken of at a place."""
        return self.letter(at) == "v" and self.letter(at) != ""

    def names(self, start: int, reach: int, stop: str) -> tuple[str, ...]:
        """Names of treatments from a place on; "+" for one that is not listed."""
        names: list[str] = []
        for i in range(start, min(start + reach, len(self.letters))):
            if self.letters[i] in "LPtb" + stop:
                break
            if self.items[i].text == "glucose":
                continue  # it is measured more often than taken
            if (
                self.letters[i] == "D"
                and i
                and self.items[i - 1].text
                in ("than", "compared to", "compared with", "as compared to")
            ):
                names.append("+")
            if self.letters[i] == "D" and self.letter(i + 1) not in ("R", "W", "H"):
                names.append(self.items[i].text)
                is_next = self.letter(i + 1) in ("&", "|") and self.letter(i + 2) not in ("L", "P")
                if is_next or (self.letter(i - 1) in ("&", "|") and i - 1 > start):
                    names.append("+")  # something else is taken with it
        if len(names) == 1 and re.search(
            r"[wDX][^LP]*[&|](?![LP])", self.letters[start : start + reach + 1]
        ):
            names.append("+")
        return tuple(dict.fromkeys(names))

    def names_ahead(self, start: int) -> tuple[str, ...]:
        """ "of abrocitinib, ritlecitinib or placebo"; not past a verb or a relative clause."""
        end = start + 1
        while end < min(start + 9, len(self.letters)) and self.letters[end] in "DaOw|&,inXo":
            is_item = self.letters[end] != "," or "D" in self.letters[end + 1 : end + 3]
            if self.items[end].text in ("that", "which", "who", "in", "at") or not is_item:
                break
            end += 1
        return self.names(start, end - start, "")

    def is_at(self, first: int) -> bool:
        """Whether "at" stands just before."""
        return any(self.items[i].text in ("at", "and at") for i in range(max(0, first - 3), first))

    def is_entry_washout(self, noun: int) -> bool:
        """Whether a washout is of what was taken before the study."""
        if self.tags & set("he"):
            return True
        after = self.letters[noun + 1 : noun + 10]
        if set(after) & set("SB") and not set("zC") & self.tags:
            return True
        if (
            self.words & {"randomization", "randomisation", "randomized", "randomised"}
            and not set("Cz") & self.tags
        ):
            return True
        return "p" in after and not set("zC") & self.tags
