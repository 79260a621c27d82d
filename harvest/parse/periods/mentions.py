"""Finds what each sentence says about a period: the length and the noun, or the words it is of.

A sentence is a string of one letter for each item (`items.LETTERS`), so that the grammar is a
table of patterns, the surest first. All patterns are bounded, so that the work stays in proportion
to the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from harvest.parse.evidence import Certainty, Span
from harvest.parse.periods.items import Item
from harvest.parse.periods.model import Kind, Why

_KINDS: Final[dict[str, Kind]] = {
    "W": "washout",
    "R": "run_in",
    "B": "baseline",
    "F": "follow_up",
    "E": "extension",
    "T": "taper",
    "Z": "washout",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A period as one place of the text speaks of it.

    Attributes:
        kind: None for a length that is not of a period (screening), which it takes away.
        first, last: Its items, the last one exclusive.
        treatments: Names of what is taken; several are alternatives.
        length: The item with the length, if any.
        count: How many such periods.
        is_each: Whether the length is said of each of several.
        is_between: Whether a washout is said to be between treatments.
        is_before: Whether it is said to be before the treatment.
        is_open_label: Whether it is.
        is_elapsed: Whether the text says "after 8 weeks of it": the time that went by.
        rule, certainty: For the evidence.
    """

    kind: Kind | None
    first: int
    last: int
    span: Span
    rule: str
    treatments: tuple[str, ...] = ()
    length: Item | None = None
    days: int | None = None
    why: Why | None = None
    start: int | None = None
    count: int = 1
    is_each: bool = False
    is_between: bool = False
    is_before: bool = False
    is_open_label: bool = False
    is_elapsed: bool = False
    certainty: Certainty = "stated"
    number: int | None = None


# Behind a length (L or P): (name, pattern, what it is of). `K` in a pattern is any kind of phase.
_AHEAD: Final = [
    (name, re.compile(pattern.replace("K", "[WRBFETS]")))
    for name, pattern in (
        ("length_of_phase", r"[LP](?:,?a|O|w|D|X|\([Dw]\)|1){0,4}(?P<k>K)"),
        ("length_of_phase", r"[LP]o(?:a|O|w|D|i){0,3}(?P<k>K)"),
        ("numbered_phase", r"P[:(](?:a|O|D)?(?P<k>K)"),
        ("numbered_treatment", r"P[:(](?:a|O|n|w|i|y){0,3}(?P<x>[DX])"),
        (
            "length_of_period",
            r"L(?:,?a|O|1|H|,H|w(?=[XaN])){0,6}(?:(?P<x>[X])|(?<=a)(?P<y>[NY])|(?<=[HO])(?P<y2>[NY]))",
        ),
        ("length_of_treatment", r"L[oi]{1,2}(?:a|O|w|n|1|y|r){0,4}(?P<x>[XD])"),
        ("length_and_treatment", r"L(?:a|O){0,3}(?P<x>D)(?=[,tb)&n]|X?$|X[,tb)&])"),
        ("length_of_period", r"L(?P<n>N)"),
        ("length_of_period", r"L(?:,?[aH]){0,5}(?P<y>Y)[og](?:w|a|i){0,2}(?P<x>[DX])"),
    )
]
# Before a length, read backwards.
_BEHIND: Final = [
    (name, re.compile(pattern.replace("K", "[WRBFETS]")))
    for name, pattern in (
        ("phase_lasts", r"[(:ofgmVi]{0,3}(?:[XDN]{1,2}&?[XDN]?z)?N?(?P<k>K)"),
        ("stop_for", r"[if]{1,2}[XDia]{0,3}(?P<k>Z)"),
        ("period_lasts", r"[(:ofgmV]{1,3}(?:w{0,1}N[aX1]{1,2}|(?P<each>NX?V)|X)"),
        ("periods_of", r"[of]{1,2}(?P<n>N)[aX]{0,2}n"),
        ("numbered_periods", r"of?NX?"),
        ("separated_by", r"[aiw]{0,2}z"),
        ("interval_of", r"oz"),
    )
]
_FOR: Final = re.compile(r"[ia]{0,2}(?:oN)?f")
_AT_THE_END: Final = frozenset(
    {"at the end", "end of", "upon completion", "on completion", "after completion",
     "following completion"}
)  # fmt: skip


def read_mentions(items: tuple[Item, ...]) -> tuple[list[Mention], bool]:
    """The mentions of one sentence, in the order of the text, and whether a length was left over."""
    letters = "".join(item.letter for item in items)
    found = _Sentence(items, letters)
    for at, item in enumerate(items):
        if item.letter in "LP" and at >= found.taken_to:
            found.read_length(at)
    found.read_named_phases()
    found.read_unsized_treatments()
    return sorted(found.mentions, key=lambda one: one.first), found.has_unplaced


class _Sentence:
    def __init__(self, items: tuple[Item, ...], letters: str) -> None:
        self.items, self.letters = items, letters
        self.reversed = letters[::-1]
        self.mentions: list[Mention] = []
        self.used: set[int] = set()
        self.taken_to = 0
        self.has_unplaced = False
        self.is_of_others = bool({"e"} & set(letters)) or bool({"h"} & set(letters))
        # Chemotherapy comes in cycles, whose days are no length of the treatment.
        self.is_of_others |= any(item.text in ("cycle", "cycles") for item in items)
        self.has_rinse = "U" in letters

    def letter(self, at: int) -> str:
        return self.letters[at] if 0 <= at < len(self.letters) else ""

    def read_length(self, at: int) -> None:
        for reader in (self._ahead, self._behind, self._for_length, self._after_name):
            found = reader(at)
            if found is not None:
                self._add(found)
                return
        if self.items[at].days and not self._is_dead(at) and not self.is_of_others:
            self.has_unplaced = True

    def _add(self, found: Mention) -> None:
        self.used.update(range(found.first, found.last))
        self.taken_to = max(self.taken_to, found.last)
        if found.kind is None:
            return
        if found.why == "under a day" or (found.kind == "washout" and self.has_rinse):
            return
        if found.kind == "treatment" and (
            self.is_of_others or (found.days is None and found.length)
        ):
            if self.is_of_others or found.why not in ("a range", "shared ends"):
                return
        if found.kind == "treatment" and "^" in self.letters and found.length:
            found = replace(found, days=None, why="dose steps")
        self.mentions.append(found)

    # --- the length before its noun

    def _ahead(self, at: int) -> Mention | None:
        for name, pattern in _AHEAD:
            match = pattern.match(self.letters, at)
            if match is None:
                continue
            parts = match.groupdict()
            if parts.get("k"):
                return self._phase(at, at, match.end(), match.end() - 1, name)
            if self._is_dead(at) or self._has_visit_next(match.end()):
                return None
            if self.letter(match.end()) == "z":
                return None  # "a 3-week treatment interval"
            if parts.get("n"):
                item = self.items[at]
                is_one = (
                    self.letter(match.end()) not in "o"
                    and not self.items[match.end() - 1].is_plural
                )
                if is_one or self._is_kind_of_phase(match.end() - 1):
                    return None
                return self._treatment(at, at, match.end(), name) if item.letter == "L" else None
            if parts.get("y") or parts.get("y2"):
                if self.letters[match.end() - 1] == "Y" and self.letter(match.end()) != "o":
                    return None
                if self.letters[match.end() - 1] == "Y" and not self._names(match.end(), 6, ""):
                    return None
            return self._treatment(at, at, match.end(), name)
        return None

    def _is_kind_of_phase(self, at: int) -> bool:
        """Whether the noun goes on to say which phase: "a period of washout"."""
        return bool(re.match(r"[No](?:[aowi]{0,2})[WRBFETS]", self.letters[at : at + 6]))

    # --- the noun before its length

    def _behind(self, at: int) -> Mention | None:
        place = len(self.letters) - at
        for name, pattern in _BEHIND:
            match = pattern.match(self.reversed, place)
            if match is None:
                continue
            first = at - (match.end() - match.start())
            if any(i in self.used for i in range(first, at)):
                continue
            parts = match.groupdict()
            if self.letter(at - 1) == "(" and self.letter(first) == "B":
                continue
            if parts.get("k"):
                if name == "stop_for" and not self.mentions:
                    return None
                return self._phase(at, first, at + 1, first, name)
            if self._is_dead(at) and name not in ("separated_by", "interval_of"):
                return None
            if name in ("separated_by", "interval_of"):
                return self._separation(at, first, name)
            if name == "numbered_periods" and not (
                self.items[at].is_plural and self.letter(first - 1) in "n1V"
            ):
                continue
            return self._treatment(at, first, at + 1, name)
        return None

    def _separation(self, at: int, first: int, name: str) -> Mention | None:
        """ "separated by 7 days": time without treatment, if treatments are what is apart."""
        around = self.letters[max(0, first - 8) : first] + self.letters[at + 1 : at + 5]
        if not set(around) & set("XNDC") or set(around) & set("vs"):
            return None
        item = self.items[at]
        if item.why == "under a day" or self.items[first].text in ("between", "in between"):
            return None
        span = Span(self.items[first].span.start, item.span.end)
        return Mention(
            "washout", first, at + 1, span, name, length=item, days=item.days, why=item.why,
            is_between=True, certainty="inferred",
        )  # fmt: skip

    # --- "for 8 weeks" and bare lists

    def _for_length(self, at: int) -> Mention | None:
        match = _FOR.match(self.reversed, len(self.letters) - at)
        item = self.items[at]
        if match is None or item.letter != "L" or self._is_dead(at):
            return None
        if self.letter(at + 1) in ("N", "X"):
            after = at + 2
        else:
            after = at + 1
        first = at - len(match[0])
        if self._has_visit_next(after):
            return None
        start = self._clause_start(first)
        clause = self.letters[start:first]
        is_next = self.letter(start - 1) in ("t", "b") and bool(self.mentions)
        is_dosed = {"n", "r"} <= set(clause) and "d" not in clause
        if is_next and "n" in clause and not set(clause) & set("DXCqy"):
            self._doubt_steps(clause)
            return None
        if "x" in clause or (
            self.items[first].text in ("over", "throughout", "across")
            and not set(clause) & set("Xy")
        ):
            return None
        if not (is_dosed or set(clause) & set("DXCqy") or "Nn:" in clause or is_next):
            self._doubt_steps(clause)
            return None
        if item.bound == "at least" or set(clause) & set("svmFSZ") or self.letter(first - 1) == "x":
            return None
        return self._treatment(at, first, after, "for_length", names_from=start)

    def _doubt_steps(self, clause: str) -> None:
        """ "300 mg for 1 day, 400 mg for 1 day": steps of one dose, so the first is not all."""
        if "n" in clause and self.mentions and self.mentions[-1].kind == "treatment":
            self.mentions[-1] = replace(self.mentions[-1], days=None, why="dose steps")

    def _after_name(self, at: int) -> Mention | None:
        """ "placebo capsules, 8 weeks", "naltrexone 4.5 mg 8 weeks", "sham (2 weeks)"."""
        item = self.items[at]
        if item.letter == "P":
            return self._treatment(at, at, at + 1, "numbered_days") if self._is_listed(at) else None
        if self._is_dead(at) or self.letter(at + 1) not in ("", ",", "t", "b", ")", "&", "z"):
            return None
        match = re.match(
            r"[,(]?(?:n|w|r|X|i){0,6}?(?P<d>D)", self.reversed[len(self.letters) - at :][:9]
        )
        if match is None:
            return None
        first = at - match.end()
        if self.letter(at - 1) == "i":
            return None  # "three doses in three weeks"
        if any(i in self.used for i in range(first, at)) or "v" in self.letters[first:at]:
            return None
        return self._treatment(at, first, at + 1, "name_and_length", names_from=first)

    def _is_listed(self, at: int) -> bool:
        """Whether bare numbered days stand in a list of such, so that they are periods."""
        return self.letters.count("P") > 1 and bool(set("WRBF") & set(self.letters))

    # --- helpers

    def _clause_start(self, end: int) -> int:
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

    def _is_dead(self, at: int) -> bool:
        """Whether a length is a frequency, a recall or a time before the study."""
        after = self.letter(at + 1)
        before = self.letter(at - 1)
        if after in ("p", "d", "h") or before in ("r", "p", "h", "x"):
            return True
        if after in ("z",) and before != "o":
            return True
        words = {self.items[i].text for i in range(max(0, at - 2), at)}
        if words & {"within", "at", "until", "by", "aged", "first", "next", "past", "last", "since",
                    "second", "from", "subsequent"}:  # fmt: skip
            return self.items[at].bound != "at least"
        if self.items[at - 1].text == "x" and at:
            return True
        # "for at least 6 months" is mostly a condition; "after 8 weeks" a time unless of treatment.
        return before == "A" and after != "o"

    def _has_visit_next(self, at: int) -> bool:
        return self.letter(at) == "v" and self.letter(at) != ""

    def _names(self, start: int, reach: int, stop: str) -> tuple[str, ...]:
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
                if self.letter(i + 1) in ("&", "|") or (
                    self.letter(i - 1) in ("&", "|") and i - 1 > start
                ):
                    names.append("+")  # something else is taken with it
        if len(names) == 1 and re.search(r"[wDX][^LP]*[&|]", self.letters[start : start + reach]):
            names.append("+")
        return tuple(dict.fromkeys(names))

    def _names_ahead(self, start: int) -> tuple[str, ...]:
        """ "of abrocitinib, ritlecitinib or placebo"; not past a verb or a relative clause."""
        end = start + 1
        while end < min(start + 9, len(self.letters)) and self.letters[end] in "DaOw|&,inXo":
            is_item = self.letters[end] != "," or "D" in self.letters[end + 1 : end + 3]
            if self.items[end].text in ("that", "which", "who", "in", "at") or not is_item:
                break
            end += 1
        return self._names(start, end - start, "")

    def _treatment(
        self, at: int, first: int, last: int, rule: str, *, names_from: int | None = None
    ) -> Mention | None:
        item = self.items[at]
        if item.letter == "L" and item.text.startswith("h"):
            return None  # "one dose in a 24-hour period"
        # Names behind the length, joined by "or"; else those in the clause before.
        names = self._names_ahead(last - 1) if rule.startswith("length") else ()
        if rule.startswith("numbered_t"):
            names = self._names(last - 1, 4, ",")
        if names_from is not None:
            names = self._names(names_from, (at if first == names_from else first) - names_from, "")
        if not names and rule != "numbered_days":
            start = self._clause_start(first)
            names = self._names(start, first - start, "")
        before = self.letters[max(0, first - 3) : first]
        count_at = max(
            (i for i in range(max(0, first - 3), last) if self._is_count(i, at)), default=-1
        )
        count = int(self.items[count_at].number or 1) if count_at >= 0 else 1
        has_plural = any(
            self.letters[i] in "NX" and self.items[i].is_plural
            for i in range(first, min(last + 1, len(self.letters)))
        )
        count = count if 1 <= count <= 6 and has_plural else 1
        if count > 1:
            names = ()
        is_plural = any(
            self.letters[i] in "NX" and self.items[i].is_plural and self.letters[i] == "N"
            for i in range(first, last)
        )
        is_each = "V" in before or self.letter(last) == "V" or "V" in self.letters[first:last]
        is_each = is_each or (self.letter(last + 1) == "V" and self.letter(last) in "i")
        if is_each and len(names) > 1 and count == 1 and self.letter(last) == "V":
            count = len(set(names) - {"+"})
            count = count if count <= 4 else 1
        span = Span(self.items[first].span.start, self.items[max(last - 1, at)].span.end)
        return Mention(
            "treatment", min(first, count_at) if count_at >= 0 else first, last, span, rule,
            treatments=names, length=item, days=item.days, why=item.why, start=item.start,
            count=count, is_each=is_each or is_plural or count > 1,
            is_open_label="O" in self.letters[max(0, first - 2) : last],
            is_elapsed=any(
                self.letters[i] == "A" or self.items[i].text in _AT_THE_END
                for i in range(max(0, first - 4), at)
            ),
            certainty="inferred" if item.bound else "stated",
        )  # fmt: skip

    def _is_count(self, i: int, at: int) -> bool:
        if self.letters[i] != "n" or i in self.used or i == at:
            return False
        ahead = self.letters[i + 1 : at + 1] if i < at else ""
        return (
            bool(re.fullmatch(r"[aX1Nof]{0,5}L", ahead))
            and float(self.items[i].number or 0).is_integer()
        )

    def _phase(self, at: int, first: int, last: int, noun: int, rule: str) -> Mention | None:
        item, letter = self.items[at], self.letters[noun]
        end = max(last, at + 1)
        if letter == "S":
            return Mention(None, first, end, item.span, rule)
        if letter == "W" and re.match(r"[,a]{0,2}R", self.letters[noun + 1 : noun + 4]):
            letter = "R"  # "a treatment-free run-in"
        kind = _KINDS[letter]
        joint = self.letters[noun + 1 : at]
        if letter == "F" and "i" in joint:
            return Mention(None, first, end, item.span, rule)  # "follow-up in 14 days"
        if letter == "B" and ("i" in joint or self.letter(at - 1) == "A"):
            return Mention(None, first, end, item.span, rule)  # "from baseline to one year"
        if (
            any(self.items[i].text == "at" for i in range(noun + 1, at))
            and item.bound != "at least"
        ):
            return Mention(None, first, end, item.span, rule)  # "followed up at 6 weeks"
        if letter in "FB" and (self._has_visit_next(end) or self._has_visit_next(end + 1)):
            return Mention(None, first, end, item.span, rule)
        if letter == "F" and noun + 1 == at and self.letter(at + 1) in ("A", "d"):
            return Mention(None, first, end, item.span, rule)  # "follow-up 4 weeks after surgery"
        if letter == "F" and (
            set("se") & set(self.letters) or self.letter(first - 1) in "A" or self._is_at(first)
        ):
            return Mention(None, first, end, item.span, rule)
        if (
            letter == "R"
            and "D" in self.letters[max(0, first - 1) : noun]
            and any(
                self.letters[i] == "D" and self.items[i].text == "placebo"
                for i in range(max(0, first - 1), noun)
            )
        ):
            kind = "placebo_lead_in"
        span = Span(self.items[first].span.start, max(self.items[end - 1].span.end, item.span.end))
        count_at = first - 1 if self.letter(first - 1) == "n" and kind == "treatment" else -1
        after = self.letters[end : end + 9]
        around = self.letters[max(0, first - 8) : end + 9]
        return Mention(
            kind, first if count_at < 0 else count_at, end, span, rule,
            length=item, days=item.days, why=item.why, start=item.start,
            is_between=letter == "W" and bool(set(around) & set("zV") or "C" in self.letters),
            is_before=letter == "W" and bool(re.search(r"[phe]|G?w?y?", after) and self._is_entry(noun)),
            is_open_label="O" in self.letters[max(0, first - 1) : end],
            certainty="inferred" if item.bound else "stated",
        )  # fmt: skip

    def _is_at(self, first: int) -> bool:
        return any(self.items[i].text in ("at", "and at") for i in range(max(0, first - 3), first))

    def _is_entry(self, noun: int) -> bool:
        """Whether a washout is of what was taken before the study."""
        if set(self.letters) & set("he"):
            return True
        after = self.letters[noun + 1 : noun + 10]
        if set(after) & set("SB") and not set("zC") & set(self.letters):
            return True
        words = {self.items[i].text for i in range(len(self.items))}
        if words & {"randomization", "randomisation", "randomized", "randomised"} and not set(
            "Cz"
        ) & set(self.letters):
            return True
        return "p" in after and not set("zC") & set(self.letters)

    # --- phases without a length

    def read_named_phases(self) -> None:
        for match in re.finditer(r"[WRE]", self.letters):
            at = match.start()
            if at in self.used or self.has_rinse:
                continue
            letter = self.letters[at]
            nearby = self.letters[max(0, at - 3) : at]
            if letter == "W" and "x" in nearby:
                self._add(self._no_washout(at))
                continue
            if (letter == "W" and self.letters[at + 1 : at + 4] in ("gxw", "gx")) or (
                letter == "W" and re.match(r"N?gx", self.letters[at + 1 : at + 4])
            ):
                self._add(self._no_washout(at))
                continue
            if letter in "RE" and self.letter(at + 1) not in "N":
                continue
            if letter == "W" and self._is_entry(at):
                continue
            if letter == "W" and not (
                set(self.letters) & set("tzCbA") and set(self.letters) & set("DXCNtzw")
            ):
                continue
            span = self.items[at].span
            self._add(
                Mention(
                    _KINDS[letter],
                    at,
                    at + 1,
                    span,
                    "named_phase",
                    why="not stated",
                    is_between=letter == "W" and bool(set(self.letters) & set("zC")),
                    is_open_label=self.letter(at - 1) == "O",
                )  # fmt: skip
            )

    def _no_washout(self, at: int) -> Mention:
        return Mention("washout", at, at + 1, self.items[at].span, "no_washout", days=0)

    def read_unsized_treatments(self) -> None:
        """ "Period 1: placebo", "LDN first, then placebo", "sham, washout, then rTMS"."""
        for match in re.finditer(r"Nn[:(](?:i|g|y|a|n|w){0,2}(?P<d>D)?", self.letters):
            if self.used & set(range(match.start(), match.end())):
                continue
            if not self.items[match.start()].text.startswith("period"):
                continue
            number = int(self.items[match.start() + 1].number or 0)
            names = self._names(match.end() - 1, 8, ",") if match["d"] else ()
            span = Span(self.items[match.start()].span.start, self.items[match.end() - 1].span.end)
            self._add(
                Mention(
                    "treatment",
                    match.start(),
                    match.end(),
                    span,
                    "numbered_period",
                    treatments=names,
                    why="not stated",
                    number=number,
                )  # fmt: skip
            )
        for match in re.finditer(r"nXN", self.letters):
            counted = self.items[match.start()]
            is_free = not self.used & set(range(*match.span()))
            if (
                is_free
                and self.items[match.end() - 1].is_plural
                and counted.number in (2, 3, 4, 5, 6)
            ):
                span = Span(counted.span.start, self.items[match.end() - 1].span.end)
                self._add(
                    Mention(
                        "treatment",
                        match.start(),
                        match.end(),
                        span,
                        "counted_periods",
                        why="not stated",
                        count=int(counted.number or 1),
                        is_each=True,
                    )  # fmt: skip
                )
        if any(one.kind == "treatment" for one in self.mentions):
            return
        chain = re.search(r"D[a1X]{0,2},?(?:[tb]i?W?N?){1,3}[iya]{0,2}D", self.letters)
        if chain is None or len(self.letters) > 14:
            return
        names = [i for i, letter in enumerate(self.letters) if letter == "D"]
        if len({self.items[i].text for i in names}) != len(names):
            return
        for i in names:
            self._add(
                Mention(
                    "treatment",
                    i,
                    i + 1,
                    self.items[i].span,
                    "ordered_names",
                    treatments=(self.items[i].text,),
                    why="not stated",
                )  # fmt: skip
            )


def placed(mention: Mention, kind: Kind) -> Mention:
    """The mention as one of another kind."""
    return replace(mention, kind=kind)
