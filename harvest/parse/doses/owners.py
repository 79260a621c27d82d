"""Finds the drug and the amount of each frequency, route, form and period of a sentence."""

from __future__ import annotations

from bisect import bisect_left

from harvest.parse.doses.sentences import REACH, Bound, Owned, Sentence


class Owners(Sentence):
    """Binds what is said beside the amounts of a sentence."""

    def owned(self, bounds: list[Bound]) -> list[Owned]:
        """Frequencies, routes, forms and periods with their drugs."""
        ats = [bound.at for bound in bounds]
        drug_ats = [i for i in range(self.start, self.end) if self._is_treatment(i)]
        taken: set[int] = set()
        found: list[Owned] = []
        for i in range(self.start, self.end):
            item = self.items[i]
            if item.kind not in {"frequency", "route", "form", "period"} and not item.is_(
                "phrase", "then"
            ):
                continue
            if item.is_("period", "other"):
                continue
            for owner in self._owners(i, bounds, ats, drug_ats, taken):
                if item.kind == "period" and owner[1] is not None:
                    taken.add(owner[1])
                found.append(Owned(i, item, *owner))
        return found

    def _is_treatment(self, i: int) -> bool:
        return self.items[i].kind == "drug" and self.items[i].group != "negated"

    def _owners(
        self, i: int, bounds: list[Bound], ats: list[int], drug_ats: list[int], taken: set[int]
    ) -> list[tuple[str, int | None]]:
        k = bisect_left(ats, i)
        before = bounds[k - 1] if k else None
        target, is_near = self._ahead(i)
        if self.items[i].code == "daily total" and target is not None:
            before = None  # "total daily dose 1200 mg"
        is_step = self.items[i].kind == "period"
        if before is not None and before.drug is not None:
            stop = self._owner_end(before, i)
            free = not self._count(self.strong, stop, i) and not self._other_drug(
                drug_ats, stop, i, before.drug
            )
            comma = self._count(self.commas, stop, i)
            if (
                free
                and comma
                and target is not None
                and (is_near or (is_step and before.at in taken and self._is_amount(target)))
            ):
                free = False
            if free:
                return self._shared(i, k, bounds, taken) if is_step else [(before.drug, before.at)]
        if is_step and not is_near and (left := self._left(i, drug_ats)) is not None:
            return [(left, None)]
        if target is not None:
            item = self.items[target]
            if item.amount is not None:
                bound = next((b for b in bounds[k:] if b.at == target), None)
                return (
                    [(bound.drug, target)] if bound is not None and bound.drug is not None else []
                )
            return [(item.code, self._amount_of(target, bounds, k, item.code))]
        return self._fallback(i, before, drug_ats)

    def _is_amount(self, i: int) -> bool:
        return self.items[i].amount is not None

    def _left(self, i: int, drug_ats: list[int]) -> str | None:
        """The drug of "placebo for 21 days, then...": right before, and no amount between."""
        k = bisect_left(drug_ats, i)
        if not k or self._count(self.commas, drug_ats[k - 1], i):
            return None
        at = drug_ats[k - 1]
        if self._count(self.strong, at, i) or any(self._is_amount(j) for j in range(at, i)):
            return None
        ahead = self.items[max(at - 4, self.start) : at]
        is_choice = any(item.is_("phrase", "or", "versus") for item in ahead)
        return None if is_choice or i - at > REACH else self.items[at].code

    def _fallback(
        self, i: int, before: Bound | None, drug_ats: list[int]
    ) -> list[tuple[str, int | None]]:
        k = bisect_left(drug_ats, i)
        is_period = self.items[i].kind == "period"
        if len(self.real) == 1 and not (
            k and self._is_added_placebo(drug_ats[k - 1], is_listed=is_period)
        ):
            name = next(iter(self.real))
            same = before is not None and before.drug == name
            return [(name, before.at if same and before is not None else None)]
        if k:
            name = self.items[drug_ats[k - 1]].code
            same = before is not None and before.drug == name
            return [(name, before.at if same and before is not None else None)]
        if before is not None and before.drug is not None:
            return [(before.drug, before.at)]
        if not self.real and not drug_ats and len(self.topic) == 1:
            return [(self.topic[0][0], None)]
        return []

    def _is_added_placebo(self, at: int, *, is_listed: bool) -> bool:
        """A placebo given beside the drug ("and placebo TID"), not in its stead ("or placebo").

        With `is_listed`, one that only a comma parts from the drug is so too.
        """
        if self.items[at].group != "placebo":
            return False
        if not any(self._is_real(i) for i in range(max(at - 60, self.start), at)):
            return True
        for i in range(at - 1, max(at - 6, self.start - 1), -1):
            if self.items[i].is_("phrase", "or", "versus") or self.items[i].code == "/":
                return False
            if self.items[i].is_("phrase", "and", "then") or self.items[i].code == "+":
                return True
        return is_listed

    def _is_real(self, i: int) -> bool:
        item = self.items[i]
        return item.amount is not None or (
            item.kind == "drug" and item.group not in {"placebo", "negated"}
        )

    def _owner_end(self, before: Bound, i: int) -> int:
        return min(before.at + 1, i)

    def _other_drug(self, drug_ats: list[int], first: int, last: int, name: str) -> bool:
        k = bisect_left(drug_ats, first)
        return k < len(drug_ats) and drug_ats[k] < last and self.items[drug_ats[k]].code != name

    def _ahead(self, i: int) -> tuple[int | None, bool]:
        """The amount or drug that an item stands before, and whether nothing parts them."""
        is_near = True
        for j in range(i + 1, min(i + REACH, self.end)):
            item = self.items[j]
            if item.amount is not None or self._is_treatment(j):
                return j, is_near
            if item.code in {",", ":", ")"} or item.is_("phrase", "start", "up", "down"):
                is_near = is_near and item.code in {":"}
            elif item.kind in {"route", "form", "frequency", "plain"} or item.code in {"(", "-"}:
                continue
            elif not item.is_("phrase", "prep", "total", "between", "upto", "cap"):
                return None, False
        return None, False

    def _amount_of(self, drug_at: int, bounds: list[Bound], k: int, name: str) -> int | None:
        after = next((b for b in bounds[k : k + 2] if b.at > drug_at and b.drug == name), None)
        return after.at if after is not None else None

    def _shared(
        self, i: int, k: int, bounds: list[Bound], taken: set[int]
    ) -> list[tuple[str, int | None]]:
        """A period after "A 15 mg and B 150 mg" is of both."""
        found: list[tuple[str, int | None]] = []
        for j in range(k - 1, max(k - 4, -1), -1):
            bound = bounds[j]
            is_first = j == k - 1
            if not is_first and (bound.at in taken or self._count(self.commas, bound.at, i)):
                break
            if bound.drug is not None and (
                is_first or bound.drug not in {name for name, _ in found}
            ):
                found.append((bound.drug, bound.at))
        return found
