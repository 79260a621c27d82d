"""Finds the drug of each amount of a sentence."""

from __future__ import annotations

from typing import NamedTuple

from harvest.parse.doses.items import Amount, Item
from harvest.parse.doses.sentences import REACH, Bound, Sentence

_RIGHT_PLAIN = frozenset(
    {
        "of",
        "the",
        "a",
        "an",
        "low",
        "high",
        "very",
        "ultra",
        "dose",
        "doses",
        "active",
        "immediate",
        "extended",
    }
    | {
        "release",
        "oral",
        "study",
        "drug",
        "medication",
        "de",
        "doses",
        "pure",
        "administered",
        "either",
    }
)
_LEFT_UNKNOWN_SKIP = frozenset(
    {
        "of",
        "at",
        "a",
        "an",
        "the",
        "dose",
        "doses",
        "dosage",
        "dosed",
        "given",
        "in",
        "is",
        "hydrochloride",
        "to",
        "will",
        "be",
        "was",
        "were",
        "extract",
    }
    | {
        "hcl",
        "acetate",
        "sulfate",
        "sodium",
        "group",
        "arm",
        "base",
        "oral",
        "approximately",
        "about",
        "daily",
    }
)
_LEFT_PHRASES = ("up", "down", "prep", "cap", "upto", "total", "start", "between", "from")


_DOSE_WORDS = frozenset(
    {
        "then",
        "to",
        "the",
        "a",
        "an",
        "of",
        "at",
        "dose",
        "doses",
        "dosage",
        "dosed",
        "will",
        "be",
        "was",
    }
    | {
        "were",
        "is",
        "are",
        "up",
        "go",
        "in",
        "group",
        "receive",
        "received",
        "receives",
        "approximately",
    }
    | {
        "about",
        "daily",
        "first",
        "last",
        "final",
        "second",
        "third",
        "each",
        "every",
        "total",
        "titrated",
    }
    | {
        "increased",
        "taken",
        "given",
        "administered",
        "continued",
        "continue",
        "maintained",
        "target",
    }
    | {
        "opioid",
        "antagonist",
        "receptor",
        "drug",
        "low",
        "high",
        "very",
        "ultra",
        "hydrochloride",
        "hcl",
    }
    | {
        "after",
        "that",
        "which",
        "it",
        "if",
        "as",
        "arm",
        "participants",
        "patients",
        "subjects",
        "take",
    }
    | {
        "taking",
        "until",
        "once",
        "week",
        "weeks",
        "day",
        "days",
        "they",
        "remain",
        "stay",
        "staying",
    }
    | {
        "thereafter",
        "mg",
        "active",
        "study",
        "treatment",
        "period",
        "end",
        "rest",
        "their",
        "either",
    }
    | {
        "compounded",
        "one",
        "night",
        "evening",
        "morning",
        "maximum",
        "tolerated",
        "generic",
        "formulated",
    }
    | {
        "other",
        "name",
        "names",
        "medication",
        "tablets",
        "i",
        "e",
        "ie",
        "eg",
        "g",
        "s",
        "well",
        "so",
    }
)


class Path(NamedTuple):
    """What stands between a drug or an amount and the amount that follows.

    Attributes:
        has_word: An unlisted word, which may be a drug's name.
        is_parted: "and", "with", "or" and the like, but for a placebo in its stead.
        is_odd: After a comma or such a word, one that is not of dose language.
        is_choice: Whether the last of them offers a choice ("or", "versus").
    """

    has_word: bool = False
    is_parted: bool = False
    is_odd: bool = False
    is_choice: bool = False
    has_comma: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether dose language is all there is."""
        return not self.has_word and not self.is_odd

    def past(self, item: Item) -> Path:
        """The path with one more item; a drug begins it anew."""
        if item.kind == "drug":
            if item.group != "placebo":
                return Path()
            return self._replace(is_parted=self.is_parted and not self.is_choice)
        if item.kind == "word":
            return self._replace(has_word=True)
        if item.is_("phrase", "and", "or", "versus") or item.is_("mark", "/", "+"):
            return self._replace(is_parted=True, is_choice=item.code not in {"and", "+"})
        if item.code == ",":
            return self._replace(has_comma=True)
        is_odd = item.kind == "plain" and item.code not in _DOSE_WORDS
        return self._replace(is_odd=True) if is_odd and (self.is_parted or self.has_comma) else self


class Subjects(Sentence):
    """Binds the amounts of a sentence to their drugs."""

    def bounds(self) -> list[Bound]:
        """The amounts of the sentence with their drugs."""
        found: list[Bound] = []
        left: int | None = None
        unknown: int | None = None
        flags: set[str] = set()
        seen: dict[str, str] = {}
        path = Path()
        for i in range(self.start, self.end):
            item = self.items[i]
            path = path.past(item)
            if item.kind == "drug" and item.group != "negated":
                left, unknown = i, None
                flags.discard("lab")
                if item.group != "placebo":
                    seen.setdefault(item.code, item.group)
            elif item.kind == "word":
                unknown = i
            elif item.kind in {"number", "period"}:
                flags -= {"cap", "upto", "by", "floor"}
            elif item.kind == "phrase":
                flags.add(item.code)
            elif item.amount is not None:
                if not self.items[i - 1].is_("phrase", "by2"):
                    flags.discard("by2")
                new = self._bind(i, item.amount, left, unknown, frozenset(flags), seen, found)
                safe = [one._replace(is_safe=self._is_safe(one, left, path, found)) for one in new]
                found.extend(safe)
                flags, path = set(), Path()
        return found

    def _is_safe(self, bound: Bound, left: int | None, path: Path, found: list[Bound]) -> bool:
        """Whether nothing between an amount and its drug could name another drug."""
        right, bracketed = self._right(bound.at)[0], self._bracketed(bound.at)
        for near in (right, bracketed):
            if near is not None and self.items[near].code == bound.drug:
                return True
        last = found[-1] if found else None
        is_same = last is not None and last.drug == bound.drug
        if (
            last is not None
            and is_same
            and (left is None or left < last.at or self.items[left].code == bound.drug)
        ):
            return last.is_safe and path.is_plain
        if left is not None and self.items[left].code == bound.drug:
            return path.is_plain and not path.is_parted
        if left is not None:
            return not path.has_word and not path.is_parted
        if bound.drug in self.last_real and self.last_real[bound.drug] > bound.at:
            return False
        return not path.has_word

    def _bind(  # noqa: PLR0911 - a list of cases in order
        self,
        at: int,
        amount: Amount,
        left: int | None,
        unknown: int | None,
        flags: frozenset[str],
        seen: dict[str, str],
        found: list[Bound],
    ) -> list[Bound]:
        last = found[-1] if found else None
        used = left is not None and last is not None and last.at > left
        if left is not None and last is not None and last.is_tight and last.at < left:
            used = used or last.drug == self.items[left].code
        tight = left is not None and not used and not self._count(self.strong, left + 1, at)
        right, right_word = self._right(at)
        slashed = self._is_slashed(at)

        def to(index: int, one: Amount = amount, *, is_tight: bool = True) -> Bound:
            drug = self.items[index]
            return Bound(at, drug.code, drug.group, one, is_tight, flags, slashed)

        if left is not None and tight and len(amount.levels) > 1:
            shares = self._shares(left, right, amount)
            if shares:
                return [to(index, one) for index, one in shares]
        if right is not None and not (tight and self._stays_left(at, left, right)):
            return [to(right)]
        if left is not None and tight and not self._is_named(unknown, at, left):
            return [to(left)]
        if right_word is not None and not tight:
            return [self._unnamed(at, right_word, amount, flags, slashed)]
        if self._is_named(unknown, at, left):
            assert unknown is not None
            return [self._unnamed(at, unknown, amount, flags, slashed)]
        bracketed = self._bracketed(at)
        if bracketed is not None:
            return [to(bracketed)]
        drug = self._loose(at, left, last, seen)
        name, group = drug or (None, "")
        carried = last is not None and last.is_tight and last.drug == name
        carried = carried and (left is None or last is None or left < last.at)
        return [Bound(at, name, group, amount, carried, flags, slashed)]

    def _shares(self, left: int, right: int | None, amount: Amount) -> list[tuple[int, Amount]]:
        """Parts of one list that are of two drugs: "A/B 30/20 mg", "A 50 mg, 300 mg B"."""
        pair = self._paired(left)
        if pair is not None and amount.joined == "slash" and len(amount.levels) == 2:
            return [
                (index, amount._replace(levels=(level,), joined="one"))
                for index, level in zip((pair, left), amount.levels, strict=True)
            ]
        if right is None or amount.joined != "list" or not self._is_new(left, right):
            return []
        if self.items[right].group == "placebo":
            return []
        first = "list" if len(amount.levels) > 2 else "one"
        return [
            (left, amount._replace(levels=amount.levels[:-1], joined=first)),
            (right, amount._replace(levels=amount.levels[-1:], joined="one")),
        ]

    def _paired(self, left: int) -> int | None:
        """The first drug of "dapoxetine/tadalafil 30/20 mg"."""
        is_pair = left - 2 >= self.start and self.items[left - 1].code in {"/", "+"}
        return left - 2 if is_pair and self.items[left - 2].kind == "drug" else None

    def _loose(  # noqa: PLR0911 - a list of cases in order
        self, at: int, left: int | None, last: Bound | None, seen: dict[str, str]
    ) -> tuple[str, str] | None:
        """The subject of an amount with no drug beside it; None where several could be."""
        if last is not None and last.drug is not None and (left is None or left < last.at):
            return last.drug, last.group
        if left is not None:
            if last is not None and last.drug == self.items[left].code:
                return last.drug, last.group
            if len(seen) == 1:
                return next(iter(seen.items()))
            if not seen and self.items[left].group == "placebo":
                return self.items[left].code, "placebo"
            return None
        later = {name: group for name, group in self.real.items() if self.last_real[name] > at}
        if len(later) == 1 and not (len(self.topic) == 1 and self.topic[0][0] not in later):
            return next(iter(later.items()))
        return self.topic[0] if len(self.topic) == 1 else None

    def _right(self, at: int) -> tuple[int | None, int | None]:
        """A drug directly after an amount, or an unlisted word there that may be one."""
        for i in range(at + 1, min(at + REACH, self.end)):
            item = self.items[i]
            if item.kind == "drug" and item.group != "negated":
                return i, None
            if item.kind == "word":
                return None, i
            if item.code == ")" and self._closes_amount(at, i):
                continue
            passes = item.kind in {"frequency", "route", "form"} or item.is_("phrase", "each")
            if not (passes or item.code in _RIGHT_PLAIN or item.code == "-"):
                return None, None
        return None, None

    def _closes_amount(self, at: int, close: int) -> bool:
        """The bracket of "1 capsule (4.5 mg) of naltrexone", "low dose (1-5 mg) naltrexone"."""
        opens = at - 2 >= self.start and self.items[at - 1].code == "("
        before = self.items[at - 2] if opens else None
        is_own = before is not None and before.kind in {"form", "plain", "number"}
        return is_own and close <= at + 3

    def _bracketed(self, at: int) -> int | None:
        following = self.items[at + 1 : at + 4]
        is_it = len(following) == 3 and following[0].code == "(" and following[1].kind == "drug"
        return at + 2 if is_it and following[2].code == ")" and at + 2 < self.end else None

    def _stays_left(self, at: int, left: int | None, right: int) -> bool:
        """ "naltrexone 50 mg bupropion 300 mg": the next drug has an amount of its own."""
        if left is None or self.items[left].code == self.items[right].code:
            return True
        if self.items[right].group == "placebo":
            return True
        if self.items[at].amount is not None and self.items[at].amount.joined == "list":  # type: ignore[union-attr]
            return False
        for i in range(right + 1, min(right + REACH, self.end)):
            item = self.items[i]
            if item.kind == "amount":
                return True
            if not (item.kind in {"form", "route", "plain"} or item.code in {"(", ":"}):
                return False
        return False

    def _is_new(self, left: int, right: int) -> bool:
        return self.items[left].code != self.items[right].code

    def _is_named(self, unknown: int | None, at: int, left: int | None) -> bool:
        """Whether an unlisted word stands in a drug's place before an amount."""
        if unknown is None or (left is not None and left > unknown):
            return False
        if (
            left is not None
            and unknown - left <= 2
            and not self._count(self.strong, left + 1, unknown)
        ):
            return False
        for i in range(unknown + 1, at):
            item = self.items[i]
            passes = item.kind in {"route", "form", "frequency"} or item.code in {
                "(",
                ":",
                "-",
                ",",
            }
            if not (
                passes or item.code in _LEFT_UNKNOWN_SKIP or item.is_("phrase", *_LEFT_PHRASES)
            ):
                return False
        return True

    def _unnamed(
        self, at: int, word: int, amount: Amount, flags: frozenset[str], is_slashed: bool
    ) -> Bound:
        name = self.items[word].code
        return Bound(
            at, name, "unlisted", amount, is_tight=True, flags=flags, is_slashed=is_slashed
        )

    def _is_slashed(self, at: int) -> bool:
        """Whether a slash ties this amount to another drug's: "8 mg/bupropion 90 mg"."""
        for step in (1, -1):
            i = at + step
            while self.start <= i < self.end and abs(i - at) <= 4:
                if self.items[i].is_("mark", "/"):
                    return True
                if self.items[i].kind not in {"drug", "form", "plain"}:
                    break
                i += step
        return False
