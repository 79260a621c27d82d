"""Holds claims against the tables of a release, as far as they can tell.

Most verdicts are judgements (`claims`). Those on what a trial planned, gave or found can be
computed again, and are here: where release and judgement differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import pandas as pd

from harvest.synthesis.pool import pool
from harvest.trials.claims import Verdict

Load = Callable[[str], pd.DataFrame]
FINAL: Final = "NCT04270877"
_TWELVE_WEEKS: Final = 84


class Checked(NamedTuple):
    """A claim that the tables decide, with the numbers that they decide it by."""

    verdict: Verdict | None
    words: str


def recheck(load: Load) -> pd.DataFrame:
    """The claims that a release can decide.

    Args:
        load: Gives a table by its name, such as `harvest.load`.

    Returns:
        `claim_number`, `verdict` as judged, `computed` (null where the release lacks what it
        takes), `agrees`, and the `words` with the numbers.
    """
    judged = load("claims").set_index("claim_number")
    rows = []
    for number, check in sorted(_CHECKS.items()):
        found = check(load)
        verdict = str(judged.loc[number, "verdict"])
        agrees = None if found.verdict is None else found.verdict == verdict
        claim = str(judged.loc[number, "claim"])
        rows.append((number, claim, verdict, found.verdict, agrees, found.words))
    names = ["claim_number", "claim", "verdict", "computed", "agrees", "words"]
    return pd.DataFrame(rows, columns=names).astype({"agrees": "boolean"})


def _opioids(load: Load) -> Checked:
    studies = load("studies")
    told = studies.loc[studies["has_ldn_arm"] == "yes", "eligibility_criteria"].dropna()
    if told.empty:
        return Checked(None, "no study with an arm on low-dose naltrexone tells its criteria")
    named = int(told.str.contains("opioid|opiate", case=False).sum())
    verdict: Verdict = "supported" if named * 2 > len(told) else "mixed"
    return Checked(verdict, f"{named} of {len(told)} studies name opioids in their criteria")


def _design(load: Load) -> Checked:
    studies = load("studies").set_index("nct_id")
    if FINAL not in studies.index:
        return Checked(None, f"{FINAL} is not in the release")
    row = studies.loc[FINAL]
    found = [str(row[name]) for name in ("allocation", "intervention_model", "masking", "sex")]
    is_so = found[:2] == ["RANDOMIZED", "PARALLEL"] and found[2] != "NONE" and found[3] == "FEMALE"
    return Checked("supported" if is_so else "contradicted", ", ".join(found))


def _pain(load: Load) -> Checked:
    return _difference(load, "FINAL_pain_12w")


def _younger(load: Load) -> Checked:
    return _difference(load, "YOUNGER2013_pain")


def _difference(load: Load, finding: str) -> Checked:
    """Whether an interval leaves no difference out."""
    rows = load("estimates").set_index("estimate_id")
    if finding not in rows.index:
        return Checked(None, f"{finding} is not in the release")
    row = rows.loc[finding]
    words = f"{row['estimate']:.2f} ({row['ci_lower']:.2f} to {row['ci_upper']:.2f})"
    has_none = row["ci_lower"] <= 0 <= row["ci_upper"]
    return Checked("contradicted" if has_none else "supported", words)


def _danish(load: Load) -> Checked:
    trials = load("trials")
    of_place = trials[(trials["country"] == "Denmark") & (trials["comparator"] == "placebo")]
    twelve = of_place.loc[of_place["treatment_days"] == _TWELVE_WEEKS, "trial_id"].tolist()
    others = sorted(set(of_place["trial_id"]) - set(twelve))
    words = f"twelve weeks against placebo: {', '.join(twelve)}; others: {', '.join(others)}"
    return Checked("contradicted" if len(twelve) == 1 else "supported", words)


def _routes(load: Load) -> Checked:
    doses = load("doses")
    low = doses.loc[doses["is_ldn"] == "yes", "route"].dropna().value_counts()
    injected = int(sum(low.get(name, 0) for name in ("intramuscular", "injection")))
    words = ", ".join(f"{name} {count}" for name, count in low.items() if count) or "none told"
    return Checked("contradicted" if not injected else "mixed", f"routes of low doses: {words}")


def _amounts(load: Load) -> Checked:
    given = load("arm_period_doses")
    low = given.loc[(given["is_ldn"] == "yes") & given["daily_mg_max"].notna()]
    if low.empty:
        return Checked(None, "no low dose with an amount")
    usual, above = int((low["daily_mg_max"] <= 4.5).sum()), int((low["daily_mg_max"] > 4.5).sum())
    verdict: Verdict = "mixed" if usual and above else "supported" if usual else "contradicted"
    return Checked(verdict, f"up to 4.5 mg {usual}, above {above}")


def _together(load: Load) -> Checked:
    rows = load("estimates")
    pain = rows[rows["estimate_id"].isin(["FINAL_pain_12w", "INNOVA_pain_3m"])]
    if len(pain) != 2:
        return Checked(None, "the two larger trials are not both in the release")
    found = pool(pain, trial="trial")
    has_one = _younger(load).verdict == "supported"
    if found.lower <= 0 <= found.upper:
        return Checked("mixed" if has_one else "contradicted", f"FINAL and INNOVA: {found}")
    return Checked("supported", str(found))


_CHECKS: Final[dict[int, Callable[[Load], Checked]]] = {
    13: _opioids,
    14: _design,
    15: _pain,
    16: _danish,
    20: _routes,
    30: _younger,
    37: _amounts,
    46: _together,
}
