"""Whether results were due, and whether they came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from harvest.derive import Case
from harvest.derive.reporting import Reporting
from harvest.record.decode import decode
from tests.records import compact, study


def reporting(
    *,
    completed: str | None = "2022-03-15",
    sent: str | None = None,
    today: str | None = "2024-01-01",
    country: str = "United States",
    drug: bool | None = True,
    phases: tuple[str, ...] = ("PHASE2",),
    **status: Any,
) -> Reporting:
    record = study(1)
    record["protocolSection"] |= {
        "statusModule": {
            "startDateStruct": {"date": "2020-01-01"},
            **({"primaryCompletionDateStruct": {"date": completed}} if completed else {}),
            **({"resultsFirstSubmitDate": sent} if sent else {}),
            **status,
        },
        "designModule": {"studyType": "INTERVENTIONAL", "phases": list(phases)},
        "oversightModule": {"isFdaRegulatedDevice": False}
        | ({} if drug is None else {"isFdaRegulatedDrug": drug}),
        "contactsLocationsModule": {"locations": [{"country": country}]},
    }
    record["derivedSection"] = {"miscInfoModule": {"versionHolder": today} if today else {}}
    return Case(decode(compact(record)).study).reporting


def test_results_are_due_a_year_after_primary_completion() -> None:
    found = reporting()
    assert found.is_results_rule_covered == "yes"
    assert found.results_due_date == datetime(2023, 3, 15)
    assert (found.results_state, found.results_late_days) == ("overdue", 292)


@pytest.mark.parametrize(
    ("completed", "due"),
    [("2022-02", "2023-02-28"), ("2020-02-29", "2021-02-28"), ("2022", "2023-12-31")],
)
def test_a_month_without_a_day_counts_to_its_end(completed: str, due: str) -> None:
    found = reporting(completed=completed).results_due_date
    assert found is not None
    assert f"{found:%Y-%m-%d}" == due


@pytest.mark.parametrize(
    ("given", "state", "late"),
    [
        ({"sent": "2023-03-15"}, "posted_in_time", None),
        ({"sent": "2023-03-25"}, "posted_late", 10),
        ({"today": "2023-03-15"}, "not_due", None),
        ({"completed": None}, "date_unknown", None),
        ({"completed": "9999-12-31"}, "date_unknown", None),
        ({"today": None}, "date_unknown", None),
        ({"dispFirstSubmitDate": "2023-01-01"}, "delay_certified", None),
    ],
)
def test_every_state_has_its_name(given: dict[str, Any], state: str, late: int | None) -> None:
    found = reporting(**given)
    assert (found.results_state, found.results_late_days) == (state, late)


@pytest.mark.parametrize(
    ("given", "covered"),
    [
        ({"phases": ("PHASE1",)}, "no"),
        ({"phases": ("PHASE1", "PHASE2")}, "yes"),
        ({"drug": False}, "no"),
        ({"drug": None}, "uncertain"),
        ({"country": "Denmark"}, "uncertain"),
    ],
)
def test_the_rule_covers_what_the_record_says_that_it_covers(
    given: dict[str, Any], covered: str
) -> None:
    found = reporting(**given)
    assert found.is_results_rule_covered == covered
    assert (found.results_state is None) == (covered == "no")
