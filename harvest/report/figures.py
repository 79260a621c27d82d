"""The pictures of the page, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from harvest import pictures, synthesis
from harvest.pictures import Picture
from harvest.report.shelf import Shelf
from harvest.synthesis import questions

POINTS = "points of 0 to 10"
MOST_PAGES = 6
"""Of dose timelines; a notebook can draw the rest."""
THIRD = 30.0
"""Percent by which pain falls in a responder, as most trials have it."""


class Shown(NamedTuple):
    """A picture and the section that it stands in."""

    section: str
    picture: Picture


def figures(shelf: Shelf) -> Iterator[Shown]:
    """All pictures that the release has rows for."""
    studies = shelf["studies"]
    yield Shown("studies", pictures.studies_by_year(studies))
    yield Shown("studies", pictures.phases(studies))
    yield Shown("studies", pictures.sponsor_classes(studies))
    yield Shown("studies", pictures.countries(shelf["locations"], studies))
    yield Shown("studies", pictures.enrolment(studies))
    yield from _designs(shelf)
    yield from _evidence(shelf)
    yield Shown("reporting", pictures.results_states(studies))
    yield Shown("reporting", pictures.results_overdue(studies))
    if "outcome_links" in shelf:
        yield Shown("reporting", pictures.outcome_switching(shelf["outcome_links"], studies))
    if "changes" in shelf:
        yield Shown("reporting", pictures.record_changes(shelf["changes"]))
    yield Shown("quality", pictures.issues_by_kind(shelf["issues"], studies))
    names = ("outcomes", "outcome_domains", "arm_period_doses", "arm_periods", "effects")
    found = pictures.resolved({name: shelf[name] for name in names})
    yield Shown("quality", pictures.resolved_shares(found))


def _designs(shelf: Shelf) -> Iterator[Shown]:
    studies, doses, periods = shelf["studies"], shelf["arm_period_doses"], shelf["arm_periods"]
    low = doses[doses["is_ldn"].isin(["yes", "uncertain"])]
    if len(low):
        for page in range(1, min(pictures.dose_pages(low), MOST_PAGES) + 1):
            drawn = pictures.dose_timelines(low, periods, shelf["arms"], studies, page=page)
            yield Shown("designs", drawn)
    tested = studies[studies["has_ldn_arm"] == "yes"]
    crossed = tested.loc[tested["is_crossover"].fillna(value=False), "nct_id"]
    if len(crossed):
        rows = periods[periods["nct_id"].isin(crossed)]
        yield Shown("designs", pictures.crossover_periods(rows, shelf["arms"], studies))
    asked = _asked(studies)
    coverage = shelf["core_set_coverage"]
    for framework in ("OMERACT", "IMMPACT"):
        rows = coverage[coverage["nct_id"].isin(asked)]
        yield Shown("designs", pictures.core_set_heat_map(rows, studies, framework=framework))
    points = shelf["outcome_timepoints"]
    rows = points[points["nct_id"].isin(asked)]
    yield Shown("designs", pictures.endpoint_days(rows, shelf["outcomes"], studies))


def _asked(studies: pd.DataFrame) -> pd.Series:
    """Studies of the question: low-dose naltrexone in fibromyalgia, else whatever there is."""
    both = (studies["has_ldn_arm"] == "yes") & (studies["is_fibromyalgia"] == "yes")
    chosen = studies[both] if both.any() else studies
    return chosen["nct_id"]


def _evidence(shelf: Shelf) -> Iterator[Shown]:
    trials = shelf["trials"]
    collected = trials[trials["is_ldn_in_fibromyalgia"].fillna(value=False)]
    yield Shown("evidence", pictures.planned_and_enrolled(collected))
    if "estimates" not in shelf:
        return
    estimates, published = shelf["estimates"], shelf["published_results"]
    rows = questions.pain(estimates, trials)
    chosen = questions.to_pool(rows)
    pooled = {}
    if len(chosen):
        pooled["pooled, about 12 weeks"] = synthesis.pool(chosen, trial="trial")
    yield Shown(
        "evidence",
        pictures.forest(
            rows,
            pooled,
            question="Pain: low-dose naltrexone against control in fibromyalgia",
            unit=POINTS,
            scale="MD",
            published=published,
        ),
    )
    responders = questions.pain_responders(estimates, trials)
    third = responders[responders["responder_threshold_percent"] == THIRD]
    pooled = {}
    if third["standard_error"].notna().any():
        pooled[f"pooled, by {THIRD:g} % or more"] = synthesis.pool(third, trial="trial")
    yield Shown(
        "evidence",
        pictures.forest(
            responders,
            pooled,
            question="People whose pain fell by a given share",
            scale="RR",
            published=published,
        ),
    )
    choices = questions.PAIN_CHOICES
    combinations = synthesis.specifications(rows[rows["scale"] == "MD"], choices, trial="trial")
    yield Shown(
        "evidence",
        pictures.specification_curve(
            combinations, list(choices), question="Pain: every combination of choices", unit=POINTS
        ),
    )
