"""Registered outcomes."""

from __future__ import annotations

from typing import Any

from tests.tables.rich import NCT_ID, rich_record
from tests.tables.rows import RowSink, of_records, of_study

REGISTERED = (
    *("nct_id", "position", "kind", "kind_position"),
    *("measure", "description", "time_frame_text"),
)


def registered(rows: RowSink) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in REGISTERED) for row in rows["outcomes"]]


def test_outcomes_come_by_rank_with_their_place_overall_and_in_their_rank() -> None:
    assert registered(of_records([rich_record()])) == [
        (NCT_ID, 0, "primary", 0, "Pain", "Brief Pain Inventory, 0 to 10", "12 weeks"),
        (NCT_ID, 1, "secondary", 0, "Sleep", "Hours", "12 weeks"),
        (NCT_ID, 2, "secondary", 1, "Fatigue", None, "6 months"),
        (NCT_ID, 3, "other", 0, "Glia", None, "Day 1"),
    ]


def test_a_study_with_secondary_outcomes_only_starts_at_0_too() -> None:
    rows = of_study(outcomesModule={"secondaryOutcomes": [{"measure": "Sleep"}]})
    assert registered(rows) == [("NCT00000001", 0, "secondary", 0, "Sleep", None, None)]


def test_an_empty_outcome_has_a_place_and_no_row() -> None:
    rows = of_study(outcomesModule={"primaryOutcomes": [{}, {"measure": "Sleep"}]})
    assert [(row["position"], row["kind_position"]) for row in rows["outcomes"]] == [(1, 1)]


def test_a_repeated_measure_is_a_row_each_time() -> None:
    pain = {"measure": "Pain", "timeFrame": "12 weeks"}
    rows = of_study(outcomesModule={"primaryOutcomes": [pain, pain], "otherOutcomes": [pain]})
    assert [(row["position"], row["kind_position"]) for row in rows["outcomes"]] == [
        (0, 0),
        (1, 1),
        (2, 0),
    ]


def of_outcome(measure: str, description: str | None = None, time_frame: str | None = None) -> Any:
    texts = {"measure": measure, "description": description, "timeFrame": time_frame}
    told = {name: text for name, text in texts.items() if text is not None}
    return of_study(outcomesModule={"primaryOutcomes": [told]})


def test_an_outcome_is_read_into_instrument_form_scale_and_directions() -> None:
    rows = of_outcome(
        "Participants with at least a 30% reduction in FIQR total score",
        "The revised questionnaire runs from 0 to 100; higher scores mean more impact.",
    )
    (row,) = rows["outcomes"]
    assert row["instrument"] == "FIQR"
    assert row["variable_form"] == "responder"
    assert (row["scale_min"], row["scale_max"]) == (0, 100)
    assert (row["instrument_direction"], row["higher_is"]) == ("worse", "better")
    assert row["responder_threshold"] == ">= 30 %"
    assert (row["responder_comparator"], row["responder_value"]) == (">=", 30)
    assert row["responder_unit"] == "percent"
    (named,) = rows["outcome_instruments"]
    assert (named["instrument_text"], named["path"]) == (
        "FIQR",
        "protocolSection.outcomesModule.primaryOutcomes[0].measure",
    )
    placed = [(each["framework"], each["strength"]) for each in rows["outcome_domains"]]
    assert ("OMERACT", "endorsed") in placed


def test_a_time_frame_is_read_into_all_its_points() -> None:
    rows = of_outcome("Pain", None, "Baseline, 4 weeks and 12 weeks")
    (row,) = rows["outcomes"]
    assert (row["time_frame_kind"], row["time_frame_days"]) == ("multiple", 84)
    assert (row["time_frame_points"], row["has_baseline"]) == ("0;28;84", True)
    points = rows["outcome_timepoints"]
    assert [each["days"] for each in points] == [0, 28, 84]
    assert [each["is_baseline"] for each in points] == [True, False, False]
    last = points[-1]
    assert last["window_start_days"] <= 84
    assert last["window_end_days"] >= 91
    assert "Baseline, 4 weeks and 12 weeks"[last["span_start"] : last["span_end"]] == "12 weeks"


def test_a_study_day_counts_from_one() -> None:
    rows = of_outcome("Pain", None, "Day 29")
    (row,) = rows["outcomes"]
    assert (row["time_frame_days"], row["time_frame_elapsed_days"]) == (29, 28)
    (point,) = rows["outcome_timepoints"]
    assert (point["is_study_day"], point["elapsed_days"]) == (True, 28)


def test_a_time_frame_that_is_not_sure_has_a_reason_and_no_days() -> None:
    rows = of_outcome("Survival", None, "Until death")
    (row,) = rows["outcomes"]
    assert (row["time_frame_kind"], row["time_frame_reason"]) == ("unresolved", "event")
    assert row["time_frame_days"] is row["time_frame_points"] is None
    assert rows["outcome_timepoints"] == []


def test_without_a_time_frame_everything_of_it_is_null() -> None:
    (row,) = of_outcome("Pain")["outcomes"]
    assert {row[name] for name in row if name.startswith("time_frame")} == {None}
    assert {row[name] for name in ("has_baseline", "is_change", "is_estimated")} == {None}


def test_core_sets_count_what_covers_each_domain() -> None:
    rows = of_study(
        outcomesModule={
            "primaryOutcomes": [{"measure": "FIQR total score"}],
            "secondaryOutcomes": [{"measure": "Pain intensity"}],
        }
    )
    covered = {(row["framework"], row["domain"]): row for row in rows["core_set_coverage"]}
    pain = covered["OMERACT", "pain"]
    assert (pain["outcome_count"], pain["best_rank"]) == (1, "secondary")
    events = covered["IMMPACT", "symptoms and adverse events"]
    assert events["coverage"] is None
    assert "posted results" in events["reason"]
    assert of_outcome("Fasting glucose")["core_set_coverage"] == []


def test_a_point_at_the_end_of_the_second_period_is_a_period_from_its_start() -> None:
    rows = of_study(
        designModule={"designInfo": {"interventionModel": "CROSSOVER"}},
        armsInterventionsModule={
            "armGroups": [
                {
                    "label": "Drug first",
                    "description": "Naltrexone 4.5 mg daily for 8 weeks, then placebo for 8 weeks",
                    "interventionNames": ["Drug: Naltrexone"],
                }
            ],
            "interventions": [{"type": "DRUG", "name": "Naltrexone"}],
        },
        outcomesModule={"primaryOutcomes": [{"measure": "Pain", "timeFrame": "4 and 16 weeks"}]},
    )
    found = [(row["days"], row["period_days"]) for row in rows["outcome_timepoints"]]
    assert found == [(28, 28), (112, 56)]
